"""Who is looking at which chat right now, in this process.

The hub carries no messages: those lie in the log, which a connection reads from where it
stopped. The hub only says "look again", and passes on what need not be kept (that the desk
is typing). So a frame can neither overtake another nor be lost between log and socket.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Frame = dict[str, Any]

MOMENTS = 32
"""Passing frames kept for a slow connection; older ones are of no use any more."""


class Listener:
    """One open connection to a chat."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._moments: deque[Frame] = deque(maxlen=MOMENTS)
        self.closed = False

    def wake(self) -> None:
        """There is something new in the log."""
        self._changed.set()

    def flash(self, frame: Frame) -> None:
        """Show this once, if anybody looks."""
        self._moments.append(frame)
        self._changed.set()

    def close(self) -> None:
        """No more will come."""
        self.closed = True
        self._changed.set()

    async def wait(self) -> None:
        """Wait until something changed since the last wait."""
        await self._changed.wait()
        self._changed.clear()

    def moments(self) -> list[Frame]:
        """The passing frames since the last call."""
        taken = list(self._moments)
        self._moments.clear()
        return taken


class Hub:
    """All open connections, by chat."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[Listener]] = {}

    @contextmanager
    def listen(self, chat_id: int) -> Iterator[Listener]:
        """Be told about a chat for as long as the block lasts."""
        listener = Listener()
        self._listeners.setdefault(chat_id, set()).add(listener)
        try:
            yield listener
        finally:
            here = self._listeners[chat_id]
            here.discard(listener)
            if not here:
                del self._listeners[chat_id]

    def count(self, chat_id: int) -> int:
        """How many connections look at a chat."""
        return len(self._listeners.get(chat_id, ()))

    def wake(self, chat_id: int) -> None:
        """Tell every connection of a chat that its log has grown."""
        for listener in self._listeners.get(chat_id, ()):
            listener.wake()

    def flash(self, chat_id: int, frame: Frame) -> None:
        """Give every connection of a chat a frame that is not kept."""
        for listener in self._listeners.get(chat_id, ()):
            listener.flash(frame)

    def close(self) -> None:
        """End every connection; the browsers come back to the next process."""
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.close()
