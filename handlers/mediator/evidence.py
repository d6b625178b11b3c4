"""Photos, documents, voices and places that staff send: evidence of the case before them.

It is entered as an internal note. Nothing of staff becomes a complaint of their own, unless
they are in the middle of telling one: then none of this listens.
"""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import InlineKeyboardMarkup, Message

from handlers.mediator import keyboards, views, words
from handlers.mediator.acts import find
from handlers.mediator.callbacks import Menu, Open
from handlers.mediator.filters import Filling, Idle, Staff
from handlers.mediator.forms import Form
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.opened import Opened
from handlers.pieces import KINDS, store
from handlers.talk import Talk
from handlers.texts import staff as texts
from knowledge.procedure import Act
from storage.cases import Case


class Numbered(Filter):
    """Passes what carries the number of a case as its caption; hands it on as ``number``."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """The number, or False."""
        number = words.number(message.caption or "")
        return {"number": number} if number else False


def setup() -> Router:
    """An open form first, then a number, then the card that was looked at last."""
    router = Router(name="staff evidence")
    sent = F.content_type.in_(KINDS)
    router.message.register(for_form, sent, Staff(), Filling())
    router.message.register(for_number, sent, Staff(), Numbered(), Idle())
    router.message.register(for_card, sent, Staff(), Opened())
    router.message.register(for_what, sent, Staff(), Idle())
    return router


async def for_form(message: Message, form: Form, work: Worktop, talk: Talk) -> None:
    """Evidence while an act is being filled in: kept, and the question asked again."""
    case = await work.case(form.case)
    await _add(message, work, talk, case, note=message.caption)
    if form.missing is not None:
        await show(message, views.question(work, form, form.missing, case))


async def for_number(message: Message, number: str, work: Worktop, talk: Talk) -> None:
    """Evidence for the case whose number stands under it."""
    case = await work.case((await find(work, number)).id)
    await _add(message, work, talk, case)


async def for_card(message: Message, opened: int, work: Worktop, talk: Talk) -> None:
    """Evidence for the card that is open."""
    await _add(message, work, talk, await work.case(opened), note=message.caption)


async def _add(
    message: Message, work: Worktop, talk: Talk, case: Case, *, note: str | None = None
) -> None:
    """Keep it with the case, and what was written under it as a note; who only reads is told."""
    if Act.NOTE not in await work.casebook.acts(case.id, work.actor):
        await show(message, Shown(texts.FILES_NOT_YOURS))
        return
    await work.casebook.attach(case.id, await store(message, talk), by=work.actor)
    note = (note or "").strip()
    if note:
        await work.casebook.act(case.id, Act.NOTE, by=work.actor, text=note)
    now = await work.case(case.id)
    card = keyboards.button(texts.BUTTON_CARD, Open(case=case.id).pack())
    text = texts.file_added(case.number, message.content_type, now.attachments, note=note)
    await show(message, Shown(text, InlineKeyboardMarkup(inline_keyboard=[[card]])))


async def for_what(message: Message, work: Worktop) -> None:
    """No case is open: say how to open one, or how to begin a complaint of one's own."""
    entry = keyboards.button(texts.BUTTON_CITIZEN, Menu(go="citizen").pack())
    menu = keyboards.menu(work.actor.roles).inline_keyboard
    await show(
        message, Shown(texts.FILES_FOR_WHAT, InlineKeyboardMarkup(inline_keyboard=[[entry], *menu]))
    )
