"""``run`` and ``demo``: the service in the foreground until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot import logs
from bot.demo import demo_settings, ensure_filled, is_filled
from bot.lock import only_process
from bot.settings import Settings, load_settings
from handlers.texts import cli as texts

if TYPE_CHECKING:
    from bot.app import App

EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 -- compared with, not bound to
ENTRY_ADDRESS = ("192.0.2.1", 9)
"""A documentation address: asking the way to it sends nothing and names our own address."""


def run() -> None:
    """Serve with the settings of the environment."""
    settings = load_settings()
    with only_process(settings.data_dir):
        asyncio.run(serve(settings))


def demo(
    fill_only: Annotated[bool, typer.Option("--fill-only", help=texts.HELP["demo.fill"])] = False,
    cases: Annotated[int, typer.Option(help=texts.HELP["demo.cases"], min=1)] = 400,
    seed: Annotated[int, typer.Option(help=texts.HELP["demo.seed"])] = 2018,
) -> None:
    """Fill the demo's own database if it is empty, then serve it."""
    settings = demo_settings(load_settings())
    with only_process(settings.data_dir):
        if not is_filled(settings):
            typer.echo(texts.demo_filling(cases))
        typer.echo(asyncio.run(ensure_filled(settings, cases=cases, seed=seed)))
        if not fill_only:
            asyncio.run(serve(settings))


async def serve(settings: Settings) -> None:
    """Start, say where, wait for a signal, drain."""
    from bot.app import build  # noqa: PLC0415 -- aiogram takes seconds; other commands need none

    logs.configure(level=settings.log_level, as_json=wants_json(settings))
    first = settings.database_file is not None and not settings.database_file.exists()
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    app = await build(settings)
    try:
        port = await app.listen()
        await app.start()
        typer.echo(greeting(app, port))
        if first and not settings.demo:
            typer.echo(texts.first_start(str(settings.data_dir)))
        sys.stdout.flush()
        await stopping.wait()
    finally:
        await app.stop()
    typer.echo(texts.STOPPED)


def wants_json(settings: Settings) -> bool:
    """JSON for machines that read, lines for a person at a terminal."""
    if settings.log_format == "auto":
        return not sys.stderr.isatty()
    return settings.log_format == "json"


def greeting(app: App, port: int) -> str:
    """The addresses to open."""
    settings = app.settings
    address = settings.public_url or f"http://127.0.0.1:{port}"
    lan = f"http://{own_address()}:{port}" if settings.host in EVERYWHERE else None
    name = app.telegram.username if app.telegram else None
    told = texts.started(address, [lan] if lan else [], telegram=name, demo=settings.demo)
    return told if lan or settings.public_url else f"{told}\n{texts.lan_hint(port)}"


def own_address() -> str:
    """This machine's address in its local network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ENTRY_ADDRESS)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
