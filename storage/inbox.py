"""Updates as they come in: stored before they are acknowledged, handled once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col, select

from knowledge.clocks import Clock
from storage.cipher import Cipher, Envelope
from storage.counters import upsert
from storage.database import Database
from storage.tables import InboxRow

Payload = dict[str, Any]
ERROR_LENGTH = 200


class Inbox:
    """What was received on each channel. With a ``cipher`` payloads are encrypted."""

    def __init__(self, database: Database, clock: Clock, *, cipher: Cipher | None = None) -> None:
        self._database = database
        self._clock = clock
        self._envelope = Envelope(cipher)

    async def receive(self, channel: str, update_id: int | str, payload: Payload) -> bool:
        """Store an update; once this returns it cannot be lost. False if it was seen before."""
        values = {"channel": channel, "update_id": str(update_id)}
        async with self._database.write() as session:
            insert = upsert(session, InboxRow).values(
                payload=self._envelope.close(payload), received_at=self._clock(), **values
            )
            fresh = insert.on_conflict_do_nothing().returning(col(InboxRow.id))
            return (await session.execute(fresh)).first() is not None

    async def pending(self, channel: str) -> list[Payload]:
        """Updates that were received and not handled, in the order of receipt."""
        waiting = select(InboxRow.payload).where(
            col(InboxRow.channel) == channel, col(InboxRow.handled_at).is_(None)
        )
        async with self._database.read() as session:
            stored = await session.scalars(waiting.order_by(col(InboxRow.id)))
            return [self._envelope.open(payload) for payload in stored]

    async def handled(self, channel: str, update_id: int | str, error: str | None = None) -> None:
        """Note that an update was dealt with. Its content is kept only where that failed."""
        values: dict[str, Any] = {"handled_at": self._clock()}
        values |= {"error": error[:ERROR_LENGTH]} if error else {"payload": ""}
        mine = col(InboxRow.channel) == channel, col(InboxRow.update_id) == str(update_id)
        async with self._database.write() as session:
            await session.execute(update(InboxRow).where(*mine).values(**values))

    async def forget(self, before: datetime) -> None:
        """Delete what was handled before this moment; it is then no longer recognised."""
        old = delete(InboxRow).where(col(InboxRow.handled_at) < before)
        async with self._database.write() as session:
            await session.execute(old)
