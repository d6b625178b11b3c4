"""The command line, put together: a command's room is imported when the command is asked for.

The case book alone takes a second to import, and ``match`` does not need it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

import typer

from handlers.texts.cli import HELP

SINGLE: Mapping[str, str] = {
    "run": "serve.run",
    "match": "advise.match",
    "evaluate": "advise.evaluate",
    "stats": "stats.stats",
    "backup": "backup.backup",
    "restore": "backup.restore",
    "demo": "serve.demo",
    "doctor": "doctor.doctor",
}
GROUPS: Mapping[str, Mapping[str, str]] = {
    "list": {
        "check": "lists.check",
        "export": "lists.export",
        "import": "lists.bring_in",
        "diff": "lists.diff",
        "examples": "lists.examples",
        "try": "list_versions.try_",
        "adopt": "list_versions.adopt",
        "versions": "list_versions.versions",
    },
    "learn": {
        "report": "learn.report",
        "list": "learn.examples",
        "revoke": "learn.revoke",
    },
    "staff": {"invite": "staff.invite", "list": "staff.members", "revoke": "staff.revoke"},
}


def commands(words: Sequence[str]) -> typer.Typer:
    """The command that ``words`` begin with; all of them where that is none."""
    app = group("app")
    app.callback()(_nothing_before)
    every = (*SINGLE, *GROUPS)
    asked = words[0] if words and words[0] in every else None
    for name in (asked,) if asked else every:
        if name in GROUPS:
            app.add_typer(_group_of(name), name=name)
        else:
            app.command(name, help=HELP[name])(found(SINGLE[name]))
    return app


def group(name: str) -> typer.Typer:
    """A Typer that shows help instead of nothing, and no trace full of local variables."""
    return typer.Typer(
        help=HELP[name],
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


def _group_of(name: str) -> typer.Typer:
    inner = group(name)
    for word, place in GROUPS[name].items():
        inner.command(word, help=HELP[f"{name}.{word}"])(found(place))
    return inner


def found(place: str) -> Callable[..., None]:
    """The function at ``room.function`` of ``bot.commands``."""
    room, _, name = place.partition(".")
    command: Callable[..., None] = getattr(import_module(f"bot.commands.{room}"), name)
    return command


def _nothing_before() -> None:
    """Makes the app a group even where one command was asked for."""
