"""A citizen's own acts on a registered case: supplement, withdraw, rate."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers import keyboards
from handlers.callbacks import CaseDo, CasePress, StaleButton
from handlers.citizen import flow
from handlers.citizen.drawer import keep, look
from handlers.citizen.form import new_form
from handlers.citizen.mine import show_case
from handlers.states import Following
from handlers.talk import Talk, retire
from handlers.texts import follow as texts
from handlers.texts import words
from knowledge.procedure import Act, ActRefused
from storage.cases import Case
from storage.errors import CaseNotFound

BAD_SCORE = 1
LONGEST_WORDS = 3000


async def supplement(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """What is to be added?"""
    case = await _possible(talk, callback_data, Act.SUPPLEMENT)
    await query.answer()
    await _begin(talk, case)
    await talk.state.set_state(Following.adding)
    await talk.say(texts.ASK_SUPPLEMENT, _added(case))


async def add(message: Message, talk: Talk) -> None:
    """Words for the case; files go another way (see ``evidence``)."""
    drawer = await look(talk.state)
    text = (message.text or "").strip()
    if drawer.case_id is None:
        raise StaleButton("dropped")
    if words.plain(text) in words.NOTHING:
        await _end_adding(talk)
        return
    advice = talk.desk.advise(text, today=talk.today)
    if advice.danger is not None:
        await flow.warn(talk, new_form(talk.channel, text), advice)
    said = text[:LONGEST_WORDS]
    case = await talk.casebook.act(drawer.case_id, Act.SUPPLEMENT, by=talk.actor, text=said)
    await talk.say(texts.SUPPLEMENTED, _added(case))


async def added(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """That was all."""
    case = await talk.casebook.get(callback_data.case, talk.actor)
    await retire(query)
    await _end_adding(talk)
    await show_case(talk, case)


async def _end_adding(talk: Talk) -> None:
    await talk.say(texts.SUPPLEMENT_DONE)
    await _end(talk)


async def withdraw(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """Really?"""
    case = await _possible(talk, callback_data, Act.WITHDRAW)
    await query.answer()
    choices = (texts.WITHDRAW_YES, CaseDo.WITHDRAW_YES), (texts.WITHDRAW_NO, CaseDo.WITHDRAW_NO)
    await talk.say(texts.WITHDRAW_SURE, keyboards.on_case_only(case, *choices))


async def withdrawn(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """Yes; refused if the case has moved on since the question."""
    await talk.casebook.act(
        callback_data.case, Act.WITHDRAW, by=talk.actor, seen=callback_data.seen
    )
    await retire(query)
    await talk.say(texts.WITHDRAWN)


async def kept(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """No."""
    del callback_data
    await retire(query)
    await talk.say(texts.NOT_WITHDRAWN)


async def rate(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """How was it?"""
    case = await _possible(talk, callback_data, Act.RATE)
    await query.answer()
    await talk.say(texts.ASK_SCORE, keyboards.scores(case))


async def scored(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """The score; in elder mode that is all, otherwise a few words may follow."""
    case = await _possible(talk, callback_data, Act.RATE)
    await retire(query)
    await _begin(talk, case, score=callback_data.score)
    if talk.elder:
        await _rate(talk, None)
        return
    await talk.state.set_state(Following.rating)
    wordless = (texts.NO_WORDS, CaseDo.WORDLESS)
    await talk.say(texts.ASK_WORDS, keyboards.on_case_only(case, wordless))


async def worded(message: Message, talk: Talk) -> None:
    """The words of a rating."""
    text = (message.text or "").strip()
    await _rate(talk, None if words.plain(text) in words.NOTHING else text[:LONGEST_WORDS])


async def wordless(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """A rating without words."""
    drawer = await look(talk.state)
    if drawer.case_id != callback_data.case or drawer.score is None:
        raise StaleButton("expired")
    await retire(query)
    await _rate(talk, None)


async def _rate(talk: Talk, text: str | None) -> None:
    drawer = await look(talk.state)
    case_id, score = drawer.case_id, drawer.score
    await _end(talk)
    if case_id is None or score is None:
        raise StaleButton("dropped")
    await talk.casebook.act(case_id, Act.RATE, by=talk.actor, score=score, text=text)
    await talk.say(texts.RATED_BAD if score == BAD_SCORE else texts.RATED)


async def enter_score(talk: Talk) -> None:
    """Enter the score that waits for words; what has become of the case meanwhile stands."""
    drawer = await look(talk.state)
    case_id, score = drawer.case_id, drawer.score
    await keep(talk.state, replace(drawer, case_id=None, score=None))
    await talk.state.set_state(None)
    if case_id is None or score is None:
        return
    try:
        await talk.casebook.act(case_id, Act.RATE, by=talk.actor, score=score)
    except (ActRefused, CaseNotFound):
        return
    await talk.say(texts.entered(score))


async def _possible(talk: Talk, press: CasePress, act: Act) -> Case:
    """The case, if ``act`` is open to the citizen now.

    Raises:
        ActRefused: it is not, or no longer.
    """
    case = await talk.casebook.get(press.case, talk.actor)
    if act not in await talk.casebook.acts(case.id, talk.actor):
        raise ActRefused(act, case.status, why="status")
    return case


async def _begin(talk: Talk, case: Case, *, score: int | None = None) -> None:
    """A form in hand goes on the shelf, so that the next words are for the case."""
    drawer = (await look(talk.state)).put_aside()
    await keep(talk.state, replace(drawer, case_id=case.id, score=score))


async def _end(talk: Talk) -> None:
    drawer = replace(await look(talk.state), case_id=None, score=None)
    await flow.idle(talk, drawer)


def _added(case: Case) -> InlineKeyboardMarkup:
    return keyboards.on_case_only(case, (texts.DONE_ADDING, CaseDo.ADDED))


def setup() -> Router:
    """Acts on an own case."""
    router = Router(name="citizen.following")
    router.message.register(add, F.text, StateFilter(Following.adding))
    router.message.register(worded, F.text, StateFilter(Following.rating))
    presses = (
        (CaseDo.SUPPLEMENT, supplement),
        (CaseDo.ADDED, added),
        (CaseDo.WITHDRAW, withdraw),
        (CaseDo.WITHDRAW_YES, withdrawn),
        (CaseDo.WITHDRAW_NO, kept),
        (CaseDo.RATE, rate),
        (CaseDo.SCORE, scored),
        (CaseDo.WORDLESS, wordless),
    )
    for do, handler in presses:
        router.callback_query.register(handler, CasePress.filter(F.do == do))
    return router
