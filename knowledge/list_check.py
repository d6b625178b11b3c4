"""What must hold across the whole list, not only within one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, TypeVar

from knowledge import list_rows
from knowledge.laws import Law
from knowledge.list_fields import Fields, Problem
from knowledge.matters import Limit, Matter, ResponsibilityList
from knowledge.units import District, Place, Unit, heir

# A message nobody can place goes to the petition office, an accusation to discipline:
# without these two units the desk has nowhere to send them.
REQUIRED_UNITS = ("petition", "discipline")

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Read(Generic[Row]):
    """A row and the table it was read from."""

    row: Row
    fields: Fields

    @property
    def place(self) -> str:
        """Where the row stands, for pointing at it from another."""
        return f"{self.fields.file} {self.fields.row or ''}".rstrip()


@dataclass(slots=True)
class Draft:
    """A list as read, before it is known to be whole; ``problems`` grows while it is read.

    ``units_at`` is what a person calls the place where the units stand.
    """

    problems: list[Problem] = field(default_factory=list)
    version: str = ""
    adopted: date = date.min
    district: District | None = None
    units: list[Read[Unit]] = field(default_factory=list)
    matters: list[Read[Matter]] = field(default_factory=list)
    laws: list[Read[Law]] = field(default_factory=list)
    places: list[Read[Place]] = field(default_factory=list)
    units_at: str = "units"

    def finish(self) -> ResponsibilityList | None:
        """Check the whole; the list where nothing is wrong, else None."""
        units = _by(self.units, lambda unit: unit.code, key="code")
        laws = _by(self.laws, lambda law: law.name, key="name")
        places = _by(self.places, lambda place: place.code, key="code")
        matters = _by(self.matters, lambda matter: matter.id, key="id")
        _check_names(self.places)
        _check_successors(self.units, units)
        _check_laws(self.matters, laws)
        self._check_required(units)
        if self.problems or self.district is None:
            return None
        # What a merged unit answered for, its successor answers for: nobody need move the rows.
        rows = {name: replace(row, unit=heir(units, row.unit)) for name, row in matters.items()}
        return ResponsibilityList(
            self.version, self.adopted, self.district, units, rows, laws, places
        )

    def _check_required(self, units: Mapping[str, Unit]) -> None:
        for code in REQUIRED_UNITS:
            if code not in units:
                self.problems.append(Problem(self.units_at, code, None, "no_such_unit_file"))


def _by(rows: Sequence[Read[Row]], code: Callable[[Row], str], *, key: str) -> dict[str, Row]:
    """The rows by their code; a code used twice is a mistake of the second row."""
    first: dict[str, Read[Row]] = {}
    for read in rows:
        name = code(read.row)
        if name and name in first:
            read.fields.note(key, "duplicate", value=name, first=first[name].place)
        first.setdefault(name, read)
    return {name: read.row for name, read in first.items()}


def _check_names(places: Iterable[Read[Place]]) -> None:
    """A name or alias may stand for one place only."""
    owner: dict[str, str] = {}
    for read in places:
        for name in (read.row.name, *read.row.aliases):
            if owner.setdefault(name, read.row.code) != read.row.code:
                read.fields.note("aliases", "duplicate", value=name, first=owner[name])


def _check_successors(reads: Iterable[Read[Unit]], units: Mapping[str, Unit]) -> None:
    for read in reads:
        successor = read.row.successor
        if successor is None:
            continue
        if read.row.code in REQUIRED_UNITS:
            read.fields.note("successor", "must_stay", value=read.row.name)
        elif successor not in units:
            read.fields.note("successor", "unknown_unit", value=successor)
        elif _circles(read.row, units):
            read.fields.note("successor", "cycle", value=successor)


def _circles(unit: Unit, units: Mapping[str, Unit]) -> bool:
    """Whether following successors from ``unit`` never ends."""
    seen = {unit.code}
    following = unit.successor
    while following is not None and following in units:
        if following in seen:
            return True
        seen.add(following)
        following = units[following].successor
    return False


def _check_laws(reads: Iterable[Read[Matter]], laws: Mapping[str, Law]) -> None:
    """Every law cited must be known, with its version, in the table of laws."""
    for read in reads:
        for citation in read.row.basis:
            if citation.law not in laws:
                read.fields.note("basis", "unknown_law", value=citation.law)
        for way, fields in zip(read.row.ways, read.fields.tables("way"), strict=True):
            _check_limit(way.apply_within, fields.table("apply_within"), laws)
            _check_limit(way.decided_within, fields.table("decided_within"), laws)


def _check_limit(limit: Limit | None, fields: Fields | None, laws: Mapping[str, Law]) -> None:
    if limit is None or fields is None:
        return
    for name in list_rows.cited(limit.source):
        if name and name not in laws:
            fields.note("source", "unknown_law", value=name)
