"""``list``: the responsibility list, looked at and exchanged, without a database."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import system_clock
from bot.commands.arguments import Day, as_day
from bot.refusals import BadArgument, FileExists, existing
from bot.settings import load_settings
from handlers.texts import cli as texts
from handlers.texts import list as list_texts
from handlers.texts import list_diff as diff_texts
from knowledge.clocks import office_day
from knowledge.list_diff import diff as compare
from knowledge.list_export import export as write_book
from knowledge.list_foreign import read_taxonomy
from knowledge.list_import import read_book
from knowledge.list_writer import write_list
from knowledge.loader import LIST_FOLDER, load_list
from knowledge.matters import ResponsibilityList

BOOK = ".xlsx"

Folder = Annotated[Path | None, typer.Option("--list", help=texts.HELP["list.folder"])]
Force = Annotated[bool, typer.Option("--force", help=texts.HELP["force"])]


def current_folder(folder: Path | None) -> Path:
    """The folder that was named, else the one that is set, else the packaged one."""
    return folder or load_settings().list_dir or LIST_FOLDER


def check(folder: Folder = None) -> None:
    """Print the summary by unit, or every mistake."""
    typer.echo(list_texts.summary(load_list(current_folder(folder))))


def export(
    file: Annotated[Path, typer.Argument(help=texts.HELP["list.xlsx"])],
    folder: Folder = None,
    force: Force = False,
) -> None:
    """Write the list as one workbook that an office can edit."""
    if file.exists() and not force:
        raise FileExists(file)
    rlist = load_list(current_folder(folder))
    write_book(rlist, file)
    typer.echo(texts.list_exported(str(file), len(rlist.matters)))


def bring_in(
    file: Annotated[Path, typer.Argument(help=texts.HELP["list.xlsx"])],
    target: Annotated[Path, typer.Argument(help=texts.HELP["list.target"])],
    folder: Folder = None,
    taxonomy: Annotated[bool, typer.Option(help=texts.HELP["list.taxonomy"])] = False,
    version: Annotated[str | None, typer.Option(help=texts.HELP["list.version"])] = None,
    adopted: Annotated[Day, typer.Option(help=texts.HELP["list.adopted"])] = None,
) -> None:
    """Turn a workbook into a folder of the list: whole, or with every mistake named not at all."""
    base = current_folder(folder)
    old = load_list(base)
    existing(file)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadArgument("folder_not_empty", target)
    if taxonomy:
        day = as_day(adopted) or office_day(system_clock())
        new = read_taxonomy(file, old, version=version or f"{day:%Y.%m}", adopted=day)
    else:
        new = read_book(file)
    write_folder(new, base, target)
    typer.echo(diff_texts.words(compare(old, new)))
    typer.echo(texts.list_imported(str(target)))


def write_folder(rlist: ResponsibilityList, base: Path, target: Path) -> None:
    """Write a whole folder beside the target and move it in: no half list is ever found there.

    What a workbook does not hold (words, calendar, clocks) comes from ``base``.
    """
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(base, part, ignore=shutil.ignore_patterns("units", "__pycache__"))
    write_list(rlist, part)
    load_list(part)
    if target.exists():
        target.rmdir()
    part.rename(target)


def diff(
    new: Annotated[Path, typer.Argument(help=texts.HELP["list.new"])], folder: Folder = None
) -> None:
    """Say in words what another list (a folder or a workbook) would change in this one."""
    old = load_list(current_folder(folder))
    typer.echo(diff_texts.words(compare(old, read_any(new))))


def read_any(path: Path) -> ResponsibilityList:
    """The list in a folder or a workbook."""
    if path.suffix.lower() == BOOK:
        return read_book(existing(path))
    return load_list(path)
