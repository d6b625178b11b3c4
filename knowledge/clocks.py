"""Statutory limits turned into days: computed from a start event, never stored as a flag."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from knowledge.matters import Limit, LimitUnit
from knowledge.workdays import Calendar

# Aware, in UTC; passed in wherever the time is needed, so that tests can set it.
Clock = Callable[[], datetime]

# China has kept one offset since 1991; a fixed one needs no time zone files on the machine.
OFFICE_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a period; not ``certain`` if it rests on a year with unknown holidays."""

    date: dt.date
    certain: bool


def office_day(now: datetime) -> date:
    """The day it is at the office at the (aware) moment ``now``."""
    return now.astimezone(OFFICE_ZONE).date()


def deadline(start: date, limit: Limit, calendar: Calendar) -> date:
    """The last day of ``limit`` counted from an event on the day ``start``.

    The day of the event does not count (Civil Code art 201). Months and years end on the
    day of the same number, or on the last of the month (202). A period that would end on a
    day off ends on the next working day (203).
    """
    return last_day(start, limit, calendar).date


def last_day(start: date, limit: Limit, calendar: Calendar) -> LastDay:
    """As ``deadline``, and whether the holidays that bear on it are known."""
    try:
        counted = _counted(start, limit, calendar)
        end = calendar.next_workday(counted)
    except (OverflowError, ValueError):
        # A year beyond what dates can hold comes from a slip in a typed year: never due.
        return LastDay(date.max, certain=False)
    # Days off bear on working days all along, on other periods only where they end.
    first = start.year if limit.unit is LimitUnit.WORKDAY else counted.year
    return LastDay(end, all(calendar.knows(year) for year in range(first, end.year + 1)))


def _counted(start: date, limit: Limit, calendar: Calendar) -> date:
    match limit.unit:
        case LimitUnit.DAY:
            return start + timedelta(days=limit.n)
        case LimitUnit.WORKDAY:
            return _after_workdays(start, limit.n, calendar)
        case LimitUnit.MONTH:
            return _after_months(start, limit.n)
        case LimitUnit.YEAR:
            return _after_months(start, 12 * limit.n)


def _after_workdays(start: date, n: int, calendar: Calendar) -> date:
    day = start
    for _ in range(n):
        day = calendar.next_workday(day + timedelta(days=1))
    return day


def _after_months(start: date, n: int) -> date:
    years, month = divmod(start.month - 1 + n, 12)
    year, month = start.year + years, month + 1
    if year > date.max.year:
        raise OverflowError(year)
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))
