"""Telegram by long polling: an update is confirmed there only when it is stored here."""

from __future__ import annotations

import asyncio

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import GetUpdates
from aiogram.types import Update
from aiogram.utils.token import TokenValidationError

from bot.intake import Feed, Payload
from bot.refusals import BadToken
from storage.people import Address

log = structlog.get_logger()

WAIT = 25
"""Seconds a long poll may last; proxies commonly cut a silent connection after 30."""
KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
FIRST_DELAY, LONGEST_DELAY = 1.0, 60.0


def make_bot(token: str, api: str) -> Bot:
    """A bot that talks to ``api``: Telegram's own, or one an office runs itself.

    Raises:
        BadToken: the token has not even the shape of one.
    """
    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    try:
        return Bot(token, session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    except TokenValidationError as error:
        raise BadToken from error


def as_payload(update: Update) -> Payload:
    """The update as it came, to be stored: only what was in it."""
    return update.model_dump(mode="json", by_alias=True, exclude_unset=True)


class TelegramChannel:
    """One bot's stream of updates.

    The offset moves past an update only after ``feed`` has stored it, so that what a crash
    interrupts is sent by Telegram again; the inbox drops what it has already.
    """

    name = "telegram"

    def __init__(self, bot: Bot, *, wait: int = WAIT) -> None:
        self.bot = bot
        self.username: str | None = None
        self._wait = wait
        self._offset: int | None = None

    def chat(self, address: Address, person_id: int) -> int:  # noqa: ARG002 -- the seam's shape
        """A private chat has the number of its person at Telegram."""
        return int(address.external_id)

    async def check(self) -> None:
        """Ask who we are, so that a wrong token is told at the start and not in a log.

        Raises:
            BadToken: Telegram does not know the token.
        """
        try:
            self.username = (await self.bot.get_me()).username
            await self.bot.delete_webhook()
        except TelegramUnauthorizedError as error:
            raise BadToken from error
        except AiogramError as error:
            log.warning("telegram unreachable", exc_info=error)

    async def run(self, feed: Feed) -> None:
        """Take in updates until cancelled, waiting longer after each failure in a row."""
        delay = FIRST_DELAY
        while True:
            try:
                await self.take(feed)
                delay = FIRST_DELAY
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except AiogramError as error:
                log.warning("telegram failed", delay=delay, exc_info=error)
                await asyncio.sleep(delay)
                delay = min(delay * 2, LONGEST_DELAY)

    async def take(self, feed: Feed) -> None:
        """One long poll: store what came, then move the offset."""
        ask = GetUpdates(offset=self._offset, timeout=self._wait, allowed_updates=KINDS)
        for update in await self.bot(ask, request_timeout=self._wait + 15):
            await feed(self.name, as_payload(update))
            self._offset = update.update_id + 1
