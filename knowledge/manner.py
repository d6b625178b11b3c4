"""How a message is put: what examples of a class, of danger or of no matter have in common with it.

A naive Bayes over the presence of pairs of adjacent characters in the examples of
``list/examples``: every pair speaks for a mark or against it, by how much more often examples
with the mark have it than those without. Nothing is fitted; pairs are only counted, and the
counts lie beside the examples in ``marks.json``.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from operator import add
from pathlib import Path
from typing import Any

from knowledge.examples import FOLDER, Example, known_pairs, pairs
from knowledge.text import sentence_spans, spellings

COUNTS = "marks.json"
DANGER, ADJUDICATED, NOTHING = "danger", "adjudicated", "nothing"
INQUIRY, SUGGESTION, OWN = "inquiry", "suggestion", "own"
CLAIM, REPORT = "claim", "report"
# Smoothing of counts, and how many examples must have a pair before it tells anything.
SMOOTH, RARE = 0.5, 3
# Characters up to which a text is one passage; in a longer one each sentence is, or two together.
PASSAGE = 120
# What one passage of a long letter tells, whatever the others say.
IN_PASSING = (DANGER, ADJUDICATED)

# Which examples have a mark, and which are those without it: own money and trouble is told from
# other people's doings, everything else from all the rest.
MARKS: Mapping[str, tuple[Callable[[Example], bool], Callable[[Example], bool]]] = {
    DANGER: (lambda e: e.danger, lambda e: not e.danger),
    ADJUDICATED: (lambda e: e.adjudicated, lambda e: not e.adjudicated),
    NOTHING: (lambda e: not e.row, lambda e: bool(e.row)),
    INQUIRY: (lambda e: e.petition_class == INQUIRY, lambda e: e.petition_class != INQUIRY),
    SUGGESTION: (
        lambda e: e.petition_class == SUGGESTION,
        lambda e: e.petition_class != SUGGESTION,
    ),
    OWN: (lambda e: e.petition_class == CLAIM, lambda e: e.petition_class == REPORT),
}


def count_marks(examples: Iterable[Example]) -> str:
    """The counts of ``examples`` as ``marks.json`` holds them.

    By mark how many examples have it and have it not; by pair the same of those with the pair.
    """
    every = list(examples)
    spelt = spellings(example.text for example in every)
    sizes = [0] * (2 * len(MARKS))
    found: dict[str, Counter[int]] = {}
    for example in every:
        sides = [
            2 * number + side
            for number, tests in enumerate(MARKS.values())
            for side, test in enumerate(tests)
            if test(example)
        ]
        for side in sides:
            sizes[side] += 1
        for pair in pairs(spelt[example.text]):
            found.setdefault(pair, Counter()).update(sides)
    counts = {
        "marks": list(MARKS),
        "sizes": sizes,
        "pairs": {
            pair: " ".join(str(found[pair][side]) for side in range(len(sizes)))
            for pair in sorted(found)
            if found[pair][0] + found[pair][1] >= RARE  # every example is on one side of danger
        },
    }
    return json.dumps(counts, ensure_ascii=False, indent=0) + "\n"


class Manner:
    """The counts of the examples by mark. Reads only, but for its memory."""

    def __init__(self, counts: Mapping[str, Any]) -> None:
        self._marks: Sequence[str] = counts["marks"]
        self._sizes: Sequence[int] = counts["sizes"]
        self._counts: Mapping[str, str] = counts["pairs"]
        self._weights: dict[str, Sequence[float]] = {}

    @property
    def pairs(self) -> Container[str]:
        """Every pair that tells anything."""
        return self._counts

    def ask(self, text: str, known: Sequence[tuple[int, str]]) -> Mapping[str, float]:
        """What a text has in common with each mark, in logarithms of odds.

        ``known`` are its ``known_pairs``. Of what is told in passing a long text has as much as
        the passage of it that has most.
        """
        if not known:
            return {}
        told = dict(zip(self._marks, self._sum(known), strict=True))
        if len(text) > PASSAGE:
            parts = [
                known_pairs(text[start:end], self._counts) for start, end in sentence_spans(text)
            ]
            # A second exclamation mark, or the end of a line, is no sentence.
            sentences = [self._sum(part) for part in parts if part]
            for mark in IN_PASSING if sentences else ():
                place = self._marks.index(mark)
                each = [sentence[place] for sentence in sentences]
                told[mark] = max((*each, *map(add, each, each[1:])))
        return told

    def _sum(self, known: Sequence[tuple[int, str]]) -> Sequence[float]:
        weights = self._weights
        found = [weights.get(pair) or self._weigh(pair) for _, pair in known]
        return list(map(sum, zip(*found, strict=True))) or [0.0] * len(self._marks)

    def _weigh(self, pair: str) -> Sequence[float]:
        """What a pair speaks for each mark; worked out when it is first met, and kept."""
        counts = list(map(int, self._counts[pair].split()))
        sizes = self._sizes
        weights = [
            _log_odds(counts[side : side + 2], sizes[side : side + 2])
            for side in range(0, len(sizes), 2)
        ]
        self._weights[pair] = weights
        return weights


def _log_odds(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """How much more often a pair stands in examples with a mark, as a logarithm."""
    if not all(sizes):
        return 0.0
    parts = [2 * SMOOTH * size / sum(sizes) for size in sizes]
    with_, without = (
        math.log((count + part) / (size + part))
        for count, size, part in zip(counts, sizes, parts, strict=True)
    )
    return with_ - without


def load_manner(folder: Path) -> Manner:
    """Read the counts below ``folder``; without the file nothing is in common with anything."""
    path = folder / FOLDER / COUNTS
    if not path.exists():
        return Manner({"marks": [], "sizes": [], "pairs": {}})
    return Manner(json.loads(path.read_text("utf-8")))
