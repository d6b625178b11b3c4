"""What a question about statistics means: period, unit, outcome, and what was not understood."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.office import unitnames
from handlers.texts import asking as texts
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Status

Period = tuple[date, date]
Groups = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question: both days belong to the period; None means not limited."""

    start: date
    end: date
    unit: str | None = None
    outcome: Status | None = None
    unknown: tuple[str, ...] = ()


def month_of(day: date) -> Period:
    """The whole calendar month around ``day``."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def month_before(day: date) -> Period:
    """The calendar month before the one around ``day``."""
    return month_of(day.replace(day=1) - timedelta(days=1))


def year_of(day: date) -> Period:
    """The whole calendar year around ``day``."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def read(said: str, rlist: ResponsibilityList, *, today: date) -> Query:
    """Read a question in words; without a period it is about this month.

    Period, outcome and unit may come in any order. A period that does not exist (month 13)
    counts as not understood.
    """
    rest, period = _period(said, today)
    rest, outcome = _outcome(rest)
    start, end = period or month_of(today)
    query = Query(start, end, outcome=outcome)
    for word in _words(rest):
        found = unitnames.find(word, rlist, limit=1)
        if found and query.unit is None:
            query = replace(query, unit=found[0].unit)
        else:
            query = replace(query, unknown=(*query.unknown, word))
    return query


def _words(rest: str) -> list[str]:
    cleaned = (texts.NOISE.sub("", word) for word in re.split(r"[\s,，、；;]+", rest))
    return [word for word in cleaned if word]


def _period(said: str, today: date) -> tuple[str, Period | None]:
    """What is left of the text, and the first period named in it."""
    for name, pattern in texts.PERIODS.items():
        found = pattern.search(said)
        if found is None:
            continue
        try:
            period = _MEANING[name](found.groups(), today)
        except ValueError:
            continue
        if period[0] <= period[1]:
            return f"{said[: found.start()]} {said[found.end() :]}", period
    return said, None


def _outcome(said: str) -> tuple[str, Status | None]:
    for status, pattern in texts.OUTCOMES.items():
        found = pattern.search(said)
        if found:
            return f"{said[: found.start()]} {said[found.end() :]}", status
    return said, None


def _range(groups: Groups, today: date) -> Period:
    year, month, day, to_year, to_month, to_day = groups
    start = date(int(year or today.year), int(month or 0), int(day or 0))
    end = date(int(to_year or start.year), int(to_month or 0), int(to_day or 0))
    return start, end


def _day(groups: Groups, today: date) -> Period:
    del today
    year, month, day = (int(group or 0) for group in groups)
    return date(year, month, day), date(year, month, day)


def _year(number: str | None, word: str | None, today: date) -> int:
    return int(number) if number else today.year - (word == texts.LAST_YEAR)


def _quarter(groups: Groups, today: date) -> Period:
    return _quarter_of(_year(groups[0], groups[1], today), texts.numeral(groups[2] or ""))


def _quarter_of(year: int, quarter: int) -> Period:
    first = date(year, 3 * quarter - 2, 1)
    return first, month_of(date(year, 3 * quarter, 1))[1]


def _half(groups: Groups, today: date) -> Period:
    year = _year(groups[0], groups[1], today)
    if groups[2] == texts.FIRST_HALF:
        return date(year, 1, 1), date(year, 6, 30)
    return date(year, 7, 1), date(year, 12, 31)


def _month(groups: Groups, today: date) -> Period:
    del today
    return month_of(date(int(groups[0] or 0), int(groups[1] or 0), 1))


def _month_of(groups: Groups, today: date) -> Period:
    """A month without its year is the last one that has begun."""
    month = int(groups[1] or 0)
    year = _year(None, groups[0], today)
    return month_of(date(year - (groups[0] is None and month > today.month), month, 1))


def _this_quarter(today: date, *, back: int) -> Period:
    number = today.year * 4 + (today.month - 1) // 3 - back
    return _quarter_of(number // 4, number % 4 + 1)


def _week(today: date, *, back: int) -> Period:
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return monday, monday + timedelta(days=6)


_MEANING: dict[str, Callable[[Groups, date], Period]] = {
    "range": _range,
    "day": _day,
    "quarter": _quarter,
    "half": _half,
    "month": _month,
    "month_of": _month_of,
    "year": lambda groups, _: year_of(date(int(groups[0] or 0), 1, 1)),
    "last_days": lambda groups, today: (today - timedelta(days=int(groups[0] or 1) - 1), today),
    "today": lambda _, today: (today, today),
    "yesterday": lambda _, today: (today - timedelta(days=1), today - timedelta(days=1)),
    "this_week": lambda _, today: _week(today, back=0),
    "last_week": lambda _, today: _week(today, back=1),
    "this_month": lambda _, today: month_of(today),
    "last_month": lambda _, today: month_before(today),
    "this_quarter": lambda _, today: _this_quarter(today, back=0),
    "last_quarter": lambda _, today: _this_quarter(today, back=1),
    "this_year": lambda _, today: year_of(today),
    "last_year": lambda _, today: year_of(date(today.year - 1, 1, 1)),
}
