"""What messages written for the rows of the list have in common with a citizen's message.

``list/examples`` holds messages as people would write them, each with its row. How their pairs
of adjacent characters are spread over the units is a complement naive Bayes (Rennie et al. 2003)
over presence: a unit is believed by how much rarer the pairs of a message would be without its
examples. Nothing is fitted, pairs are only counted; the counts lie beside the examples in
``pairs.json``, since counting takes longer than the desk may take to load.
"""

from __future__ import annotations

import csv
import json
import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.lexicon import Span
from knowledge.text import spellings

FOLDER, COUNTS = "examples", "pairs.json"
# All numbers were set by hand and checked on messages kept apart; around them little changes.
# Smoothing of counts.
SMOOTH = 0.5
# A pair that fewer or more examples have tells nothing of their units.
RARE, COMMON = 3, 60
# Belief, in natural logarithms of odds, that one natural logarithm of a mean pair is worth.
TRUST = 8.0


class Example(NamedTuple):
    """A message and the row it was written for."""

    text: str
    row: str


def read_examples(folder: Path) -> list[Example]:
    """Every example below ``folder`` that has a row, in the order of the files' names."""
    found = []
    for path in sorted((folder / FOLDER).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [Example(line["text"], line["row"]) for line in csv.DictReader(file)]
    return [example for example in found if example.row]


def pairs(text: str) -> set[str]:
    """Adjacent characters of a text."""
    return set(map(add, text, text[1:]))


def count_pairs(examples: Sequence[Example]) -> str:
    """The counts of ``examples`` as ``pairs.json`` holds them, the same for the same examples."""
    spelt = spellings(example.text for example in examples)
    spread: dict[str, Counter[str]] = defaultdict(Counter)
    for text, row in examples:
        for pair in pairs(spelt[text]):
            spread[pair][row] += 1
    sizes: Counter[str] = Counter()
    for rows in spread.values():
        sizes.update(rows)
    told = {p: rows for p, rows in spread.items() if RARE <= rows.total() <= COMMON}
    counts = {
        "examples": len(examples),
        "pairs": len(spread),
        "sizes": dict(sorted(sizes.items())),
        "spread": {pair: " ".join(sorted(told[pair].elements())) for pair in sorted(told)},
    }
    return json.dumps(counts, ensure_ascii=False, indent=0) + "\n"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Belief by unit in natural logarithms of odds around their mean.

    ``told`` holds the pairs that led there: the place of each and what it adds to the units.
    """

    units: Mapping[str, float] = field(default_factory=dict)
    told: Sequence[tuple[int, Mapping[str, float]]] = ()
    scale: float = 0.0

    def passages(self, unit: str) -> Iterator[tuple[Span, float]]:
        """Where the text is like the unit's examples: adjoining pairs as one, with their belief."""
        span, total = (0, 0), 0.0
        for start, tilts in self.told:
            value = tilts.get(unit, 0.0) * self.scale
            if not value:
                continue
            if start > span[1]:
                if total:
                    yield span, total
                span, total = (start, start), 0.0
            span, total = (span[0], start + 2), total + value
        if total:
            yield span, total


UNLIKE = Likeness()


def _known(text: str, spread: Container[str]) -> Iterator[tuple[int, str]]:
    """The pairs of a text that are in ``spread``, each once with its first place, in order."""
    met = set()
    for start, pair in enumerate(map(add, text, text[1:])):
        if pair in spread and pair not in met:
            met.add(pair)
            yield start, pair


class Examples:
    """The counts of the examples whose rows are in the list. Reads only, but for its memory."""

    def __init__(self, counts: Mapping[str, Any], homes: Mapping[str, str]) -> None:
        """Take counts as ``count_pairs`` makes them; ``homes`` maps rows to their units."""
        self._homes = homes
        self._spread: Mapping[str, str] = counts["spread"]
        self._examples: int = counts["examples"]
        sizes: dict[str, int] = defaultdict(int)
        for row, size in counts["sizes"].items():
            if row in homes:
                sizes[homes[row]] += size
        everything = sum(sizes.values()) + SMOOTH * counts["pairs"]
        self._start = {u: math.log1p(-size / everything) for u, size in sorted(sizes.items())}
        self._tilts: dict[str, tuple[float, Mapping[str, float]]] = {}

    def ask(self, text: str) -> Likeness:
        """What the examples say of a normalised text; nothing if no pair of it is known."""
        spread, tilts = self._spread, self._tilts
        weight, told = 0.0, []
        for start, pair in _known(text, spread):
            rarity, tilt = tilts.get(pair) or self._tilt(pair)
            weight += rarity
            told.append((start, tilt))
        if not weight or len(self._start) < 2:
            return UNLIKE
        sums = dict.fromkeys(self._start, 0.0)
        for _, tilt in told:
            for unit, value in tilt.items():
                sums[unit] += value
        found = {unit: sums[unit] / weight + start for unit, start in self._start.items()}
        mean = sum(found.values()) / len(found)
        units = {unit: TRUST * (value - mean) for unit, value in found.items()}
        return Likeness(units, told, TRUST / weight)

    def _tilt(self, pair: str) -> tuple[float, Mapping[str, float]]:
        """How rare a pair is; by unit how much rarer without its examples, times that.

        Worked out when a pair is first met, and kept: most of them never are.
        """
        rows = self._spread[pair].split()
        units = Counter(self._homes[row] for row in rows if row in self._homes)
        total = units.total()
        rarity = math.log((self._examples + SMOOTH) / (total + SMOOTH))
        whole = math.log(total + SMOOTH)
        tilt = {u: rarity * (whole - math.log(total - n + SMOOTH)) for u, n in units.items()}
        self._tilts[pair] = rarity, tilt
        return rarity, tilt


def load_examples(folder: Path, homes: Mapping[str, str]) -> Examples:
    """Read the counts below ``folder``; without the file there are no examples."""
    path = folder / FOLDER / COUNTS
    if not path.exists():
        return Examples({"spread": {}, "examples": 0, "sizes": {}, "pairs": 0}, homes)
    return Examples(json.loads(path.read_text("utf-8")), homes)


def write_counts(folder: Path) -> int:
    """Count the examples below ``folder`` anew; returns how many there are."""
    examples = read_examples(folder)
    (folder / FOLDER / COUNTS).write_text(count_pairs(examples), "utf-8")
    return len(examples)


def write_examples(path: Path, lines: Iterable[Mapping[str, str]]) -> None:
    """Write one file of examples."""
    columns = ("text", "row", "also", "class", "genre", "danger", "adjudicated")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
