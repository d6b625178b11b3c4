"""The outbox: notices are put in with the act they tell of, and sent after its commit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.clocks import Clock
from storage.database import Database
from storage.tables import NoticeRow
from storage.tables.base import saved

Params = dict[str, Any]

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
# With waits doubling from 5 s to 1 h, a notice is tried for about ten hours.
MOST_TRIES = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person; ``tries`` is how often sending it failed."""

    id: int
    person_id: int
    kind: str
    params: Params
    tries: int


class Notices:
    """What waits to be sent, oldest first. Of what was sent only the fact is kept."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def queue(self, person_id: int, kind: str, params: Params) -> None:
        """Put one notice in; within an act use ``put`` instead."""
        async with self._database.write() as session:
            put(session, person_id, kind, params=params, now=self._clock())

    async def due(self, limit: int = 20) -> list[Notice]:
        """Notices to be sent now."""
        waiting = (
            select(NoticeRow)
            .where(
                col(NoticeRow.sent_at).is_(None),
                col(NoticeRow.dead_at).is_(None),
                col(NoticeRow.due_at) <= self._clock(),
            )
            .order_by(col(NoticeRow.due_at), col(NoticeRow.id))
            .limit(limit)
        )
        async with self._database.read() as session:
            return [_notice(row) for row in await session.scalars(waiting)]

    async def sent(self, notice_id: int) -> None:
        """Note that it went out, and forget its text."""
        async with self._database.write() as session:
            _send(await session.get_one(NoticeRow, notice_id), self._clock())

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
            if row.tries >= MOST_TRIES:
                _give_up(row, now)

    async def refused(self, notice_id: int) -> None:
        """Give up at once: the person has blocked the channel, or has no address."""
        async with self._database.write() as session:
            _give_up(await session.get_one(NoticeRow, notice_id), self._clock())

    async def settle(self) -> None:
        """Count everything that waits as sent: for a past that was invented, or imported."""
        waiting = col(NoticeRow.sent_at).is_(None), col(NoticeRow.dead_at).is_(None)
        async with self._database.write() as session:
            for row in await session.scalars(select(NoticeRow).where(*waiting)):
                _send(row, self._clock())

    async def forget(self, before: datetime) -> None:
        """Delete what was sent, or given up, before this moment."""
        over = col(NoticeRow.sent_at) < before, col(NoticeRow.dead_at) < before
        async with self._database.write() as session:
            for condition in over:
                await session.execute(delete(NoticeRow).where(condition))


def put(session: AsyncSession, person_id: int, kind: str, *, params: Params, now: datetime) -> None:
    """Put a notice into the outbox, within the transaction of what it tells of."""
    stored = json.dumps(params, ensure_ascii=False)
    session.add(
        NoticeRow(person_id=person_id, kind=kind, params=stored, created_at=now, due_at=now)
    )


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failures."""
    doubled: timedelta = FIRST_WAIT * (1 << min(tries - 1, MOST_TRIES))
    return min(doubled, LONGEST_WAIT)


def _send(row: NoticeRow, now: datetime) -> None:
    row.sent_at = now
    row.params = _without_text(row.params)


def _give_up(row: NoticeRow, now: datetime) -> None:
    row.dead_at = now
    row.params = _without_text(row.params)


def _without_text(params: str) -> str:
    kept = {key: value for key, value in json.loads(params).items() if key != "text"}
    return json.dumps(kept, ensure_ascii=False)


def _notice(row: NoticeRow) -> Notice:
    params: Params = json.loads(row.params)
    return Notice(saved(row.id), row.person_id, row.kind, params, row.tries)
