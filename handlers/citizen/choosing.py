"""Below a card: this one, another one, one of two, none of them, a person."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.callbacks import Do, FormPress, StaleButton
from handlers.citizen import cards, flow
from handlers.citizen.drawer import Drawer, look
from handlers.citizen.form import Form
from handlers.citizen.pressing import counting, pressed
from handlers.citizen.telling import add
from handlers.states import Telling
from handlers.talk import Talk, replace_text
from handlers.texts import advice as texts
from handlers.texts import words
from knowledge.advice import Advice, Candidate, PetitionClass
from knowledge.matters import Matter

# Without a row of the list, a person has to say where these belong.
NEED_ROW = frozenset({PetitionClass.CLAIM, PetitionClass.REPORT, PetitionClass.INQUIRY})


async def yes(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """The advice is right."""
    drawer, form = await pressed(query, callback_data, talk)
    await _agree(talk, drawer, form)


async def other(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """The advice is wrong: the next two rows, or a person."""
    drawer, form = await pressed(query, callback_data, talk)
    await _change(talk, drawer, form)


async def pick(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """One of the rows that were asked about."""
    drawer, form = await pressed(query, callback_data, talk)
    await _pick(talk, drawer, form, row=callback_data.arg)


async def none(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """Neither of the two."""
    drawer, form = await pressed(query, callback_data, talk)
    await _change(talk, drawer, form)


async def seal(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """The citizen accuses an official, whatever the desk thought: it is sealed."""
    drawer, form = await pressed(query, callback_data, talk)
    advice = replace(_advice(talk, form), ways=())
    card = cards.accusation(form.accusing(), advice, talk.rlist, elder=talk.elder)
    await flow.show(talk, drawer, card)


async def detail(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """Everything about the row on the screen: looking decides nothing."""
    _, form = await counting(callback_data, talk)
    matter = talk.rlist.matters.get(form.matter_id or "")
    if matter is None:
        raise StaleButton("expired")
    advice = _advice(talk, form)
    shown = _candidate(form, advice, matter)
    card = cards.whole(form, shown, advice, rlist=talk.rlist, elder=talk.elder)
    await replace_text(query, talk, card.text, card.keyboard)


async def person(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """A person, from any point of a form."""
    drawer, form = await pressed(query, callback_data, talk)
    await flow.to_person(talk, drawer, form)


async def said(message: Message, talk: Talk) -> None:
    """The same choices in words; anything else is more about the matter."""
    drawer, word = await look(talk.state), words.plain(message.text or "")
    form = drawer.form
    chosen = _position(word)
    if form is None or drawer.pieces:
        await add(message, talk)
    elif form.offered and chosen is not None and chosen < len(form.offered):
        await _pick(talk, drawer, form, row=form.offered[chosen])
    elif word in words.NO:
        await _change(talk, drawer, form)
    elif word in words.YES and not form.offered:
        await _agree(talk, drawer, form)
    else:
        await add(message, talk)


def _position(word: str) -> int | None:
    for position, spoken in enumerate((words.FIRST, words.SECOND)):
        if word in spoken:
            return position
    return None


async def _agree(talk: Talk, drawer: Drawer, form: Form) -> None:
    if form.matter_id is None and not form.learned and form.petition_class in NEED_ROW:
        await flow.to_person(talk, drawer, form)
        return
    lead = "" if form.sealed else texts.picked(talk.rlist, form.matter_id, form.unit)
    await flow.settle(talk, drawer, form, lead=lead)


async def _change(talk: Talk, drawer: Drawer, form: Form) -> None:
    """What was shown is not it; after two questions a person decides."""
    advice = _advice(talk, form)
    no = form.offered or ((form.matter_id,) if form.matter_id else ())
    if form.learned:
        no = tuple(each.matter.id for each in advice.candidates if each.unit == form.unit)
    form = replace(form, refused=(*form.refused, *no), matter_id=None, learned=False)
    card = cards.question(form, advice, elder=talk.elder)
    if card is None:
        await flow.to_person(talk, drawer, form)
    else:
        await flow.show(talk, drawer, card)


async def _pick(talk: Talk, drawer: Drawer, form: Form, *, row: str) -> None:
    matter = talk.rlist.matters.get(row)
    if matter is None or row not in form.offered:
        raise StaleButton("expired")
    advice = _advice(talk, form)
    chosen = _candidate(form, advice, matter)
    form = form.unsealed().picked(chosen)
    card = cards.row(form, chosen, advice, rlist=talk.rlist, elder=talk.elder)
    await flow.show(talk, drawer, card)


def _candidate(form: Form, advice: Advice, matter: Matter) -> Candidate:
    """The row with the words that speak for it, or with none where the desk thinks otherwise."""
    found = (each for each in cards.possible(form, advice) if each.matter.id == matter.id)
    return next(found, Candidate(matter, matter.unit, 0, 0))


def _advice(talk: Talk, form: Form) -> Advice:
    return talk.desk.advise(form.text, today=talk.today)


def setup() -> Router:
    """Choices below a card."""
    router = Router(name="citizen.choosing")
    presses = (
        (Do.YES, yes),
        (Do.OTHER, other),
        (Do.PICK, pick),
        (Do.NONE, none),
        (Do.SEAL, seal),
        (Do.DETAIL, detail),
        (Do.PERSON, person),
    )
    for do, handler in presses:
        router.callback_query.register(handler, FormPress.filter(F.do == do))
    router.message.register(said, F.text, StateFilter(Telling.choosing))
    return router
