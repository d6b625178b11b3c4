"""The program ``fenliu``, also ``python -m bot``."""

from __future__ import annotations

import sys

import typer

from bot.cli import commands
from bot.commands.refuse import sentence
from handlers.texts import cli as texts
from knowledge.errors import FenliuError


def main() -> None:
    """Run a command; a refusal becomes a sentence on standard error and exit code 1."""
    try:
        commands(sys.argv[1:])()
    except FenliuError as error:
        typer.echo(sentence(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo(texts.STOPPED, err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
