"""Reading the workbook back: whole and right, or every mistake by sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from knowledge import list_rows
from knowledge.list_cells import Cells, book_cells, cell_text
from knowledge.list_check import Draft, Read
from knowledge.list_fields import Fields, ListError, Problem
from knowledge.list_layout import Column, Kind, Layout, Sheet, load_layout
from knowledge.matters import ResponsibilityList
from knowledge.units import Level, Unit

# More digits than any limit has; int() itself refuses a cell full of them.
DIGITS = 9
# What a cell shows whose formula came to nothing.
BROKEN = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
# What is found wrong elsewhere only because a sheet, or the column of its codes, is not there.
FOLLOWS = {
    "units": frozenset({"unknown_unit", "no_such_unit_file"}),
    "matters": frozenset({"unknown_matter"}),
    "ways": frozenset({"no_way"}),
    "laws": frozenset({"unknown_law"}),
}


def read_book(path: Path) -> ResponsibilityList:
    """The list in the workbook at ``path``.

    Raises:
        ListError: with every mistake; ``file`` is the sheet, ``row`` its number in the sheet,
            ``field`` the heading of the column.
    """
    layout = load_layout()
    draft = Draft(units_at=layout.sheets["units"].name)
    cells = book_cells(path, draft.problems)
    if not cells:
        raise ListError(draft.problems)
    tables = _tables(cells, layout, draft.problems)
    _take_district(draft, tables, layout)
    draft.units = [Read(list_rows.unit(fields), fields) for fields in tables["units"]]
    draft.laws = [Read(list_rows.law(fields), fields) for fields in tables["laws"]]
    draft.places = [Read(list_rows.place(fields), fields) for fields in tables["places"]]
    _take_matters(draft, tables, layout)
    rlist = draft.finish()
    if rlist is None:
        raise ListError(sorted(_causes(draft.problems, layout), key=_Order(layout)))
    return rlist


def _causes(problems: Sequence[Problem], layout: Layout) -> list[Problem]:
    """The mistakes without those that follow from a sheet or a column that is not there."""
    gone = {(p.file, p.field) for p in problems if p.reason in {"no_sheet", "no_heading"}}
    dropped: set[str] = set()
    for sheet in layout.sheets.values():
        if {(sheet.name, None), (sheet.name, sheet.columns[0].heading)} & gone:
            dropped |= FOLLOWS.get(sheet.key, frozenset())

    def follows(problem: Problem) -> bool:
        absent = {(problem.file, None), (problem.file, problem.field)} & gone
        return problem.reason in dropped or (problem.reason == "missing" and bool(absent))

    return [problem for problem in problems if not follows(problem)]


class _Order:
    """Mistakes in the order in which a person walks through the workbook."""

    def __init__(self, layout: Layout) -> None:
        self._sheets = [sheet.name for sheet in layout.sheets.values()]

    def __call__(self, problem: Problem) -> tuple[int, int]:
        known = problem.file in self._sheets
        sheet = self._sheets.index(problem.file) if known else -1
        row = int(problem.row) if problem.row and problem.row.isdecimal() else 0
        return sheet, row


@dataclass(frozen=True, slots=True)
class _Page:
    """A sheet being read: where its columns are, and where to note mistakes."""

    sheet: Sheet
    layout: Layout
    problems: list[Problem]

    def note(self, row: int | None, column: str | None, reason: str, **params: str) -> None:
        """Note a mistake of this sheet."""
        number = None if row is None else str(row)
        self.problems.append(Problem(self.sheet.name, number, column, reason, params))

    def columns(self, head: Cells) -> dict[int, Column]:
        """The column at each place of the heading row."""
        known = {column.heading: column for column in self.sheet.columns}
        found: dict[int, Column] = {}
        for x, cell in enumerate(head):
            heading = cell_text(cell).strip()
            if heading in known and known[heading] not in found.values():
                found[x] = known[heading]
            elif heading:
                self.note(1, heading, "same_heading" if heading in known else "unknown_heading")
        for column in self.sheet.columns:
            if column not in found.values():
                self.note(1, column.heading, "no_heading")
        return found

    def fields(self, cells: Cells, columns: Mapping[int, Column], *, row: int) -> Fields:
        """The raw table of one row."""
        raw: dict[str, object] = {}
        for x, column in columns.items():
            value = self.value(cells[x] if x < len(cells) else None, column, row=row)
            if value is not None:
                _put(raw, column.key, value)
        name = self.sheet.name
        return Fields(raw, name, str(row), self.problems, names=self.sheet.headings())

    def value(self, cell: object, column: Column, *, row: int) -> object:
        """The raw value of a cell; None where it is empty, as it stands where it is wrong."""
        text = cell_text(cell).strip()
        if not text:
            return None
        if text in BROKEN:
            self.note(row, column.heading, "broken_formula", value=text)
        match column.kind:
            case Kind.TEXT:
                return text
            case Kind.LINES:
                return _lines(text)
            case Kind.FLAG:
                return {self.layout.yes: True, self.layout.no: False}.get(text, cell)
            case Kind.NUMBER:
                return int(text) if text.isdecimal() and len(text) <= DIGITS else cell
            case Kind.DAY:
                return _day(cell)
            case Kind.DANGERS:
                return [self._code(line, column, row=row) for line in _lines(text)]
            case Kind.LEVEL | Kind.WAY | Kind.LIMIT_UNIT:
                return self._code(text, column, row=row)

    def _code(self, word: str, column: Column, *, row: int) -> str:
        """The code of a word (or the code itself); noted, and any code, where there is none."""
        words = self.layout.words[column.kind]
        codes = {known: code for code, known in words.items()} | {code: code for code in words}
        if word not in codes:
            known = " ".join(words.values())
            self.note(row, column.heading, "unknown_code", value=word, known=known)
        return codes.get(word, next(iter(words)))


def _tables(
    cells: Mapping[str, Sequence[Cells]], layout: Layout, problems: list[Problem]
) -> dict[str, list[Fields]]:
    """The rows of every sheet; none, and noted, where it is not there."""
    found: dict[str, list[Fields]] = {}
    for sheet in layout.sheets.values():
        page = _Page(sheet, layout, problems)
        if sheet.name not in cells:
            page.note(None, None, "no_sheet")
        found[sheet.key] = list(_rows(cells[sheet.name], page)) if sheet.name in cells else []
    return found


def _rows(cells: Sequence[Cells], page: _Page) -> Iterator[Fields]:
    """The rows of a sheet that are not empty, with their numbers in the sheet."""
    columns = page.columns(cells[0] if cells else ())
    for number, row in enumerate(cells[1:], 2):
        if any(cell_text(cell).strip() for cell in row):
            yield page.fields(row, columns, row=number)


def _take_district(draft: Draft, tables: Mapping[str, list[Fields]], layout: Layout) -> None:
    """The sheet of the district has an item a row, not a column."""
    keys = {word: key for key, word in layout.district.items()}
    raw: dict[str, object] = {}
    for fields in tables["district"]:
        item = fields.text("item")
        key = keys.get(item)
        if key is None or key in raw:
            fields.note("item", "twice" if key else "unknown_item", value=item)
        elif "value" in fields.raw:
            raw[key] = fields.raw["value"]
    head: dict[str, object] = {key: raw.pop(key) for key in ("version", "adopted") if key in raw}
    top = _district_fields(head, draft, layout)
    draft.version = list_rows.version(top)
    top.raw = {"adopted": _day(head.get("adopted"))}
    draft.adopted = top.day("adopted")
    district = _district_fields(raw, draft, layout)
    district.parts = {"hotline": tables["hotlines"]}
    draft.district = list_rows.district(district)


def _district_fields(raw: Mapping[str, object], draft: Draft, layout: Layout) -> Fields:
    name = layout.sheets["district"].name
    return Fields(raw, name, None, draft.problems, names=layout.district)


def _take_matters(draft: Draft, tables: Mapping[str, list[Fields]], layout: Layout) -> None:
    units = {read.row.code: read.row for read in draft.units}
    ways: dict[str, list[Fields]] = {}
    for fields in tables["ways"]:
        ways.setdefault(fields.text("matter"), []).append(fields)
    for fields in tables["matters"]:
        unit = units.get(code := fields.text("unit"))
        if unit is None and code:
            fields.note("unit", "unknown_unit", value=code)
        fields.names = {**fields.names, "way": layout.sheets["ways"].name}
        fields.parts = {"way": ways.pop(str(fields.raw.get("id")), [])}
        matter = list_rows.matter(fields, unit or Unit(code, "", "", Level.OTHER))
        draft.matters.append(Read(matter, fields))
    for name, lost in ways.items():
        for fields in lost:
            fields.note("matter", "unknown_matter", value=name)


def _put(raw: dict[str, object], key: str, value: object) -> None:
    """Set a field; a dotted one lies in a table within."""
    outer, dot, inner = key.partition(".")
    if not dot:
        raw[outer] = value
        return
    table = raw.setdefault(outer, {})
    if isinstance(table, dict):
        table[inner] = value


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _day(cell: object) -> object:
    """A date, whether the cell holds one or only looks like one; else the cell as it is."""
    if isinstance(cell, datetime):
        return cell.date()
    try:
        return date.fromisoformat(cell_text(cell).strip().replace("/", "-").replace(".", "-"))
    except ValueError:
        return cell
