"""Requests about one's own data: recorded when they are made, answered once by the office.

The law names no number of days for them (Personal Information Protection Law arts. 46, 47, 50),
so no clock runs: the oldest is told first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from knowledge.clocks import Clock
from knowledge.procedure import Role
from storage import notices
from storage.cipher import Cipher
from storage.database import Database
from storage.errors import DataRequestGone
from storage.permissions import Actor, require, visible
from storage.selection import unsealed
from storage.tables import CaseParty, CaseRow, DataRequestRow, PostRow, Standing, Wanted
from storage.tables.base import saved

__all__ = ["DataRequest", "DataRequests", "Standing", "Wanted"]

KIND = "data"
"""Kind of the notices that tell of requests."""
WHAT = "data requests"


@dataclass(frozen=True, slots=True)
class DataRequest:
    """One request. ``cases`` are the numbers of the person's cases that the reader may see."""

    id: int
    wanted: Wanted
    text: str
    at: datetime
    standing: Standing
    reason: str | None
    cases: tuple[str, ...] = ()


class DataRequests:
    """What people ask about their own data. Only the petition office reads and answers it.

    Nobody answers a request of his own.
    """

    def __init__(self, database: Database, cipher: Cipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    async def ask(self, wanted: Wanted, text: str, by: Actor) -> DataRequest:
        """Record a request, and tell the office of it.

        Raises:
            ValueError: nothing was said.
        """
        said = text.strip()
        if not said:
            raise ValueError("what is to become of the data?")
        row = DataRequestRow(
            person_id=by.person_id,
            wanted=wanted.value,
            text=self._cipher.encrypt(said),
            at=self._clock(),
        )
        async with self._database.write() as session:
            session.add(row)
            await session.flush()
            for person_id in await _office(session) - {by.person_id}:
                self._tell(session, person_id, row, to="staff")
        return self._request(row)

    async def mine(self, by: Actor) -> list[DataRequest]:
        """The actor's own requests, the latest first."""
        own = col(DataRequestRow.person_id) == by.person_id
        newest = select(DataRequestRow).where(own).order_by(col(DataRequestRow.id).desc())
        async with self._database.read() as session:
            return [self._request(row) for row in await session.scalars(newest)]

    async def count(self, by: Actor) -> int:
        """How many wait for the actor; nothing waits for whom it does not concern."""
        if not by.has(Role.OFFICE):
            return 0
        waiting = select(func.count()).select_from(DataRequestRow).where(_waiting(by))
        async with self._database.read() as session:
            return await session.scalar(waiting) or 0

    async def waiting(self, by: Actor, *, limit: int | None = None) -> list[DataRequest]:
        """The requests that nobody has answered yet, the oldest first.

        Raises:
            NotPermitted: the actor is not of the petition office.
        """
        return await self._open(by, true(), limit=limit)

    async def get(self, request_id: int, by: Actor) -> DataRequest:
        """One of them.

        Raises:
            NotPermitted: the actor is not of the petition office.
            DataRequestGone: there is none, it was answered, or it is the actor's own.
        """
        found = await self._open(by, col(DataRequestRow.id) == request_id)
        if not found:
            raise DataRequestGone(request_id)
        return found[0]

    async def answer(self, request_id: int, by: Actor, *, refused: str | None = None) -> None:
        """It was done, or is ``refused`` for this reason; the person is told.

        Raises:
            NotPermitted: the actor is not of the petition office.
            DataRequestGone: see ``get``; of two who answer at once, one is refused.
            ValueError: a refusal without a reason (art. 50).
        """
        require(by, Role.OFFICE, WHAT)
        reason = None if refused is None else refused.strip()
        if reason == "":
            raise ValueError("a refusal needs a reason")
        standing = Standing.DONE if reason is None else Standing.REFUSED
        answered = (
            update(DataRequestRow)
            .where(col(DataRequestRow.id) == request_id, _waiting(by))
            .values(
                standing=standing.value,
                reason=self._cipher.encrypt_or_none(reason),
                answered_at=self._clock(),
                answered_by=by.person_id,
            )
            .returning(DataRequestRow)
        )
        async with self._database.write() as session:
            row = (await session.scalars(answered)).one_or_none()
            if row is None:
                raise DataRequestGone(request_id)
            self._tell(session, row.person_id, row, to="citizen")

    async def _open(
        self, by: Actor, which: ColumnElement[bool], *, limit: int | None = None
    ) -> list[DataRequest]:
        require(by, Role.OFFICE, WHAT)
        oldest = select(DataRequestRow).where(_waiting(by), which).order_by(col(DataRequestRow.id))
        async with self._database.read() as session:
            rows = (await session.scalars(oldest.limit(limit))).all()
            numbers = await _numbers(session, rows, by)
        return [self._request(row, numbers[row.person_id]) for row in rows]

    def _request(self, row: DataRequestRow, cases: Iterable[str] = ()) -> DataRequest:
        return DataRequest(
            id=saved(row.id),
            wanted=Wanted(row.wanted),
            text=self._cipher.decrypt(row.text),
            at=row.at,
            standing=Standing(row.standing),
            reason=self._cipher.decrypt_or_none(row.reason),
            cases=tuple(cases),
        )

    def _tell(self, session: AsyncSession, person_id: int, row: DataRequestRow, *, to: str) -> None:
        """Who asked what stays in the record; only the answer goes out, to whom it concerns."""
        params = {
            "to": to,
            "request": saved(row.id),
            "wanted": row.wanted,
            "standing": row.standing,
            "reason": self._cipher.decrypt_or_none(row.reason),
        }
        now = self._clock()
        notices.put(session, person_id, KIND, params=params, cipher=self._cipher, now=now)


def _waiting(by: Actor) -> ColumnElement[bool]:
    is_open = col(DataRequestRow.standing) == Standing.OPEN.value
    return is_open & (col(DataRequestRow.person_id) != by.person_id)


async def _office(session: AsyncSession) -> set[int]:
    held = col(PostRow.role) == Role.OFFICE.value, col(PostRow.revoked_at).is_(None)
    return set(await session.scalars(select(PostRow.person_id).where(*held)))


async def _numbers(
    session: AsyncSession, rows: Sequence[DataRequestRow], by: Actor
) -> defaultdict[int, list[str]]:
    """Numbers of the people's cases, without what is sealed."""
    party = aliased(CaseParty)  # the permissions look at the parties on their own account
    people = {row.person_id for row in rows}
    theirs = (
        select(party.person_id, CaseRow.number)
        .join(CaseRow, col(CaseRow.id) == party.case_id)
        .where(col(party.person_id).in_(people), visible(by), unsealed())
        .order_by(col(CaseRow.id))
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for person_id, number in await session.execute(theirs):
        found[person_id].append(number)
    return found
