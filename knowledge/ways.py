"""Which legal way to try first, and every way open, in the order of triage."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.advice import Danger, PetitionClass
from knowledge.matters import Matter, Way, WayCode

# The class alone settles the first way of these (信访工作条例 arts 29, 30; 31 is for claims).
BY_CLASS: Mapping[PetitionClass, WayCode] = {
    PetitionClass.INQUIRY: WayCode.CONSULT,
    PetitionClass.SUGGESTION: WayCode.SUGGESTION,
    PetitionClass.ACCUSATION: WayCode.DISCIPLINE,
    PetitionClass.THANKS: WayCode.PETITION,
}
# Ways that lead nowhere for somebody who wants something done.
SOFT = frozenset({WayCode.CONSULT, WayCode.SUGGESTION, WayCode.PETITION, WayCode.DISCIPLINE})


# Ways of a quarrel between private people.
PRIVATE = frozenset({WayCode.MEDIATION, WayCode.LITIGATION})


@dataclass(frozen=True, slots=True)
class Situation:
    """What of the message bears on the way."""

    petition_class: PetitionClass
    adjudicated: bool
    final: bool
    danger: Danger | None


@dataclass(frozen=True, slots=True)
class Doors:
    """Ways that are open whatever the row says, and the rows on private quarrels."""

    ways: Mapping[WayCode, Way]
    quarrels: frozenset[str]


def load_doors(folder: Path) -> Doors:
    """Read ``doors.toml``."""
    data = tomllib.loads((folder / "doors.toml").read_text("utf-8"))
    quarrels = frozenset(data.pop("quarrels"))
    ways = {
        WayCode(code): Way(WayCode(code), door["name"], door["where"])
        for code, door in data.items()
    }
    return Doors(ways, quarrels)


def open_ways(matter: Matter | None, situation: Situation, *, doors: Doors) -> tuple[Way, ...]:
    """Every way open, the one to try first in front and the petition procedure last.

    None is ever left out: a citizen is never told to drop a way.
    """
    own = matter.ways if matter else ()
    first = _first(own, situation, quarrel=matter is not None and matter.id in doors.quarrels)
    ways = sorted(own, key=lambda way: _order(way.code, first))
    if all(way.code is not first for way in ways) and first in doors.ways:
        ways.insert(0, doors.ways[first])
    petition = [way for way in ways if way.code is WayCode.PETITION]
    petition = petition or [doors.ways[WayCode.PETITION]]
    rest = [way for way in ways if way.code is not WayCode.PETITION]
    return tuple(petition + rest if first is WayCode.PETITION else rest + petition)


def _first(own: Sequence[Way], situation: Situation, *, quarrel: bool) -> WayCode:
    """The way to try first: the petition's end, the class, the danger, the courts, the row."""
    if situation.final:
        return WayCode.PETITION
    if situation.petition_class in BY_CLASS:
        return BY_CLASS[situation.petition_class]
    if situation.danger is not None:
        return WayCode.ADMIN
    codes = [way.code for way in own]
    if situation.adjudicated and WayCode.LITIGATION in codes:
        return WayCode.LITIGATION
    if situation.petition_class is PetitionClass.REPORT:
        return WayCode.ADMIN
    private = [code for code in codes if quarrel and code in PRIVATE]
    hard = [code for code in codes if code not in SOFT]
    return (private or hard or codes or [WayCode.PETITION])[0]


def _order(code: WayCode, first: WayCode) -> int:
    if code is first:
        return 0
    return 2 if code is WayCode.PETITION else 1
