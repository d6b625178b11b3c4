"""Writing a list as the folder of TOML files that ``knowledge.loader`` reads.

The layout is meant for people: rows in order, one fact a line, nothing that is empty or usual.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from knowledge.laws import Citation, Law
from knowledge.matters import Limit, Matter, ResponsibilityList, Way
from knowledge.units import District, Hotline, Place, Unit

# Width (full-width characters count two) up to which a list of texts stays on one line.
LINE = 96
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}

Value = str | bool | int | date | tuple[str, ...] | Limit | None


def write_list(rlist: ResponsibilityList, folder: Path) -> None:
    """Write the whole list into ``folder``; files of units it no longer has are removed.

    A file that exists keeps the comment at its top. Other files of the folder are left alone.
    """
    units = folder / "units"
    units.mkdir(parents=True, exist_ok=True)
    _write(folder / "district.toml", district_text(rlist))
    _write(folder / "laws.toml", "\n".join(map(_law, rlist.laws.values())))
    _write(folder / "places.toml", "\n".join(map(_place, rlist.places.values())))
    for path in units.glob("*.toml"):
        if path.stem not in rlist.units:
            path.unlink()
    for unit in rlist.units.values():
        rows = [matter for matter in rlist.matters.values() if matter.unit == unit.code]
        _write(units / f"{unit.code}.toml", unit_text(unit, rows))


def unit_text(unit: Unit, matters: Iterable[Matter]) -> str:
    """The file of one unit."""
    return "\n".join([_unit(unit), *(_matter(matter, unit) for matter in matters)])


def district_text(rlist: ResponsibilityList) -> str:
    """The file that says which list this is, in which version, for which district."""
    head = _lines({"version": rlist.version, "adopted": rlist.adopted})
    parts = [head, _district(rlist.district), *map(_hotline, rlist.district.hotlines)]
    return "\n".join(parts)


def _unit(unit: Unit) -> str:
    return _table(
        "[unit]",
        {
            "code": unit.code,
            "name": unit.name,
            "name_2018": unit.name_2018,
            "level": unit.level.value,
            "booklet_2018": unit.booklet_2018,
            "successor": unit.successor,
            "note": unit.note,
        },
    )


def _matter(matter: Matter, unit: Unit) -> str:
    head = _table(
        "[[matter]]",
        {
            "id": matter.id,
            "title": matter.title,
            "plain": matter.plain,
            "phrases": matter.phrases,
            "basis": tuple(map(citation_text, matter.basis)),
            "reconsideration_first": matter.reconsideration_first,
            "advice": matter.advice,
            "mediable": matter.mediable,
            "not_alone": matter.not_alone,
            "level": None if matter.level is unit.level else matter.level.value,
            "needs_local_check": matter.needs_local_check,
            "verified": matter.verified,
            "note": matter.note,
        },
    )
    return "\n".join([head, *map(_way, matter.ways)])


def _way(way: Way) -> str:
    return _table(
        "[[matter.way]]",
        {
            "code": way.code.value,
            "name": way.name,
            "where": way.where,
            "apply_within": way.apply_within,
            "decided_within": way.decided_within,
        },
    )


def _law(law: Law) -> str:
    return _table(
        "[[law]]",
        {
            "name": law.name,
            "version": law.version,
            "in_force_from": law.in_force_from,
            "in_force_to": law.in_force_to,
            "note": law.note,
        },
    )


def _place(place: Place) -> str:
    fields: dict[str, Value] = {"code": place.code, "name": place.name, "aliases": place.aliases}
    return _table("[[place]]", fields)


def _district(district: District) -> str:
    return _table(
        "[district]",
        {
            "code": district.code,
            "name": district.name,
            "city": district.city,
            "number_prefix": district.number_prefix,
            "office_name": district.office_name,
            "office_phone": district.office_phone,
            "office_address": district.office_address,
            "office_hours": district.office_hours,
        },
    )


def _hotline(hotline: Hotline) -> str:
    return _table(
        "[[district.hotline]]",
        {
            "number": hotline.number,
            "name": hotline.name,
            "purpose": hotline.purpose,
            "dangers": hotline.dangers,
            "verified": hotline.verified,
        },
    )


def citation_text(citation: Citation) -> str:
    """A citation as it is written in the list: the law, a space, the article."""
    return f"{citation.law} {citation.article}".rstrip()


def _table(header: str, fields: Mapping[str, Value]) -> str:
    return f"{header}\n{_lines(fields)}"


def _lines(fields: Mapping[str, Value]) -> str:
    """One line a field; what is empty, unknown or no is left out, as that is what its lack means."""
    return "".join(
        f"{key} = {_value(value, len(key))}\n"
        for key, value in fields.items()
        if value not in (None, "", (), False)
    )


def _value(value: Value, indent: int = 0) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case tuple():
            return _array(value, indent)
        case Limit():
            return _limit(value)
        case _:
            return str(value)


def _limit(limit: Limit) -> str:
    parts: dict[str, Value] = {
        "n": limit.n,
        "unit": limit.unit.value,
        "extension": limit.extension,
        "from": limit.start,
        "source": limit.source,
    }
    inner = ", ".join(f"{key} = {_value(part)}" for key, part in parts.items() if part is not None)
    return f"{{ {inner} }}"


def _array(values: tuple[str, ...], indent: int) -> str:
    quoted = [_quoted(value) for value in values]
    line = f"[{', '.join(quoted)}]"
    if _width(line) + indent + 3 <= LINE:
        return line
    return "[\n" + "".join(f"    {value},\n" for value in quoted) + "]"


def _quoted(text: str) -> str:
    return f'"{"".join(_escaped(text))}"'


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
