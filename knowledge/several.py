"""Several matters in one message: finding where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.advice import Candidate
from knowledge.text import sentence_spans

# A part speaks for itself only if it is sure of its unit, and has words enough.
SURE, SCORE = 0.55, 5.0
SHORTEST = 6
# Parts into which a message is split at most: more than these nobody reads out as buttons.
MOST = 6


@dataclass(frozen=True, slots=True)
class Splitter:
    """Splits at counted points ("first", "1.") and at words that open a further matter."""

    points: re.Pattern[str]
    further: tuple[str, ...]

    def parts(self, text: str) -> list[str]:
        """Parts of a message that may be matters of their own; one part if nothing opens more."""
        cuts = [match.start() for match in self.points.finditer(text)]
        if len(cuts) < 2:
            cuts = [
                start
                for start, end in sentence_spans(text)
                if start and text.startswith(self.further, start, end)
            ]
        edges = sorted({0, *cuts, len(text)})
        parts = [text[a:b] for a, b in pairwise(edges)]
        return [part for part in parts if len(part) >= SHORTEST][:MOST]


def several(
    text: str, splitter: Splitter, rank: Callable[[str], Sequence[Candidate]]
) -> tuple[str, ...]:
    """Ids of the rows of a message that speaks of matters of different units; else nothing."""
    parts = splitter.parts(text)
    if len(parts) < 2:
        return ()
    found: dict[str, str] = {}
    for part in parts:
        candidates = rank(part)
        if candidates and candidates[0].share >= SURE and candidates[0].score >= SCORE:
            found.setdefault(candidates[0].unit, candidates[0].matter.id)
    return tuple(found.values()) if len(found) > 1 else ()
