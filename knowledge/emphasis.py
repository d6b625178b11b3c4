"""How much the place of a word in a text adds to it or takes from it."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.lexicon import Hit, Span
from knowledge.text import sentence_spans
from knowledge.words import LISTED

# All numbers below were set by hand and checked on the development part of the evaluation
# sets; a change that does not move those figures by a point is not worth making.
REPEATED = 0.15  # what each doubling of the sentences that say a word adds
LONG = 120  # characters from which a text counts as a letter with title and end
TITLE, ASKING = 2.0, 1.1  # what a word weighs more in the title, and where something is asked for
TITLE_LENGTH = 45
LANDMARK = 0.3  # left of a word that only says where, as in "opposite the school"
LANDMARK_REACH = 4  # characters between such a word and the "opposite"
NEGATED = -0.5  # what is left of a word the writer says it is not about
DENIAL_REACH = 3  # characters after "it is not about" in which a denied word may begin

ONLY_LISTED = frozenset({LISTED})


@dataclass(frozen=True, slots=True)
class Cues:
    """Words that change what the words near them are worth.

    ``asks`` open a request, ``denials`` say what the message is not about, ``places`` follow
    the name of something that is only a landmark.
    """

    asks: re.Pattern[str]
    denials: re.Pattern[str]
    places: re.Pattern[str]


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of ``words``, the longest first."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)))


class Emphasis:
    """Factors of one text by place: its title, sentences that ask, landmarks, denials."""

    def __init__(self, text: str, cues: Cues) -> None:
        spans = sentence_spans(text)
        self._ends = [end for _, end in spans]
        self._factors = [1.0] * len(spans)
        self._landmarks = {
            end
            for match in cues.places.finditer(text)
            for end in range(match.start() - LANDMARK_REACH, match.start() + 1)
        }
        self._denied = {
            start
            for match in cues.denials.finditer(text)
            for start in range(match.end(), match.end() + DENIAL_REACH)
        }
        if len(text) >= LONG:
            for match in cues.asks.finditer(text):
                self._factors[bisect_right(self._ends, match.start())] = ASKING
            if spans[0][1] <= TITLE_LENGTH:
                self._factors[0] = TITLE
        self._even = all(factor == 1.0 for factor in self._factors)
        self._plain = self._even and not self._landmarks and not self._denied

    def of(self, spans: Sequence[Span]) -> float:
        """Factor of a word that stands at ``spans``: its best place, a little for each more."""
        if len(spans) == 1:
            return 1.0 if self._plain else self._at(spans[0])
        places = {bisect_right(self._ends, start) for start, _ in spans}
        return max(map(self._at, spans)) * (1 + REPEATED * math.log2(len(places)))

    def sentence(self, spans: Sequence[Span]) -> float:
        """Factor by the sentence alone: for words that tell what is wanted, not what about."""
        return 1.0 if self._even else max(self._sentence(start) for start, _ in spans)

    def number(self, span: Span) -> int:
        """Which sentence a span begins in."""
        return bisect_right(self._ends, span[0])

    def _sentence(self, start: int) -> float:
        sentence = bisect_right(self._ends, start)
        return self._factors[sentence] if sentence < len(self._factors) else 1.0

    def _at(self, span: Span) -> float:
        start, end = span
        factor = self._sentence(start)
        if end in self._landmarks:
            factor *= LANDMARK
        return factor * NEGATED if start in self._denied else factor


def covers(hits: Sequence[Hit]) -> dict[str, frozenset[str]]:
    """Terms that stand only inside longer terms, with the texts of those longer terms.

    A word that only the list's own sentences have never covers one of the word files.
    """
    spots = sorted(
        (start, -end, index)
        for index, hit in enumerate(hits)
        if hit.term.single
        for start, end in hit.spans
    )
    covering: dict[int, set[int]] = defaultdict(set)
    free: set[int] = set()
    running: list[tuple[int, int]] = []
    reach = 0
    for start, minus_end, index in spots:
        over = []
        if start < reach:
            listed = hits[index].term.kinds == ONLY_LISTED
            over = [
                other
                for end, other in running
                if end >= -minus_end and other != index
                if listed or hits[other].term.kinds != ONLY_LISTED
            ]
        else:
            running.clear()  # all words so far end before this one begins
        if over:
            covering[index].update(over)
        else:
            free.add(index)
        running.append((-minus_end, index))
        reach = max(reach, -minus_end)
    return {
        hits[index].term.text: frozenset(hits[other].term.text for other in others)
        for index, others in covering.items()
        if index not in free
    }
