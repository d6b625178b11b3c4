"""Where each conversation stands, so that a restart forgets nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete
from sqlmodel import col

from storage.cipher import Cipher, Envelope
from storage.counters import upsert
from storage.database import Database
from storage.tables import ConversationRow

Data = dict[str, Any]


class Conversations:
    """State and data by key. With a ``cipher`` the data is encrypted: it holds drafts."""

    def __init__(self, database: Database, *, cipher: Cipher | None = None) -> None:
        self._database = database
        self._envelope = Envelope(cipher)

    async def get_state(self, key: str) -> str | None:
        """The state, or None where there is no conversation."""
        row = await self._row(key)
        return row.state if row else None

    async def set_state(self, key: str, state: str | None) -> None:
        """Set the state, leaving the data."""
        await self._put(key, {"state": state})

    async def get_data(self, key: str) -> Data:
        """The data, a fresh dictionary each time."""
        row = await self._row(key)
        return self._envelope.open(row.data) if row and row.data else {}

    async def set_data(self, key: str, data: Data) -> None:
        """Replace the data, leaving the state."""
        await self._put(key, {"data": self._envelope.close(data) if data else None})

    async def _row(self, key: str) -> ConversationRow | None:
        async with self._database.read() as session:
            return await session.get(ConversationRow, key)

    async def _put(self, key: str, values: dict[str, str | None]) -> None:
        over = delete(ConversationRow).where(
            col(ConversationRow.key) == key,
            col(ConversationRow.state).is_(None),
            col(ConversationRow.data).is_(None),
        )
        async with self._database.write() as session:
            insert = upsert(session, ConversationRow).values(key=key, **values)
            changed = insert.on_conflict_do_update(index_elements=["key"], set_=values)
            await session.execute(changed)
            await session.execute(over)
