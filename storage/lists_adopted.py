"""The record of the list: which versions there are, who adopted which, from what day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, count
from pathlib import Path

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.clocks import Clock, office_day
from knowledge.list_versions import (
    Term,
    digest,
    in_force,
    lay_out,
    load_term,
    pack,
    write_record,
)
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Role
from storage.cipher import Cipher
from storage.counters import next_number, upsert
from storage.database import Database
from storage.errors import ListRefused, NotPermitted
from storage.permissions import Actor
from storage.tables import ListAdoptionRow, ListVersionRow

ADOPTERS = frozenset({Role.OFFICE, Role.ADMINISTRATOR})
COUNTER = "list_adoptions"
# Of a version to which a number is added: forty characters are kept.
LONGEST = 35


@dataclass(frozen=True, slots=True)
class Adoption(Term):
    """Somebody's decision that a version is in force from a day on.

    ``number`` counts decisions from 1; ``summary`` says in words what the version changed.
    """

    number: int
    person_id: int
    name: str
    at: datetime
    summary: str
    source_sha256: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A list that somebody wants in force: what was read, from what file, and how it differs.

    ``seen`` is the number of the last decision when the differences were shown.
    """

    rlist: ResponsibilityList
    summary: str
    seen: int
    source_sha256: str | None = None


class Adoptions:
    """Versions and decisions; nothing here is ever changed, only added.

    The database has the last word. ``lay_out`` copies it to ``root``, where this process
    reads earlier versions, and commands that open no database the one in force.
    """

    def __init__(self, database: Database, root: Path, *, cipher: Cipher, clock: Clock) -> None:
        self._database = database
        self._root = root
        self._cipher = cipher
        self._clock = clock
        self._laying = asyncio.Lock()

    async def all(self) -> list[Adoption]:
        """Every decision, in the order in which they were taken."""
        async with self._database.read() as session:
            return await self._all(session)

    async def in_force(self) -> Term | None:
        """What holds today; None where the list that came first still does."""
        async with self._database.read() as session:
            return in_force(await _terms(session), office_day(self._clock()))

    async def last(self) -> int:
        """The number of the last decision; 0 before the first."""
        async with self._database.read() as session:
            return await session.scalar(select(func.max(col(ListAdoptionRow.id)))) or 0

    async def versions(self) -> list[str]:
        """Every version that is kept, the oldest first."""
        kept = select(ListVersionRow.version).order_by(
            col(ListVersionRow.kept_at), col(ListVersionRow.version)
        )
        async with self._database.read() as session:
            return list(await session.scalars(kept))

    async def load(self, term: Term) -> ResponsibilityList:
        """The list of a decision."""
        await self.lay_out()
        return await asyncio.to_thread(load_term, self._root, term)

    async def named(self, rlist: ResponsibilityList) -> ResponsibilityList:
        """The list under its own version, or the next free one if another list has that.

        A version never means two lists: cases are told apart by it.
        """
        async with self._database.read() as session:
            return (await _named(session, rlist))[0]

    async def keep(self, rlist: ResponsibilityList) -> ResponsibilityList:
        """Keep the list that came first, so that its cases find their rows after it."""
        async with self._database.write() as session:
            kept = await self._keep(session, rlist)
        await self.lay_out()
        return kept

    async def adopt(
        self, proposal: Proposal, *, by: Actor, start: date, name: str | None = None
    ) -> Adoption:
        """Put a list in force from ``start`` on, in ``name``'s name (the actor's own if none).

        Raises:
            NotPermitted: the actor is neither of the petition office nor administrator.
            ListRefused: ``past``, ``unnamed``, or ``overtaken`` by another decision.
        """
        signed = (name or by.name or "").strip()
        now = self._clock()
        if not by.roles & ADOPTERS:
            raise NotPermitted("adopt")
        if start < office_day(now):
            raise ListRefused("past")
        if not signed:
            raise ListRefused("unnamed")
        async with self._database.write() as session:
            number = await next_number(session, COUNTER)
            if number != proposal.seen + 1:
                raise ListRefused("overtaken")
            rlist = await self._keep(session, proposal.rlist)
            row = ListAdoptionRow(
                id=number,
                version=rlist.version,
                start=start,
                person_id=by.person_id,
                name=self._cipher.encrypt(signed),
                at=now,
                summary=proposal.summary,
                source_sha256=proposal.source_sha256,
            )
            session.add(row)
        await self.lay_out()
        return self._adoption(row)

    async def lay_out(self) -> None:
        """Copy to the data folder what is not there yet."""
        async with self._laying, self._database.read() as session:
            there = [path.name for path in self._root.glob("*") if path.is_dir()]
            missing = select(ListVersionRow).where(col(ListVersionRow.version).not_in(there))
            for row in await session.scalars(missing):
                await asyncio.to_thread(lay_out, row.content, self._root / row.version)
            await asyncio.to_thread(write_record, self._root, await _terms(session))

    async def _keep(self, session: AsyncSession, rlist: ResponsibilityList) -> ResponsibilityList:
        """Keep the list under a name of its own, if it is not kept yet."""
        named, mark = await _named(session, rlist)
        insert = upsert(session, ListVersionRow).values(
            version=named.version, digest=mark, content=pack(named), kept_at=self._clock()
        )
        await session.execute(insert.on_conflict_do_nothing())
        return named

    async def _all(self, session: AsyncSession) -> list[Adoption]:
        decided = select(ListAdoptionRow).order_by(col(ListAdoptionRow.id))
        return [self._adoption(row) for row in await session.scalars(decided)]

    def _adoption(self, row: ListAdoptionRow) -> Adoption:
        return Adoption(
            row.version,
            row.start,
            row.id,
            row.person_id,
            self._cipher.decrypt(row.name),
            row.at,
            row.summary,
            row.source_sha256,
        )


async def _terms(session: AsyncSession) -> list[Term]:
    decided = select(col(ListAdoptionRow.version), col(ListAdoptionRow.start))
    rows = decided.order_by(col(ListAdoptionRow.id))
    return [Term(version, start) for version, start in await session.execute(rows)]


async def _named(
    session: AsyncSession, rlist: ResponsibilityList
) -> tuple[ResponsibilityList, str]:
    """The list under the first name that no other list has (its own, else with a number).

    Also its digest.
    """
    kept = select(ListVersionRow.version, ListVersionRow.digest)
    digests = {version: found for version, found in await session.execute(kept)}  # noqa: C416 -- typed
    mine = digest(rlist)
    names = chain([rlist.version], (f"{rlist.version[:LONGEST]}-{n}" for n in count(2)))
    return replace(rlist, version=next(n for n in names if digests.get(n, mine) == mine)), mine
