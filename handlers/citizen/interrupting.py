"""A message in the middle of a form that may be another matter: asked, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers import keyboards
from handlers.callbacks import Do, FormPress, StaleButton
from handlers.citizen import flow
from handlers.citizen.drawer import Drawer, keep, look
from handlers.citizen.form import Form, Step, new_form
from handlers.citizen.pressing import pressed
from handlers.citizen.steps import BadAnswer, answer, next_step
from handlers.states import Filling
from handlers.talk import Talk
from handlers.texts import form as texts
from handlers.texts import words
from handlers.texts.common import lines
from knowledge.advice import Advice, Outcome
from knowledge.matters import ResponsibilityList

# How sure the desk must be of another row before a person is asked; asking costs one press,
# so this lies below what the desk calls matched for a whole complaint.
OTHER_MATTER_SHARE = 0.5
# More than any single word is worth but a decisive one: a place name with a telling
# syllable in it is no complaint.
OTHER_MATTER_SCORE = 5.0
SHORTEST_MATTER = 6
LONGEST_PLACE_ANSWER = 14
LONGEST_PHONE_ANSWER = 20
# Answers to these speak of the same dispute in other words: only another unit is another matter.
LOOSE = frozenset({Step.REQUEST, Step.EVIDENCE, Step.CONFIRM})


def is_other_matter(
    form: Form, advice: Advice, *, text: str, rlist: ResponsibilityList, step: Step | None = None
) -> bool:
    """Whether ``text`` reads like a complaint of its own and unlike an answer to ``step``."""
    best = advice.best
    if advice.outcome is not Outcome.MATCHED or best is None or len(text) < SHORTEST_MATTER:
        return False
    if best.share < OTHER_MATTER_SHARE or best.score < OTHER_MATTER_SCORE:
        return False
    if _looks_like_answer(text, step) or not form.about:
        return False
    if step is None or step in LOOSE:
        units = {rlist.matters[row].unit for row in form.about if row in rlist.matters}
        return best.unit not in {*units, form.unit}
    return best.matter.id not in form.about


def _looks_like_answer(text: str, step: Step | None) -> bool:
    match step:
        case Step.TEXT:
            return True  # whatever is written then is the new text
        case Step.NAME:
            return words.name(text) is not None
        case Step.PHONE:
            return words.phone(text) is not None and len(text) <= LONGEST_PHONE_ANSWER
        case Step.PLACE:
            return len(text) <= LONGEST_PLACE_ANSWER
        case Step.REQUEST:
            return text.startswith(words.REQUEST_BEGINS)
    return False


async def hold(talk: Talk, drawer: Drawer, text: str) -> None:
    """Keep the message aside and ask whose it is."""
    form = drawer.form
    if form is None:
        return
    held = lines(drawer.aside or "", text)
    await keep(talk.state, replace(drawer, aside=held))
    await talk.state.set_state(Filling.interrupted)
    keyboard = keyboards.interrupted(form, elder=talk.elder)
    await talk.say(texts.interrupted(held, elder=talk.elder), keyboard)


async def separate(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """It is another matter."""
    drawer, form = await pressed(query, callback_data, talk)
    await _separate(talk, drawer, form)


async def same(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """It is an answer, or more about the matter in hand."""
    drawer, form = await pressed(query, callback_data, talk)
    await _same(talk, drawer, form)


async def said(message: Message, talk: Talk) -> None:
    """Words instead of a press. Whoever just goes on with the form has answered the question:

    what was held is a matter of its own and waits on the shelf.
    """
    drawer, text = await look(talk.state), (message.text or "").strip()
    form, word = drawer.form, words.plain(text)
    if form is None or drawer.aside is None:
        raise StaleButton("dropped")
    if word in words.ANOTHER:
        await _separate(talk, drawer, form)
    elif word in words.SAME:
        await _same(talk, drawer, form)
    elif _answers(talk, form, text):
        form = answer(form, next_step(form, elder=talk.elder), text=text, rlist=talk.rlist)
        await flow.ask_next(talk, drawer, form, lead=texts.held(drawer.aside))
    else:
        await hold(talk, drawer, text)


def _answers(talk: Talk, form: Form, text: str) -> bool:
    """Whether ``text`` is an answer to the question that was on the screen before."""
    step = next_step(form, elder=talk.elder)
    advice = talk.desk.advise(text, today=talk.today)
    if not form.decided or is_other_matter(form, advice, text=text, rlist=talk.rlist, step=step):
        return False
    try:
        answer(form, step, text=text, rlist=talk.rlist)
    except BadAnswer:
        return False
    return step not in {Step.TEXT, Step.CONFIRM}


async def _separate(talk: Talk, drawer: Drawer, form: Form) -> None:
    text, drawer = drawer.sorted()
    await flow.begin_other(talk, drawer, text, lead=texts.put_aside(form.text))


async def _same(talk: Talk, drawer: Drawer, form: Form) -> None:
    """As the answer to the question; what does not fit there is added to the text."""
    text, drawer = drawer.sorted()
    step = next_step(form, elder=talk.elder)
    if not form.decided:
        form = replace(form, text=lines(form.text, text))
        await flow.consider(talk, drawer, form)
        return
    try:
        form = answer(form, step, text=text, rlist=talk.rlist)
    except BadAnswer:
        form = replace(form, text=lines(form.text, text))
    await flow.ask_next(talk, drawer, form, lead=texts.GO_ON)


async def split(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """The matters of one message, each a form of its own; the first is dealt with first."""
    drawer, form = await pressed(query, callback_data, talk)
    first, *others = drawer.pieces
    shelf = tuple(new_form(talk.channel, piece) for piece in others)
    drawer = replace(drawer, shelf=(*drawer.shelf, *shelf))
    await flow.consider(talk, drawer.holding(None), replace(form, text=first, whole=True))


async def one(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """It is all one matter."""
    drawer, form = await pressed(query, callback_data, talk)
    await flow.consider(talk, drawer, replace(form, whole=True))


def setup() -> Router:
    """Questions about messages that may hold another matter."""
    router = Router(name="citizen.interrupting")
    router.message.register(said, F.text, StateFilter(Filling.interrupted))
    presses = ((Do.SEPARATE, separate), (Do.ANSWER, same), (Do.SPLIT, split), (Do.ONE, one))
    for do, handler in presses:
        router.callback_query.register(handler, FormPress.filter(F.do == do))
    return router
