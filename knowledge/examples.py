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
RARE, COMMON = 3, 120
# Belief, in natural logarithms of odds, that one natural logarithm of a mean pair is worth.
TRUST = 10.0


class Example(NamedTuple):
    """A message, the row it was written for (empty: for none), its class, and its flags."""

    text: str
    row: str
    petition_class: str = ""
    danger: bool = False
    adjudicated: bool = False


def read_examples(folder: Path) -> list[Example]:
    """Every example below ``folder``, in the order of the files' names."""
    found = []
    for path in sorted((folder / FOLDER).glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += [
                Example(
                    line["text"],
                    line["row"],
                    line["class"],
                    line["danger"] == "1",
                    line["adjudicated"] == "1",
                )
                for line in csv.DictReader(file)
            ]
    return found


def pairs(text: str) -> set[str]:
    """Adjacent characters of a text."""
    return set(map(add, text, text[1:]))


def count_pairs(examples: Iterable[Example]) -> str:
    """The counts of ``examples`` as ``pairs.json`` holds them, the same for the same examples."""
    own = [example for example in examples if example.row]
    spelt = spellings(example.text for example in own)
    spread: dict[str, Counter[str]] = defaultdict(Counter)
    for example in own:
        for pair in pairs(spelt[example.text]):
            spread[pair][example.row] += 1
    sizes: Counter[str] = Counter()
    for rows in spread.values():
        sizes.update(rows)
    told = {p: rows for p, rows in spread.items() if RARE <= rows.total() <= COMMON}
    counts = {
        "examples": len(own),
        "pairs": len(spread),
        "sizes": dict(sorted(sizes.items())),
        "spread": {pair: " ".join(sorted(told[pair].elements())) for pair in sorted(told)},
    }
    return json.dumps(counts, ensure_ascii=False, indent=0) + "\n"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Belief by unit in natural logarithms of odds around their mean.

    ``told`` holds the pairs that led there: the place of each and what it adds to the units,
    in the order of ``units``, times ``scale``.
    """

    units: Mapping[str, float] = field(default_factory=dict)
    told: Sequence[tuple[int, Sequence[float]]] = ()
    scale: float = 0.0

    def passages(self, unit: str) -> Iterator[tuple[Span, float]]:
        """Where the text is like the unit's examples: adjoining pairs as one, with their belief."""
        span, total = (0, 0), 0.0
        place = list(self.units).index(unit) if unit in self.units else 0
        for start, tilts in self.told if unit in self.units else ():
            value = tilts[place] * self.scale
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


def known_pairs(text: str, known: Container[str]) -> list[tuple[int, str]]:
    """The pairs of a text that are ``known``, each once with its first place, in their order."""
    found, met = [], set()
    for start, pair in enumerate(map(add, text, text[1:])):
        if pair in known and pair not in met:
            met.add(pair)
            found.append((start, pair))
    return found


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
        self._units = sorted(sizes)
        # A list most of whose rows have no examples is not to be pulled to those that have.
        known = sum(row in homes for row in counts["sizes"])
        self._trust = TRUST * min(1.0, known / max(1, len(homes)))
        self._start = [math.log1p(-sizes[unit] / everything) for unit in self._units]
        self._tilts: dict[str, tuple[float, Sequence[float]]] = {}

    def ask(self, known: Iterable[tuple[int, str]]) -> Likeness:
        """What the examples say of a text with these pairs (``known_pairs``)."""
        spread, tilts = self._spread, self._tilts
        weight, told = 0.0, []
        for start, pair in known:
            if pair in spread:
                rarity, tilt = tilts.get(pair) or self._tilt(pair)
                if rarity:
                    weight += rarity
                    told.append((start, tilt))
        if not weight or len(self._units) < 2:
            return UNLIKE
        sums = map(sum, zip(*(tilt for _, tilt in told), strict=True))
        found = [value / weight + start for value, start in zip(sums, self._start, strict=True)]
        mean = sum(found) / len(found)
        beliefs = [self._trust * (value - mean) for value in found]
        units = dict(zip(self._units, beliefs, strict=True))
        return Likeness(units, told, self._trust / weight)

    def _tilt(self, pair: str) -> tuple[float, Sequence[float]]:
        """How rare a pair is; by unit how much rarer without its examples, times that.

        Worked out when a pair is first met, and kept: most of them never are.
        """
        rows = self._spread[pair].split()
        counts = Counter(self._homes[row] for row in rows if row in self._homes)
        total = counts.total()
        # A pair of rows that the list has not is as if it had never been met.
        rarity = math.log((self._examples + SMOOTH) / (total + SMOOTH)) if total else 0.0
        whole = math.log(total + SMOOTH)
        tilt = [
            rarity * (whole - math.log(total - counts[unit] + SMOOTH)) if unit in counts else 0.0
            for unit in self._units
        ]
        self._tilts[pair] = rarity, tilt
        return rarity, tilt


def load_examples(folder: Path, homes: Mapping[str, str]) -> Examples:
    """Read the counts below ``folder``; without the file there are no examples."""
    path = folder / FOLDER / COUNTS
    if not path.exists():
        return Examples({"spread": {}, "examples": 0, "sizes": {}, "pairs": 0}, homes)
    return Examples(json.loads(path.read_text("utf-8")), homes)
