"""Photos, documents, voices, videos and locations: kept with the matter they belong to."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers import keyboards
from handlers.callbacks import CaseDo, Do, FormPress, StaleButton
from handlers.citizen import flow
from handlers.citizen.drawer import Drawer, keep, look
from handlers.citizen.form import MOST_FILES, Form, Step, new_form
from handlers.citizen.greeting import greet_once
from handlers.citizen.pressing import pressed
from handlers.citizen.screening import odd
from handlers.citizen.steps import next_step
from handlers.citizen.telling import joined_text
from handlers.pieces import KINDS, SPOKEN, store
from handlers.states import Filling, Following, Telling
from handlers.talk import Talk
from handlers.texts import citizen as texts
from handlers.texts import follow


async def receive(message: Message, talk: Talk) -> None:
    """Evidence for the form in hand; with none in hand it begins one."""
    await greet_once(talk)
    drawer = await look(talk.state)
    state = await talk.state.get_state()
    form = drawer.form if state in OPEN_STATES else None
    if form is None:
        drawer, form = drawer.put_aside(), new_form(talk.channel, message_id=message.message_id)
    if len(form.files) >= MOST_FILES:
        await talk.say(texts.too_many(MOST_FILES))
        return
    form = form.with_files(await store(message, talk))
    if not (form.decided and next_step(form, elder=talk.elder) is Step.EVIDENCE):
        form = form.settle(Step.EVIDENCE)  # it need not be asked for any more
    await _answer(message, talk, drawer, form)


OPEN_STATES = frozenset(
    state.state for group in (Telling, Filling) for state in group.__all_states__
)


async def _answer(message: Message, talk: Talk, drawer: Drawer, form: Form) -> None:
    caption = (message.caption or "").strip()
    if form.decided and drawer.aside is None:
        await _in_form(message, talk, drawer, form, caption=caption)
    elif caption and odd(caption) is None and drawer.aside is None:
        await flow.consider(talk, drawer, await joined_text(talk, form, caption))
    elif form.text:
        await keep(talk.state, replace(drawer, form=form))
        await talk.say(texts.got_file_short(len(form.files), message.content_type))
    else:
        await flow.listen(talk, drawer, form)
        said = texts.VOICE_NEEDS_TEXT if message.content_type in SPOKEN else texts.NO_TEXT_YET
        await talk.say(said, keyboards.attach(form, drawer.done))


async def _in_form(
    message: Message, talk: Talk, drawer: Drawer, form: Form, *, caption: str
) -> None:
    """A caption belongs to the text; a location answers the question where."""
    step = next_step(form, elder=talk.elder)
    if caption:
        form = await joined_text(talk, form, caption)
    if message.location is not None and step is Step.PLACE:
        point = texts.at_point(message.location.latitude, message.location.longitude)
        form = replace(form, place_text=form.place_text or point).settle(Step.PLACE)
    if step is Step.EVIDENCE:  # more may follow; the person says when that was all
        await keep(talk.state, drawer.holding(form))
        keyboard = keyboards.step(form, Step.EVIDENCE, talk.rlist, elder=talk.elder)
        await talk.say(texts.got_file(len(form.files), message.content_type), keyboard)
        return
    lead = texts.got_file_short(len(form.files), message.content_type)
    await flow.ask_next(talk, drawer, form, lead=lead)


async def add_to_case(message: Message, talk: Talk) -> None:
    """Evidence for a case already registered."""
    drawer = await look(talk.state)
    if drawer.case_id is None:
        raise StaleButton("dropped")
    await talk.casebook.attach(drawer.case_id, await store(message, talk), by=talk.actor)
    case = await talk.casebook.get(drawer.case_id, talk.actor)
    keyboard = keyboards.on_case_only(case, (follow.DONE_ADDING, CaseDo.ADDED))
    await talk.say(follow.SUPPLEMENTED, keyboard)


async def attach(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """The files that came without words belong to a case of this conversation."""
    drawer, form = await pressed(query, callback_data, talk)
    case_id = int(callback_data.arg)
    if form.text or case_id not in {done.case_id for done in drawer.done}:
        raise StaleButton("expired")
    for file in form.files:
        await talk.casebook.attach(case_id, file, by=talk.actor)
    await talk.say(follow.SUPPLEMENT_DONE)
    await flow.idle(talk, drawer)


def setup() -> Router:
    """Everything that is a file or a place on the map."""
    router = Router(name="citizen.evidence")
    evidence = F.content_type.in_(KINDS)
    router.message.register(add_to_case, evidence, StateFilter(Following.adding))
    router.message.register(receive, evidence)
    router.callback_query.register(attach, FormPress.filter(F.do == Do.ATTACH))
    return router
