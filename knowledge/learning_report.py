"""What learning is worth: the desk on the office's own decided cases, with and without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.learning import Learner
from knowledge.triage import Desk


@dataclass(frozen=True, slots=True)
class Decided:
    """A case of which people have decided whose it is. ``id`` is that of the example it gave."""

    id: str
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Line:
    """Of ``n`` cases of a unit: how many the desk names it first for, before and after learning.

    ``better`` are right only since corrections count, ``worse`` only were before. ``unit`` is
    None for all units together.
    """

    unit: str | None
    n: int
    before: int
    after: int
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class Worth:
    """The figures by unit, the unit with most cases first, and in total."""

    examples: int
    units: tuple[Line, ...]
    total: Line


def measure(desk: Desk, cases: Iterable[Decided]) -> Worth:
    """Ask the desk about every case twice: as it was built, and as it has been taught.

    What a case itself taught is left out while the desk is asked about it, or every correction
    would prove itself right.
    """
    plain = desk.taught_by(Learner(terms=desk.terms))
    judged: Counter[tuple[str, bool, bool]] = Counter()
    for case in cases:
        judged[case.unit, _right(plain, case), _right_without_itself(desk, case)] += 1
    units = sorted({unit for unit, _, _ in judged})
    lines = sorted((_line(unit, judged, {unit}) for unit in units), key=lambda line: -line.n)
    return Worth(len(desk.learner), tuple(lines), _line(None, judged, set(units)))


def _right(desk: Desk, case: Decided) -> bool:
    best = desk.advise(case.text).best
    return best is not None and best.unit == case.unit


def _right_without_itself(desk: Desk, case: Decided) -> bool:
    own = desk.learner.get(case.id)
    if own is None:
        return _right(desk, case)
    desk.learner.unlearn([own.id])
    try:
        return _right(desk, case)
    finally:
        desk.learner.learn(own)


def _line(unit: str | None, judged: Counter[tuple[str, bool, bool]], units: set[str]) -> Line:
    counts: Counter[tuple[bool, bool]] = Counter()
    for (of, before, after), number in judged.items():
        if of in units:
            counts[before, after] += number
    stayed, better, worse = counts[True, True], counts[False, True], counts[True, False]
    return Line(unit, counts.total(), stayed + worse, stayed + better, better, worse)
