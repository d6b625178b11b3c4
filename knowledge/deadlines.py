"""How long each legal way stays open, counted from the day the citizen himself names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.advice import Deadline, Facts
from knowledge.clocks import last_day
from knowledge.matters import Way
from knowledge.workdays import Calendar


def deadlines(
    ways: Iterable[Way],
    facts: Facts,
    *,
    text: str,
    later: Sequence[str],
    calendar: Calendar,
    today: date | None,
) -> tuple[Deadline, ...]:
    """The last day of each way that must be taken in time, the nearest first.

    ``later`` are words of events that only come once another way was tried (a decision on
    reconsideration, an award): a limit that begins there is counted only if the text speaks
    of that event. Nothing is counted where the message names no day.
    """
    if facts.since is None:
        return ()
    found = []
    for way in ways:
        limit = way.apply_within
        if limit is None or any(word in limit.start and word not in text for word in later):
            continue
        end = last_day(facts.since, limit, calendar)
        over = today is not None and end.date < today
        found.append(Deadline(way, facts.since, end.date, end.certain, over))
    return tuple(sorted(found, key=lambda deadline: deadline.last))
