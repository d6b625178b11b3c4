"""The questions of a form: answered by words, by a press, or not at all."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers import keyboards
from handlers.callbacks import Do, FormPress, StaleButton
from handlers.citizen import flow
from handlers.citizen.confirming import register
from handlers.citizen.drawer import Drawer, keep, look
from handlers.citizen.form import Form, Step
from handlers.citizen.interrupting import hold, is_other_matter
from handlers.citizen.pressing import pressed
from handlers.citizen.steps import BadAnswer, accuse, answer, next_step, skip
from handlers.citizen.telling import joined_text, tell
from handlers.states import Filling
from handlers.talk import Talk
from handlers.texts import form as texts
from handlers.texts import words

# Steps whose answers are short: what is longer tells more of the story.
SHORT_STEPS = frozenset({Step.ACCUSED, Step.PLACE, Step.NAME, Step.PHONE})
LONGEST_SHORT_ANSWER = 60


async def said(message: Message, talk: Talk) -> None:
    """An answer in words, if it is one."""
    text = (message.text or "").strip()
    drawer = await look(talk.state)
    form = drawer.form
    if form is None:
        await tell(message, talk)
        return
    step = next_step(form, elder=talk.elder)
    if step is Step.CONFIRM and words.plain(text) in words.SUBMIT:
        await register(talk, drawer, form)
        return
    advice = talk.desk.advise(text, today=talk.today)
    form = await flow.warn(talk, form, advice)
    if is_other_matter(form, advice, text=text, rlist=talk.rlist, step=step):
        await hold(talk, drawer.holding(form), text)
    else:
        await _take(talk, drawer, form, step=step, text=text)


async def _take(talk: Talk, drawer: Drawer, form: Form, *, step: Step, text: str) -> None:
    if step in SHORT_STEPS and len(text) > LONGEST_SHORT_ANSWER:
        form = await joined_text(talk, form, text)
        await flow.ask_next(talk, drawer, form, lead=texts.added(text))
        return
    try:
        form = answer(form, step, text=text, rlist=talk.rlist)
    except BadAnswer as bad:
        await _again(talk, drawer, form, bad)
        return
    if step is Step.TEXT:
        await flow.consider(talk, drawer, replace(form, decided=False, whole=False))
    else:
        await flow.ask_next(talk, drawer, await _fitting(talk, form))


async def _fitting(talk: Talk, form: Form) -> Form:
    """An answer may have made the text too long to be kept in a form."""
    return await joined_text(talk, replace(form, text=""), form.text)


async def _again(talk: Talk, drawer: Drawer, form: Form, bad: BadAnswer) -> None:
    """Say what would be an answer; the question stands."""
    await keep(talk.state, drawer.holding(form))
    keyboard = keyboards.step(form, bad.step, talk.rlist, elder=talk.elder)
    await talk.say(texts.bad(bad.step.value, needs_name=bad.needs_name), keyboard)


async def shared(message: Message, talk: Talk) -> None:
    """A contact card where the telephone is asked for."""
    drawer = await look(talk.state)
    form, contact = drawer.form, message.contact
    if form is None or contact is None or next_step(form, elder=talk.elder) is not Step.PHONE:
        raise StaleButton("dropped")
    await _take(talk, drawer, form, step=Step.PHONE, text=contact.phone_number)


async def chosen(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """A place, or the accused unit, by a press."""
    drawer, form = await pressed(query, callback_data, talk)
    step, code = next_step(form, elder=talk.elder), callback_data.arg
    if step is Step.PLACE and code in talk.rlist.places:
        text = None if form.changing else form.place_text
        form = replace(form, place_code=code, place_text=text)
    elif step is Step.ACCUSED and code in talk.rlist.units:
        form = accuse(form, code)
    else:
        raise StaleButton("expired")
    await flow.ask_next(talk, drawer, form.settle(step))


async def skipped(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """The question stays unanswered."""
    drawer, form = await pressed(query, callback_data, talk)
    step = next_step(form, elder=talk.elder)
    await flow.ask_next(talk, drawer, skip(form, step))


def setup() -> Router:
    """Answers to the questions of a form."""
    router = Router(name="citizen.filling")
    router.message.register(said, F.text, StateFilter(Filling.asking))
    router.message.register(shared, F.contact, StateFilter(Filling.asking))
    router.callback_query.register(chosen, FormPress.filter(F.do == Do.SET))
    router.callback_query.register(skipped, FormPress.filter(F.do == Do.SKIP))
    return router
