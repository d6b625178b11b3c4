"""``doctor``: is everything in order? For the person at the other end of the telephone."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from contextlib import closing

import typer

from bot.commands.advise import load_desk
from bot.commands.refuse import sentence
from bot.refusals import PortInUse
from bot.settings import Settings, load_settings
from bot.store import Reader, load_reader, open_store
from handlers.texts import cli as texts
from knowledge.errors import FenliuError


def doctor() -> None:
    """Check settings, list, database and port one after the other; exit 1 if one is ill."""
    settings = load_settings()
    checks: dict[str, Callable[[], object]] = {
        "list": load_desk,
        "database": lambda: asyncio.run(_open(settings, load_reader(settings))),
        "port": lambda: _port(settings),
    }
    results = [_examine(name, check) for name, check in checks.items()]
    if not all(results):
        sys.exit(1)


def _examine(name: str, check: Callable[[], object]) -> bool:
    try:
        check()
    except FenliuError as error:
        typer.echo(texts.checked(name, right=False, detail=sentence(error)))
        return False
    typer.echo(texts.checked(name, right=True))
    return True


async def _open(settings: Settings, reader: Reader) -> None:
    async with open_store(settings, reader):
        pass


def _port(settings: Settings) -> None:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortInUse(settings.host, settings.port) from error
