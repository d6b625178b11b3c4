"""Units that can answer for a matter, and the places they serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Administrative level at which a unit works or a matter is answered."""

    COMMUNITY = "community"
    SUBDISTRICT = "subdistrict"
    DISTRICT = "district"
    CITY = "city"
    PROVINCE = "province"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the list: its code is stable, its name is what it is called today.

    ``successor`` is the code of the unit that took over its duties, if it was merged;
    ``booklet_2018`` marks the 17 departments of the 2018 booklet (an editorial choice).
    """

    code: str
    name: str
    name_2018: str
    level: Level
    booklet_2018: bool = False
    successor: str | None = None
    note: str = ""


def heir(units: Mapping[str, Unit], code: str) -> str:
    """The unit that answers today for what ``code`` answered for: itself or its successor.

    Also the code itself where the list no longer has it; a checked list has no circles.
    """
    while (unit := units.get(code)) is not None and unit.successor is not None:
        code = unit.successor
    return code


@dataclass(frozen=True, slots=True)
class Place:
    """A township or sub-district of the district, with the names people use for it."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hotline:
    """A telephone number anybody may call, and what for.

    ``dangers`` are the codes of ``knowledge.advice.Danger`` for which it is told first;
    a number that is not ``verified`` needs a local check before it is shown as certain.
    """

    number: str
    name: str
    purpose: str
    dangers: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True, slots=True)
class District:
    """The district this installation serves, and how to reach its petition office."""

    code: str
    name: str
    city: str
    number_prefix: str
    office_name: str
    office_phone: str
    office_address: str
    office_hours: str
    hotlines: tuple[Hotline, ...] = ()
