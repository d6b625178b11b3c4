"""Which examples are most like a text, and what they weigh where they contradict each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

# Examples of which a smaller part is in common are no precedents; from here on the one most alike
# is right nine times in ten.
LIKE = 0.3
# How many are compared, and how much more the latest of them counts than the others.
CLOSE, LATER = 4, 1.5


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
class Example:
    """A correction with its features; ``age`` is a sort key: the later, the greater."""

    correction: Correction
    features: frozenset[str]
    age: tuple[float, str]


def shares(alike: list[tuple[int, Example]]) -> dict[str, float]:
    """Which part of the examples went to which unit; those that share more count for more."""
    votes: dict[str, int] = defaultdict(int)
    for weight, example in alike:
        votes[example.correction.unit] += weight**2
    whole = sum(votes.values())
    return {unit: vote / whole for unit, vote in votes.items() if vote}


@dataclass(frozen=True, slots=True)
class Close:
    """A precedent: ``likeness`` is the part of the features that it and the text share."""

    likeness: float
    age: tuple[float, str]
    correction: Correction

    @property
    def unit(self) -> str:
        """Where it was sent."""
        return self.correction.unit


def closest(features: frozenset[str], alike: list[tuple[int, Example]]) -> list[Close]:
    """The few examples that are like enough to be precedents."""
    found = []
    for _, one in alike[:CLOSE]:
        common = len(features & one.features)
        likeness = common / (len(features) + len(one.features) - common)
        if likeness >= LIKE:
            found.append(Close(likeness, one.age, one.correction))
    return found


def weights(close: list[Close]) -> dict[str, float]:
    """By unit its part of what the most alike would weigh by itself.

    So one that was wrong does not outweigh two that were right; of two that contradict each
    other the later weighs more.
    """
    latest = max(one.age for one in close)
    votes: dict[str, float] = defaultdict(float)
    for one in close:
        votes[one.unit] += one.likeness * (LATER if one.age == latest else 1.0)
    most, whole = max(one.likeness for one in close), sum(votes.values())
    return {unit: most * vote / whole for unit, vote in votes.items()}
