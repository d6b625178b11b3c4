"""What statistics consist of, and the rule that small cells of sensitive subjects are not shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.advice import PetitionClass
from knowledge.matters import WayCode
from knowledge.procedure import Status

# Religion and ethnicity, health and disability are sensitive (Personal Information
# Protection Law art. 28): no figure about fewer people than this.
SMALLEST_CELL = 5
SENSITIVE_UNITS = frozenset(
    {"ethnic-religious", "health", "medical-insurance", "disabled-federation"}
)
UNKNOWN = ""
"""Stands for the subject of a row that no version has any more."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the office, both counted in."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over the cases registered in a period, as they stand now.

    ``received = open + decided + closed + rejected + withdrawn``: somebody must act; there
    is an answer or agreement; closed, rated or not. ``mediated``, ``agreed``,
    ``not_agreed`` and ``answered`` count cases that ever came there.
    ``rated = satisfied + unsatisfied``, and ``basically`` is the part of the satisfied who
    said so with reserve.
    """

    received: int = 0
    open: int = 0
    decided: int = 0
    closed: int = 0
    rejected: int = 0
    withdrawn: int = 0
    mediated: int = 0
    agreed: int = 0
    not_agreed: int = 0
    answered: int = 0
    rated: int = 0
    satisfied: int = 0
    basically: int = 0
    unsatisfied: int = 0


@dataclass(frozen=True, slots=True)
class UnitRow(Figures):
    """A unit's figures, without sealed cases. ``suppressed``: too few to show; all are 0."""

    unit: str = ""
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cases by one key (a code, or None where there is none), without sealed ones.

    ``open`` and ``closed`` as in ``Figures``; ``suppressed`` as in ``UnitRow``.
    """

    key: str | None
    received: int = 0
    open: int = 0
    closed: int = 0
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Cases registered in the month that begins on ``month``, without sealed ones."""

    month: date
    received: int = 0
    open: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Summary(Figures):
    """Statistics of a period. Sealed cases are in the totals only.

    ``closed_in_period`` counts cases closed in the period, whenever they were registered.
    ``suppressed`` marks a summary of too few cases on a sensitive subject: all is 0.
    """

    period: Period = field(default_factory=lambda: Period(date.min, date.min))
    unit: str | None = None
    outcome: Status | None = None
    closed_in_period: int = 0
    by_unit: tuple[UnitRow, ...] = ()
    by_month: tuple[MonthRow, ...] = ()
    by_class: tuple[Row, ...] = ()
    by_place: tuple[Row, ...] = ()
    by_matter: tuple[Row, ...] = ()
    by_status: Mapping[Status, int] = field(default_factory=dict)
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a line of a spreadsheet: codes and days, no names and no texts.

    ``unit`` and ``matter_id`` are None where the table of units suppresses the unit, and the
    row alone where the unit answers for a sensitive subject with too few cases; ``veiled`` says
    that the row is kept back, and not only unknown.
    """

    number: str
    registered: date
    unit: str | None
    matter_id: str | None
    list_version: str
    petition_class: PetitionClass
    way: WayCode
    place_code: str | None
    status: Status
    mediated: bool
    agreed: bool
    closed: date | None
    rating: int | None
    channel: str
    veiled: bool = False


@dataclass(frozen=True, slots=True)
class Discretion:
    """What is told of few people, after all mergers.

    ``units`` are those that answer for a sensitive subject, among other things or alone, with
    all that was merged with them; ``heir`` is the unit that has another's duties, ``origins``
    gives every unit that ever answered for a row.
    """

    units: frozenset[str]
    heir: Callable[[str], str]
    origins: Mapping[str, frozenset[str]]

    def is_small(self, unit: str, count: int) -> bool:
        """Whether a count is of a sensitive unit and of too few people to be told."""
        return unit in self.units and _is_few(count)

    def hide_units(self, rows: Sequence[UnitRow]) -> tuple[UnitRow, ...]:
        """Suppress what is sensitive and small, and so that it cannot be subtracted out.

        Where one row alone is suppressed, the total less the others would tell it; then the
        next smallest row goes with it.
        """
        hidden = {row.unit for row in rows if self.is_small(row.unit, row.received)}
        others = [row for row in rows if row.unit not in hidden]
        if len(hidden) == 1 and others:
            hidden.add(min(others, key=lambda row: (row.received, row.unit)).unit)
        return tuple(
            UnitRow(unit=row.unit, suppressed=True) if row.unit in hidden else row for row in rows
        )

    def hide_matters(self, rows: Sequence[Row], hidden: frozenset[str]) -> tuple[Row, ...]:
        """Suppress rows of the list that would tell what the table of units does not.

        A row of which nobody knows any more whose it was counts as sensitive.
        """
        return tuple(
            Row(row.key, suppressed=True) if self._is_secret(row, hidden) else row for row in rows
        )

    def _is_secret(self, row: Row, hidden: frozenset[str]) -> bool:
        units = self.origins.get(row.key or "", frozenset())
        sensitive = not units or bool(units & self.units)
        return (sensitive and _is_few(row.received)) or any(self.heir(u) in hidden for u in units)

    def veiled(self, counts: Iterable[tuple[str, str | None, int]]) -> frozenset[str]:
        """The units in whose lines no row is named: it would tell of few on a sensitive subject.

        ``counts`` are cases by their unit and row.
        """
        few: Counter[tuple[str, str]] = Counter()
        for unit, matter_id, count in counts:
            for subject in self._subjects(unit, matter_id):
                few[self.heir(unit), subject] += count
        return frozenset(unit for (unit, _), count in few.items() if _is_few(count))

    def _subjects(self, unit: str, matter_id: str | None) -> frozenset[str]:
        """The sensitive units that a case is of, as they were before any merger."""
        origins = self.origins.get(matter_id or "", frozenset())
        unknown = {UNKNOWN} if matter_id and not origins else set()
        return ((origins | {unit}) & SENSITIVE_UNITS) | unknown


def _is_few(count: int) -> bool:
    return 0 < count < SMALLEST_CELL
