"""The bare cells of a workbook somebody sends: read with bounds, or refused."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.list_fields import Problem

# More rows than any list has; a sheet formatted to its end must not be read to its end.
MOST_ROWS = 20_000
MOST_COLUMNS = 64
# Bytes a workbook may unpack to; the whole list takes about two million.
LARGEST_BOOK = 100_000_000

# What openpyxl raises for a file that is no workbook or a damaged one.
NOT_A_BOOK = (
    BadZipFile,
    InvalidFileException,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)

Cells = Sequence[object]


def book_cells(path: Path, problems: list[Problem]) -> dict[str, list[Cells]] | None:
    """What every cell shows, by sheet; None (noted) where the file cannot be read."""
    try:
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_BOOK:
                problems.append(Problem(path.name, None, None, "too_large"))
                return None
        # Excel keeps drop-down lists in an extension of which openpyxl warns that it drops it.
        with warnings.catch_warnings(action="ignore"), closing(_open(path)) as book:
            return {page.title: _page_cells(page, problems) for page in book.worksheets}
    except FileNotFoundError:
        problems.append(Problem(path.name, None, None, "no_file"))
    except NOT_A_BOOK:
        problems.append(Problem(path.name, None, None, "not_workbook"))
    return None


def _open(path: Path) -> Any:
    return openpyxl.load_workbook(path, read_only=True, data_only=True)


def _page_cells(page: Any, problems: list[Problem]) -> list[Cells]:
    # Some programs write a wrong size of the sheet, which would cut it off.
    page.reset_dimensions()
    rows = list(page.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True))
    if len(rows) > MOST_ROWS and any(cell is not None for cell in rows.pop()):
        problems.append(Problem(page.title, str(MOST_ROWS + 1), None, "too_many_rows"))
    return rows


def cell_text(cell: object) -> str:
    """What a cell shows. A whole number typed into a text column has no decimals."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\r\n", "\n")
