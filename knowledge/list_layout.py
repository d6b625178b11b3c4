"""How the list looks as a workbook: sheets, columns, headings and the words for codes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.loader import LIST_FOLDER


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    LINES = "lines"
    FLAG = "flag"
    NUMBER = "number"
    DAY = "day"
    LEVEL = "level"
    WAY = "way"
    LIMIT_UNIT = "limit_unit"
    DANGERS = "dangers"


# The table of words for each kind of code.
WORDS = {
    Kind.LEVEL: "level",
    Kind.WAY: "way",
    Kind.LIMIT_UNIT: "limit_unit",
    Kind.DANGERS: "danger",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``key`` is the raw field, dotted where it lies in a table within.

    ``of`` is the sheet whose first column lists the values that may stand here.
    """

    key: str
    heading: str
    kind: Kind
    width: int
    of: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook."""

    key: str
    name: str
    columns: tuple[Column, ...]

    def headings(self) -> dict[str, str]:
        """The heading of each raw field."""
        return {column.key: column.heading for column in self.columns}


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole workbook. ``words`` gives the word for each code, by kind of code."""

    yes: str
    no: str
    readme: str
    readme_lines: tuple[str, ...]
    sheets: Mapping[str, Sheet]
    words: Mapping[Kind, Mapping[str, str]]
    district: Mapping[str, str]

    def choices(self, kind: Kind) -> tuple[str, ...]:
        """The words a person may choose from in a column of ``kind``; none if it is free."""
        if kind is Kind.FLAG:
            return (self.yes, self.no)
        return tuple(self.words.get(kind, {}).values())


def load_layout() -> Layout:
    """The layout of ``book.toml``. It is shipped with the program and the tests hold it right."""
    path: Path = LIST_FOLDER / "book.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    sheets = [
        Sheet(each["key"], each["name"], tuple(map(_column, each["columns"])))
        for each in raw["sheet"]
    ]
    return Layout(
        yes=raw["yes"],
        no=raw["no"],
        readme=raw["readme"]["name"],
        readme_lines=tuple(raw["readme"]["lines"]),
        sheets={sheet.key: sheet for sheet in sheets},
        words={kind: raw["words"][name] for kind, name in WORDS.items()},
        district=raw["district"],
    )


def _column(raw: Mapping[str, str]) -> Column:
    return Column(
        key=raw["key"],
        heading=raw["heading"],
        kind=Kind(raw["kind"]),
        width=int(raw["width"]),
        of=raw.get("of"),
        hint=raw.get("hint", ""),
    )
