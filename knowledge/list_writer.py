"""Writing a list as the folder of TOML files that ``knowledge.loader`` reads.

The layout is meant for people: rows in order, one fact a line, nothing that is empty or usual.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from knowledge import list_raw
from knowledge.list_raw import Plain, Raw
from knowledge.matters import Matter, ResponsibilityList
from knowledge.units import Unit

# Width (full-width characters count two) up to which a list of texts stays on one line.
LINE = 96
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_list(rlist: ResponsibilityList, folder: Path) -> None:
    """Write the whole list into ``folder``; files of units it no longer has are removed.

    A file that exists keeps the comment at its top. Other files of the folder are left alone.
    """
    files = list_files(rlist)
    (folder / "units").mkdir(parents=True, exist_ok=True)
    for path in (folder / "units").glob("*.toml"):
        if f"units/{path.name}" not in files:
            path.unlink()
    for name, text in files.items():
        _write(folder / name, text)


def list_files(rlist: ResponsibilityList) -> dict[str, str]:
    """The text of every file of the list, by its name in the folder."""
    laws = [_table("[[law]]", list_raw.law(law)) for law in rlist.laws.values()]
    places = [_table("[[place]]", list_raw.place(place)) for place in rlist.places.values()]
    rows: dict[str, list[Matter]] = {code: [] for code in rlist.units}
    for matter in rlist.matters.values():
        rows[matter.unit].append(matter)
    units = rlist.units.values()
    return {
        "district.toml": district_text(rlist),
        "laws.toml": "\n".join(laws),
        "places.toml": "\n".join(places),
        **{f"units/{unit.code}.toml": unit_text(unit, rows[unit.code]) for unit in units},
    }


def unit_text(unit: Unit, matters: Iterable[Matter]) -> str:
    """The file of one unit."""
    head = _table("[unit]", list_raw.unit(unit))
    return "\n".join([head, *(_matter(matter, unit) for matter in matters)])


def district_text(rlist: ResponsibilityList) -> str:
    """The file that says which list this is, in which version, for which district."""
    district = _table("[district]", list_raw.district(rlist.district))
    hotlines = [
        _table("[[district.hotline]]", list_raw.hotline(hotline))
        for hotline in rlist.district.hotlines
    ]
    return "\n".join([_lines(list_raw.head(rlist)), district, *hotlines])


def _matter(matter: Matter, unit: Unit) -> str:
    fields = dict(list_raw.matter(matter))
    if matter.level is unit.level:
        del fields["level"]
    ways = [_table("[[matter.way]]", list_raw.way(way)) for way in matter.ways]
    return "\n".join([_table("[[matter]]", fields), *ways])


def _table(header: str, fields: Raw) -> str:
    return f"{header}\n{_lines(fields)}"


def _lines(fields: Raw) -> str:
    """One line a field; what is empty, unknown or no is left out: its lack means just that."""
    return "".join(
        f"{key} = {_value(value, len(key))}\n"
        for key, value in fields.items()
        if value not in (None, "", (), False)
    )


def _value(value: Plain | Mapping[str, Plain], indent: int = 0) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case tuple():
            return _array(value, indent)
        case Mapping():
            return _inline(value)
        case _:
            return str(value)


def _inline(fields: Mapping[str, Plain]) -> str:
    parts = [f"{key} = {_value(part)}" for key, part in fields.items() if part is not None]
    return f"{{ {', '.join(parts)} }}"


def _array(values: tuple[str, ...], indent: int) -> str:
    quoted = [_quoted(value) for value in values]
    line = f"[{', '.join(quoted)}]"
    if _width(line) + indent + 3 <= LINE:
        return line
    return "[\n" + "".join(f"    {value},\n" for value in quoted) + "]"


def _quoted(text: str) -> str:
    plain = text.isprintable() and '"' not in text and "\\" not in text
    return f'"{text if plain else "".join(_escaped(text))}"'


def _escaped(text: str) -> Iterator[str]:
    for char in text:
        # TOML allows no other control characters in a text, and no lone halves of characters.
        control = ord(char) < 0x20 or ord(char) == 0x7F
        yield ESCAPES.get(char) or (f"\\u{ord(char):04x}" if control else char)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "FW" else 1 for char in text)


def _write(path: Path, text: str) -> None:
    path.write_text(_comment(path) + text, encoding="utf-8", newline="\n")


def _comment(path: Path) -> str:
    """The comment lines at the top of an existing file, with the blank line after them."""
    if not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    kept = []
    for line in lines:
        if not line.startswith("#"):
            break
        kept.append(line)
    return "\n".join([*kept, "", ""]) if kept else ""
