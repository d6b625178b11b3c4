"""Corrections the desk learns from: written with the re-routing, listed, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from knowledge.advice import Precedent
from knowledge.clocks import Clock
from knowledge.learning import Correction
from knowledge.procedure import Role
from knowledge.text import normalise
from storage.cipher import Cipher
from storage.counters import next_number
from storage.database import Database
from storage.errors import NotPermitted
from storage.lists import Lists
from storage.permissions import Actor, impartial, visible
from storage.selection import unsealed
from storage.tables import CaseRow, CorrectionRow, Counter, PersonRow
from storage.tables.base import saved

KEEPERS = frozenset({Role.OFFICE, Role.ADMINISTRATOR})
COUNTER = "corrections"


@dataclass(frozen=True, slots=True)
class Which:
    """Some corrections: those that meet every condition that is given."""

    ids: tuple[int, ...] = ()
    person: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    live: bool = False

    @property
    def everything(self) -> bool:
        """Whether nothing was said that would leave any out."""
        return self == Which(live=self.live)


@dataclass(frozen=True, slots=True)
class Example:
    """A correction as its keepers see it.

    ``number`` and ``text`` are the case's, for those who may see the case.
    ``until`` is when it was taken back, by ``undone_by`` (None: on the command line).
    """

    id: int
    number: str | None
    text: str | None
    was: str
    unit: str
    matter_id: str | None
    list_version: str
    person_id: int
    by: str | None
    at: datetime
    until: datetime | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What was added or taken back since: by case the correction that holds now, or None.

    A case gives one example at most, the latest that holds, under the case's own id. ``last``
    is the number of the last change among them.
    """

    last: int
    cases: dict[int, Correction | None]


async def enter(
    session: AsyncSession, row: CaseRow, *, was: str, by: Actor, cipher: Cipher
) -> None:
    """Write the example that a re-routing gives, within its transaction.

    A confirmation is no example, and nothing is learned from what is sealed.
    """
    if row.sealed or row.unit == was:
        return
    example = CorrectionRow(
        change=await next_number(session, COUNTER),
        case_id=saved(row.id),
        text=cipher.encrypt(normalise(cipher.decrypt(row.text))),
        was=was,
        unit=row.unit,
        matter_id=row.matter_id,
        list_version=row.list_version,
        person_id=by.person_id,
        at=row.updated_at,
    )
    session.add(example)


