"""How two versions of a list differ, row by row and field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge import list_raw
from knowledge.list_raw import Plain, Raw
from knowledge.matters import Matter, ResponsibilityList, Way


class Subject(StrEnum):
    """What kind of row a change is about."""

    DISTRICT = "district"
    UNIT = "unit"
    MATTER = "matter"
    LAW = "law"
    PLACE = "place"
    HOTLINE = "hotline"


class Move(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row, before and after.

    The field ``way`` has one change for each way; ``way_order`` (names of the ways) says
    that the same ways now stand in another order.
    """

    field: str
    old: Plain | Way
    new: Plain | Way


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is new, gone or different; ``title`` is the new one where there is one."""

    subject: Subject
    move: Move
    id: str
    title: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ListDiff:
    """Everything that differs between two versions, in the order of the list.

    ``units`` names the units of both, the newer name first.
    """

    old_version: str
    new_version: str
    changes: tuple[Change, ...]
    units: Mapping[str, str]

    def __bool__(self) -> bool:
        """Whether anything but the version differs."""
        return bool(self.changes)

    def count(self) -> Counter[tuple[Subject, Move]]:
        """How many rows of each kind were added, removed and changed."""
        return Counter((change.subject, change.move) for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of any kind, as far as a comparison needs it."""

    title: str
    raw: Mapping[str, Plain]
    ways: tuple[Way, ...] = ()


def diff(old: ResponsibilityList, new: ResponsibilityList) -> ListDiff:
    """What must change in ``old`` to get ``new``; the order of rows does not count."""
    before, after = _tables(old), _tables(new)
    changes = [
        change
        for subject in Subject
        for change in _changes(subject, before[subject], after[subject])
    ]
    units = {code: unit.name for code, unit in {**old.units, **new.units}.items()}
    return ListDiff(old.version, new.version, tuple(changes), units)


def _tables(rlist: ResponsibilityList) -> dict[Subject, dict[str, _Row]]:
    district = rlist.district
    return {
        Subject.DISTRICT: {"": _Row(district.name, _plain(list_raw.district(district)))},
        Subject.UNIT: {
            code: _Row(unit.name, _plain(list_raw.unit(unit))) for code, unit in rlist.units.items()
        },
        Subject.MATTER: {name: _matter(matter) for name, matter in rlist.matters.items()},
        Subject.LAW: {
            name: _Row(name, _plain(list_raw.law(law))) for name, law in rlist.laws.items()
        },
        Subject.PLACE: {
            code: _Row(place.name, _plain(list_raw.place(place)))
            for code, place in rlist.places.items()
        },
        Subject.HOTLINE: {
            line.number: _Row(line.name, _plain(list_raw.hotline(line)))
            for line in district.hotlines
        },
    }


def _matter(matter: Matter) -> _Row:
    raw = {"unit": matter.unit, **_plain(list_raw.matter(matter))}
    return _Row(matter.title, raw, matter.ways)


def _plain(raw: Raw) -> dict[str, Plain]:
    return {key: value for key, value in raw.items() if not isinstance(value, Mapping)}


def _changes(
    subject: Subject, old: Mapping[str, _Row], new: Mapping[str, _Row]
) -> Iterator[Change]:
    for key, row in new.items():
        if key not in old:
            yield Change(subject, Move.ADDED, key, row.title)
        elif fields := (*_fields(old[key], row), *_ways(old[key].ways, row.ways)):
            yield Change(subject, Move.CHANGED, key, row.title, fields)
    for key, row in old.items():
        if key not in new:
            yield Change(subject, Move.REMOVED, key, row.title)


def _fields(old: _Row, new: _Row) -> Iterator[FieldChange]:
    for key, value in new.raw.items():
        if old.raw[key] != value:
            yield FieldChange(key, old.raw[key], value)


def _ways(old: tuple[Way, ...], new: tuple[Way, ...]) -> Iterator[FieldChange]:
    """Ways are told apart by family and name; a renamed one is one gone and one new."""
    before, after = _by_name(old), _by_name(new)
    for name, way in after.items():
        if before.get(name) != way:
            yield FieldChange("way", before.get(name), way)
    for name, way in before.items():
        if name not in after:
            yield FieldChange("way", way, None)
    if list(before) != list(after) and set(before) == set(after):
        names = [tuple(way.name for way in each.values()) for each in (before, after)]
        yield FieldChange("way_order", *names)


def _by_name(ways: tuple[Way, ...]) -> dict[tuple[str, str, int], Way]:
    """The ways by family, name and how many of that name came before."""
    found: dict[tuple[str, str, int], Way] = {}
    for way in ways:
        nth = sum(code == way.code and name == way.name for code, name, _ in found)
        found[way.code.value, way.name, nth] = way
    return found
