"""One person's turn in the conversation: who speaks, where, and what is at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from knowledge.clocks import office_day
from knowledge.matters import ResponsibilityList
from knowledge.triage import Desk
from storage.casebook import CaseBook
from storage.data_requests import DataRequests
from storage.files import Files
from storage.notices import Notices
from storage.people import Actor, People

LONGEST_TOAST = 200
UNCHANGED = "message is not modified"
"""How the Bot API begins to say that an edit would change nothing."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Made anew for every update by the middleware; handlers need nothing else."""

    bot: Bot
    chat_id: int
    actor: Actor
    channel: str
    elder: bool
    greeted: str | None
    state: FSMContext
    casebook: CaseBook
    requests: DataRequests
    people: People
    desk: Desk
    rlist: ResponsibilityList
    files: Files
    notices: Notices
    clock: Callable[[], datetime]

    @property
    def today(self) -> date:
        """The calendar day in the office's zone."""
        return office_day(self.clock())

    async def say(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Send one message to the person."""
        await self.bot.send_message(
            self.chat_id, text, reply_markup=keyboard, parse_mode=ParseMode.HTML
        )


async def replace_text(
    query: CallbackQuery, talk: Talk, text: str, keyboard: InlineKeyboardMarkup
) -> None:
    """Acknowledge a press, and let what it asked for take the place of what it was pressed on.

    A message too old to be edited stays, and what was asked for comes as a new one.
    """
    await query.answer()
    if isinstance(query.message, Message):
        try:
            await query.message.edit_text(text, reply_markup=keyboard, parse_mode=ParseMode.HTML)
        except TelegramBadRequest as refusal:
            if UNCHANGED in refusal.message:
                return  # pressed twice: it stands there already
        else:
            return
    await talk.say(text, keyboard)


async def retire(query: CallbackQuery, text: str = "") -> None:
    """Acknowledge a press that counted, and take its buttons away, so that none is pressed twice.

    A message too old to be edited keeps its buttons; their data tells that they are stale.
    """
    await query.answer(text[:LONGEST_TOAST] or None)
    if query.message is None or query.bot is None:
        return
    try:
        await query.bot.edit_message_reply_markup(
            chat_id=query.message.chat.id, message_id=query.message.message_id, reply_markup=None
        )
    except TelegramBadRequest:
        return
