"""``list try``, ``list adopt``, ``list versions``: the list and the case book together."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.clock import system_clock
from bot.commands.arguments import Day, as_day
from bot.commands.lists import read_new
from bot.desk import desk_in_force, list_in_force, words_of
from bot.refusals import BadArgument
from bot.settings import Settings, load_settings
from handlers.texts import cli as texts
from handlers.texts import list_diff as diff_texts
from handlers.texts import lists as list_texts
from knowledge.clocks import office_day
from knowledge.list_diff import diff
from knowledge.list_trial import Trial, retry
from knowledge.matters import ResponsibilityList
from knowledge.triage import Desk

if TYPE_CHECKING:
    from storage.people import Actor, People


def try_(
    new: Annotated[Path, typer.Argument(help=texts.HELP["list.new"])],
    since: Annotated[Day, typer.Option(help=texts.HELP["list.since"])] = None,
) -> None:
    """Route past cases by another list, and say which would move; nothing is changed."""
    settings = load_settings()
    old = desk_in_force(settings)
    found = Desk(read_new(new, old.rlist), words=words_of(settings.list_dir))
    trial = asyncio.run(_try(settings, old, found, as_day(since)))
    typer.echo("\n".join(list_texts.trial(trial, old.rlist, found.rlist)))


async def _try(settings: Settings, old: Desk, new: Desk, since: date | None) -> Trial:
    from bot.store import open_store  # noqa: PLC0415 -- ``list check`` need not wait for it

    async with open_store(settings, old) as store:
        past = await store.past.read(None, since=since)
    return retry(past.cases, old, new, sealed=past.sealed)


def adopt(
    new: Annotated[Path, typer.Argument(help=texts.HELP["list.new"])],
    post: Annotated[int, typer.Option(help=texts.HELP["list.post"])],
    start: Annotated[Day, typer.Option("--from", help=texts.HELP["list.from"])] = None,
    name: Annotated[str | None, typer.Option(help=texts.HELP["list.name"])] = None,
) -> None:
    """Put a list in force from a day on, in the name of somebody who may adopt it."""
    settings = load_settings()
    old = list_in_force(settings)
    found = read_new(new, old)
    typer.echo(asyncio.run(_adopt(settings, old, found, post=post, start=as_day(start), name=name)))


async def _adopt(
    settings: Settings,
    old: ResponsibilityList,
    new: ResponsibilityList,
    *,
    post: int,
    start: date | None,
    name: str | None,
) -> str:
    from bot.store import ListOnly, open_store  # noqa: PLC0415 -- as above
    from storage.lists_adopted import Proposal  # noqa: PLC0415

    today = office_day(system_clock())
    changes = diff(old, new)
    async with open_store(settings, ListOnly(old)) as store:
        if await store.adoptions.in_force() is None:
            await store.adoptions.keep(old)
        actor = await _holder(store.people, post)
        summary = diff_texts.totals(changes) if changes else diff_texts.SAME
        made = Proposal(new, summary, await store.adoptions.last())
        decided = await store.adoptions.adopt(made, by=actor, start=start or today, name=name)
    return list_texts.adopted_plain(decided)


async def _holder(people: People, post: int) -> Actor:
    """The person who holds the post."""
    for member in await people.staff():
        if member.post_id == post:
            return await people.actor(member.person_id, "cli")
    raise BadArgument("no_such_post", post)


def versions() -> None:
    """Print who adopted which version from when."""
    typer.echo(asyncio.run(_versions(load_settings())))


async def _versions(settings: Settings) -> str:
    from bot.store import load_reader, open_store  # noqa: PLC0415 -- as above

    reader = load_reader(settings)
    async with open_store(settings, reader) as store:
        decided = await store.adoptions.all()
    return list_texts.versions_plain(reader.rlist.version, decided)
