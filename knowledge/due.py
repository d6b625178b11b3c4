"""The clocks of the procedure itself: which runs for a case now, and when it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from knowledge import list_rows
from knowledge.clocks import last_day, office_day
from knowledge.list_fields import Fields, ListError, Problem
from knowledge.loader import LIST_FOLDER, parse, rows_of
from knowledge.matters import Limit, Matter, WayCode
from knowledge.procedure import Act, Status
from knowledge.workdays import Calendar, load_calendar

Event = tuple[Act, datetime]


class Count(StrEnum):
    """From which of several like events a clock is counted."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class ProcedureClock:
    """A limit of the procedure: the acts it starts from and the statuses in which it runs.

    ``right`` marks a limit for using a right (an objection, a review): its end is told but
    is nobody's delay. ``ways`` narrows it to cases on those ways. Where the row of the list
    has a limit of its own for ``own_way``, that limit is counted instead; with
    ``own_if_chosen`` only for a case that goes that way.
    """

    kind: str
    starts: frozenset[Act]
    count: Count
    running: frozenset[Status]
    limit: Limit
    ways: frozenset[WayCode] = frozenset()
    own_way: WayCode | None = None
    own_if_chosen: bool = False
    right: bool = False
    verified: bool = False

    def runs(self, status: Status, way: WayCode | None) -> bool:
        """Whether this clock concerns a case that stands so and goes that way."""
        return status in self.running and (not self.ways or way in self.ways)

    def limit_for(self, matter: Matter | None, way: WayCode | None) -> Limit:
        """The limit that applies: the row's own one before the general one."""
        if matter is None or (self.own_if_chosen and way is not self.own_way):
            return self.limit
        own = (each.decided_within for each in matter.ways if each.code is self.own_way)
        return next((limit for limit in own if limit is not None), self.limit)

    def started(self, events: Iterable[Event]) -> datetime | None:
        """When the event it is counted from happened; None if it has not yet."""
        moments = sorted(moment for act, moment in events if act in self.starts)
        if not moments:
            return None
        return moments[0] if self.count is Count.FIRST else moments[-1]


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a running clock, as computed now.

    ``kind`` is a code worded in handlers.texts; ``start`` the day of the event; ``certain``
    is False where the holidays of that year are not published yet, ``verified`` where
    nobody has checked the limit yet.
    """

    kind: str
    date: dt.date
    source: str
    limit: Limit
    start: dt.date
    right: bool = False
    certain: bool = True
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Clocks:
    """All clocks of the procedure and the calendar they are counted by."""

    table: tuple[ProcedureClock, ...]
    calendar: Calendar

    def due(
        self,
        status: Status,
        events: Sequence[Event],
        *,
        way: WayCode | None = None,
        matter: Matter | None = None,
    ) -> Due | None:
        """The duty that ends first, or None where nobody owes an act by a day.

        ``events`` are the acts of the case's history; those that start no clock (a comment,
        a supplement) have no effect.
        """
        running = self.running(status, events, way=way, matter=matter)
        return next((due for due in running if not due.right), None)

    def running(
        self,
        status: Status,
        events: Sequence[Event],
        *,
        way: WayCode | None = None,
        matter: Matter | None = None,
    ) -> tuple[Due, ...]:
        """Every clock that runs, duties and rights, the nearest end first."""
        found = []
        for clock in self.table:
            moment = clock.started(events) if clock.runs(status, way) else None
            if moment is not None:
                found.append(self._due(clock, moment, matter=matter, way=way))
        return tuple(sorted(found, key=lambda due: due.date))

    def _due(
        self,
        clock: ProcedureClock,
        moment: datetime,
        *,
        matter: Matter | None,
        way: WayCode | None,
    ) -> Due:
        limit = clock.limit_for(matter, way)
        start = office_day(moment)
        end = last_day(start, limit, self.calendar)
        return Due(
            kind=clock.kind,
            date=end.date,
            source=limit.source,
            limit=limit,
            start=start,
            right=clock.right,
            certain=end.certain,
            verified=clock.verified if limit is clock.limit or matter is None else matter.verified,
        )


def load_clocks(folder: Path | None = None) -> Clocks:
    """The clocks of ``clocks.toml`` with the calendar of the same folder.

    A folder without the file (a list that was imported) goes by the packaged one.

    Raises:
        ListError: with every mistake of the file.
    """
    root = folder or LIST_FOLDER
    path = root / "clocks.toml"
    problems: list[Problem] = []
    top = parse(path if path.is_file() else LIST_FOLDER / path.name, problems)
    table: tuple[ProcedureClock, ...] = ()
    if top is not None:
        table = tuple(_clock(fields) for fields in rows_of(top, "clock", name="kind"))
        top.finish()
    if problems:
        raise ListError(problems)
    return Clocks(table, load_calendar(root))


def _clock(fields: Fields) -> ProcedureClock:
    own_way = fields.choice("own_way", WayCode) if "own_way" in fields.raw else None
    found = ProcedureClock(
        kind=fields.text("kind"),
        starts=frozenset(fields.choices("starts", Act)),
        count=fields.choice("count", Count, Count.LAST),
        running=frozenset(fields.choices("running", Status)),
        limit=list_rows.limit(fields),
        ways=frozenset(fields.choices("ways", WayCode)),
        own_way=own_way,
        own_if_chosen=fields.flag("own_if_chosen"),
        right=fields.flag("right"),
        verified=fields.flag("verified"),
    )
    for key in ("starts", "running"):
        if not getattr(found, key):
            fields.note(key, "missing")
    fields.finish()
    return found
