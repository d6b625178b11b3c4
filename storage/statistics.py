"""Statistics: counted by the database, within what the asker may see."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, case, distinct, func, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from knowledge.advice import PetitionClass
from knowledge.clocks import Clock, office_day
from knowledge.matters import WayCode
from knowledge.procedure import STAGES, Act, Stage, Status
from storage.database import Database
from storage.figures import (
    SENSITIVE_UNITS,
    CaseLine,
    Discretion,
    Figures,
    MonthRow,
    Period,
    Row,
    Summary,
    UnitRow,
)
from storage.lists import Lists
from storage.permissions import Actor
from storage.selection import EARLIEST, Selection, begin, select_for, unsealed, within
from storage.tables import CaseRow, HistoryRow

__all__ = [
    "CaseLine",
    "Figures",
    "MonthRow",
    "Period",
    "Row",
    "Statistics",
    "Summary",
    "UnitRow",
]

Column = SQLColumnExpression[Any]
Counts = dict[str, int]

TOP_MATTERS = 10
MOST_MONTHS = 120
LINE = (
    "number",
    "created_at",
    "unit",
    "matter_id",
    "list_version",
    "petition_class",
    "way",
    "place_code",
    "status",
    "rating",
    "channel",
)
CLOSED = frozenset({Status.CLOSED, Status.RATED})
# Statuses whose having been reached is counted, by the name of the figure.
REACHED = {
    Status.MEDIATING: "mediated",
    Status.AGREED: "agreed",
    Status.NOT_AGREED: "not_agreed",
    Status.ANSWERED: "answered",
}
SATISFIED = {1: "unsatisfied", 2: "satisfied", 3: "satisfied"}
BASICALLY = 2


class Statistics:
    """Figures and lines for people with a post; nobody's statistic tells of sealed cases."""

    def __init__(self, database: Database, lists: Lists, clock: Clock) -> None:
        self._database = database
        self._lists = lists
        self._clock = clock

    async def summary(
        self,
        by: Actor,
        *,
        start: date,
        end: date,
        unit: str | None = None,
        outcome: Status | None = None,
    ) -> Summary:
        """Figures over the cases registered from ``start`` to ``end``, both counted in.

        Clerks and mediators get their own unit's, whatever period they ask for.

        Raises:
            NotPermitted: the actor has no post, or asks for another unit.
        """
        period = Period(start, end)
        kin, discretion = self._lists.kin, await self._discretion()
        chosen = select_for(by, period, unit=unit, outcome=outcome, kin=kin)
        async with self._database.read() as session:
            units, total = await _figures(session, chosen, self._lists.heir)
            if chosen.overall and unit and discretion.is_small(unit, total["received"]):
                return Summary(period=period, unit=unit, outcome=outcome, suppressed=True)
            by_unit = _unit_rows(units, discretion if chosen.overall else None)
            hidden = frozenset(row.unit for row in by_unit if row.suppressed)
            return Summary(
                **{**asdict(Figures()), **total},
                period=period,
                unit=unit,
                outcome=outcome,
                closed_in_period=await _closed_in_period(session, chosen),
                by_unit=by_unit,
                by_month=await _months(session, chosen, today=office_day(self._clock())),
                by_class=await _rows(session, chosen, col(CaseRow.petition_class)),
                by_place=await _rows(session, chosen, col(CaseRow.place_code)),
                by_matter=await _matters(
                    session, chosen, hidden, discretion if chosen.overall else None
                ),
                by_status=await _statuses(session, chosen),
            )

    async def rows(
        self,
        by: Actor,
        *,
        start: date,
        end: date,
        unit: str | None = None,
        outcome: Status | None = None,
    ) -> list[CaseLine]:
        """The same cases one by one, oldest first, without the sealed ones."""
        summary = await self.summary(by, start=start, end=end, unit=unit, outcome=outcome)
        if summary.suppressed:
            return []
        hidden = frozenset(row.unit for row in summary.by_unit if row.suppressed)
        kin, heir = self._lists.kin, self._lists.heir
        chosen = select_for(by, summary.period, unit=unit, outcome=outcome, kin=kin)
        async with self._database.read() as session:
            veiled = hidden
            if chosen.overall:
                discretion = await self._discretion()
                veiled |= discretion.veiled(await _by_row(session, chosen))
            found = await session.execute(_lines(chosen))
            return [
                _line(row, heir(row["unit"]), hidden=hidden, veiled=veiled)
                for row in found.mappings()
            ]

    async def _discretion(self) -> Discretion:
        units = {each for unit in SENSITIVE_UNITS for each in self._lists.kin(unit)}
        origins = await asyncio.to_thread(self._lists.origins)
        return Discretion(frozenset(units), self._lists.heir, origins)


