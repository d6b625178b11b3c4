"""What was said in a web chat, in the order in which it was said.

Every message, change and removal is a row of the log before any browser hears of it. The
row's number is the message's id, so ids grow within a chat and survive a restart; a browser
says the last number it has seen and is shown the rest.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, Protocol
from weakref import WeakValueDictionary

from bot.channels.web_hub import Frame, Hub

Payload = dict[str, Any]

Row = tuple[int, str, Payload]
"""Number, kind and content: message, edit, delete, toast or silent."""

BATCH = 200
REPEATS = 60
"""Rows among which a repeated message is looked for."""

HISTORY = 400
"""Rows that a page opened anew is shown."""

FILES = ("document", "photo", "voice")
KEPT_BACK = frozenset({"plain", "entities", "deleted"})
"""Parts of a stored message that only handlers need."""


class Log(Protocol):
    """The part of ``storage.weblog.WebLog`` that a transcript stands on."""

    async def append(self, chat_id: int, kind: str, payload: Payload) -> int:
        """Add a row and return its number, one more than the chat's last."""

    async def since(self, chat_id: int, seq: int, limit: int) -> list[Row]:
        """At most ``limit`` rows after ``seq``, oldest first."""

    async def latest(self, chat_id: int, limit: int) -> list[Row]:
        """The last ``limit`` rows, oldest first."""

    async def update(self, chat_id: int, message_id: int, payload: Payload) -> bool:
        """Replace what the message in row ``message_id`` holds."""


class Transcript:
    """Reads and writes the log of web chats, and wakes those who look at one."""

    def __init__(self, log: Log, hub: Hub) -> None:
        self._log = log
        self._hub = hub
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def post(self, chat_id: int, payload: Payload) -> int:
        """Add a message; return its id."""
        return await self._tell(chat_id, "message", payload)

    async def post_once(self, chat_id: int, payload: Payload) -> int:
        """Add a message that a page may send twice; return the one id of both.

        It is told by its ``client`` among the last rows. A page that repeats itself much
        later adds a second row, which pages do not show and the inbox does not let pass.
        """
        async with self._lock(chat_id):
            for seq, _, row in await self._log.latest(chat_id, REPEATS):
                if row.get("client") == payload["client"]:
                    return seq
            return await self.post(chat_id, payload)

    async def message(self, chat_id: int, message_id: int) -> Payload | None:
        """A message as it is now; None if this chat has no such message (any more)."""
        if message_id < 1:
            return None
        for seq, kind, payload in await self._log.since(chat_id, message_id - 1, 1):
            if seq == message_id and kind == "message" and not payload.get("deleted"):
                return payload
        return None

    async def change(self, chat_id: int, message_id: int, payload: Payload) -> None:
        """Replace a message. The row first, so that who reads of the change reads the new text."""
        await self._log.update(chat_id, message_id, payload)
        await self._tell(chat_id, "edit", {"of": message_id})

    async def remove(self, chat_id: int, message_id: int) -> None:
        """Take a message off the page and drop what it said."""
        await self._log.update(chat_id, message_id, {"deleted": True})
        await self._tell(chat_id, "delete", {"of": message_id})

    async def toast(self, chat_id: int, payload: Payload) -> None:
        """Show a passing sentence, also to a browser that is away just now."""
        await self._tell(chat_id, "toast", payload)

    async def opening(self, chat_id: int) -> int | None:
        """A row that nobody is shown, for a greeting nobody asked for; None after any word.

        As long as only that row is there it is given again: the first try may have failed.
        """
        async with self._lock(chat_id):
            rows = await self._log.latest(chat_id, 2)
            if not rows:
                return await self._log.append(chat_id, "silent", {})
            return rows[0][0] if [kind for _, kind, _ in rows] == ["silent"] else None

    async def follow(self, chat_id: int, since: int) -> AsyncGenerator[Frame, None]:
        """What came after ``since``, then ``ready``, then everything as it happens."""
        with self._hub.listen(chat_id) as listener:
            rows = await self._log.latest(chat_id, 1)
            last = rows[-1][0] if rows else 0
            # A page from before a restored backup has seen more than there is.
            seen = min(since, last) or max(last - HISTORY, 0)
            ready = False
            while not listener.closed:
                reached, frames = await self._batch(chat_id, seen)
                # Typing came before the message that ends it: so it is shown before, too.
                for frame in (*listener.moments(), *frames):
                    yield frame
                if reached > seen:
                    seen = reached
                    continue
                if not ready:
                    yield {"kind": "ready", "seq": seen}
                    ready = True
                await listener.wait()

    def _lock(self, chat_id: int) -> asyncio.Lock:
        return self._locks.setdefault(chat_id, asyncio.Lock())

    async def _tell(self, chat_id: int, kind: str, payload: Payload) -> int:
        seq = await self._log.append(chat_id, kind, payload)
        self._hub.wake(chat_id)
        return seq

    async def _batch(self, chat_id: int, seen: int) -> tuple[int, list[Frame]]:
        """What the next rows show, and the number they reach."""
        rows = await self._log.since(chat_id, seen, BATCH)
        shown = {seq for seq, kind, _ in rows if kind == "message"}
        frames = []
        for seq, kind, payload in rows:
            # A row read together with its later change already is as changed.
            if kind not in ("edit", "delete") or payload["of"] not in shown:
                frames.append(await self._frame(chat_id, seq, (kind, payload)))
        return rows[-1][0] if rows else seen, [frame for frame in frames if frame]

    async def _frame(self, chat_id: int, seq: int, row: tuple[str, Payload]) -> Frame | None:
        kind, payload = row
        match kind:
            case "message":
                return None if payload.get("deleted") else _message(seq, seq, payload)
            case "edit":
                now = await self.message(chat_id, payload["of"])
                return now and {**_message(seq, payload["of"], now), "kind": "edit"}
            case "delete":
                return {"seq": seq, "kind": "delete", "message": {"id": payload["of"]}}
            case "toast":
                return {"seq": seq, "kind": "toast", **payload}
        return None


def _message(seq: int, message_id: int, payload: Payload) -> Frame:
    shown = {name: part for name, part in payload.items() if name not in KEPT_BACK}
    for name in FILES:
        if name in shown:
            shown[name] = _link(shown[name], message_id)
    return {"seq": seq, "kind": "message", "message": {"id": message_id, **shown}}


def _link(file: Payload, message_id: int) -> Payload:
    """A file as the page gets it: an address that only works for who got the message."""
    rest = {name: part for name, part in file.items() if name != "key"}
    return {**rest, "url": f"/files/{file['key']}?m={message_id}"}
