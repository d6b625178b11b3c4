"""Which days the office works: the State Council's calendar, and the office's own corrections."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

from knowledge.list_fields import Fields, ListError, Problem
from knowledge.loader import LIST_FOLDER, parse

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days. ``off`` and ``work`` are the office's own days and win over the library.

    A year is known if the library has it or the office says (``years``) that it has entered
    all of it; in any other year Monday to Friday are taken for working days.
    """

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    _published: frozenset[int] = field(
        default_factory=lambda: frozenset(day.year for day in holidays), repr=False
    )

    def is_workday(self, day: date) -> bool:
        """Whether the office works on ``day``, make-up days counted in."""
        if day in self.off:
            return False
        if day in self.work or day in workdays:
            return True
        return day not in holidays and day.weekday() < SATURDAY

    def knows(self, year: int) -> bool:
        """Whether the holidays of ``year`` are known, so that no date in it is a guess."""
        return year in self._published or year in self.years

    def next_workday(self, day: date) -> date:
        """``day`` itself if it is worked, else the first working day after it."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day


def load_calendar(folder: Path | None = None) -> Calendar:
    """The calendar with the corrections of ``calendar.toml``, if the folder has one.

    Raises:
        ListError: with every mistake of the file.
    """
    path = (folder or LIST_FOLDER) / "calendar.toml"
    problems: list[Problem] = []
    top = parse(path, problems) if path.is_file() else None
    calendar = _calendar(top) if top else Calendar()
    if problems:
        raise ListError(problems)
    return calendar


def _calendar(top: Fields) -> Calendar:
    off, work = frozenset(top.days("off")), frozenset(top.days("work"))
    for day in sorted(off & work):
        top.note("work", "twice", value=day)
    calendar = Calendar(off, work, frozenset(top.numbers("years")))
    top.finish()
    return calendar
