"""Past cases routed once more: what another list would have changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.advice import Outcome
from knowledge.triage import Desk
from knowledge.units import heir

OFFICE = "petition"


@dataclass(frozen=True, slots=True)
class Past:
    """A case as far as its route goes: ``unit`` holds it, ``matter_id`` is the row it is by.

    ``number`` is the short one (2026-123), or empty where it is not to be told.
    """

    number: str
    text: str
    unit: str
    matter_id: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """The cases that would go from one unit to another, by their numbers."""

    old: str
    new: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a list would change: ``tried`` cases were routed again, the most moves first.

    ``sealed`` counts cases that were left out. ``homeless`` counts open cases by units that
    the new list neither has nor names a successor for.
    """

    tried: int
    sealed: int
    moved: tuple[Moved, ...]
    homeless: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many cases would move."""
        return sum(len(each.numbers) for each in self.moved)


def retry(past: Iterable[Past], old: Desk, new: Desk, *, sealed: int = 0) -> Trial:
    """Route every case by both lists; nothing is changed by it.

    A case moves where the two desks disagree about its text. Where they agree, it moves with
    its row, if the new list gives that row to another unit.
    """
    moves: dict[tuple[str, str], list[str]] = {}
    homeless: Counter[str] = Counter()
    tried = 0
    for tried, case in enumerate(past, 1):  # noqa: B007 -- counted on the way
        before, after = _route(case, old, new)
        if before != after:
            moves.setdefault((before, after), []).append(case.number)
        if case.open and heir(new.rlist.units, case.unit) not in new.rlist.units:
            homeless[case.unit] += 1
    ranked = sorted(moves.items(), key=lambda item: (-len(item[1]), item[0]))
    moved = tuple(Moved(*units, tuple(numbers)) for units, numbers in ranked)
    return Trial(tried, sealed, moved, homeless)


def _route(case: Past, old: Desk, new: Desk) -> tuple[str, str]:
    """The unit a case is at, and the unit it would be at."""
    units = new.rlist.units
    before = heir(units, case.unit)
    thought, thinks = (heir(units, _best(desk, case.text)) for desk in (old, new))
    if thought != thinks:
        return before, thinks
    row = new.rlist.matters.get(case.matter_id or "")
    return before, row.unit if row else before


def _best(desk: Desk, text: str) -> str:
    """The unit a desk would propose; what it cannot place goes to the petition office."""
    advice = desk.advise(text)
    if advice.best is None or advice.outcome is Outcome.UNKNOWN:
        return OFFICE
    return advice.best.unit
