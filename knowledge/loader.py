"""Loading the responsibility list from its folder: whole and right, or every mistake named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from knowledge import list_rows
from knowledge.list_check import Draft, Read
from knowledge.list_fields import Fields, ListError, Problem
from knowledge.matters import ResponsibilityList

__all__ = ["LIST_FOLDER", "ListError", "Problem", "load_list"]

# tomllib tells the place only within its message (attributes came with Python 3.14).
PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")

LIST_FOLDER = Path(__file__).parent / "list"


def load_list(folder: Path | None = None) -> ResponsibilityList:
    """The list in ``folder`` (the packaged one by default).

    Files are read in the order of their names, rows in the order they are written.

    Raises:
        ListError: with every mistake of every file.
    """
    root = folder or LIST_FOLDER
    draft = Draft()
    _read_district(draft, root / "district.toml")
    _read_laws(draft, root / "laws.toml")
    _read_places(draft, root / "places.toml")
    for path in sorted((root / "units").glob("*.toml")):
        _read_unit(draft, path)
    rlist = draft.finish()
    if rlist is None:
        raise ListError(draft.problems)
    return rlist


def parse(path: Path, problems: list[Problem]) -> Fields | None:
    """The top table of a TOML file, or None (noted) where it cannot be read."""
    name = f"units/{path.name}" if path.parent.name == "units" else path.name
    try:
        # utf-8-sig: editors on Windows put a byte order mark at the beginning.
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        problems.append(Problem(name, None, None, "no_file"))
    except UnicodeDecodeError:
        problems.append(Problem(name, None, None, "not_utf8"))
    except (ValueError, RecursionError) as error:
        # Besides what is no TOML: numbers of thousands of digits, brackets without end.
        problems.append(_broken(name, str(error)))
    else:
        return Fields(raw, name, None, problems)
    return None


def _broken(name: str, error: str) -> Problem:
    """The mistake in a file that is no TOML, with the place where reading stopped."""
    found = PLACE.search(error)
    if found is None:
        return Problem(name, None, None, "not_toml_end", {"error": error})
    place = {"line": found[1], "column": found[2]}
    return Problem(name, None, None, "not_toml", {"error": error[: found.start()].strip(), **place})


def _read_district(draft: Draft, path: Path) -> None:
    top = parse(path, draft.problems)
    if top is None:
        return
    draft.version = list_rows.version(top)
    draft.adopted = top.day("adopted")
    district = top.table("district")
    if district is not None:
        draft.district = list_rows.district(district)
    elif "district" not in top.raw:
        top.note("district", "missing")
    top.finish()


def _read_laws(draft: Draft, path: Path) -> None:
    top = parse(path, draft.problems)
    if top is None:
        return
    for fields in rows_of(top, "law", name="name"):
        draft.laws.append(Read(list_rows.law(fields), fields))
    top.finish()


def _read_places(draft: Draft, path: Path) -> None:
    top = parse(path, draft.problems)
    if top is None:
        return
    for fields in rows_of(top, "place", name="code"):
        draft.places.append(Read(list_rows.place(fields), fields))
    top.finish()


def _read_unit(draft: Draft, path: Path) -> None:
    top = parse(path, draft.problems)
    if top is None:
        return
    head = top.table("unit")
    if head is None:
        if "unit" not in top.raw:
            top.note("unit", "missing")
        return
    unit = list_rows.unit(head)
    if unit.code != path.stem:
        head.note("code", "not_file_name", value=unit.code, name=path.stem)
    draft.units.append(Read(unit, head))
    for fields in rows_of(top, "matter", name="id"):
        draft.matters.append(Read(list_rows.matter(fields, unit), fields))
    top.finish()


def rows_of(top: Fields, key: str, *, name: str) -> Iterator[Fields]:
    """The tables under ``key``, each called by its own id, or by its number where it has none."""
    for n, fields in enumerate(top.tables(key), 1):
        value = fields.raw.get(name)
        fields.row = value if isinstance(value, str) and value else f"#{n}"
        fields.path = ""
        yield fields