class Lessons:
    """The corrections. Who is not of the office, nor administrator, reads none of them.

    An administrator reads no cases, so for him they have neither numbers nor texts; ``by`` is
    None on the command line. What became of a sealed case, or of one the actor's unit is
    accused in, is for nobody here.
    """

    def __init__(self, database: Database, lists: Lists, *, cipher: Cipher, clock: Clock) -> None:
        self._database = database
        self._lists = lists
        self._cipher = cipher
        self._clock = clock

    async def find(
        self, which: Which, by: Actor | None, *, limit: int | None = None
    ) -> list[Example]:
        """Corrections, the latest first.

        Raises:
            NotPermitted: the actor keeps none.
        """
        number = case((visible(by) if by else true(), CaseRow.number))
        undoer = aliased(PersonRow)
        found = (
            select(CorrectionRow, PersonRow.name, undoer.name, number)
            .join(CaseRow, col(CaseRow.id) == CorrectionRow.case_id)
            .join(PersonRow, col(PersonRow.id) == CorrectionRow.person_id)
            .outerjoin(undoer, col(undoer.id) == CorrectionRow.revoked_by)
            .where(_kept_by(by), _meets(which))
            .order_by(col(CorrectionRow.id).desc())
            .limit(limit)
        )
        async with self._database.read() as session:
            return [self._example(*row) for row in await session.execute(found)]

    async def revoke(self, which: Which, by: Actor | None) -> int:
        """Take corrections back, all or none; returns how many there were to take.

        Raises:
            NotPermitted: the actor keeps none.
            ValueError: nothing was said that would leave any out.
        """
        if which.everything:
            raise ValueError("which corrections?")
        held = (
            select(CorrectionRow.id)
            .join(CaseRow, col(CaseRow.id) == CorrectionRow.case_id)
            .where(_kept_by(by), _meets(which))
        )
        taken = (
            update(CorrectionRow)
            .where(col(CorrectionRow.id).in_(held), col(CorrectionRow.revoked_at).is_(None))
            .returning(col(CorrectionRow.id))
        )
        async with self._database.write() as session:
            change = await next_number(session, COUNTER)
            person = by.person_id if by else None
            values = {"revoked_at": self._clock(), "revoked_by": person, "change": change}
            quietly = {"synchronize_session": False}
            done = await session.execute(taken.values(**values), execution_options=quietly)
            return len(done.all())

    async def number(self, precedent: Precedent, by: Actor) -> str | None:
        """The number of the case that a precedent was, if the actor may see that case."""
        found = select(CaseRow.number).where(col(CaseRow.id) == int(precedent.id), visible(by))
        async with self._database.read() as session:
            number: str | None = await session.scalar(found)
            return number

    async def last(self) -> int:
        """The number of the last change."""
        async with self._database.read() as session:
            return await _last(session)

    async def changes(self, after: int) -> Changes:
        """What became of the cases whose corrections changed after that change."""
        changed = select(CorrectionRow.case_id).where(col(CorrectionRow.change) > after)
        live = (
            select(CorrectionRow, PersonRow.name)
            .join(CaseRow, col(CaseRow.id) == CorrectionRow.case_id)
            .join(PersonRow, col(PersonRow.id) == CorrectionRow.person_id)
            .where(col(CorrectionRow.case_id).in_(changed), unsealed(), _is_live())
            .order_by(col(CorrectionRow.id))
        )
        async with self._database.read() as session:
            cases: dict[int, Correction | None] = dict.fromkeys(await session.scalars(changed))
            for row, name in await session.execute(live):
                cases[row.case_id] = self._correction(row, name)  # of one case the latest holds
            return Changes(await _last(session), cases)

    def _correction(self, row: CorrectionRow, name: str | None) -> Correction:
        return Correction(
            id=str(row.case_id),
            text=self._cipher.decrypt(row.text),
            unit=self._lists.heir(row.unit),
            by=self._cipher.decrypt_or_none(name) or "",
            at=row.at,
            row=row.matter_id,
        )

    def _example(
        self, row: CorrectionRow, name: str | None, undoer: str | None, number: str | None
    ) -> Example:
        plain = self._cipher.decrypt_or_none
        return Example(
            id=saved(row.id),
            number=number,
            text=None if number is None else self._cipher.decrypt(row.text),
            was=row.was,
            unit=row.unit,
            matter_id=row.matter_id,
            list_version=row.list_version,
            person_id=row.person_id,
            by=plain(name),
            at=row.at,
            until=row.revoked_at,
            undone_by=plain(undoer),
        )


async def _last(session: AsyncSession) -> int:
    found = select(Counter.last).where(col(Counter.name) == COUNTER)
    return await session.scalar(found) or 0


def _is_live() -> ColumnElement[bool]:
    return col(CorrectionRow.revoked_at).is_(None)


def _kept_by(by: Actor | None) -> ColumnElement[bool]:
    """The corrections the actor may read and take back."""
    if by is not None and not by.roles & KEEPERS:
        raise NotPermitted("corrections")
    return and_(unsealed(), impartial(by))


def _meets(which: Which) -> ColumnElement[bool]:
    conditions: Sequence[ColumnElement[bool]] = (
        col(CorrectionRow.id).in_(which.ids) if which.ids else true(),
        col(CorrectionRow.person_id) == which.person if which.person is not None else true(),
        col(CorrectionRow.at) >= which.since if which.since else true(),
        col(CorrectionRow.at) <= which.until if which.until else true(),
        _is_live() if which.live else true(),
    )
    return and_(*conditions)
