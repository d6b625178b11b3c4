"""Answering a question about statistics, for the chat and the page alike."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

from handlers import spreadsheet
from handlers.office.query import Query
from handlers.texts import statistics as texts
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Role
from storage.people import Actor
from storage.statistics import Statistics, Summary

PAGE = "/office/statistics"
SHEET = "/office/statistics.xlsx"
OVERALL = frozenset({Role.OFFICE, Role.DIRECTOR})


def scoped(query: Query, actor: Actor) -> Query:
    """The question as this person may ask it: staff of one unit ask about that unit.

    So the answer names the unit it is about. What may be seen is decided in storage.
    """
    units = {post.unit for post in actor.posts if post.unit}
    if query.unit is None and not actor.roles & OVERALL and len(units) == 1:
        return replace(query, unit=units.pop())
    return query


def whose(query: Query, actor: Actor, rlist: ResponsibilityList) -> str:
    """Whose cases an answer counts, by name: all units, one, or those this person works in.

    Somebody who works for one township or street only is told that one's name.
    """
    if actor.roles & OVERALL:
        return texts.unit_or_all(query.unit, rlist)
    posts = [post for post in actor.posts if post.unit and query.unit in (None, post.unit)]
    return texts.own_units([(post.unit or "", post.place) for post in posts], rlist)


async def summarise(query: Query, actor: Actor, statistics: Statistics) -> Summary:
    """The figures for a question.

    Raises:
        NotPermitted: the person may not see them.
    """
    return await statistics.summary(
        actor, start=query.start, end=query.end, unit=query.unit, outcome=query.outcome
    )


async def workbook(
    query: Query, actor: Actor, statistics: Statistics, *, rlist: ResponsibilityList, made: datetime
) -> bytes:
    """The spreadsheet for a question; it is written beside the loop, since it takes a while.

    Raises:
        NotPermitted: the person may not see the figures.
    """
    summary = await summarise(query, actor, statistics)
    lines = await statistics.rows(
        actor, start=query.start, end=query.end, unit=query.unit, outcome=query.outcome
    )
    about = whose(query, actor, rlist)
    return await asyncio.to_thread(
        spreadsheet.build, summary, lines, whose=about, rlist=rlist, made=made
    )


def parameters(query: Query) -> dict[str, str]:
    """A question as the page's query string spells it."""
    found = {"start": query.start.isoformat(), "end": query.end.isoformat()}
    if query.unit:
        found["unit"] = query.unit
    if query.outcome:
        found["outcome"] = query.outcome.value
    return found