async def _matters(
    session: AsyncSession,
    chosen: Selection,
    hidden: frozenset[str],
    discretion: Discretion | None,
) -> tuple[Row, ...]:
    rows = await _rows(session, chosen, col(CaseRow.matter_id))
    listed = [row for row in rows if row.key is not None][:TOP_MATTERS]
    return discretion.hide_matters(listed, hidden) if discretion else tuple(listed)


async def _by_row(session: AsyncSession, chosen: Selection) -> list[tuple[str, str | None, int]]:
    """Cases by unit and row, without sealed ones."""
    keys = col(CaseRow.unit), col(CaseRow.matter_id)
    counted = select(*keys, func.count()).where(chosen.cases, unsealed()).group_by(*keys)
    return [(unit, matter_id, n) for unit, matter_id, n in await session.execute(counted)]


async def _figures(
    session: AsyncSession, chosen: Selection, heir: Callable[[str], str]
) -> tuple[dict[str, Counts], Counts]:
    """Counts by unit (as it is today) without sealed cases, and in total with them."""
    units: dict[str, Counts] = defaultdict(lambda: defaultdict(int))
    total: Counts = defaultdict(int)
    keys = col(CaseRow.unit), col(CaseRow.sealed)
    standing = (col(CaseRow.status), col(CaseRow.rating))
    now = select(*keys, *standing, func.count()).where(chosen.cases).group_by(*keys, *standing)
    for unit, sealed, status, rating, n in await session.execute(now):
        for name in _names_of(Status(status), rating):
            total[name] += n
            if not sealed:
                units[heir(unit)][name] += n
    reached = col(HistoryRow.to_status)
    ever = (
        select(*keys, reached, func.count(distinct(col(CaseRow.id))))
        .join(HistoryRow, col(HistoryRow.case_id) == CaseRow.id)
        .where(chosen.cases, reached.in_(sorted(REACHED)))
        .group_by(*keys, reached)
    )
    for unit, sealed, status, n in await session.execute(ever):
        total[REACHED[Status(status)]] += n
        if not sealed:
            units[heir(unit)][REACHED[Status(status)]] += n
    return units, total


def _names_of(status: Status, rating: int | None) -> Iterable[str]:
    """The figures in which a case that stands so counts."""
    yield "received"
    if status in CLOSED:
        yield "closed"
    elif STAGES[status] is Stage.OVER:
        yield status.value
    else:
        yield STAGES[status].value
    if rating is not None:
        yield "rated"
        yield SATISFIED[rating]
        if rating == BASICALLY:
            yield "basically"


def _unit_rows(units: Mapping[str, Counts], discretion: Discretion | None) -> tuple[UnitRow, ...]:
    """The units with most cases first; staff of one unit, with no discretion, see all of it."""
    rows = [UnitRow(**counts, unit=unit, suppressed=False) for unit, counts in units.items()]
    rows.sort(key=lambda row: (-row.received, row.unit))
    return discretion.hide_units(rows) if discretion else tuple(rows)


def _count_if(statuses: Iterable[Status]) -> Column:
    return func.sum(case((col(CaseRow.status).in_(sorted(statuses)), 1), else_=0))


def _tallies() -> tuple[Column, Column, Column]:
    """How many were received, are open, are closed."""
    standing = {stage: [s for s in Status if STAGES[s] is stage] for stage in Stage}
    return func.count(), _count_if(standing[Stage.OPEN]), _count_if(CLOSED)


