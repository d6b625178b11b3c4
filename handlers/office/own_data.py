"""The petition office's desk for requests about personal data: done, or refused with a reason."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message
from aiogram.types import InlineKeyboardMarkup as Keyboard

from handlers.mediator.callbacks import Menu
from handlers.mediator.filters import Idle, Said, Staff
from handlers.mediator.keyboards import button, pairs
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.texts import own_data as texts
from knowledge.procedure import Role

MOST = 8
SHORTEST_REASON = 4


class Request(CallbackData, prefix="dr"):
    """Open a request; ``done`` says that it was seen to."""

    request: int
    done: bool = False


class Refusal(Filter):
    """Passes ``不办申请3 …``; hands on number and reason.

    It names its request, so no question has to wait for it.
    """

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """The refusal, or False."""
        found = texts.refusal(message.text or "")
        return {"refusal": found} if found else False


def setup() -> Router:
    """Only the petition office is heard here."""
    router = Router(name="office own data")
    office = Staff(Role.OFFICE)
    router.message.register(waiting, office, Said(*texts.REQUESTS))
    router.message.register(refuse, office, F.text, Refusal(), Idle())
    router.callback_query.register(press_waiting, office, Menu.filter(F.go == "requests"))
    router.callback_query.register(done, office, Request.filter(F.done))
    router.callback_query.register(opened, office, Request.filter(~F.done))
    return router


async def waiting(message: Message, work: Worktop) -> None:
    """What waits."""
    await show(message, await _waiting(work))


async def press_waiting(query: CallbackQuery, work: Worktop) -> None:
    """The same, by button; what it is pressed on stays."""
    await query.answer()
    await show(query, await _waiting(work))


async def _waiting(work: Worktop, *, note: str = "") -> Shown:
    found = await work.requests.waiting(work.actor, limit=MOST)
    if not found:
        return Shown(f"{note}\n\n{texts.NONE_WAITS}".strip())
    rows = pairs(button(texts.button_open(one), Request(request=one.id).pack()) for one in found)
    total = await work.requests.count(work.actor)
    return Shown(texts.waiting(found, total, note=note), Keyboard(inline_keyboard=rows))


async def opened(query: CallbackQuery, callback_data: Request, work: Worktop) -> None:
    """One request, and what may be done with it."""
    request = await work.requests.get(callback_data.request, work.actor)
    await query.answer()
    rows = [
        [button(texts.BUTTON_DONE, Request(request=request.id, done=True).pack())],
        [button(texts.BUTTON_LIST, Menu(go="requests").pack())],
    ]
    await show(query, Shown(texts.card(request), Keyboard(inline_keyboard=rows)))


async def done(query: CallbackQuery, callback_data: Request, work: Worktop) -> None:
    """It was seen to; the person is told."""
    number = callback_data.request
    await work.requests.answer(number, work.actor)
    await query.answer(texts.TOAST)
    await show(query, await _waiting(work, note=texts.done(number)), edit=True)


async def refuse(message: Message, refusal: tuple[int, str], work: Worktop) -> None:
    """It is not done; the person is told why."""
    number, reason = refusal
    if len(reason) < SHORTEST_REASON:
        await show(message, Shown(texts.reason_missing(number)))
        return
    if len(reason) > texts.LONGEST_REASON:
        await show(message, Shown(texts.reason_too_long(len(reason))))
        return
    await work.requests.answer(number, work.actor, refused=reason)
    await show(message, await _waiting(work, note=texts.refused(number)))
