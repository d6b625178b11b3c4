"""The list in force and the desk over it, for a start and for commands that open no database.

The list that came first is ``FENLIU_LIST_DIR``'s, or the packaged one; the words citizens use
always lie beside it. What was adopted since is read from the data folder.
"""

from __future__ import annotations

from pathlib import Path

from bot.clock import system_clock
from bot.settings import Settings
from knowledge.clocks import office_day
from knowledge.list_versions import in_force, load_term, read_record
from knowledge.loader import load_list
from knowledge.matters import ResponsibilityList
from knowledge.triage import Desk


def make_desk(folder: Path | None) -> Desk:
    """The desk over the list in ``folder``, the packaged one by default.

    A folder without words of its own is read with the packaged ones.

    Raises:
        ListError: with every mistake of the list.
    """
    return Desk(load_list(folder), words=words_of(folder))


def words_of(folder: Path | None) -> Path | None:
    """The folder whose words go with the list in ``folder``; None for the packaged ones."""
    return folder if folder and (folder / "words").is_dir() else None


def list_in_force(settings: Settings) -> ResponsibilityList:
    """The list that holds today, for commands that open no database.

    Raises:
        ListError: with every mistake of the list.
    """
    term = in_force(read_record(settings.lists_dir), office_day(system_clock()))
    return load_term(settings.lists_dir, term) if term else load_list(settings.list_dir)


def desk_in_force(settings: Settings) -> Desk:
    """The desk over that list."""
    return Desk(list_in_force(settings), words=words_of(settings.list_dir))
