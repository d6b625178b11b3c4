"""The list as one file: what the command line and the office call to edit it elsewhere."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from knowledge.list_diff import ListDiff, diff
from knowledge.list_export import export
from knowledge.list_foreign import is_taxonomy, read_taxonomy
from knowledge.list_import import read_book
from knowledge.list_writer import write_list
from knowledge.loader import load_list
from knowledge.matters import ResponsibilityList

__all__ = [
    "ListDiff",
    "diff",
    "export",
    "read_any",
    "read_book",
    "read_sent",
    "read_taxonomy",
    "write_list",
]


def read_any(path: Path, base: ResponsibilityList, *, today: date) -> ResponsibilityList:
    """The list in a folder, in our workbook, or in another place's taxonomy (CSV or XLSX).

    What a taxonomy does not hold comes from ``base``; its version is the month's.

    Raises:
        ListError: with every mistake.
    """
    if path.is_dir():
        return load_list(path)
    if is_taxonomy(path):
        return read_taxonomy(path, base, version=f"{today:%Y.%m}", adopted=today)
    return read_book(path)


def read_sent(
    content: bytes, name: str, base: ResponsibilityList, *, today: date
) -> ResponsibilityList:
    """The same of a file that somebody sent; mistakes of the whole are told under its ``name``.

    Raises:
        ListError: with every mistake.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        return read_any(path, base, today=today)
