"""``stats``: the figures of a period, as the director sees them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import system_clock
from bot.commands.arguments import Day, as_day, known_unit
from bot.refusals import FileExists
from bot.settings import Settings, load_settings
from bot.store import Reader, load_reader, open_store
from handlers import spreadsheet
from handlers.texts import cli as texts
from knowledge.clocks import office_day
from knowledge.procedure import Role
from storage.permissions import Actor, Post
from storage.statistics import CaseLine, Summary

DIRECTOR = Actor(person_id=0, posts=(Post(Role.DIRECTOR),), channel="cli")
"""Whoever has the machine's shell reads what a director reads: counts, and nothing sealed."""


@dataclass(frozen=True, slots=True)
class Question:
    """A period, both days included, and perhaps one unit."""

    start: date
    end: date
    unit: str | None


def stats(
    start: Annotated[Day, typer.Option("--from", help=texts.HELP["stats.from"])] = None,
    end: Annotated[Day, typer.Option("--to", help=texts.HELP["stats.to"])] = None,
    unit: Annotated[str | None, typer.Option(help=texts.HELP["stats.unit"])] = None,
    xlsx: Annotated[Path | None, typer.Option(help=texts.HELP["stats.xlsx"])] = None,
    force: Annotated[bool, typer.Option("--force", help=texts.HELP["force"])] = False,
) -> None:
    """Print the figures of a period; with ``--xlsx`` write the workbook too."""
    settings = load_settings()
    reader = load_reader(settings)
    now = system_clock()
    last = as_day(end) or office_day(now)
    first = as_day(start) or last.replace(day=1)
    asked = Question(first, last, known_unit(unit, reader.rlist))
    if xlsx and xlsx.exists() and not force:
        raise FileExists(xlsx)
    summary, lines = asyncio.run(_ask(settings, reader, asked))
    told = texts.stats_summary(
        summary, reader.rlist, start=asked.start, end=asked.end, unit=asked.unit
    )
    typer.echo(told)
    if xlsx:
        xlsx.write_bytes(spreadsheet.build(summary, lines, rlist=reader.rlist, made=now))
        typer.echo(texts.sheet_written(str(xlsx)))


async def _ask(
    settings: Settings, reader: Reader, asked: Question
) -> tuple[Summary, list[CaseLine]]:
    async with open_store(settings, reader) as store:
        count, start, end, unit = store.statistics, asked.start, asked.end, asked.unit
        summary = await count.summary(DIRECTOR, start=start, end=end, unit=unit)
        return summary, await count.rows(DIRECTOR, start=start, end=end, unit=unit)
