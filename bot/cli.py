"""The command line, put together. Commands that need the bot import it when they run."""

from __future__ import annotations

import typer

from bot.commands import advise, backup, doctor, lists, serve, staff, stats
from handlers.texts.cli import HELP


def group(name: str) -> typer.Typer:
    """A Typer that shows help instead of nothing, and no trace full of local variables."""
    return typer.Typer(
        help=HELP[name],
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


def commands() -> typer.Typer:
    """All commands."""
    app = group("app")
    app.command("run", help=HELP["run"])(serve.run)
    app.command("match", help=HELP["match"])(advise.match)
    app.command("evaluate", help=HELP["evaluate"])(advise.evaluate)
    app.command("stats", help=HELP["stats"])(stats.stats)
    app.command("backup", help=HELP["backup"])(backup.backup)
    app.command("restore", help=HELP["restore"])(backup.restore)
    app.command("demo", help=HELP["demo"])(serve.demo)
    app.command("doctor", help=HELP["doctor"])(doctor.doctor)
    app.add_typer(list_commands(), name="list")
    app.add_typer(staff_commands(), name="staff")
    return app


def list_commands() -> typer.Typer:
    """``list …``."""
    app = group("list")
    app.command("check", help=HELP["list.check"])(lists.check)
    app.command("export", help=HELP["list.export"])(lists.export)
    app.command("import", help=HELP["list.import"])(lists.bring_in)
    app.command("diff", help=HELP["list.diff"])(lists.diff)
    return app


def staff_commands() -> typer.Typer:
    """``staff …``."""
    app = group("staff")
    app.command("invite", help=HELP["staff.invite"])(staff.invite)
    app.command("list", help=HELP["staff.list"])(staff.members)
    app.command("revoke", help=HELP["staff.revoke"])(staff.revoke)
    return app
