"""Where a conversation stands, kept in the database, so that a restart loses no step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey

from storage.conversations import Conversations


class SqlStorage(BaseStorage):
    """aiogram's storage of states over the table of conversations.

    The key tells bots apart, because the web chat and Telegram number people differently.
    """

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._keys = DefaultKeyBuilder(with_bot_id=True, with_destiny=True)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Store the name of the state, or that there is none."""
        name = state.state if isinstance(state, State) else state
        await self._conversations.set_state(self._keys.build(key), name)

    async def get_state(self, key: StorageKey) -> str | None:
        """Return the name of the state."""
        return await self._conversations.get_state(self._keys.build(key))

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace what the conversation remembers; it must be fit for JSON."""
        await self._conversations.set_data(self._keys.build(key), dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return what the conversation remembers."""
        return dict(await self._conversations.get_data(self._keys.build(key)))

    async def close(self) -> None:
        """Nothing to close: the database belongs to the application."""
