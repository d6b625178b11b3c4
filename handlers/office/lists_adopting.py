"""A list that is sent to the chat, or gone back to: what it would change, and adopting it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.types import InlineKeyboardMarkup as Keyboard

from handlers.mediator import words
from handlers.mediator.evidence import Numbered
from handlers.mediator.filters import Idle, Staff
from handlers.mediator.keyboards import button, pairs
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.office.lists import Press, send_file
from handlers.office.lists_draft import Draft, Lectern, Offer, offer_again, offer_sent
from handlers.opened import Opened
from handlers.pieces import store
from handlers.talk import Talk
from handlers.texts import lists as texts
from handlers.texts import staff as staff_texts
from handlers.texts.common import esc
from knowledge.advice import Outcome
from knowledge.clocks import Clock, office_day
from knowledge.list_fields import ListError
from knowledge.triage import Desk
from storage.errors import ListRefused
from storage.lists_adopted import ADOPTERS

BOOK = ".xlsx"
LONGEST_MESSAGE = 3500
LONGEST_NAME, SHORTEST_NAME = 20, 2
ANEW = frozenset({"overtaken", "changed"})
"""Refusals after which the draft is compared once more with what is in force."""


class Book(Filter):
    """Passes a workbook."""

    async def __call__(self, message: Message) -> bool:
        """Whether a workbook was sent."""
        name = message.document.file_name if message.document else None
        return (name or "").lower().endswith(BOOK)


class Asked(Filter):
    """Passes what answers a proposal that waits for a date or a name; hands it on as ``draft``.

    A name must be said to be a signature, and a date must look like one: who walked away from
    the question and says "thanks", or a matter, is not answering it.
    """

    async def __call__(
        self, message: Message, state: FSMContext, clock: Clock, desk: Desk
    ) -> bool | dict[str, Any]:
        """The proposal, or False."""
        draft = await Draft.load(state)
        said, now = (message.text or "").strip(), clock()
        asks = draft.waits_for(now) if draft else ""
        if asks == "date":
            meant = said in staff_texts.CANCEL or _speaks_of_day(said, desk, office_day(now))
        else:
            meant = said in staff_texts.CANCEL or said.startswith(texts.SIGNED)
        return {"draft": draft} if asks and meant else False


def _speaks_of_day(said: str, desk: Desk, today: date) -> bool:
    """Whether it is a day, or meant for one: not the number of a case, and no matter."""
    if texts.read_day(said, today):
        return True
    if words.number(said) or not texts.like_a_day(said):
        return False
    return desk.advise(said, today=today).outcome is not Outcome.MATCHED


def setup() -> Router:
    """Only the petition office and administrators adopt; others are told so."""
    router = Router(name="office list adopting")
    adopters = Staff(*ADOPTERS)
    # With a case open, or its number below, a workbook is evidence of that case.
    alone = (Book(), ~Opened(), ~Numbered(), Idle())
    router.message.register(receive, adopters, *alone)
    router.message.register(turn_away, Staff(), *alone)
    router.message.register(answer, adopters, F.text, ~F.text.startswith("/"), Asked(), Idle())
    presses: dict[str, Callable[..., Awaitable[None]]] = {
        "adopt": adopt,
        "date": ask_date,
        "cancel": cancel,
        "again": again,
    }
    for do, handler in presses.items():
        router.callback_query.register(handler, adopters, Press.filter(F.do == do))
    return router


# --- proposing -----------------------------------------------------------------------


async def receive(
    message: Message, talk: Talk, work: Worktop, lectern: Lectern, state: FSMContext
) -> None:
    """A workbook: every mistake in it, or what it would change and the choice to adopt it."""
    stored = await store(message, talk)
    await show(message, Shown(texts.CHECKING))
    try:
        offer = await offer_sent(lectern, work, stored)
    except ListError as error:
        await _tell_mistakes(message, error, stored.name)
        return
    if not offer.found:
        await show(message, Shown(texts.SAME))
        return
    await _propose(message, offer, work, state)


async def turn_away(message: Message) -> None:
    """A workbook from staff who adopt no lists."""
    await show(message, Shown(texts.ONLY_ADOPTERS))


async def again(
    query: CallbackQuery, callback_data: Press, work: Worktop, lectern: Lectern, state: FSMContext
) -> None:
    """An earlier version: what going back to it would change."""
    if callback_data.token not in await lectern.adoptions.versions():
        await query.answer(texts.EXPIRED, show_alert=True)
        return
    await query.answer()
    try:
        offer = await offer_again(lectern, work, callback_data.token)
    except ListError as error:
        await _tell_mistakes(query, error, callback_data.token)
    else:
        await _propose(query, offer, work, state)


async def _tell_mistakes(event: Message | CallbackQuery, error: ListError, name: str) -> None:
    text = texts.wrong(error)
    if len(text) <= LONGEST_MESSAGE:
        await show(event, Shown(esc(text)))
        return
    await show(event, Shown(texts.wrong_in_short(error)))
    await send_file(event, text.encode("utf-8-sig"), texts.problems_filename(name))


async def _propose(
    event: Message | CallbackQuery, offer: Offer, work: Worktop, state: FSMContext
) -> None:
    facts = {"old": offer.old, "new": offer.new}
    if texts.is_long(offer.found, offer.tried):
        whole = texts.in_full(offer.found, offer.tried, **facts)
        await send_file(event, whole.encode("utf-8-sig"), texts.changes_filename(offer.new.version))
    await offer.draft.save(state)
    text = texts.proposal(offer.found, offer.tried, **facts)
    await show(event, Shown(text, _choices(offer.draft, work.today)))


def _choices(draft: Draft, today: date) -> Keyboard:
    offers = (
        (texts.button_from(draft.day, today), "adopt"),
        (texts.BUTTON_DATE, "date"),
        (texts.BUTTON_CANCEL, "cancel"),
    )
    buttons = (button(name, Press(do=do, token=draft.token).pack()) for name, do in offers)
    return Keyboard(inline_keyboard=pairs(buttons, width=1))


# --- deciding ------------------------------------------------------------------------


async def adopt(
    query: CallbackQuery, callback_data: Press, work: Worktop, lectern: Lectern, state: FSMContext
) -> None:
    """Adopt what the button was made for."""
    draft = await _held(query, callback_data, state)
    if draft is not None:
        await query.answer()
        await _adopt(query, draft, work, lectern, state)


async def ask_date(
    query: CallbackQuery, callback_data: Press, work: Worktop, state: FSMContext
) -> None:
    """Another day than the one on the button."""
    draft = await _held(query, callback_data, state)
    if draft is not None:
        await query.answer()
        await draft.asking("date", work.clock()).save(state)
        await show(query, Shown(texts.ASK_DATE))


async def cancel(query: CallbackQuery, callback_data: Press, state: FSMContext) -> None:
    """Leave everything as it is."""
    draft = await _held(query, callback_data, state)
    if draft is not None:
        await query.answer()
        await Draft.drop(state)
        await show(query, Shown(texts.CANCELLED))


async def answer(
    message: Message, draft: Draft, work: Worktop, lectern: Lectern, state: FSMContext
) -> None:
    """The date or the name that was asked for."""
    said = (message.text or "").strip()
    if said in staff_texts.CANCEL:
        await Draft.drop(state)
        await show(message, Shown(texts.CANCELLED))
    elif draft.asks == "date":
        await _take_date(message, said, draft, work, state)
    elif SHORTEST_NAME <= len(name := said.removeprefix(texts.SIGNED).strip()) <= LONGEST_NAME:
        await _adopt(message, draft, work, lectern, state, name=name)
    else:
        await show(message, Shown(texts.BAD_NAME))


async def _take_date(
    message: Message, said: str, draft: Draft, work: Worktop, state: FSMContext
) -> None:
    start = texts.read_day(said, work.today)
    if start is None or start < work.today:
        await show(message, Shown(texts.refused("past") if start else texts.BAD_DATE))
        return
    draft = draft.beginning(start)
    await draft.save(state)
    await show(message, Shown(texts.chosen(draft.version, start), _choices(draft, work.today)))


async def _adopt(
    event: Message | CallbackQuery,
    draft: Draft,
    work: Worktop,
    lectern: Lectern,
    state: FSMContext,
    *,
    name: str | None = None,
) -> None:
    try:
        adoption = await draft.adopt(lectern, work, name=name)
    except ListRefused as refusal:
        await _refused(event, refusal.why, draft, work, lectern, state)
    except ListError as error:
        await _unreadable(event, error, draft, state)
    else:
        await Draft.drop(state)
        await lectern.desk()  # what is said next is said by the new list
        await show(event, Shown(texts.adopted(adoption, today=work.today)))


async def _refused(
    event: Message | CallbackQuery,
    why: str,
    draft: Draft,
    work: Worktop,
    lectern: Lectern,
    state: FSMContext,
) -> None:
    """Ask for what was missing, or show the proposal against the list that came between."""
    await show(event, Shown(texts.refused(why)))
    if why not in ANEW:
        await draft.asking("name" if why == "unnamed" else "date", work.clock()).save(state)
        return
    await lectern.desk()
    try:
        offer = await draft.offer(lectern, work)
    except ListError as error:
        await _unreadable(event, error, draft, state)
        return
    await _propose(event, offer, work, state)


async def _unreadable(
    event: Message | CallbackQuery, error: ListError, draft: Draft, state: FSMContext
) -> None:
    """What was shown does not fit any more: every mistake of it, and no draft is left."""
    await Draft.drop(state)
    await _tell_mistakes(event, error, draft.name or draft.version)


async def _held(query: CallbackQuery, press: Press, state: FSMContext) -> Draft | None:
    """The proposal a button was made for; None, and said so, where it no longer counts."""
    draft = await Draft.load(state)
    if draft is not None and draft.token == press.token:
        return draft
    await query.answer(texts.EXPIRED, show_alert=True)
    return None
