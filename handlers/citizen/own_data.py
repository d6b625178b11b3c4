"""A citizen's own data: asking that they be corrected or deleted, in his own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers import keyboards
from handlers.callbacks import DataPress, StaleButton
from handlers.citizen import flow
from handlers.citizen.drawer import keep, look
from handlers.citizen.greeting import greet_once
from handlers.citizen.screening import odd
from handlers.states import OwnData
from handlers.talk import Talk, retire
from handlers.texts import form as form_texts
from handlers.texts import own_data as texts
from handlers.texts.words import Wish, asked_number, number_and_code, phone, plain, wish
from knowledge.advice import Outcome
from storage.data_requests import Wanted

LONGEST_WORDS = 1000
WAITS: Mapping[Wanted, State] = {
    Wanted.CORRECT: OwnData.correcting,
    Wanted.DELETE: OwnData.deleting,
}


class GivesUp(Filter):
    """Passes what leaves the question."""

    async def __call__(self, message: Message) -> bool:
        """Whether nothing is to be asked for after all."""
        said = message.text or ""
        return wish(said) is Wish.CANCEL or plain(said) in texts.NEVER_MIND


class Answers(Filter):
    """Passes what says what is wrong or to be deleted: of data, and of nothing else.

    An accusation is sealed, danger cannot wait, and a matter is a matter.
    """

    async def __call__(self, message: Message, talk: Talk) -> bool | dict[str, Any]:
        """The words, or False."""
        said = (message.text or "").strip()
        if said.startswith("/") or wish(said) or (odd(said) and not phone(said)):
            return False
        if number_and_code(said) or asked_number(said):
            return False
        advice = talk.desk.advise(said, today=talk.today)
        if advice.danger or advice.sealed:
            return False
        sure = texts.speaks_of_data(said)
        named = advice.outcome is not Outcome.MATCHED and (phone(said) or texts.names_data(said))
        return {"said": said} if sure or named else False


async def correct(talk: Talk) -> None:
    """Something stored is wrong."""
    await _ask(talk, Wanted.CORRECT)


async def delete(talk: Talk) -> None:
    """Something stored is to be deleted."""
    await _ask(talk, Wanted.DELETE)


async def _ask(talk: Talk, wanted: Wanted) -> None:
    """A form in hand goes on the shelf, so that the next words are for this."""
    await greet_once(talk)
    await keep(talk.state, (await look(talk.state)).put_aside())
    await talk.state.set_state(WAITS[wanted])
    keyboard = keyboards.own_data(wanted, elder=talk.elder)
    await talk.say(texts.ask(wanted, elder=talk.elder), keyboard)


async def write(message: Message, talk: Talk, said: str) -> None:
    """What is to be done with the data, in the person's words."""
    del message
    correcting = await talk.state.get_state() == OwnData.correcting.state
    await _record(talk, Wanted.CORRECT if correcting else Wanted.DELETE, said)


async def everything(query: CallbackQuery, talk: Talk) -> None:
    """Whatever may be deleted, by the button below the question."""
    if await talk.state.get_state() != OwnData.deleting.state:
        raise StaleButton("expired")
    await retire(query)
    await _record(talk, Wanted.DELETE, texts.EVERYTHING)


async def give_up(message: Message, talk: Talk) -> None:
    """Nothing, after all."""
    del message
    await talk.say(form_texts.LEFT, keyboards.menu(elder=talk.elder))
    await flow.idle(talk, await look(talk.state))


async def _record(talk: Talk, wanted: Wanted, said: str) -> None:
    if len(said) > LONGEST_WORDS:
        await talk.say(texts.TOO_LONG.format(most=LONGEST_WORDS))
        return
    request = await talk.requests.ask(wanted, said, talk.actor)
    text = texts.recorded(request, talk.rlist, elder=talk.elder)
    await talk.say(text, keyboards.menu(elder=talk.elder))
    await flow.idle(talk, await look(talk.state))


def setup() -> Router:
    """Answers to the question; everything that is none goes on to whom it concerns."""
    router = Router(name="citizen.own_data")
    router.message.register(give_up, F.text, StateFilter(OwnData), GivesUp())
    router.message.register(write, F.text, StateFilter(OwnData), Answers())
    router.callback_query.register(everything, DataPress.filter())
    return router