async def _rows(session: AsyncSession, chosen: Selection, key: Column) -> tuple[Row, ...]:
    counted = select(key, *_tallies()).where(chosen.cases, unsealed()).group_by(key)
    rows = [Row(*values) for values in await session.execute(counted)]
    return tuple(sorted(rows, key=lambda row: (-row.received, row.key or "")))


async def _statuses(session: AsyncSession, chosen: Selection) -> dict[Status, int]:
    rows = await _rows(session, chosen, col(CaseRow.status))
    counts = {row.key: row.received for row in rows}
    return {status: counts[status.value] for status in Status if status.value in counts}


async def _months(session: AsyncSession, chosen: Selection, *, today: date) -> tuple[MonthRow, ...]:
    """Each month of the period up to today's, also those without a case."""
    first = await session.scalar(
        select(func.min(CaseRow.created_at)).where(chosen.cases, unsealed())
    )
    if first is None:
        return ()
    start = max(chosen.period.start, EARLIEST)
    months = month_starts(start, min(chosen.period.end, today))[-MOST_MONTHS:]
    # A month is told by the first of the next one that a case came before.
    marks = [
        (col(CaseRow.created_at) < begin(next_month(month)), n) for n, month in enumerate(months)
    ]
    number = case(*marks, else_=len(months))
    since = col(CaseRow.created_at) >= begin(months[0])
    counted = select(number, *_tallies()).where(chosen.cases, since, unsealed()).group_by(number)
    found = {n: counts for n, *counts in await session.execute(counted)}
    return tuple(MonthRow(month, *found.get(n, ())) for n, month in enumerate(months))


async def _closed_in_period(session: AsyncSession, chosen: Selection) -> int:
    closed = (
        select(func.count(distinct(col(CaseRow.id))))
        .join(HistoryRow, col(HistoryRow.case_id) == CaseRow.id)
        .where(chosen.scope, col(HistoryRow.act) == Act.CLOSE.value)
        .where(within(col(HistoryRow.at), chosen.period))
    )
    return await session.scalar(closed) or 0


def month_starts(start: date, end: date) -> list[date]:
    """The first days of the months from that of ``start`` to that of ``end``."""
    found = []
    month = start.replace(day=1)
    while month <= end:
        found.append(month)
        month = next_month(month)
    return found


def next_month(month: date) -> date:
    """The first day of the month after this first day."""
    return (month + timedelta(days=31)).replace(day=1)


def _lines(chosen: Selection) -> Select[Any]:
    """The chosen cases as columns, with what their history says."""
    told = (
        select(
            col(HistoryRow.case_id),
            *(_ever(status) for status in (Status.MEDIATING, Status.AGREED)),
            func.max(case((col(HistoryRow.act) == Act.CLOSE.value, HistoryRow.at))).label("over"),
        )
        .group_by(col(HistoryRow.case_id))
        .subquery()
    )
    lines = select(
        *(getattr(CaseRow, name) for name in LINE), told.c.mediating, told.c.agreed, told.c.over
    )
    joined = lines.join(told, told.c.case_id == CaseRow.id)
    return joined.where(chosen.cases, unsealed()).order_by(col(CaseRow.id))


def _ever(status: Status) -> Column:
    came = case((col(HistoryRow.to_status) == status.value, 1), else_=0)
    return func.max(came).label(status.value)


def _line(
    row: RowMapping, unit: str, *, hidden: frozenset[str], veiled: frozenset[str]
) -> CaseLine:
    return CaseLine(
        number=row["number"],
        registered=office_day(row["created_at"]),
        unit=None if unit in hidden else unit,
        matter_id=None if unit in veiled else row["matter_id"],
        list_version=row["list_version"],
        petition_class=PetitionClass(row["petition_class"]),
        way=WayCode(row["way"]),
        place_code=row["place_code"],
        status=Status(row["status"]),
        mediated=bool(row["mediating"]),
        agreed=bool(row["agreed"]),
        closed=office_day(row["over"]) if row["over"] else None,
        rating=row["rating"],
        channel=row["channel"],
        veiled=unit in veiled,
    )
