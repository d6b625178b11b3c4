"""From a raw table to a row of the list: the fields of each kind of row, and nothing else."""

from __future__ import annotations

import re

from knowledge.advice import Danger
from knowledge.laws import Citation, Law
from knowledge.list_fields import Fields
from knowledge.matters import Limit, LimitUnit, Matter, Way, WayCode
from knowledge.units import District, Hotline, Level, Place, Unit

# Codes live in file names, links, buttons of 64 bytes and columns of the database.
UNIT_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
MATTER_ID = re.compile(r"[A-Z][A-Z0-9]{0,11}-[0-9]{2,4}")
PLACE_CODE = re.compile(r"[0-9]{9}")
HOTLINE = re.compile(r"[0-9-]{3,13}")
# A version also names a folder, so it begins with neither a dot nor a dash.
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")
# The law's name, then after one space the article, which may have a suffix (291 bis).
CITATION = re.compile(r"(\S+)(?: ([0-9]\S*))?")
SOURCE_BREAK = re.compile("[;\uff1b]")


def version(fields: Fields) -> str:
    """The version of the list, which every case keeps."""
    return _code(fields, "version", VERSION)


def unit(fields: Fields) -> Unit:
    """The ``[unit]`` table."""
    found = Unit(
        code=_code(fields, "code", UNIT_CODE),
        name=fields.text("name"),
        name_2018=fields.text("name_2018", ""),
        level=fields.choice("level", Level),
        booklet_2018=fields.flag("booklet_2018"),
        successor=fields.optional("successor"),
        note=fields.text("note", ""),
    )
    fields.finish()
    return found


def matter(fields: Fields, unit: Unit) -> Matter:
    """One ``[[matter]]`` of ``unit``; its level is the unit's where none is given."""
    ways = tuple(way(each) for each in fields.tables("way"))
    if not ways:
        fields.note("way", "no_way")
    found = Matter(
        id=_code(fields, "id", MATTER_ID),
        unit=unit.code,
        title=fields.text("title"),
        plain=fields.text("plain"),
        phrases=fields.texts("phrases"),
        ways=ways,
        basis=citations(fields, "basis"),
        advice=fields.text("advice", ""),
        mediable=fields.flag("mediable"),
        not_alone=fields.flag("not_alone"),
        level=fields.choice("level", Level, unit.level),
        needs_local_check=fields.flag("needs_local_check"),
        verified=fields.flag("verified"),
        reconsideration_first=fields.texts("reconsideration_first"),
        note=fields.text("note", ""),
    )
    fields.finish()
    return found


def way(fields: Fields) -> Way:
    """One ``[[matter.way]]``."""
    found = Way(
        code=fields.choice("code", WayCode),
        name=fields.text("name"),
        where=fields.text("where"),
        apply_within=_limit(fields.table("apply_within")),
        decided_within=_limit(fields.table("decided_within")),
    )
    fields.finish()
    return found


def limit(fields: Fields) -> Limit:
    """The fields of a time limit; it must say its source, since a number is never invented."""
    return Limit(
        n=fields.number("n"),
        unit=fields.choice("unit", LimitUnit),
        start=fields.text("from"),
        source=fields.text("source"),
        extension=fields.optional_number("extension"),
    )


def citations(fields: Fields, key: str) -> tuple[Citation, ...]:
    """Citations written ``law article``, or ``law`` alone."""
    found = []
    for text in fields.texts(key):
        match = CITATION.fullmatch(text)
        if match:
            found.append(Citation(match[1], match[2] or ""))
        else:
            fields.note(key, "bad_citation", value=text)
    return tuple(found)


def cited(source: str) -> list[str]:
    """Names of the laws in the source of a limit (several are parted by a semicolon)."""
    return [part.strip().split(" ")[0] for part in SOURCE_BREAK.split(source)]


def law(fields: Fields) -> Law:
    """One ``[[law]]``; the day it ends must not lie before the day it begins."""
    found = Law(
        name=fields.text("name"),
        version=fields.optional_day("version"),
        in_force_from=fields.optional_day("in_force_from"),
        in_force_to=fields.optional_day("in_force_to"),
        note=fields.text("note", ""),
    )
    begins, ends = found.in_force_from, found.in_force_to
    if begins and ends and ends < begins:
        fields.note("in_force_to", "ends_before_it_begins", begins=begins, ends=ends)
    fields.finish()
    return found


def place(fields: Fields) -> Place:
    """One ``[[place]]``: a township or sub-district by its nine-digit code."""
    found = Place(
        code=_code(fields, "code", PLACE_CODE),
        name=fields.text("name"),
        aliases=fields.texts("aliases"),
    )
    fields.finish()
    return found


def district(fields: Fields) -> District:
    """The ``[district]`` table with its ``[[district.hotline]]``."""
    found = District(
        code=fields.text("code"),
        name=fields.text("name"),
        city=fields.text("city"),
        number_prefix=fields.text("number_prefix"),
        office_name=fields.text("office_name"),
        office_phone=fields.text("office_phone"),
        office_address=fields.text("office_address"),
        office_hours=fields.text("office_hours"),
        hotlines=tuple(hotline(each) for each in fields.tables("hotline")),
    )
    fields.finish()
    return found


def hotline(fields: Fields) -> Hotline:
    """One number, with what it is for and the dangers for which it is told first."""
    found = Hotline(
        number=_code(fields, "number", HOTLINE),
        name=fields.text("name"),
        purpose=fields.text("purpose"),
        dangers=tuple(danger.value for danger in fields.choices("dangers", Danger)),
        verified=fields.flag("verified"),
    )
    fields.finish()
    return found


def _code(fields: Fields, key: str, pattern: re.Pattern[str]) -> str:
    value = fields.text(key)
    if value and not pattern.fullmatch(value):
        fields.note(key, "bad_code", value=value, pattern=pattern.pattern)
    return value


def _limit(fields: Fields | None) -> Limit | None:
    if fields is None:
        return None
    found = limit(fields)
    fields.finish()
    return found
