"""Finding a case by its number or by words."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.mediator import views, words
from handlers.mediator.filters import Said, Staff
from handlers.mediator.inbox import READERS
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.texts import staff as texts

MOST = 10


def setup() -> Router:
    """查 123 and 查 噪音 东关."""
    router = Router(name="staff search")
    router.message.register(find, Staff(*READERS), Said(*texts.FIND))
    return router


async def find(message: Message, rest: str, work: Worktop) -> None:
    """One hit shows its card; several a list."""
    await look_for(message, rest, work)


async def look_for(event: Message | CallbackQuery, said: str, work: Worktop) -> None:
    """Search and show; a text that is a number is one."""
    if not said:
        await show(event, Shown(texts.FIND_WHAT))
        return
    number = words.number(said)
    found = (
        await work.find(number=number, limit=MOST)
        if number
        else await work.find(words=said, limit=MOST)
    )
    if not found:
        await show(event, Shown(texts.FOUND_NOTHING))
    elif len(found) == 1:
        await show(event, await views.card(work, found[0]))
    else:
        head = texts.found_head(said, len(found), most=MOST)
        await show(event, views.case_list(work, found, which="found", head=head))
