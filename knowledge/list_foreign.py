"""Turning another place's three-level taxonomy into a list that can be worked on from there."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path
from zlib import crc32

from knowledge import list_raw, list_rows
from knowledge.list_cells import book_cells, cell_text
from knowledge.list_check import REQUIRED_UNITS, Draft, Read, Row
from knowledge.list_fields import Fields, ListError, Problem
from knowledge.loader import LIST_FOLDER
from knowledge.matters import ResponsibilityList
from knowledge.units import Level, Unit, heir

LEVELS = ("level1", "level2", "level3")

Record = tuple[int, dict[str, str]]


def read_taxonomy(
    path: Path, base: ResponsibilityList, *, version: str, adopted: date
) -> ResponsibilityList:
    """The taxonomy at ``path`` (CSV or XLSX: level1, level2, level3[, unit][, id]) as a list.

    A row belongs to the unit of ``base`` named in its column ``unit``, else to a new unit
    called after its first level. Every row gets the petition procedure, so that nobody is
    left without a door. District, laws, places and the units a desk cannot do without
    (with their rows) come from ``base``.

    Raises:
        ListError: with every mistake by row and column.
    """
    problems: list[Problem] = []
    template = _template()
    records = list(_records(path, template, problems))
    if problems:
        raise ListError(problems)
    list_rows.version(Fields({"version": version}, path.name, None, problems))
    draft = Draft(problems, version, adopted, base.district)
    _take_base(draft, base)
    units = {read.row.code: read.row for read in draft.units}
    maker = _Maker(template, base, draft, path.name, units)
    for number, record in records:
        maker.take(number, record)
    rlist = draft.finish()
    if rlist is None:
        raise ListError(problems)
    return rlist


def is_taxonomy(path: Path) -> bool:
    """Whether the file is such a taxonomy: its first row names the three levels."""
    row = next(_table(path, []), (0, []))[1]
    headings = _template().headings
    return all(set(headings[key]) & set(row) for key in LEVELS)


@dataclass(frozen=True, slots=True)
class _Template:
    """How a row is filled, from ``foreign.toml``."""

    headings: Mapping[str, list[str]]
    level: Level
    note: str
    vague: frozenset[str]
    matter: Mapping[str, object]


def _template() -> _Template:
    raw = tomllib.loads((LIST_FOLDER / "foreign.toml").read_text(encoding="utf-8"))
    unit = raw["unit"]
    vague = frozenset(raw["words"]["vague"])
    return _Template(raw["headings"], Level(unit["level"]), unit["note"], vague, raw["matter"])


@dataclass(slots=True)
class _Maker:
    """Makes units and rows, one record after the other."""

    template: _Template
    base: ResponsibilityList
    draft: Draft
    file: str
    units: dict[str, Unit]
    numbers: Counter[str] = field(default_factory=Counter)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def take(self, number: int, record: Mapping[str, str]) -> None:
        """Add the row of ``record``, which stands in row ``number`` of the file."""
        fields = Fields(record, self.file, str(number), self.draft.problems)
        levels = tuple(fields.text(key) for key in LEVELS)
        if not all(levels):
            return
        first = self.seen.setdefault(levels, number)
        if first != number:
            fields.note(LEVELS[-1], "duplicate", value=levels[-1], first=first)
        unit = self._unit(fields, levels[0])
        row = Fields(self._raw(record), self.file, str(number), self.draft.problems)
        self.draft.matters.append(Read(list_rows.matter(row, unit), row))

    def _unit(self, fields: Fields, level1: str) -> Unit:
        """The unit of a record, added to the list with its first record."""
        wanted = fields.text("unit", "")
        unit = self._named(wanted) if wanted else self._new(level1)
        if unit is None:
            fields.note("unit", "unknown_unit", value=wanted)
            return self._new(level1)
        if unit.code not in self.units:
            self.units[unit.code] = unit
            self.draft.units.append(Read(unit, fields))
        return unit

    def _named(self, wanted: str) -> Unit | None:
        """The unit of the base list meant by a code or a name, or its successor."""
        names = {unit.name: unit.code for unit in self.base.units.values()}
        code = heir(self.base.units, names.get(wanted, wanted))
        return self.base.units.get(code)

    def _new(self, level1: str) -> Unit:
        code, template = f"x{_digest(level1)}", self.template
        return Unit(code, level1, "", template.level, note=template.note)

    def _raw(self, record: Mapping[str, str]) -> dict[str, object]:
        """The raw row: the template with the names of the levels filled in."""
        texts = {
            key: value.format_map(record)
            for key, value in self.template.matter.items()
            if isinstance(value, str)
        }
        group = f"X{_digest(record['level1']).upper()}"
        self.numbers[group] += 1
        names = [record[key] for key in ("level3", "level2")]
        phrases = [name for name in names if name not in self.template.vague]
        made = {"id": record.get("id") or f"{group}-{self.numbers[group]:03}"}
        return {**self.template.matter, **texts, **made, "phrases": phrases[:1]}


def _digest(text: str) -> str:
    """Eight hexadecimal digits that stay the same for the same name in a later edition."""
    return f"{crc32(text.encode()):08x}"


def _take_base(draft: Draft, base: ResponsibilityList) -> None:
    """What the new list has from the old one."""

    def read(row: Row, **raw: object) -> Read[Row]:
        return Read(row, Fields(raw, "", None, draft.problems))

    draft.laws = [read(law) for law in base.laws.values()]
    draft.places = [read(place) for place in base.places.values()]
    draft.units = [read(base.units[code]) for code in REQUIRED_UNITS if code in base.units]
    draft.matters = [
        read(matter, way=[list_raw.way(way) for way in matter.ways])
        for matter in base.matters.values()
        if matter.unit in REQUIRED_UNITS
    ]


def _records(path: Path, template: _Template, problems: list[Problem]) -> Iterator[Record]:
    """The filled rows as dictionaries by our names of the columns, with their row numbers."""
    rows = _table(path, problems)
    head = next(rows, (0, []))[1]
    names = {word: key for key, words in template.headings.items() for word in words}
    columns = {names[word]: x for x, word in enumerate(head) if word in names}
    for key in LEVELS:
        if key not in columns and not problems:
            problems.append(Problem(path.name, "1", key, "no_heading"))
    if problems:
        return
    for number, cells in rows:
        if any(cells):
            yield number, {key: cells[x] for key, x in columns.items() if x < len(cells)}


def _table(path: Path, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    rows: Iterable[Iterable[object]]
    if path.suffix.lower() == ".csv":
        rows = csv.reader(StringIO(_decoded(path, problems)))
    else:
        rows = next(iter((book_cells(path, problems) or {"": []}).values()), [])
    for number, row in enumerate(rows, 1):
        yield number, [cell_text(cell).strip() for cell in row]


def _decoded(path: Path, problems: list[Problem]) -> str:
    """The text of a CSV file: UTF-8, else the encoding of a Chinese Excel."""
    try:
        content = path.read_bytes()
    except OSError:
        problems.append(Problem(path.name, None, None, "no_file"))
        return ""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    problems.append(Problem(path.name, None, None, "not_utf8"))
    return ""
