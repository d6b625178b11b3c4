"""From a row of the list back to its raw fields: the one form that files and workbooks share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from knowledge.laws import Citation, Law
from knowledge.matters import Limit, Matter, ResponsibilityList, Way
from knowledge.units import District, Hotline, Place, Unit

Plain = str | bool | int | date | tuple[str, ...] | None
Raw = Mapping[str, Plain | Mapping[str, Plain]]


def head(rlist: ResponsibilityList) -> Raw:
    """Which version of which list it is."""
    return {"version": rlist.version, "adopted": rlist.adopted}


def unit(unit: Unit) -> Raw:
    """Fields of a unit."""
    return {
        "code": unit.code,
        "name": unit.name,
        "name_2018": unit.name_2018,
        "level": unit.level.value,
        "booklet_2018": unit.booklet_2018,
        "successor": unit.successor,
        "note": unit.note,
    }


def matter(matter: Matter) -> Raw:
    """Fields of a row, but its unit and its ways, which stand elsewhere."""
    return {
        "id": matter.id,
        "title": matter.title,
        "plain": matter.plain,
        "phrases": matter.phrases,
        "basis": tuple(map(citation, matter.basis)),
        "reconsideration_first": matter.reconsideration_first,
        "advice": matter.advice,
        "mediable": matter.mediable,
        "not_alone": matter.not_alone,
        "level": matter.level.value,
        "needs_local_check": matter.needs_local_check,
        "verified": matter.verified,
        "note": matter.note,
    }


def citation(citation: Citation) -> str:
    """A citation as it is written in the list: the law, a space, the article."""
    return f"{citation.law} {citation.article}".rstrip()


def way(way: Way) -> Raw:
    """Fields of a way, its limits as tables within."""
    return {
        "code": way.code.value,
        "name": way.name,
        "where": way.where,
        "apply_within": limit(way.apply_within),
        "decided_within": limit(way.decided_within),
    }


def limit(limit: Limit | None) -> Mapping[str, Plain] | None:
    """Fields of a limit, if there is one."""
    if limit is None:
        return None
    return {
        "n": limit.n,
        "unit": limit.unit.value,
        "extension": limit.extension,
        "from": limit.start,
        "source": limit.source,
    }


def law(law: Law) -> Raw:
    """Fields of a law."""
    return {
        "name": law.name,
        "version": law.version,
        "in_force_from": law.in_force_from,
        "in_force_to": law.in_force_to,
        "note": law.note,
    }


def place(place: Place) -> Raw:
    """Fields of a place."""
    return {"code": place.code, "name": place.name, "aliases": place.aliases}


def district(district: District) -> Raw:
    """Fields of the district, but its hotlines."""
    return {
        "code": district.code,
        "name": district.name,
        "city": district.city,
        "number_prefix": district.number_prefix,
        "office_name": district.office_name,
        "office_phone": district.office_phone,
        "office_address": district.office_address,
        "office_hours": district.office_hours,
    }


def hotline(hotline: Hotline) -> Raw:
    """Fields of a number to call."""
    return {
        "number": hotline.number,
        "name": hotline.name,
        "purpose": hotline.purpose,
        "dangers": hotline.dangers,
        "verified": hotline.verified,
    }
