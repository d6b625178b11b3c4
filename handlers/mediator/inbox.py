"""The inbox, and looking into a case: card, evidence, contact, history, full text."""

from __future__ import annotations

from html import escape

from aiogram import F, Router
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from handlers.mediator import views
from handlers.mediator.callbacks import Menu, Open, Turn
from handlers.mediator.filters import Said, Staff
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.texts import card as card_texts
from handlers.texts import staff as texts
from knowledge.procedure import Role

READERS = (Role.CLERK, Role.MEDIATOR, Role.OFFICE, Role.DIRECTOR)
OVERSEERS = (Role.OFFICE, Role.DIRECTOR)
LONGEST_MESSAGE = 4000


def setup() -> Router:
    """Everything that only looks."""
    router = Router(name="staff inbox")
    router.message.register(inbox, Staff(*READERS), Said(*texts.INBOX))
    router.callback_query.register(press_inbox, Staff(*READERS), Menu.filter(F.go == "inbox"))
    router.callback_query.register(turn, Staff(*READERS), Turn.filter(F.which == "inbox"))
    router.message.register(everything, Staff(*OVERSEERS), Said(*texts.ALL))
    router.callback_query.register(press_all, Staff(*OVERSEERS), Menu.filter(F.go == "all"))
    router.callback_query.register(turn_all, Staff(*OVERSEERS), Turn.filter(F.which == "all"))
    for part, handler in _PARTS.items():
        router.callback_query.register(handler, Staff(*READERS), Open.filter(F.part == part))
    return router


async def inbox(message: Message, work: Worktop) -> None:
    """What waits, the most urgent first."""
    await show(message, await views.inbox(work))


async def press_inbox(query: CallbackQuery, work: Worktop) -> None:
    """The same, by button; the card it is pressed on stays."""
    await query.answer()
    await show(query, await views.inbox(work))


async def turn(query: CallbackQuery, callback_data: Turn, work: Worktop) -> None:
    """Another page, in place of the one shown."""
    await query.answer()
    await show(query, await views.inbox(work, max(1, callback_data.page)), edit=True)


async def everything(message: Message, work: Worktop) -> None:
    """Every open case of the district that the person may see."""
    await show(message, await views.inbox(work, everything=True))


async def press_all(query: CallbackQuery, work: Worktop) -> None:
    """The same, by button."""
    await query.answer()
    await show(query, await views.inbox(work, everything=True))


async def turn_all(query: CallbackQuery, callback_data: Turn, work: Worktop) -> None:
    """Another page of it."""
    await query.answer()
    page = max(1, callback_data.page)
    await show(query, await views.inbox(work, page, everything=True), edit=True)


async def open_card(query: CallbackQuery, callback_data: Open, work: Worktop) -> None:
    """The card as the case stands now."""
    case = await work.case(callback_data.case)
    await query.answer()
    await show(query, await views.card(work, case))


async def whole(query: CallbackQuery, callback_data: Open, work: Worktop) -> None:
    """The petition in full, in as many messages as it needs."""
    case = await work.case(callback_data.case)
    await query.answer()
    for piece in card_texts.whole(case):
        await show(query, Shown(piece))


async def history(query: CallbackQuery, callback_data: Open, work: Worktop) -> None:
    """Every step of the case."""
    case = await work.case(callback_data.case)
    steps = await work.casebook.history(case.id, work.actor)
    await query.answer()
    for page in card_texts.pages(card_texts.timeline(steps, work.rlist), LONGEST_MESSAGE):
        await show(query, Shown(page))


async def contact(query: CallbackQuery, callback_data: Open, work: Worktop) -> None:
    """Name and telephone in full; the case book keeps that somebody looked."""
    case = await work.case(callback_data.case)
    found = await work.casebook.contact(case.id, work.actor)
    await query.answer()
    await show(query, Shown(texts.contact(case.number, found.name, found.phone)))


async def files(query: CallbackQuery, callback_data: Open, work: Worktop) -> None:
    """The evidence, each piece as a document under the name it was given."""
    case = await work.case(callback_data.case)
    found = await work.casebook.attachments(case.id, work.actor)
    await query.answer(None if found else texts.FILES_NONE)
    if query.message is None:
        return
    for n, stored in enumerate(found, 1):
        content = BufferedInputFile(await work.files.open(stored.key), filename=stored.name)
        caption = escape(texts.file_caption(case.number, n, len(found)), quote=False)
        await query.message.answer_document(content, caption=caption)


_PARTS = {
    "card": open_card,
    "whole": whole,
    "history": history,
    "contact": contact,
    "files": files,
}
