"""Work that goes on beside the conversation: workers that must not die, jobs on a beat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.store import Store
from knowledge.clocks import Clock

log = structlog.get_logger()

Work = Callable[[], Awaitable[object]]
PAUSE = 5.0
"""Seconds before a worker that failed is started again."""

KEEP_UPDATES = timedelta(days=30)
"""Telegram repeats an update for a day; the rest is for finding out what failed."""
KEEP_NOTICES = timedelta(days=30)
KEEP_CHATS = timedelta(days=400)
"""A person may look up a year's talk in the web chat; the case itself is in the case book."""


async def kept_running(name: str, work: Work) -> None:
    """Run ``work`` until cancelled; when it fails, say so and start it again.

    An outermost edge: a database that was away for a minute must not end the delivery of
    notices for good.
    """
    while True:
        try:
            await work()
        except Exception as error:
            log.error("worker failed", kind=name, exc_info=error)
        await asyncio.sleep(PAUSE)


async def every(seconds: float, work: Work) -> None:
    """Do ``work`` on a beat, never twice at the same time."""
    while True:
        await asyncio.sleep(seconds)
        await work()


async def tidy(store: Store, clock: Clock) -> None:
    """Forget what was handled, sent or said too long ago to be of use."""
    now = clock()
    await store.inbox.forget(now - KEEP_UPDATES)
    await store.notices.forget(now - KEEP_NOTICES)
    await store.weblog.forget(now - KEEP_CHATS)
    log.info("tidied")
