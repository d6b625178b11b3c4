"""``list``: the responsibility list, looked at and exchanged, without a database."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import system_clock
from bot.commands.arguments import Day, as_day
from bot.desk import list_in_force, words_of
from bot.refusals import BadArgument, FileExists, NoSuchFile, existing
from bot.settings import load_settings
from handlers.texts import cli as texts
from handlers.texts import list as list_texts
from handlers.texts import list_diff as diff_texts
from knowledge import examples as examples_
from knowledge import manner
from knowledge.clocks import office_day
from knowledge.examples import FOLDER, read_examples
from knowledge.list_book import read_any
from knowledge.list_diff import diff as compare
from knowledge.list_export import export as write_book
from knowledge.list_foreign import is_taxonomy, read_taxonomy
from knowledge.list_import import read_book
from knowledge.list_writer import write_list
from knowledge.loader import load_list
from knowledge.matters import ResponsibilityList
from knowledge.words import HERE

WORDS = ("words", "language", FOLDER)
"""The folders of words that may lie beside a list."""

Folder = Annotated[Path | None, typer.Option("--list", help=texts.HELP["list.folder"])]
Force = Annotated[bool, typer.Option("--force", help=texts.HELP["force"])]


def current(folder: Path | None) -> ResponsibilityList:
    """The list in the folder that was named, else the one in force."""
    return load_list(folder) if folder else list_in_force(load_settings())


def check(folder: Folder = None) -> None:
    """Print the summary by unit, or every mistake."""
    typer.echo(list_texts.summary(current(folder)))


def export(
    file: Annotated[Path, typer.Argument(help=texts.HELP["list.xlsx"])],
    folder: Folder = None,
    force: Force = False,
) -> None:
    """Write the list as one workbook that an office can edit."""
    if file.exists() and not force:
        raise FileExists(file)
    rlist = current(folder)
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
    base = folder or load_settings().list_dir
    old = current(folder)
    existing(file)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadArgument("folder_not_empty", target)
    if taxonomy or is_taxonomy(file):
        day = as_day(adopted) or office_day(system_clock())
        new = read_taxonomy(file, old, version=version or f"{day:%Y.%m}", adopted=day)
    else:
        new = read_book(file)
    write_folder(new, base, target)
    typer.echo(diff_texts.words(compare(old, new)))
    typer.echo(texts.list_imported(str(target.resolve())))


def write_folder(rlist: ResponsibilityList, base: Path | None, target: Path) -> None:
    """Write a whole folder beside the target and move it in: no half list is ever found there.

    Words that lie beside the list ``base`` go along; without them the packaged ones are used.
    """
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    if own := words_of(base):
        for name in WORDS:
            if (own / name).is_dir():
                shutil.copytree(own / name, part / name)
    write_list(rlist, part)
    load_list(part)
    if target.exists():
        target.rmdir()
    part.rename(target)


def examples(folder: Folder = None) -> None:
    """Count anew what the example messages beside the list have in common."""
    home = folder or words_of(load_settings().list_dir) or HERE
    if not (home / FOLDER).is_dir():
        raise NoSuchFile(home / FOLDER)
    told = read_examples(home)
    (home / FOLDER / examples_.COUNTS).write_text(examples_.count_pairs(told), "utf-8")
    (home / FOLDER / manner.COUNTS).write_text(manner.count_marks(told), "utf-8")
    known = load_list(home).matters
    strangers = sorted({one.row for one in told if one.row and one.row not in known})
    typer.echo(texts.examples_counted(len(told), str(home / FOLDER), strangers))


def diff(
    new: Annotated[Path, typer.Argument(help=texts.HELP["list.new"])], folder: Folder = None
) -> None:
    """Say in words what another list (a folder or a workbook) would change in this one."""
    old = current(folder)
    typer.echo(diff_texts.words(compare(old, read_new(new, old))))


def read_new(path: Path, old: ResponsibilityList) -> ResponsibilityList:
    """The list in a folder, a workbook or another place's taxonomy."""
    if not path.is_dir():
        existing(path)
    return read_any(path, old, today=office_day(system_clock()))
