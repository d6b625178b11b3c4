"""How notices go out: from the outbox after the commit, retried, to the newest address."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
)

from handlers import notices as letters
from storage.lists import Lists
from storage.notices import Notice, Notices
from storage.people import Address, People

log = structlog.get_logger()

BATCH = 50
REFUSALS = (TelegramForbiddenError, TelegramNotFound, TelegramBadRequest)
"""Answers that trying again will not change: blocked, gone, or not taken."""
PATIENCE = 10.0
"""Seconds a round of sending may take when the process is told to stop."""
POLL = 1.0
"""Seconds between looks at the outbox when nobody rings."""


class Channel(Protocol):
    """What delivery needs of a channel."""

    @property
    def bot(self) -> Bot:
        """The bot that sends there."""

    def chat(self, address: Address, person_id: int) -> int:
        """The chat in which ``person_id`` reads at ``address``."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The worker of the outbox; several may run over one database.

    A notice is claimed, and marked sent only when the channel took it; a crash between the two
    sends it twice rather than never.
    """

    notices: Notices
    people: People
    lists: Lists
    channels: Mapping[str, Channel]
    bell: asyncio.Event

    def ring(self) -> None:
        """Something may have been put into the outbox: look now."""
        self.bell.set()

    async def run(self) -> None:
        """Deliver until cancelled; a round that has begun is finished even then."""
        while True:
            self.bell.clear()
            round_of_sending = asyncio.create_task(self.deliver())
            try:
                await asyncio.shield(round_of_sending)
            except asyncio.CancelledError:
                await asyncio.wait([round_of_sending], timeout=PATIENCE)
                raise
            # Not ``wait_for``: in Python 3.11 it loses a cancellation that meets the bell.
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await self.bell.wait()

    async def deliver(self) -> int:
        """Send what is due now; return how many notices were tried.

        Each person gets one notice at a time. Where one fails the rest waits for the next
        round, so that no round grows long on channels that do not answer.
        """
        tried = 0
        while claimed := await self.notices.claim(BATCH):
            over = await asyncio.gather(*(self._deliver(notice) for notice in claimed))
            tried += len(claimed)
            if not all(over):
                break
        return tried

    async def _deliver(self, notice: Notice) -> bool:
        """Whether that was the end of it: it went out, or never will."""
        try:
            await self._send(notice)
        except TelegramRetryAfter as error:
            await self.notices.failed(notice.id, float(error.retry_after))
            return False
        except REFUSALS as error:
            log.warning("notice refused", notice_id=notice.id, exc_info=error)
            await self.notices.refused(notice.id)
        except AiogramError as error:
            log.warning("notice failed", notice_id=notice.id, tries=notice.tries, exc_info=error)
            await self.notices.failed(notice.id)
            return False
        else:
            await self.notices.sent(notice.id)
        return True

    async def _send(self, notice: Notice) -> None:
        """Try the addresses, the newest first, past those that refuse us for good."""
        likes = await self.people.preferences(notice.person_id)
        message = self._letter(notice, elder=likes.elder)
        refused: AiogramError = NoAddress()
        for address in await self.people.addresses(notice.person_id):
            channel = self.channels.get(address.channel)
            if channel is None:
                continue
            chat = channel.chat(address, notice.person_id)
            try:
                await channel.bot.send_message(chat, message.text, reply_markup=message.keyboard)
            except REFUSALS as error:
                refused = error
            else:
                return
        raise refused

    def _letter(self, notice: Notice, *, elder: bool) -> letters.Letter:
        try:
            return letters.render(notice, self.lists.now, elder=elder)
        except (KeyError, ValueError) as reason:
            raise NoWords from reason


class NoAddress(AiogramError):
    """The person cannot be reached on any channel that is open now."""


class NoWords(AiogramError):
    """The notice was put in by a version of the program that knew other words."""
