"""Back to a case by its number and code, from another telephone or browser."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter, StateFilter
from aiogram.types import Message

from handlers.citizen.greeting import greet_once
from handlers.citizen.mine import show_case
from handlers.states import Filling, Following
from handlers.talk import Talk
from handlers.texts import follow as texts
from handlers.texts import words
from storage.cases import Case


class NumberAndCode(Filter):
    """Passes ``查询 123 1234-5678``, or a whole number with its code."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """Number and code, or False."""
        found = words.number_and_code(message.text or "")
        return {"number": found[0], "code": found[1]} if found else False


class OnlyNumber(Filter):
    """Passes ``查询 123``."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """The number, or False."""
        found = words.asked_number(message.text or "")
        return {"number": found} if found else False


async def ask_number(talk: Talk) -> None:
    """Which case? A form in hand keeps its place."""
    state = await talk.state.get_state()
    if state not in {Filling.asking.state, Filling.interrupted.state}:
        await talk.state.set_state(Following.finding)
    await talk.say(texts.ASK_NUMBER)


async def reclaim(message: Message, talk: Talk, number: str, code: str) -> None:
    """Number and code open the case, and from now on it is here too."""
    del message
    await _reclaim(talk, number, code)


async def _reclaim(talk: Talk, number: str, code: str) -> None:
    case = await talk.casebook.reclaim(number, code, by=talk.actor)
    await greet_once(talk)
    if await talk.state.get_state() == Following.finding.state:
        await talk.state.set_state(None)
    await talk.say(texts.FOUND)
    await show_case(talk, case)


async def by_number(message: Message, talk: Talk, number: str) -> None:
    """An own case needs no code; any other does."""
    del message
    own = [case for case in await talk.casebook.mine(talk.actor) if _fits(case, number)]
    if own:
        await show_case(talk, own[0])
        return
    await talk.say(texts.ASK_CODE.format(number=number))


def _fits(case: Case, number: str) -> bool:
    short = texts.short_number(case.number)
    return number in {short, short.partition("-")[2]}


async def given(message: Message, talk: Talk) -> None:
    """Number and code after they were asked for; anything else is asked for once more."""
    text = message.text or ""
    found = words.bare_number_and_code(text)
    if found is None:
        await talk.state.set_state(None)
        await talk.say(texts.NO_CODE_SEEN)
        return
    await _reclaim(talk, *found)


def setup() -> Router:
    """Questions about progress by number."""
    router = Router(name="citizen.finding")
    router.message.register(reclaim, NumberAndCode())
    router.message.register(by_number, OnlyNumber())
    router.message.register(given, F.text.regexp(r"\d"), StateFilter(Following.finding))
    return router
