"""The responsibility list in the chat: what is in force, what ever was, and its workbook."""

from __future__ import annotations

import asyncio
from io import BytesIO

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram.types import InlineKeyboardMarkup as Keyboard

from handlers.mediator.filters import Said, Staff
from handlers.mediator.keyboards import button, pairs
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.office.lists_draft import Lectern
from handlers.texts import lists as texts
from knowledge.list_book import export
from knowledge.list_versions import in_force
from storage.lists_adopted import ADOPTERS

MOST_BUTTONS = 10


class Press(CallbackData, prefix="sl"):
    """A button about the list: ``token`` is the proposal it was made for, or a version."""

    do: str
    token: str = ""


def setup() -> Router:
    """Anybody on the staff may look."""
    router = Router(name="office lists")
    router.message.register(look, Staff(), Said(*texts.LIST))
    router.callback_query.register(hand_out, Staff(), Press.filter(F.do == "export"))
    router.callback_query.register(press_versions, Staff(), Press.filter(F.do == "versions"))
    return router


async def look(message: Message, rest: str, work: Worktop, lectern: Lectern) -> None:
    """The version in force; with 版本 behind the word, all that ever were."""
    made = _versions if rest in texts.VERSIONS else _present
    await show(message, await made(work, lectern))


async def press_versions(query: CallbackQuery, work: Worktop, lectern: Lectern) -> None:
    """Every version, by button."""
    await query.answer()
    await show(query, await _versions(work, lectern))


async def hand_out(query: CallbackQuery, lectern: Lectern) -> None:
    """The list in force as a workbook."""
    await query.answer()
    rlist, book = lectern.lists.now, BytesIO()
    await asyncio.to_thread(export, rlist, book)
    await send_file(query, book.getvalue(), texts.filename(rlist.version))


async def _present(work: Worktop, lectern: Lectern) -> Shown:
    decided = await lectern.adoptions.all()
    planned = [each for each in decided if each.start > work.today]
    text = texts.present(lectern.lists.now, in_force(decided, work.today), planned)
    if work.actor.roles & ADOPTERS:
        text = f"{text}\n{texts.HOW}"
    buttons = [
        button(texts.BUTTON_EXPORT, Press(do="export").pack()),
        button(texts.BUTTON_VERSIONS, Press(do="versions").pack()),
    ]
    return Shown(text, Keyboard(inline_keyboard=pairs(buttons, width=1)))


async def _versions(work: Worktop, lectern: Lectern) -> Shown:
    decided = await lectern.adoptions.all()
    kept = await lectern.adoptions.versions()
    now = lectern.lists.now.version
    first = [version for version in kept if version not in {each.version for each in decided}]
    text = texts.versions(first, decided, now)
    if not work.actor.roles & ADOPTERS:
        return Shown(text)
    earlier = [version for version in reversed(kept) if version != now]
    again = (
        button(texts.button_again(version), Press(do="again", token=version).pack())
        for version in earlier[:MOST_BUTTONS]
    )
    return Shown(text, Keyboard(inline_keyboard=pairs(again, width=1)))


async def send_file(event: Message | CallbackQuery, content: bytes, name: str) -> None:
    """Send a document into the chat."""
    message = event if isinstance(event, Message) else event.message
    if message is not None:
        await message.answer_document(BufferedInputFile(content, filename=name))
