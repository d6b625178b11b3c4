"""The routing queue of the petition office: who is to answer for a case."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.mediator import keyboards, views
from handlers.mediator.acts import advance
from handlers.mediator.callbacks import Menu, Route, Turn
from handlers.mediator.filters import Said, Staff
from handlers.mediator.forms import Form
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.office import candidates, unitchoice
from handlers.texts import office as texts
from handlers.texts import staff as staff_texts
from knowledge.procedure import Act, Role


def setup() -> Router:
    """The queue, and assigning a case to a candidate at one tap."""
    router = Router(name="office routing")
    office = Staff(Role.OFFICE)
    router.message.register(queue, office, Said(*texts.QUEUE))
    router.callback_query.register(press_queue, office, Menu.filter(F.go == "queue"))
    router.callback_query.register(turn, office, Turn.filter(F.which == "queue"))
    router.callback_query.register(route, office, Route.filter())
    return router


async def queue(message: Message, work: Worktop) -> None:
    """What nobody is responsible for yet, or no longer."""
    await show(message, await _queue(work))


async def press_queue(query: CallbackQuery, work: Worktop) -> None:
    """The same, by button."""
    await query.answer()
    await show(query, await _queue(work))


async def turn(query: CallbackQuery, callback_data: Turn, work: Worktop) -> None:
    """Another page of the queue."""
    await query.answer()
    await show(query, await _queue(work, max(1, callback_data.page)), edit=True)


async def _queue(work: Worktop, page: int = 1) -> Shown:
    size = views.CASES_A_PAGE
    found = await work.casebook.inbox(
        work.actor, limit=size, offset=(page - 1) * size, unrouted=True
    )
    pages = views.pages_of(found.total)
    if page > pages:
        return await _queue(work, pages)
    if not found.total:
        return Shown(texts.QUEUE_EMPTY, keyboards.menu(work.actor.roles))
    head = staff_texts.list_head(texts.QUEUE_TITLE, found.total, page, pages)
    return views.case_list(work, found.cases, which="queue", head=head, page=page, pages=pages)


async def route(
    query: CallbackQuery, callback_data: Route, work: Worktop, state: FSMContext
) -> None:
    """Assign to the unit of a candidate's row, with the row as the reason."""
    case = await work.case(callback_data.case)
    matter = work.rlist.matters.get(callback_data.matter)
    form = Form(case.id, case.number, Act.ASSIGN, callback_data.seen)
    if case.status is not form.seen or matter is None:
        await query.answer()
        await show(query, await views.overtaken(work, form), edit=True)
        return
    form = Form(
        case.id, case.number, Act.ASSIGN, form.seen,
        unit=matter.unit, matter=matter.id, place=case.place_code,
        text=candidates.reason(matter.unit, matter.id, work.rlist),
    )  # fmt: skip
    if form.unit == unitchoice.PLACES_UNIT and form.place is None:
        # Which of the nine is still to be told, so the unit counts as missing.
        await replace(form, unit=None).save(state)
        await query.answer()
        await show(query, unitchoice.which_place(form, work.rlist))
        return
    shown, _ = await advance(work, form, state, case)
    await query.answer(staff_texts.toast(Act.ASSIGN))
    await show(query, shown, edit=True)
