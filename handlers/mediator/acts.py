"""Doing an act: by its button, step by step in a form, or in one line of words."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.mediator import views
from handlers.mediator.callbacks import Cancel, Choose, DoAct, Units
from handlers.mediator.filters import Filling, Ordered, Staff
from handlers.mediator.forms import LONGEST, SHORTEST, Form
from handlers.mediator.keyboards import units
from handlers.mediator.words import Order
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.office import candidates, unitchoice
from handlers.texts import staff as texts
from knowledge.procedure import RULES, Act, ActRefused, Needs, Status
from storage.cases import Case
from storage.errors import CaseNotFound, StaleCase


def setup() -> Router:
    """Buttons and orders; the texts of open forms are taken by ``writing``."""
    router = Router(name="staff acts")
    router.callback_query.register(press, DoAct.filter(), Staff())
    router.callback_query.register(cancel_button, Cancel.filter(), Staff())
    router.callback_query.register(turn_units, Units.filter(), Staff())
    router.callback_query.register(choose, Choose.filter(), Staff(), Filling())
    router.callback_query.register(choose_late, Choose.filter(), Staff())
    router.message.register(obey, F.text, Staff(), Ordered())
    return router


def writing() -> Router:
    """The texts that answer an open form; comes after every command of the staff."""
    router = Router(name="staff forms")
    router.message.register(write, F.text, ~F.text.startswith("/"), Staff(), Filling())
    router.message.register(text_only, ~F.text, Staff(), Filling())
    return router


async def press(
    query: CallbackQuery, callback_data: DoAct, work: Worktop, state: FSMContext
) -> None:
    """Begin (or at once do) the act of a button, if the case still stands as it was seen."""
    case = await work.case(callback_data.case)
    form = Form(case.id, case.number, callback_data.act, callback_data.seen)
    if case.status is not form.seen:
        await query.answer()
        await show(query, await views.overtaken(work, form), edit=True)
        return
    shown, is_done = await advance(work, form, state, case)
    await query.answer(texts.toast(form.act) if is_done else None)
    await show(query, shown, edit=is_done)


async def obey(message: Message, order: Order, work: Worktop, state: FSMContext) -> None:
    """Do what one line says; what it leaves out is asked for."""
    case = await find(work, order.number)
    form = Form(case.id, case.number, order.act, case.status, door=order.door or None)
    form = replace(form, text=order.text or None)
    if Needs.UNIT in RULES[order.act].needs:
        form = unitchoice.read(replace(form, text=None), order.text, work.rlist)
    shown, _ = await advance(work, form, state, case)
    await show(message, shown)


async def find(work: Worktop, number: str) -> Case:
    """The case that a number means to this person.

    Raises:
        CaseNotFound: none, or none that this person may see.
    """
    found = await work.find(number=number)
    if not found:
        raise CaseNotFound
    return found[0]


async def advance(work: Worktop, form: Form, state: FSMContext, case: Case) -> tuple[Shown, bool]:
    """Ask for what is missing, or do the act; the flag says whether the form is over.

    An act that is not allowed at all is refused before anything is asked for.
    """
    missing = form.missing
    if missing is None or form.act not in await work.casebook.acts(case.id, work.actor):
        await Form.drop(state)
        return await perform(work, form), True
    await form.save(state)
    return views.question(work, form, missing, case), False


async def perform(work: Worktop, form: Form) -> Shown:
    """Do the act of a complete form, and show the card as it then is, or why it was not done."""
    try:
        case = await work.casebook.act(
            form.case,
            form.act,
            by=work.actor,
            seen=_seen(form),
            text=form.text,
            unit=form.unit,
            place=form.place,
            matter_id=form.matter,
            door=form.door,
        )
    except StaleCase:
        return await views.overtaken(work, form, kept=form.text)
    except ActRefused as refusal:
        case = await work.case(form.case)
        note = views.refusal(form, refusal.status, refusal.why)
        return await views.card(work, case, note=note)
    return await views.card(work, case, note=texts.done(form.act, case.number, form.text))


def _seen(form: Form) -> Status | None:
    """A note or message that moves nothing is not lost because the case moved meanwhile."""
    return form.seen if RULES[form.act].to is not None else None


async def write(message: Message, form: Form, work: Worktop, state: FSMContext) -> None:
    """Take one line for the open form."""
    said = (message.text or "").strip()
    wrong = _wrong(said, form)
    if wrong:
        await show(message, Shown(wrong))
        return
    case = await work.case(form.case)
    if form.missing is Needs.UNIT:
        found = unitchoice.read(form, said, work.rlist)
        if found.unit is None:
            await show(message, unitchoice.which(form, said, work.rlist))
            return
        form = found
    elif form.missing is not None:
        form = form.filled(form.missing, said)
    shown, _ = await advance(work, form, state, case)
    await show(message, shown)


def _wrong(said: str, form: Form) -> str:
    if len(said) > LONGEST:
        return texts.too_long(LONGEST, len(said))
    is_short = len(said) < SHORTEST and form.missing is not Needs.UNIT
    return texts.TOO_SHORT if is_short else ""


async def text_only(message: Message) -> None:
    """A picture or voice does not answer a form."""
    await show(message, Shown(texts.TEXT_ONLY))


async def choose(
    query: CallbackQuery, callback_data: Choose, form: Form, work: Worktop, state: FSMContext
) -> None:
    """Take an offered choice for the open form; a choice of another form is too late."""
    if callback_data.case != form.case:
        await choose_late(query)
        return
    case = await work.case(form.case)
    chosen = _chosen(form, callback_data, case, work)
    if chosen is None:
        await choose_late(query)
        return
    await query.answer()
    if chosen.unit == unitchoice.PLACES_UNIT and chosen.place is None:
        await show(query, unitchoice.which_place(chosen, work.rlist), edit=True)
        return
    shown, _ = await advance(work, chosen, state, case)
    await show(query, shown, edit=True)


def _chosen(form: Form, choice: Choose, case: Case, work: Worktop) -> Form | None:
    """The form with the choice taken, or None if this is not what it asks for now."""
    need, value = form.missing, choice.value
    match choice.kind, need:
        case "unit", Needs.UNIT if value in work.rlist.units:
            return replace(form, unit=value)
        case "place", Needs.UNIT if value in work.rlist.places:
            return replace(form, unit=unitchoice.PLACES_UNIT, place=value)
        case "door", Needs.DOOR:
            ways = dict(enumerate(case.matter.ways if case.matter else ()))
            way = ways.get(int(value)) if value.isdecimal() else None
            return replace(form, door=texts.door(way)) if way else None
        case "reason", Needs.REASON if form.act is Act.ASSIGN and form.unit:
            return replace(form, text=candidates.reason(form.unit, form.matter, work.rlist))
    return None


async def choose_late(query: CallbackQuery) -> None:
    """A button of a form that is over changes nothing."""
    await query.answer(texts.EXPIRED_FORM, show_alert=True)


async def turn_units(
    query: CallbackQuery, callback_data: Units, work: Worktop, state: FSMContext
) -> None:
    """Another page of units, while a case is being assigned."""
    form = await Form.load(state)
    if form is None or form.case != callback_data.case or form.missing is not Needs.UNIT:
        await choose_late(query)
        return
    await query.answer()
    text = texts.ask(form.act, Needs.UNIT, form.number)
    keyboard = units(form.case, work.rlist, page=callback_data.page)
    await show(query, Shown(text, keyboard), edit=True)


async def cancel_button(
    query: CallbackQuery, callback_data: Cancel, work: Worktop, state: FSMContext
) -> None:
    """Stop filling, by the button under the prompt."""
    form = await Form.load(state)
    if form is None or form.case != callback_data.case:
        await query.answer(texts.NOTHING_TO_CANCEL)
        return
    await Form.drop(state)
    await query.answer()
    case = await work.case(form.case)
    await show(query, await views.card(work, case, note=texts.CANCELLED), edit=True)
