"""What the desk learns from people: every re-routing is a dated, named, reversible example.

An example counts from the next message on, without retraining: counts of its features, pairs of
adjacent characters and terms of the word files, are added when it is learned and taken off again
when it is taken back. Three things follow from them: how the features of a text are spread over
the units (a complement naive Bayes, Rennie et al. 2003, over presence), where the examples went
that share most of its rare features, and the one most like it, which is shown as precedent.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

from knowledge.advice import Precedent
from knowledge.likeness import Correction, Example, closest, shares, weights

__all__ = ["Correction", "Learner", "Lesson"]

# All numbers were set on hotline tickets of another city, by halves of a factor; around them the
# share of right answers hardly moves.
# Smoothing of counts; the figure hardly moves between 0.1 and 1.
SMOOTH = 0.5
# A feature that more than one example in COMMON has tells nothing of them, unless FEW have it.
COMMON, FEW = 16, 20
# What spread and neighbours say, in belief (natural logarithms of odds), when very many examples
# stand behind them; and how many it takes until they say half of it.
SPREAD, NEIGHBOURS, HALF = 15.0, 8.0, 1000.0
# What an example that is the very same text says, in belief; one half like it says half of that.
SAME = 14.0
# Examples are sought by features that at most CROWD of them share, the rarest first, until SEEN
# mentions were looked at; the NEAR that share most are asked.
CROWD, SEEN, NEAR = 100, 600, 10
# Weights are counted in whole grains: sums then do not depend on the order of learning.
GRAIN = 4096


@dataclass(frozen=True, slots=True)
class Lesson:
    """What corrections say of one text: belief by unit, and the one most like it."""

    units: Mapping[str, float] = field(default_factory=dict)
    nearest: Correction | None = None
    likeness: float = 0.0

    @property
    def precedent(self) -> Precedent | None:
        """The nearest example as the advice shows it."""
        near = self.nearest
        if near is None:
            return None
        return Precedent(near.id, near.unit, near.by, near.at, self.likeness, near.row)


def pairs(text: str) -> set[str]:
    """Adjacent characters of a text, blanks left out."""
    tight = text.replace(" ", "").replace("\n", "")
    return {tight[i : i + 2] for i in range(len(tight) - 1)} or {tight}


def _none(text: str) -> frozenset[str]:
    """No further features, whatever the text."""
    del text
    return frozenset()


Known = list[tuple[int, str]]
"""Features of a text that examples share, each after how many do; the rarest first."""


class Learner:
    """Examples in memory; asking waits for an example that is just being learned, no longer.

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
        self._fresh = count()
        self._numbers: dict[str, int] = {}
        self._examples: dict[int, Example] = {}
        self._where: dict[str, list[int]] = {}
        self._spread: dict[str, dict[str, int]] = {}
        self._tilts: dict[str, list[tuple[str, float]]] = {}
        self._sizes: dict[str, int] = {}
        self._logs = [math.log(SMOOTH)]
        for correction in corrections:
            self.learn(correction)

    def __len__(self) -> int:
        return len(self._examples)

    @property
    def examples(self) -> tuple[Correction, ...]:
        """Every example that counts now, oldest first."""
        with self._lock:
            held = sorted(self._examples.values(), key=lambda example: example.age)
        return tuple(example.correction for example in held)

    def get(self, id_: str) -> Correction | None:
        """The example of this id, if it counts now."""
        number = self._numbers.get(id_)
        return None if number is None else self._examples[number].correction

    def learn(self, correction: Correction) -> None:
        """Count an example; one with the same id replaces the earlier."""
        features = self._terms(correction.text) | pairs(correction.text)
        with self._lock:
            self._forget(correction.id)
            number = next(self._fresh)
            self._numbers[correction.id] = number
            age = (correction.at.timestamp(), correction.id)
            self._examples[number] = Example(correction, features, age)
            for feature in features:
                self._where.setdefault(feature, []).append(number)
            self._count(correction.unit, features, 1)
            while len(self._logs) <= len(self._examples) + 1:
                self._logs.append(math.log(len(self._logs) + SMOOTH))

    def unlearn(self, ids: Iterable[str]) -> int:
        """Take examples back as if they had never been; returns how many there were."""
        with self._lock:
            return sum(map(self._forget, ids))

    def _forget(self, id_: str) -> bool:
        number = self._numbers.pop(id_, None)
        if number is None:
            return False
        gone = self._examples.pop(number)
        self._count(gone.correction.unit, gone.features, -1)
        for feature in gone.features:
            self._where[feature].remove(number)
            if not self._where[feature]:
                del self._where[feature], self._spread[feature]
        return True

    def _count(self, unit: str, features: frozenset[str], step: int) -> None:
        for feature in features:
            _add(self._spread.setdefault(feature, {}), unit, step)
            self._tilts.pop(feature, None)
        _add(self._sizes, unit, step * len(features))

    def ask(self, text: str, terms: frozenset[str] | None = None) -> Lesson:
        """What the examples say of a normalised text; ``terms`` saves finding them again."""
        if not self._examples:
            return Lesson()
        features = (self._terms(text) if terms is None else terms) | pairs(text)
        with self._lock:
            return self._answer(features)

    def _answer(self, features: frozenset[str]) -> Lesson:
        where, trust = self._where, len(self) / (len(self) + HALF)
        known = sorted((len(where[feature]), feature) for feature in features if feature in where)
        units = {unit: SPREAD * trust * lean for unit, lean in self._leaning(known).items()}
        alike = self._alike(known)
        for unit, share in shares(alike).items():
            units[unit] = units.get(unit, 0.0) + NEIGHBOURS * trust * share
        close = closest(features, alike)
        if not close:
            return Lesson(units)
        for unit, weight in weights(close).items():
            units[unit] = units.get(unit, 0.0) + SAME * weight
        told = max(close, key=lambda one: (units[one.unit], one.likeness, one.age))
        return Lesson(units, told.correction, told.likeness)

    def _leaning(self, known: Known) -> dict[str, float]:
        """How much better each unit's examples explain the features than all others' do."""
        rare = self._logs[len(self)]
        few = max(FEW, len(self) / COMMON)
        found = dict.fromkeys(sorted(self._sizes), 0.0)
        weight = 0.0
        for total, feature in known:
            if total > few:
                break  # the features that follow are more common still
            rarity = rare - self._logs[total]
            weight += rarity
            for unit, tilt in self._tilts.get(feature) or self._tilt(feature, total):
                found[unit] += rarity * tilt
        if weight == 0.0 or len(found) < 2:
            return {}
        everything = sum(self._sizes.values()) + SMOOTH * len(self._spread)
        for unit, size in self._sizes.items():
            found[unit] = found[unit] / weight + math.log((everything - size) / everything)
        mean = sum(found.values()) / len(found)
        return {unit: value - mean for unit, value in found.items()}

    def _tilt(self, feature: str, total: int) -> list[tuple[str, float]]:
        """By unit, how much rarer a feature would be without the unit's examples."""
        logs = self._logs
        spread = self._spread[feature].items()
        tilt = [(unit, logs[total] - logs[total - number]) for unit, number in spread]
        self._tilts[feature] = tilt
        return tilt

    def _alike(self, known: Known) -> list[tuple[int, Example]]:
        """Examples that share most of the rarest features, with what these weigh; best first."""
        votes: dict[int, int] = {}
        before, seen, rare = votes.get, 0, self._logs[len(self)]
        for total, feature in known:
            if seen > SEEN or (total > CROWD and votes):
                break
            weight = int(GRAIN * (rare - self._logs[total]))
            for number in self._where[feature][-CROWD:]:
                votes[number] = before(number, 0) + weight
            seen += total
        least = min(sorted(votes.values())[-NEAR:], default=0)
        met = [(vote, self._examples[n]) for n, vote in votes.items() if vote >= least]
        met.sort(key=_by_vote_and_age, reverse=True)
        return met[:NEAR]


def _by_vote_and_age(met: tuple[int, Example]) -> tuple[int, float, str]:
    return met[0], *met[1].age


def _add(counts: dict[str, int], key: str, step: int) -> None:
    """Count up or down; what comes to nothing is as if it had never been counted."""
    counts[key] = counts.get(key, 0) + step
    if not counts[key]:
        del counts[key]
