"""What a member of staff has at hand for one update, and how an answer is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, TelegramObject

from handlers import opened
from handlers.mediator import callbacks
from handlers.mediator.forms import Form
from handlers.mediator.modes import leave_citizen
from handlers.talk import UNCHANGED
from handlers.texts import staff as texts
from knowledge.clocks import Clock, office_day
from knowledge.matters import ResponsibilityList
from knowledge.triage import Desk
from storage.casebook import Case, CaseBook
from storage.data_requests import DataRequests
from storage.errors import CaseNotFound, FileMissing, NotPermitted
from storage.files import Files
from storage.lessons import Lessons
from storage.people import Actor, People

# Buttons that belong to an open form; every other one leaves it.
FORM_BUTTONS = tuple(
    f"{factory.__prefix__}{factory.__separator__}"
    for factory in (callbacks.Choose, callbacks.Units, callbacks.Cancel)
)


KEEPS_CASE = "keeps_case"
"""Flag of a handler after which the same case is still before the person."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with its buttons, ready to be sent or to replace a message."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Worktop:
    """The parts of the house that staff handlers use, and who is working."""

    casebook: CaseBook
    requests: DataRequests
    people: People
    files: Files
    desk: Desk
    rlist: ResponsibilityList
    lessons: Lessons
    clock: Clock
    actor: Actor
    state: FSMContext

    @property
    def today(self) -> date:
        """The day it is in the office."""
        return office_day(self.clock())

    async def case(self, case_id: int) -> Case:
        """A case as work; it is before the person from now on.

        A petitioner is not on the staff in a case of his own.

        Raises:
            CaseNotFound: there is none for this person, or it is his own.
        """
        case = await self.casebook.get(case_id, self.actor)
        if case.mine:
            raise CaseNotFound(case_id)
        await opened.remember(self.state, case_id)
        return case

    async def find(
        self, *, number: str | None = None, words: str | None = None, limit: int = 10
    ) -> list[Case]:
        """Cases by number or words, without the person's own."""
        found = await self.casebook.find(self.actor, number=number, words=words, limit=limit)
        return [case for case in found if not case.mine]


class LayOut(BaseMiddleware):
    """Puts a ``Worktop`` before every staff handler, and closes what the person turned from."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Run ``handler`` with ``work`` among its arguments."""
        data["work"] = Worktop(**{name: data[name] for name in Worktop.__slots__})
        if isinstance(event, Message | CallbackQuery):
            await _turn_from(event, data["state"], keeps_form=bool(data.get("form")))
            if not (data.get("opened") or get_flag(data, KEEPS_CASE)):
                await opened.forget(data["state"])
            return await _politely(handler, event, data)
        return await handler(event, data)


async def _politely(
    handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
    event: Message | CallbackQuery,
    data: dict[str, Any],
) -> Any:
    """Run ``handler``; what the case book keeps from this person ends in one sentence."""
    try:
        return await handler(event, data)
    except CaseNotFound:
        text = texts.NOT_FOUND
    except NotPermitted:
        text = texts.NOT_PERMITTED
    except FileMissing:
        text = texts.FILE_MISSING
    await Form.drop(data["state"])
    await opened.forget(data["state"])
    if isinstance(event, CallbackQuery):
        await event.answer(text, show_alert=True)
    await show(event, Shown(text))
    return None


async def _turn_from(
    event: Message | CallbackQuery, state: FSMContext, *, keeps_form: bool
) -> None:
    """A staff command ends a complaint of one's own kept in mind, and any half-filled form."""
    await leave_citizen(state)
    presses_form = isinstance(event, CallbackQuery) and (event.data or "").startswith(FORM_BUTTONS)
    form = None if keeps_form or presses_form else await Form.load(state)
    if form is None:
        return
    await Form.drop(state)
    await show(event, Shown(texts.abandoned(form.act, form.number)))


async def show(event: Message | CallbackQuery, shown: Shown, *, edit: bool = False) -> None:
    """Send ``shown``, or let it replace the message whose button was pressed.

    A press that changes nothing on the screen, and a message too old to be edited, are no
    errors: the first needs no answer, the second gets a new message.
    """
    if isinstance(event, Message):
        await event.answer(shown.text, reply_markup=shown.keyboard)
        return
    message = event.message
    if edit and isinstance(message, Message) and await _replace(message, shown):
        return
    if message is not None:
        await message.answer(shown.text, reply_markup=shown.keyboard)


async def _replace(message: Message, shown: Shown) -> bool:
    try:
        await message.edit_text(shown.text, reply_markup=shown.keyboard)
    except TelegramBadRequest as refusal:
        return UNCHANGED in refusal.message
    return True
