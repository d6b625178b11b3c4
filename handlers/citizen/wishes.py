"""Standing wishes, typed or pressed at any time: help, my cases, a person, larger letters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.filters import CommandStart, Filter
from aiogram.types import CallbackQuery, Message

from handlers import keyboards
from handlers.callbacks import WishPress
from handlers.citizen import flow, own_data
from handlers.citizen.confirming import ask_drop
from handlers.citizen.drawer import look
from handlers.citizen.finding import ask_number
from handlers.citizen.form import new_form
from handlers.citizen.greeting import greet, greet_once
from handlers.citizen.mine import show_mine
from handlers.talk import Talk
from handlers.texts import citizen as texts
from handlers.texts import form as form_texts
from handlers.texts import own_data as own_data_texts
from handlers.texts.common import joined
from handlers.texts.words import Wish, asked_number, number_and_code, wish


class Wants(Filter):
    """Passes a message that is a standing wish and nothing else; hands the wish on."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """The wish, or False."""
        found = wish(message.text or "")
        return {"wanted": found} if found else False


async def start(message: Message, talk: Talk) -> None:
    """/start, with or without anything behind it that nobody else has taken."""
    del message
    await greet(talk)


async def typed(message: Message, talk: Talk, wanted: Wish) -> None:
    """A wish in words."""
    del message
    await _GRANT[wanted](talk)


async def pressed(query: CallbackQuery, callback_data: WishPress, talk: Talk) -> None:
    """A wish by a button; the button stays, it never grows old."""
    await query.answer()
    await _GRANT[callback_data.wish](talk)


async def command(message: Message, talk: Talk) -> None:
    """A slash command that nobody knows."""
    del message
    await show_help(talk)


async def show_help(talk: Talk) -> None:
    """What one can say."""
    await talk.say(texts.help_text(elder=talk.elder), keyboards.menu(elder=talk.elder))


async def invite_words(talk: Talk) -> None:
    """Somebody wants to tell something, and has not yet."""
    await greet_once(talk)
    await talk.say(texts.TELL_ME_ELDER if talk.elder else texts.TELL_ME)


async def elder_on(talk: Talk) -> None:
    """Short sentences, few large buttons."""
    await _switch(talk, elder=True)


async def elder_off(talk: Talk) -> None:
    """Back to the standard."""
    await _switch(talk, elder=False)


async def _switch(talk: Talk, *, elder: bool) -> None:
    await talk.people.set_elder(talk.actor.person_id, elder)
    said = texts.elder_on() if elder else texts.elder_off()
    await talk.say(said, keyboards.menu(elder=elder))
    drawer = await look(talk.state)
    if drawer.form is not None and drawer.aside is None and not drawer.pieces:
        await flow.go_on(replace(talk, elder=elder), drawer)


async def person(talk: Talk) -> None:
    """A person: with a matter in hand it goes to him, without one it may be told."""
    await greet_once(talk)
    drawer = await look(talk.state)
    await flow.to_person(talk, drawer, drawer.form or new_form(talk.channel))


async def cancel(talk: Talk) -> None:
    """Leave what is going on; a form is thrown away only when that is confirmed."""
    drawer = await look(talk.state)
    if drawer.form is not None and (drawer.form.text or drawer.form.files):
        await ask_drop(talk, drawer, drawer.form)
        return
    busy = await talk.state.get_state()
    said = form_texts.LEFT if busy else form_texts.NOTHING_OPEN
    await talk.say(said, keyboards.menu(elder=talk.elder))
    await flow.idle(talk, drawer)


async def show_me(talk: Talk) -> None:
    """What is stored about the person, masked."""
    await greet_once(talk)
    cases = await talk.casebook.mine(talk.actor)
    drawer = await look(talk.state)
    named = next((case for case in cases if case.name), None)
    reached = next((case for case in cases if case.phone), None)
    about = texts.me(
        cases=len(cases),
        unfinished=len(drawer.shelf) + (drawer.form is not None),
        name=(named.name if named else None) or "",
        phone=(reached.phone if reached else None) or "",
        elder=talk.elder,
    )
    asked = own_data_texts.mine(await talk.requests.mine(talk.actor))
    await talk.say(joined(about, asked), keyboards.about_me(elder=talk.elder))


async def show_privacy(talk: Talk) -> None:
    """The whole privacy notice; whoever has read it has had it."""
    await talk.say(texts.privacy_whole(talk.rlist), keyboards.to_person())
    await talk.people.greeted(talk.actor.person_id, texts.NOTICE_VERSION)


_GRANT: Mapping[Wish, Callable[[Talk], Awaitable[None]]] = {
    Wish.START: greet,
    Wish.HELP: show_help,
    Wish.TELL: invite_words,
    Wish.MINE: show_mine,
    Wish.PROGRESS: ask_number,
    Wish.ME: show_me,
    Wish.CORRECT: own_data.correct,
    Wish.DELETE: own_data.delete,
    Wish.PRIVACY: show_privacy,
    Wish.ELDER: elder_on,
    Wish.STANDARD: elder_off,
    Wish.PERSON: person,
    Wish.CANCEL: cancel,
}


def _is_query(text: str) -> bool:
    return bool(number_and_code(text) or asked_number(text))


def setup() -> Router:
    """Before everything else a citizen says, so that they work at any point."""
    router = Router(name="citizen.wishes")
    router.message.register(start, CommandStart())
    router.message.register(typed, Wants())
    router.message.register(command, F.text.startswith("/") & ~F.text.func(_is_query))
    router.callback_query.register(pressed, WishPress.filter())
    return router
