"""The outbox: notices are put in with the act they tell of, and sent after its commit.

What they say lies encrypted while it waits, and is wiped once it was sent or given up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, delete, func, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.clocks import Clock
from storage.cipher import Cipher, Envelope
from storage.database import Database
from storage.tables import NoticeRow
from storage.tables.base import saved

Params = dict[str, Any]

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
# With waits doubling from 5 s to 1 h, a notice is tried for about ten hours.
MOST_TRIES = 20
# Longer than one notice can take, or a second worker would send it too: a channel is given up
# after a minute, a person has two of them, and a write waits half a minute at the most.
LEASE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person; ``tries`` is how often sending it failed."""

    id: int
    person_id: int
    kind: str
    params: Params
    tries: int


class Notices:
    """What waits to be sent. Of what was sent only the fact is kept."""

    def __init__(self, database: Database, clock: Clock, *, cipher: Cipher) -> None:
        self._database = database
        self._clock = clock
        self._cipher = cipher
        self._envelope = Envelope(cipher)

    async def queue(self, person_id: int, kind: str, params: Params) -> None:
        """Put one notice in; within an act use ``put`` instead."""
        now = self._clock()
        async with self._database.write() as session:
            put(session, person_id, kind, params=params, cipher=self._cipher, now=now)

    async def claim(self, limit: int = 20) -> list[Notice]:
        """Notices to be sent now, for this worker alone: of each person the oldest that is due.

        Nobody is given anything else of that person before the notice is ``sent``, ``failed``
        or ``refused``, so what he reads stays in order. A worker that dies says none of this:
        its claim ends after ``LEASE``. A notice that failed holds nothing up while it waits:
        an alert must not stand behind it for an hour.

        Raises:
            WrongKey: something was stored under another key; then nothing is claimed.
        """
        async with self._database.write() as session:
            rows = await session.scalars(
                _claiming(self._clock(), limit), execution_options={"synchronize_session": False}
            )
            return sorted((self._notice(row) for row in rows), key=lambda notice: notice.id)

    async def sent(self, notice_id: int) -> None:
        """Note that it went out, and forget what it said."""
        await self._end(col(NoticeRow.id) == notice_id, sent_at=self._clock())

    async def failed(self, notice_id: int, retry_after: float | None = None) -> None:
        """Try again later: after ``retry_after`` seconds if the channel said so.

        The wait doubles with each failure; after ``MOST_TRIES`` the notice is dead.
        """
        now = self._clock()
        async with self._database.write() as session:
            row = await session.get_one(NoticeRow, notice_id, with_for_update=True)
            row.tries += 1
            asked = timedelta(seconds=retry_after or 0)
            row.due_at = now + max(wait_after(row.tries), asked)
            row.claimed_until = None
            if row.tries >= MOST_TRIES:
                row.dead_at = now
                row.params = ""

    async def refused(self, notice_id: int) -> None:
        """Give up at once: the person has blocked the channel, or has no address."""
        await self._end(col(NoticeRow.id) == notice_id, dead_at=self._clock())

    async def settle(self) -> None:
        """Count everything that waits as sent: for a past that was invented, or imported."""
        await self._end(*_waiting(), sent_at=self._clock())

    async def forget(self, before: datetime) -> None:
        """Delete what was sent, or given up, before this moment."""
        over = col(NoticeRow.sent_at) < before, col(NoticeRow.dead_at) < before
        async with self._database.write() as session:
            for condition in over:
                await session.execute(delete(NoticeRow).where(condition))

    async def _end(self, *which: ColumnElement[bool], **at: datetime) -> None:
        over = update(NoticeRow).where(*which).values(params="", claimed_until=None, **at)
        async with self._database.write() as session:
            await session.execute(over)

    def _notice(self, row: NoticeRow) -> Notice:
        # Notices of the first version wait in plain text; the envelope opens both.
        params = self._envelope.open(row.params)
        return Notice(saved(row.id), row.person_id, row.kind, params, row.tries)


def put(
    session: AsyncSession,
    person_id: int,
    kind: str,
    *,
    params: Params,
    cipher: Cipher,
    now: datetime,
) -> None:
    """Put a notice into the outbox, within the transaction of what it tells of."""
    closed = Envelope(cipher).close(params)
    session.add(
        NoticeRow(person_id=person_id, kind=kind, params=closed, created_at=now, due_at=now)
    )


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failures."""
    doubled: timedelta = FIRST_WAIT * (1 << min(tries - 1, MOST_TRIES))
    return min(doubled, LONGEST_WAIT)


def _claiming(now: datetime, limit: int) -> Update:
    """Claim the oldest due notice of each person of whom nothing is claimed."""
    key, person = col(NoticeRow.id), col(NoticeRow.person_id)
    until = col(NoticeRow.claimed_until)
    due = *_waiting(), col(NoticeRow.due_at) <= now
    taken = select(person).where(*_waiting(), until > now)
    oldest = select(func.min(key)).where(*due, person.not_in(taken)).group_by(person)
    first = oldest.order_by(func.min(key)).limit(limit)
    # On PostgreSQL two workers may find the same ones at once: the second looks again at what
    # it locks, and passes over what it cannot. SQLite lets one transaction write at a time.
    free = select(key).where(key.in_(first), *due, or_(until.is_(None), until <= now))
    mine = update(NoticeRow).where(key.in_(free.with_for_update(skip_locked=True)))
    return mine.values(claimed_until=now + LEASE).returning(NoticeRow)


def _waiting() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(NoticeRow.sent_at).is_(None), col(NoticeRow.dead_at).is_(None)
