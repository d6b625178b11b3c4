"""Danger: the passage of a message that tells most of it, less what is over or only feared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.advice import Danger
from knowledge.emphasis import Emphasis, covers
from knowledge.lexicon import Hit, Span, Target
from knowledge.speech import Clause
from knowledge.words import FLAG

# Characters up to which a text is one passage; in a longer one a sentence and the next are.
PASSAGE = 120
# Characters up to which a message of danger is a cry for help, and up to which "now" means now.
CRY, NOW = 60, 180
# Characters from which a letter is so long that more must be said, and how much more.
LONG, MORE = 300, 1.5
# What share must be said in a short message that speaks of ordinary things and not of now.
SHORT = 0.8
# What is left of a word of danger that is over, only feared, or a figure of speech.
OVER = 0.1
# What danger of another kind in the same passage adds: a threat may be of a knife and of fire.
BESIDE = 1.0
# Characters around a word in which "now" says that it is not over.
NEAR = 10
# Kinds that are over where somebody speaks of costs, and that people fear beforehand. A threat
# is not over because of a bill, and a threat that is feared is a threat.
ACCIDENTS = frozenset({Danger.FIRE, Danger.LIFE, Danger.MEDICAL})


class Told(NamedTuple):
    """One term of danger and where it stands."""

    kind: Danger
    weight: float
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Evidence by kind in the passage that tells most of danger."""

    kinds: Mapping[Danger, float]
    length: int
    urgent: bool
    calm: bool
    past: bool = False

    def danger(self, needed: float, like: float) -> Danger | None:
        """The kind of danger that most words speak of, if they and ``like`` say enough.

        ``like`` is what the text has in common with examples of danger; where no word says what
        kind it is, it is one of life; where the words say that it is over or only feared, it does
        not speak for danger. A long letter tells of past accidents, a cry for help is
        short: half of ``needed`` is enough in a message that says it is now, and nearly all of it
        must be said in a short one. A cry for help asks for no fee, form or rule: where a short
        message speaks of none, a quarter is enough.
        """
        if self.past:
            like = min(0.0, like)
        if _total(self.kinds) + like < needed * self._share():
            return None
        told = [kind for kind, weight in self.kinds.items() if weight > 0]
        return max(told, key=lambda each: (self.kinds[each], each), default=Danger.LIFE)

    def _share(self) -> float:
        if self.length > LONG:
            return MORE
        if self.length <= CRY and not self.calm:
            return 0.25
        if self.urgent and self.length <= NOW:
            return 0.5
        return SHORT if self.length <= CRY else 1.0


def quiet(length: int) -> Alarm:
    """Of a message with no word of danger."""
    return Alarm({}, length, urgent=False, calm=True)


def _total(kinds: Mapping[Danger, float]) -> float:
    most = max(kinds.values(), default=0.0)
    return most + BESIDE * sum(weight for weight in kinds.values() if 0 < weight < most)


class Times:
    """Where a text speaks of what is now, what is over and what is only feared."""

    def __init__(
        self, text: str, hits: Sequence[Hit], emphasis: Emphasis, clauses: Sequence[Clause]
    ) -> None:
        self._length = len(text)
        self._number = emphasis.number
        words = _Words(hits)
        self.urgent, self.calm = bool(words.of("urgent")), bool(words.of("calm"))
        self._now = words.of("now")
        self._over = {self._number(span) for span in words.of("over")}
        self._after = {n for span in words.of("after") for n in self.passages(span)}
        self._supposed = [
            (clause.start, clause.end)
            for start, _ in words.of("supposed")
            for clause in clauses
            if clause.start <= start < clause.end
        ]

    @property
    def past(self) -> bool:
        """Whether the text speaks of what is over or only feared, and of nothing that is now."""
        return bool(self._over or self._after or self._supposed) and not self._now

    def factor(self, word: Told, span: Span) -> float:
        """What is left of a word at one place."""
        if word.kind in ACCIDENTS and (self._is_after(span) or self._is_supposed(span)):
            return OVER
        return OVER if self._number(span) in self._over and not self._is_now(span) else 1.0

    def passages(self, span: Span) -> tuple[int, ...]:
        """The passages a place belongs to."""
        if self._length <= PASSAGE:
            return (0,)
        number = self._number(span)
        return (number - 1, number)

    def _is_after(self, span: Span) -> bool:
        return not self._after.isdisjoint(self.passages(span))

    def _is_supposed(self, span: Span) -> bool:
        return any(s < span[1] and span[0] < e for s, e in self._supposed)

    def _is_now(self, span: Span) -> bool:
        return any(s - NEAR < span[1] and span[0] - NEAR < e for s, e in self._now)


class _Words:
    """Words of the flags that tell the time, where no longer word of the same flag denies them."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = [hit for hit in hits if any(w.target.kind == FLAG for w in hit.term.weights)]
        self._covered = covers(self._hits)

    def of(self, code: str) -> list[Span]:
        """Where words of a flag stand."""
        target = Target(FLAG, code)
        weights = {
            hit.term.text: weight.weight
            for hit in self._hits
            for weight in hit.term.weights
            if weight.target == target
        }
        denied = {text for text, weight in weights.items() if weight < 0}
        return [
            span
            for hit in self._hits
            if weights.get(hit.term.text, 0.0) > 0
            and denied.isdisjoint(self._covered.get(hit.term.text, ()))
            for span in hit.spans
        ]


def raise_alarm(words: Sequence[Told], times: Times, length: int) -> Alarm:
    """Weigh the words of danger passage by passage; the one that tells most speaks for all."""
    passages: dict[int, dict[Danger, float]] = defaultdict(lambda: defaultdict(float))
    for word in words:
        best: dict[int, float] = {}
        for span in word.spans:
            left = times.factor(word, span)
            for passage in times.passages(span):
                best[passage] = max(left, best.get(passage, 0.0))
        for passage, left in best.items():
            passages[passage][word.kind] += word.weight * left
    told = max(passages.values(), key=_total, default={})
    return Alarm(dict(told), length, times.urgent, times.calm, times.past)
