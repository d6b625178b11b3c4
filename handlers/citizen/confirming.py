"""The end of a form: checked, changed, thrown away, or registered."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers import keyboards
from handlers.callbacks import Do, FormPress, StaleButton
from handlers.citizen import flow
from handlers.citizen.drawer import Done, Drawer, keep, look
from handlers.citizen.form import PETITION_OFFICE, Form, Step
from handlers.citizen.pressing import pressed
from handlers.talk import Talk, retire
from handlers.texts import form as texts
from knowledge.matters import ResponsibilityList
from knowledge.units import heir


async def register(talk: Talk, drawer: Drawer, form: Form) -> None:
    """Register the form and hand out the receipt; doing it again gives the same case."""
    if not _is_listed(form, talk.rlist):
        await talk.say(texts.LIST_CHANGED)
        await flow.consider(talk, drawer, _unsettled(form))
        return
    slip = await talk.casebook.register(form.draft(talk.actor.person_id), by=talk.actor)
    drawer = drawer.registered(Done(form.token, slip.case_id, slip.number))
    await keep(talk.state, drawer)
    await talk.state.set_state(None)
    case = await talk.casebook.get(slip.case_id, talk.actor)
    text = texts.receipt(talk.rlist, case, slip, today=talk.today, elder=talk.elder)
    await talk.say(text, keyboards.receipt(case.id, (), elder=talk.elder))
    if drawer.shelf:
        await flow.idle(talk, drawer)


def _is_listed(form: Form, rlist: ResponsibilityList) -> bool:
    """Whether the list still sends the matter where the citizen saw it go.

    Another list may have come into force while the form was being filled.
    """
    if form.place_code is not None and form.place_code not in rlist.places:
        return False
    unit = heir(rlist.units, form.unit)
    if form.matter_id is None:
        return unit in rlist.units
    row = rlist.matters.get(form.matter_id)
    return row is not None and row.unit == unit


def _unsettled(form: Form) -> Form:
    """The form with every answer but where it belongs."""
    return replace(
        form, decided=False, matter_id=None, unit=PETITION_OFFICE, place_code=None,
        rows=(), refused=(), offered=(), asked=0,
    )  # fmt: skip


async def submit(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """It is right."""
    drawer, form = await pressed(query, callback_data, talk)
    await register(talk, drawer, form)


async def edit(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """Something is to be changed: what?"""
    _, form = await pressed(query, callback_data, talk)
    await talk.say(texts.EDIT_WHAT, keyboards.edit(form, elder=talk.elder))


async def change(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """One line is asked for again; the old one stays until there is a new one."""
    drawer, form = await pressed(query, callback_data, talk)
    if callback_data.arg not in set(Step):
        raise StaleButton("expired")
    await flow.ask_next(talk, drawer, replace(form, changing=Step(callback_data.arg)))


async def back(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """Nothing is to be changed after all."""
    drawer, form = await pressed(query, callback_data, talk)
    drawer = drawer.holding(replace(form, changing=None))
    await flow.go_on(talk, drawer, lead=texts.GO_ON)


async def drop(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """Really throw it away?"""
    drawer, form = await pressed(query, callback_data, talk)
    await ask_drop(talk, drawer, form)


async def ask_drop(talk: Talk, drawer: Drawer, form: Form) -> None:
    """Ask before anything is lost."""
    at = keyboards.point(drawer, elder=talk.elder)
    await talk.say(texts.DROP_SURE, keyboards.drop(form, at, elder=talk.elder))


async def dropped(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """Throw it away."""
    drawer, _ = await pressed(query, callback_data, talk)
    await talk.say(texts.DROPPED)
    await flow.idle(talk, drawer)


async def resume(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """Take a form up again that lay aside."""
    drawer = await look(talk.state)
    if drawer.form is None or drawer.form.token != callback_data.token:
        drawer = drawer.taken_up(callback_data.token)
    await retire(query)
    await flow.go_on(talk, drawer, lead=texts.GO_ON)


def setup() -> Router:
    """The summary and what follows from it."""
    router = Router(name="citizen.confirming")
    presses = (
        (Do.SUBMIT, submit),
        (Do.EDIT, edit),
        (Do.CHANGE, change),
        (Do.BACK, back),
        (Do.DROP, drop),
        (Do.DROP_YES, dropped),
        (Do.RESUME, resume),
    )
    for do, handler in presses:
        router.callback_query.register(handler, FormPress.filter(F.do == do))
    return router
