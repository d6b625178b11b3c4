"""The desk over the list that an office has set, with the words that lie beside that list."""

from __future__ import annotations

from pathlib import Path

from knowledge.loader import load_list
from knowledge.triage import Desk


def make_desk(folder: Path | None) -> Desk:
    """The desk over the list in ``folder``, the packaged one by default.

    A folder without words of its own is read with the packaged ones.

    Raises:
        ListError: with every mistake of the list.
    """
    words = folder if folder and (folder / "words").is_dir() else None
    return Desk(load_list(folder), words=words)
