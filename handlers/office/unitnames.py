"""Units and places by the names people type: short forms, parts and slips of the key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from handlers.texts import office as texts
from knowledge.matters import ResponsibilityList
from knowledge.units import Unit

ENOUGH = 70.0
"""Below this score a name is not offered: 人社局 typed 人设局 still scores 85."""

FORMERLY = 0.85

_SAME, _PART, _SHORT, _INSIDE = 100.0, 95.0, 90.0, 80.0
PLACES_UNIT = "subdistrict"


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit, or a place of the unit that serves places, with how well its name fits."""

    unit: str
    place: str | None
    name: str
    score: float


def find(said: str, rlist: ResponsibilityList, *, limit: int = 6) -> list[Hit]:
    """Units and places whose name may be meant by ``said``, best first."""
    word = "".join(said.split())
    if not word:
        return []
    hits = [hit for hit in _all(word, rlist) if hit.score >= ENOUGH]
    hits.sort(key=lambda hit: (-hit.score, hit.unit, hit.place or ""))
    best = hits[:1] and hits[0].score
    # A name that fits exactly is what was meant: near misses would only be in the way.
    return [hit for hit in hits if best != _SAME or hit.score == _SAME][:limit]


def _all(word: str, rlist: ResponsibilityList) -> list[Hit]:
    units = [
        Hit(unit.code, None, unit.name, _unit(word, unit))
        for unit in rlist.units.values()
        if unit.successor is None
    ]
    places = [
        Hit(PLACES_UNIT, place.code, place.name, _best(word, (place.name, *place.aliases)))
        for place in rlist.places.values()
    ]
    return units + places


def _unit(word: str, unit: Unit) -> float:
    """What a unit was called in 2018 counts less: the name may be another unit's today."""
    today = _best(word, (unit.name, *texts.UNIT_ALIASES.get(unit.code, ())))
    return max(today, FORMERLY * _best(word, texts.parts(unit.name_2018)))


def _best(word: str, names: Iterable[str]) -> float:
    return max((_score(word, name) for name in names if name), default=0.0)


def _score(word: str, name: str) -> float:
    """How well a typed word fits a name. Whole names first, then parts, then short forms."""
    if word == name:
        return _SAME
    if len(word) >= 2 and word in name:
        return (_PART if name.startswith(word) else _INSIDE) + len(word) / len(name)
    if len(word) >= 2 and name[0] == word[0] and _within(word, name):
        return _SHORT + len(word) / len(name)
    return float(fuzz.ratio(word, name))


def _within(word: str, name: str) -> bool:
    """Whether the characters of a short form stand in the name in the same order."""
    letters = iter(name)
    return all(letter in letters for letter in word)
