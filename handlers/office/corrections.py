"""Corrections in the chat: the latest ones, and taking one back after a question."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message
from aiogram.types import InlineKeyboardMarkup as Keyboard

from handlers.mediator.callbacks import Menu
from handlers.mediator.filters import Said, Staff
from handlers.mediator.keyboards import button, pairs
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.texts import corrections as texts
from knowledge.procedure import Role
from storage.lessons import Example, Which

MOST = 8
GO = "corrections"


class Unlearn(CallbackData, prefix="cu"):
    """Take a correction back: asked first, done when ``sure``."""

    correction: int
    sure: bool = False


def setup() -> Router:
    """Only the petition office is heard here; an administrator reads no texts in the chat."""
    router = Router(name="office corrections")
    office = Staff(Role.OFFICE)
    router.message.register(latest, office, Said(*texts.CORRECTIONS))
    router.callback_query.register(press_latest, office, Menu.filter(F.go == GO))
    router.callback_query.register(revoke, office, Unlearn.filter(F.sure))
    router.callback_query.register(ask_revoke, office, Unlearn.filter(~F.sure))
    return router


async def latest(message: Message, work: Worktop) -> None:
    """The latest corrections that hold."""
    await show(message, await _latest(work))


async def press_latest(query: CallbackQuery, work: Worktop) -> None:
    """The same, in place of a question that was dropped."""
    await query.answer()
    await show(query, await _latest(work), edit=True)


async def _latest(work: Worktop, *, note: str = "") -> Shown:
    found = await work.lessons.find(Which(live=True), work.actor, limit=MOST)
    if not found:
        return Shown(f"{note}\n\n{texts.NONE}".strip())
    rows = pairs(
        button(texts.button_revoke(one), Unlearn(correction=one.id).pack()) for one in found
    )
    return Shown(texts.latest(found, work.rlist, note=note), Keyboard(inline_keyboard=rows))


async def ask_revoke(query: CallbackQuery, callback_data: Unlearn, work: Worktop) -> None:
    """Ask before a correction is taken back."""
    example = await _live(callback_data.correction, work)
    if example is None:
        await query.answer(texts.GONE, show_alert=True)
        return
    await query.answer()
    yes = Unlearn(correction=example.id, sure=True).pack()
    row = [button(texts.BUTTON_YES, yes), button(texts.BUTTON_NO, Menu(go=GO).pack())]
    text = texts.ask_revoke(example, work.rlist)
    await show(query, Shown(text, Keyboard(inline_keyboard=[row])), edit=True)


async def revoke(query: CallbackQuery, callback_data: Unlearn, work: Worktop) -> None:
    """Take it back; the case itself stays where it is."""
    number = callback_data.correction
    taken = await work.lessons.revoke(Which(ids=(number,)), work.actor)
    await query.answer()
    note = texts.revoked(number) if taken else texts.GONE
    await show(query, await _latest(work, note=note), edit=True)


async def _live(number: int, work: Worktop) -> Example | None:
    found = await work.lessons.find(Which(ids=(number,), live=True), work.actor)
    return found[0] if found else None
