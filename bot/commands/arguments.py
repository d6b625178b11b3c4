"""Arguments that several commands take, read the same way everywhere."""

from __future__ import annotations

from datetime import date

from bot.refusals import BadArgument
from knowledge.matters import ResponsibilityList

Day = str | None
"""A day as it was typed."""


def as_day(typed: Day) -> date | None:
    """The day that was typed; None stays None.

    Raises:
        BadArgument: it is no date.
    """
    if typed is None:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise BadArgument("bad_date", typed) from None


def known_unit(code: str | None, rlist: ResponsibilityList) -> str | None:
    """The code of a unit of the list; None stays None.

    Raises:
        BadArgument: the list has no such unit.
    """
    if code is not None and code not in rlist.units:
        raise BadArgument("unknown_unit", code)
    return code


def known_place(code: str | None, rlist: ResponsibilityList) -> str | None:
    """The code of a place of the list; None stays None.

    Raises:
        BadArgument: the list has no such place.
    """
    if code is not None and code not in rlist.places:
        raise BadArgument("unknown_place", code)
    return code
