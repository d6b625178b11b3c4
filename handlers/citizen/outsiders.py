"""Words of the staff's work where a citizen says them: said for whom they are, not matched."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers import keyboards
from handlers.citizen.greeting import greet_once
from handlers.mediator import words
from handlers.talk import Talk
from handlers.texts import citizen as texts
from handlers.texts import lists, office, staff, statistics
from handlers.texts.words import plain

WORK = frozenset(
    {
        *staff.INBOX,
        *staff.ALL,
        *staff.ROOM,
        *office.QUEUE,
        *office.PEOPLE,
        *statistics.COMMAND,
        *lists.LIST,
    }
)


class OfWork(Filter):
    """Passes a command of the staff: its word alone, with a slash whatever follows, or an order.

    A sentence that only begins so (统计局的人不上班) is not one.
    """

    async def __call__(self, message: Message) -> bool:
        """Whether it is one."""
        text = (message.text or "").strip()
        name, *rest = plain(text).partition("@")[0].split(maxsplit=1) or [""]
        if name in WORK:
            return not rest or text.startswith("/") or name in statistics.COMMAND
        order = words.order(text)
        return order is not None and (not order.text or text.startswith("/"))


async def for_staff(message: Message, talk: Talk) -> None:
    """Whoever is invited comes in by the code; everybody else simply says what is wrong."""
    said = " ".join((message.text or "").split())[:20]
    if talk.actor.is_staff:
        await talk.say(texts.work_by_slash(said))
        return
    await greet_once(talk)
    await talk.say(texts.for_staff(said, elder=talk.elder), keyboards.menu(elder=talk.elder))


def setup() -> Router:
    """Before anything of a citizen's listens; the conversation stays where it was."""
    router = Router(name="citizen.outsiders")
    router.message.register(for_staff, OfWork())
    return router
