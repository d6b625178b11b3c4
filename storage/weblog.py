"""The web chat's log: what a browser is shown again after it was away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col, select

from knowledge.clocks import Clock
from storage.cipher import Cipher, Envelope
from storage.counters import next_number
from storage.database import Database
from storage.tables import WebLogRow

Payload = dict[str, Any]
Frame = tuple[int, str, Payload]


class WebLog:
    """Frames by chat, numbered from 1 without gaps. With a ``cipher`` they are encrypted."""

    def __init__(self, database: Database, clock: Clock, *, cipher: Cipher | None = None) -> None:
        self._database = database
        self._clock = clock
        self._envelope = Envelope(cipher)

    async def append(self, chat_id: int, kind: str, payload: Payload) -> int:
        """Add a frame and return its number, by which ``update`` finds it."""
        async with self._database.write() as session:
            seq = await next_number(session, f"chat:{chat_id}")
            stored = self._envelope.close(payload)
            row = WebLogRow(chat_id=chat_id, seq=seq, kind=kind, payload=stored, at=self._clock())
            session.add(row)
        return seq

    async def since(self, chat_id: int, seq: int, limit: int = 200) -> list[Frame]:
        """The frames after number ``seq``, oldest first."""
        later = select(WebLogRow).where(col(WebLogRow.chat_id) == chat_id, col(WebLogRow.seq) > seq)
        async with self._database.read() as session:
            rows = await session.scalars(later.order_by(col(WebLogRow.seq)).limit(limit))
            return [(row.seq, row.kind, self._envelope.open(row.payload)) for row in rows]

    async def latest(self, chat_id: int, limit: int = 200) -> list[Frame]:
        """The last frames, oldest first: for a browser that knows nothing yet."""
        mine = select(WebLogRow).where(col(WebLogRow.chat_id) == chat_id)
        async with self._database.read() as session:
            rows = await session.scalars(mine.order_by(col(WebLogRow.seq).desc()).limit(limit))
            frames = [(row.seq, row.kind, self._envelope.open(row.payload)) for row in rows]
        return frames[::-1]

    async def update(self, chat_id: int, message_id: int, payload: Payload) -> bool:
        """Replace the payload of the message numbered ``message_id``; False if there is none."""
        mine = (
            col(WebLogRow.chat_id) == chat_id,
            col(WebLogRow.seq) == message_id,
            col(WebLogRow.kind) == "message",
        )
        stored = self._envelope.close(payload)
        async with self._database.write() as session:
            changed = update(WebLogRow).where(*mine).values(payload=stored)
            found = await session.execute(changed.returning(col(WebLogRow.id)))
            return found.first() is not None

    async def forget(self, before: datetime) -> None:
        """Delete frames older than this moment; numbers are not given out again."""
        async with self._database.write() as session:
            await session.execute(delete(WebLogRow).where(col(WebLogRow.at) < before))
