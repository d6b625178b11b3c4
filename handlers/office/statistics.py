"""Statistics in the chat: asked in words or by buttons, answered in words, bars, a file, a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram.types import InlineKeyboardMarkup as Keyboard

from handlers.mediator.callbacks import Menu
from handlers.mediator.filters import Said, Staff
from handlers.mediator.inbox import READERS
from handlers.mediator.keyboards import button, pairs
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.office import reports
from handlers.office.query import Query, month_before, month_of, read, year_of
from handlers.texts import statistics as texts
from knowledge.procedure import Status
from storage.statistics import Statistics

DAY = "%Y%m%d"


class View(StrEnum):
    """One kind of answer."""

    SUMMARY = "summary"
    UNITS = "units"
    OUTCOMES = "outcomes"
    SHEET = "sheet"
    PAGE = "page"


class Ask(CallbackData, prefix="q"):
    """A whole question and how its answer is to be shown, so that a button never goes stale."""

    start: str
    end: str
    unit: str | None = None
    outcome: Status | None = None
    view: View = View.SUMMARY


def setup() -> Router:
    """Words first; every button repeats the whole question."""
    router = Router(name="office statistics")
    readers = Staff(*READERS)
    router.message.register(ask, readers, Said(*texts.COMMAND))
    router.callback_query.register(press_menu, readers, Menu.filter(F.go == "statistics"))
    router.callback_query.register(press_sheet, readers, Ask.filter(F.view == View.SHEET))
    router.callback_query.register(press_page, readers, Ask.filter(F.view == View.PAGE))
    router.callback_query.register(press, readers, Ask.filter())
    return router


async def ask(message: Message, rest: str, work: Worktop, statistics: Statistics) -> None:
    """Answer a question in words, saying first how it was understood."""
    query = read(rest, work.rlist, today=work.today)
    await show(message, await _answer(query, work, statistics))


async def press_menu(query: CallbackQuery, work: Worktop, statistics: Statistics) -> None:
    """This month, by the button of the menu."""
    await query.answer()
    start, end = month_of(work.today)
    await show(query, await _answer(Query(start, end), work, statistics))


async def press(
    query: CallbackQuery, callback_data: Ask, work: Worktop, statistics: Statistics
) -> None:
    """Another period, filter or view, in place of the answer shown."""
    await query.answer()
    asked = _query(callback_data)
    shown = await _answer(asked, work, statistics, view=callback_data.view)
    await show(query, shown, edit=True)


async def press_sheet(
    query: CallbackQuery, callback_data: Ask, work: Worktop, statistics: Statistics
) -> None:
    """The spreadsheet as a document."""
    await query.answer()
    asked = reports.scoped(_query(callback_data), work.actor)
    content = await reports.workbook(
        asked, work.actor, statistics, rlist=work.rlist, made=work.clock()
    )
    if query.message is not None:
        name = texts.filename(asked.start, asked.end)
        document = BufferedInputFile(content, filename=name)
        await query.message.answer_document(document, caption=texts.SHEET_CAPTION)


async def press_page(
    query: CallbackQuery, callback_data: Ask, work: Worktop, public_url: str
) -> None:
    """A link that lets this person's browser in once, straight to the same question."""
    await query.answer()
    ticket = await work.people.ticket(work.actor.person_id)
    target = f"{reports.PAGE}?{urlencode(reports.parameters(_query(callback_data)))}"
    link = f"{public_url.rstrip('/')}/office/enter?{urlencode({'ticket': ticket, 'next': target})}"
    await show(query, Shown(texts.page_link(link)))


async def _answer(
    query: Query, work: Worktop, statistics: Statistics, *, view: View = View.SUMMARY
) -> Shown:
    query = reports.scoped(query, work.actor)
    summary = await reports.summarise(query, work.actor, statistics)
    head = texts.understood(
        query.start,
        query.end,
        whose=reports.whose(query, work.actor, work.rlist),
        outcome=query.outcome,
        unknown=query.unknown,
    )
    body = texts.by_unit(summary, work.rlist) if view == View.UNITS else texts.summary(summary)
    keyboard = _outcomes(query) if view == View.OUTCOMES else _keyboard(query, work.today, view)
    return Shown(f"{head}\n\n{body}", keyboard)


def _keyboard(query: Query, today: date, view: View) -> Keyboard:
    periods = (
        (texts.BUTTON_LAST_MONTH, month_before(today)),
        (texts.BUTTON_THIS_MONTH, month_of(today)),
        (texts.BUTTON_THIS_YEAR, year_of(today)),
    )
    turn_to = [
        (name, _ask(replace(query, start=start, end=end), view)) for name, (start, end) in periods
    ]
    other = (
        (texts.BUTTON_SUMMARY, View.SUMMARY)
        if view == View.UNITS
        else (texts.BUTTON_BY_UNIT, View.UNITS)
    )
    views = (
        other,
        (texts.BUTTON_OUTCOME, View.OUTCOMES),
        (texts.BUTTON_SHEET, View.SHEET),
        (texts.BUTTON_PAGE, View.PAGE),
    )
    rows = pairs((button(*each) for each in turn_to), width=3)
    return Keyboard(
        inline_keyboard=[*rows, *pairs(button(name, _ask(query, to)) for name, to in views)]
    )


def _outcomes(query: Query) -> Keyboard:
    """The outcomes a question can be narrowed to, and none."""
    every = [(texts.BUTTON_ALL_OUTCOMES, None), *((n, s) for s, n in texts.OUTCOME.items())]
    return Keyboard(
        inline_keyboard=pairs(
            button(name, _ask(replace(query, outcome=outcome), View.SUMMARY))
            for name, outcome in every
        )
    )


def _ask(query: Query, view: View) -> str:
    return Ask(
        start=query.start.strftime(DAY),
        end=query.end.strftime(DAY),
        unit=query.unit,
        outcome=query.outcome,
        view=view,
    ).pack()


def _query(asked: Ask) -> Query:
    return Query(
        date.fromisoformat(asked.start),
        date.fromisoformat(asked.end),
        unit=asked.unit,
        outcome=asked.outcome,
    )
