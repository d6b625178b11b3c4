"""``learn``: what learning is worth, the corrections, and taking some of them back."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from bot.commands.advise import AsJson
from bot.commands.arguments import Day, as_day
from bot.desk import desk_in_force
from bot.refusals import BadArgument
from bot.settings import Settings, load_settings
from bot.store import load_reader, open_store
from handlers.texts import cli as cli_texts
from handlers.texts import learn as texts
from knowledge.learning_report import Worth, measure
from knowledge.triage import Desk
from storage.lessons import Example, Which
from storage.lessons_desk import School
from storage.selection import LATEST, begin

HELP = cli_texts.HELP

Person = Annotated[int | None, typer.Option(help=HELP["learn.person"])]
Since = Annotated[Day, typer.Option(help=HELP["learn.since"])]
Until = Annotated[Day, typer.Option(help=HELP["learn.until"])]


def report(as_json: AsJson = False) -> None:
    """Print how often the desk is right on the decided cases, with and without learning."""
    settings = load_settings()
    desk = desk_in_force(settings)
    worth = asyncio.run(_report(settings, desk))
    typer.echo(json.dumps(asdict(worth)) if as_json else texts.worth(worth, desk.rlist))


async def _report(settings: Settings, desk: Desk) -> Worth:
    async with open_store(settings, desk) as store:
        taught = await School(store.lessons).enrol(desk)
        return measure(taught, await store.decided.read(None))


def examples(
    person: Person = None,
    since: Since = None,
    until: Until = None,
    every: Annotated[bool, typer.Option("--all", help=HELP["learn.all"])] = False,
) -> None:
    """Print corrections, the latest first."""
    settings = load_settings()
    reader = load_reader(settings)
    which = _which((), person, as_day(since), as_day(until), live=not every)
    typer.echo(texts.plain(asyncio.run(_find(settings, which)), reader.rlist))


def revoke(
    ids: Annotated[list[int] | None, typer.Argument(help=HELP["learn.ids"])] = None,
    person: Person = None,
    since: Since = None,
    until: Until = None,
    sure: Annotated[bool, typer.Option("--yes", help=HELP["learn.yes"])] = False,
) -> None:
    """Take corrections back, after showing them."""
    settings = load_settings()
    which = _which(tuple(ids or ()), person, as_day(since), as_day(until), live=True)
    if which.everything:
        raise BadArgument("revoke_what")
    found = asyncio.run(_find(settings, which))
    if not found:
        typer.echo(texts.NOTHING_FOUND)
        return
    typer.echo(texts.plain(found, load_reader(settings).rlist))
    if not sure:
        typer.confirm(texts.ask_batch(len(found)), abort=True)
    shown = Which(ids=tuple(example.id for example in found))
    typer.echo(texts.taken_back(asyncio.run(_revoke(settings, shown))))


def _which(
    ids: tuple[int, ...], person: int | None, since: date | None, until: date | None, *, live: bool
) -> Which:
    """Days are the office's; both are included."""
    after: datetime | None = begin(since) if since else None
    before = begin(min(until, LATEST) + timedelta(days=1)) - timedelta.resolution if until else None
    return Which(ids=ids, person=person, since=after, until=before, live=live)


async def _find(settings: Settings, which: Which) -> list[Example]:
    async with open_store(settings, load_reader(settings)) as store:
        return await store.lessons.find(which, None)


async def _revoke(settings: Settings, which: Which) -> int:
    async with open_store(settings, load_reader(settings)) as store:
        return await store.lessons.revoke(which, None)
