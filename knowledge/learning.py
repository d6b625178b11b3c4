"""What the desk learns from people: every re-routing is a dated, named, reversible example.

An example counts from the next message on, without retraining: counts of its features, pairs of
adjacent characters and terms of the word files, are added when it is learned and taken off again
when it is taken back. Two things follow from them: the example most like a message, and how its
features are spread over the units (a complement naive Bayes, Rennie et al. 2003, over presence).
"""

from __future__ import annotations

import heapq
import math
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.advice import Precedent

# Smoothing of counts; the figure hardly moves between 0.1 and 1.
SMOOTH = 0.5
# What the features say when very many examples stand behind them, in hints, and how many examples
# it takes until they say half of it. Set on the development part of the hotline tickets.
SPREAD, HALF = 190.0, 6000.0
# What an example that is the very same text says, in hints; likeness below LIKE says nothing.
SAME, LIKE = 10.0, 0.3
# Pairs by which the most similar example is sought: the rarest, and none that very many share.
SEEK, CROWD = 8, 40


@dataclass(frozen=True, slots=True)
class Correction:
    """Somebody of the office said where a text belongs. ``text`` is normalised."""

    id: str
    text: str
    unit: str
    by: str
    at: datetime
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the examples say of one text: hints by unit, and the example most like it."""

    units: Mapping[str, float] = field(default_factory=dict)
    nearest: Correction | None = None
    likeness: float = 0.0

    @property
    def precedent(self) -> Precedent | None:
        """The nearest example as the advice shows it."""
        near = self.nearest
        if near is None:
            return None
        return Precedent(near.id, near.unit, near.by, near.at, self.likeness)


def pairs(text: str) -> set[str]:
    """Adjacent characters of a text, blanks left out."""
    tight = text.replace(" ", "").replace("\n", "")
    return {tight[i : i + 2] for i in range(len(tight) - 1)} or {tight}


def _none(text: str) -> frozenset[str]:
    """No further features, whatever the text."""
    del text
    return frozenset()


class Learner:
    """Examples in memory. Learning and taking back are serialised; asking never waits.

    ``terms`` finds further features of a text: what its words mean, not how they are spelt.
    """

    def __init__(
        self,
        corrections: Iterable[Correction] = (),
        *,
        terms: Callable[[str], frozenset[str]] | None = None,
    ) -> None:
        self._terms = terms or _none
        self._lock = threading.Lock()
        self._examples: dict[str, Correction] = {}
        self._spread: dict[str, dict[str, int]] = {}
        self._where: dict[str, list[str]] = defaultdict(list)
        self._sizes: dict[str, int] = {}
        self._logs = [math.log(SMOOTH)]
        for correction in corrections:
            self.learn(correction)

    def __len__(self) -> int:
        return len(self._examples)

    @property
    def examples(self) -> tuple[Correction, ...]:
        """Every example that counts now, oldest first."""
        return tuple(sorted(self._examples.values(), key=lambda c: (c.at, c.id)))

    def learn(self, correction: Correction) -> None:
        """Count an example; one with the same id replaces the earlier."""
        with self._lock:
            if correction.id in self._examples:
                self._count(self._examples.pop(correction.id), -1)
            self._examples[correction.id] = correction
            self._count(correction, 1)
            while len(self._logs) <= len(self._examples) + 1:
                self._logs.append(math.log(len(self._logs) + SMOOTH))

    def unlearn(self, ids: Iterable[str]) -> int:
        """Take examples back as if they had never been; returns how many there were."""
        with self._lock:
            gone = [self._examples.pop(id_) for id_ in ids if id_ in self._examples]
            for correction in gone:
                self._count(correction, -1)
            return len(gone)

    def _count(self, correction: Correction, step: int) -> None:
        found = pairs(correction.text) | self._terms(correction.text)
        unit = correction.unit
        for pair in found:
            spread = self._spread.setdefault(pair, {})
            spread[unit] = spread.get(unit, 0) + step
            if spread[unit] == 0:
                del spread[unit]
            if step > 0:
                self._where[pair].append(correction.id)
            else:
                self._where[pair].remove(correction.id)
        self._sizes[unit] = self._sizes.get(unit, 0) + step * len(found)
        if self._sizes[unit] == 0:
            del self._sizes[unit]

    def ask(self, text: str, terms: frozenset[str] | None = None) -> Lesson:
        """What the examples say of a normalised text; ``terms`` saves finding them again."""
        if not self._examples:
            return Lesson()
        mine = pairs(text)
        features = mine | (self._terms(text) if terms is None else terms)
        known = [(len(self._where.get(feature, ())), feature) for feature in features]
        units = self._spread_of(known)
        nearest, likeness = self._nearest(mine, known)
        if nearest is not None and likeness >= LIKE:
            units[nearest.unit] = units.get(nearest.unit, 0.0) + SAME * likeness**2
            return Lesson(units, nearest, likeness)
        return Lesson(units)

    def _spread_of(self, known: list[tuple[int, str]]) -> dict[str, float]:
        """How far each unit's examples explain the pairs better than all others' do."""
        number = len(self._examples)
        logs = self._logs
        raw: dict[str, float] = dict.fromkeys(self._sizes, 0.0)
        weight = 0.0
        for total, pair in known:
            if total == 0 or total * 4 > number > 20:
                continue
            rarity = logs[number] - logs[total]
            weight += rarity
            for unit, count in self._spread.get(pair, {}).items():
                raw[unit] += rarity * (logs[total] - logs[total - count])
        if weight == 0.0 or len(raw) < 2:
            return {}
        everything = sum(self._sizes.values()) + SMOOTH * len(self._spread)
        for unit, size in self._sizes.items():
            raw[unit] = raw[unit] / weight + math.log((everything - size) / everything)
        mean = sum(raw.values()) / len(raw)
        trust = SPREAD * number / (number + HALF)
        return {unit: trust * (value - mean) for unit, value in raw.items()}

    def _nearest(
        self, mine: set[str], known: list[tuple[int, str]]
    ) -> tuple[Correction | None, float]:
        """The example that shares most of the text's rarest features; ties go to the latest."""
        rare = heapq.nsmallest(SEEK, (spot for spot in known if 0 < spot[0] <= CROWD))
        votes: dict[str, float] = defaultdict(float)
        for total, pair in rare:
            for id_ in self._where.get(pair, ()):
                votes[id_] += 1.0 / total
        best = max(
            (self._examples[id_] for id_ in votes if id_ in self._examples),
            key=lambda c: (votes[c.id], c.at, c.id),
            default=None,
        )
        if best is None:
            return None, 0.0
        its = pairs(best.text)
        return best, len(mine & its) / len(mine | its)
