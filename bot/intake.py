"""How an update comes in: stored first, then handled in the order of its chat, once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError
from aiogram.types import Update

from handlers.texts import errors as texts
from storage.inbox import Inbox

log = structlog.get_logger()

Payload = dict[str, Any]
AT_ONCE = 32
"""Chats handled at the same time: SQLite writes one after the other anyway."""


def chat_of(payload: Payload) -> int | None:
    """The chat an update belongs to, whatever its kind; None for one that names nobody."""
    for part in payload.values():
        if isinstance(part, dict):
            chat = part.get("chat") or (part.get("message") or {}).get("chat") or part.get("from")
            if chat:
                return int(chat["id"])
    return None


class Intake:
    """Stores updates and feeds them to the dispatcher.

    An update is acknowledged only when it is stored. Updates of one chat are handled one
    after the other, those of different chats side by side. What was stored and not handled
    when the process ended is handled when it starts again.
    """

    def __init__(
        self,
        inbox: Inbox,
        dispatcher: Dispatcher,
        *,
        bots: Mapping[str, Bot],
        handled: Callable[[], None] = lambda: None,
    ) -> None:
        self._inbox = inbox
        self._dispatcher = dispatcher
        self._bots = bots
        self._on_handled = handled
        self._waiting: dict[tuple[str, int | None], deque[Payload]] = {}
        self._queued: set[tuple[str, str]] = set()
        self._workers: set[asyncio.Task[None]] = set()
        self._limit = asyncio.Semaphore(AT_ONCE)
        self._open = True

    async def feed(self, channel: str, payload: Payload) -> bool:
        """Store an update, then have it handled. False if it was seen before."""
        fresh = await self._inbox.receive(channel, payload["update_id"], payload)
        if fresh:
            self._queue(channel, payload)
        return fresh

    async def replay(self) -> int:
        """Queue what is stored unhandled and not queued yet, oldest first; return how many.

        At the start that is what an earlier process left; later, what a database that was
        away would not let us mark.
        """
        count = 0
        for channel in self._bots:
            for payload in await self._inbox.pending(channel):
                count += self._queue(channel, payload)
        return count

    async def idle(self) -> None:
        """Wait until everything queued has been handled."""
        while self._workers:
            await asyncio.wait(self._workers)

    async def stop(self, *, patience: float = 10) -> None:
        """Handle what has begun; leave the rest, stored, for the next start."""
        self._open = False
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _queue(self, channel: str, payload: Payload) -> bool:
        """Give an update to the worker of its chat; False if it was given already."""
        update = (channel, str(payload["update_id"]))
        if update in self._queued or not self._open:
            return False
        self._queued.add(update)
        key = (channel, chat_of(payload))
        if key in self._waiting:
            self._waiting[key].append(payload)
            return True
        self._waiting[key] = deque([payload])
        task = asyncio.create_task(self._work(key))
        self._workers.add(task)
        task.add_done_callback(self._workers.discard)
        return True

    async def _work(self, key: tuple[str, int | None]) -> None:
        channel, queue = key[0], self._waiting[key]
        while queue and self._open:
            payload = queue.popleft()
            async with self._limit:
                await self._handle(channel, payload)
            self._queued.discard((channel, str(payload["update_id"])))
        del self._waiting[key]

    async def _handle(self, channel: str, payload: Payload) -> None:
        """An outermost edge: a database that is away now finds the update in the next replay."""
        begun = monotonic()
        error = await self._dispatch(channel, payload)
        try:
            await self._inbox.handled(channel, payload["update_id"], error=error)
        except Exception as failure:
            log.error("update not marked", channel=channel, exc_info=failure)
        self._on_handled()
        spent = round((monotonic() - begun) * 1000)
        log.info("update handled", channel=channel, error=error, ms=spent)

    async def _dispatch(self, channel: str, payload: Payload) -> str | None:
        """Run the handlers. The outermost edge: whatever fails, the person hears a sentence."""
        bot = self._bots[channel]
        try:
            update = Update.model_validate(payload, context={"bot": bot})
            await self._dispatcher.feed_update(bot, update, channel=channel)
        except Exception as error:
            log.error("handler failed", channel=channel, exc_info=error)
            await self._apologise(bot, chat_of(payload))
            return type(error).__name__
        return None

    async def _apologise(self, bot: Bot, chat: int | None) -> None:
        if chat is None:
            return
        try:
            await bot.send_message(chat, texts.FAILED)
        except AiogramError as error:
            log.warning("apology failed", exc_info=error)


Feed = Callable[[str, Payload], Awaitable[bool]]
"""What a channel is given: it stores an update, and says whether it was new."""
