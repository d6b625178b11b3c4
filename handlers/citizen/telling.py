"""Free text at any time: the first words of a matter, and more words about one in hand."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.types import Message

from handlers import keyboards
from handlers.citizen import flow
from handlers.citizen.drawer import Drawer, look
from handlers.citizen.form import LONGEST_TEXT, Form, new_form
from handlers.citizen.greeting import greet_once
from handlers.citizen.interrupting import hold, is_other_matter
from handlers.citizen.screening import KEPT, Odd, odd
from handlers.states import Telling
from handlers.talk import Talk
from handlers.texts import citizen as texts
from handlers.texts import form as form_texts
from handlers.texts.common import lines

FULL_TEXT_MIME = "text/plain; charset=utf-8"


async def tell(message: Message, talk: Talk) -> None:
    """Words with nothing in hand, or the words that a form was waiting for."""
    await greet_once(talk)
    drawer = await look(talk.state)
    listening = await talk.state.get_state() == Telling.listening.state
    if drawer.form is not None and not listening:
        drawer = drawer.put_aside()
    if message.forward_origin is not None:
        await talk.say(texts.FORWARDED)
    await take(talk, drawer, message.text or "", message_id=message.message_id)


async def take(talk: Talk, drawer: Drawer, text: str, *, message_id: int) -> None:
    """Add the words to the form in hand, or begin one, and have the desk look at it."""
    text = text.strip()
    form = drawer.form or new_form(talk.channel)
    why = odd(text)
    if why is not None:
        await _answer_odd(talk, drawer, form, text=text, why=why)
        return
    form = replace(form, message_id=form.message_id or message_id)
    await flow.consider(talk, drawer, await joined_text(talk, form, text))


async def joined_text(talk: Talk, form: Form, text: str) -> Form:
    """The form with ``text`` added. What is too long to be read is kept whole as a file."""
    whole = lines(form.text, text)
    if len(whole) <= LONGEST_TEXT:
        return replace(form, text=whole)
    stored = await talk.files.save(texts.FULL_TEXT_NAME, FULL_TEXT_MIME, whole.encode())
    await talk.say(texts.long(len(whole)))
    half = LONGEST_TEXT // 2
    shortened = f"{whole[:half]}\n{texts.CUT}\n{whole[-half + 100 :]}"
    return replace(form, text=shortened[:LONGEST_TEXT]).with_files(stored)


async def _answer_odd(talk: Talk, drawer: Drawer, form: Form, *, text: str, why: Odd) -> None:
    if why in KEPT:
        form = await joined_text(talk, form, text)
    if not (form.text or form.files or form.needs_person):
        await talk.say(texts.odd(why), keyboards.to_person())
        return
    await flow.listen(talk, drawer, form)
    await talk.say(texts.odd(why), keyboards.form_to_person(form, elder=talk.elder))


async def add(message: Message, talk: Talk) -> None:
    """Words while a card is on the screen: more about the matter, or another one."""
    text = (message.text or "").strip()
    drawer = await look(talk.state)
    form = drawer.form
    if form is None:
        await tell(message, talk)
        return
    why = odd(text)
    if why is not None:
        await talk.say(texts.odd(why), keyboards.form_to_person(form, elder=talk.elder))
        return
    advice = talk.desk.advise(text, today=talk.today)
    form = await flow.warn(talk, form, advice)
    if is_other_matter(form, advice, text=text, rlist=talk.rlist):
        await hold(talk, drawer.holding(form), text)
        return
    await talk.say(form_texts.added(text))
    await flow.consider(talk, drawer, await joined_text(talk, form, text))


async def edited(message: Message, talk: Talk) -> None:
    """An edit of the message on the card is taken; any other is answered with what to do."""
    drawer = await look(talk.state)
    form = drawer.form
    text = (message.text or "").strip()
    if form is None or form.decided or form.message_id != message.message_id or odd(text):
        await talk.say(texts.EDITED)
        return
    await talk.say(texts.EDITED_TAKEN)
    fresh = replace(form, text="", matter_id=None, refused=(), offered=(), asked=0)
    await flow.consider(talk, drawer, await joined_text(talk, fresh, text))


def setup() -> Router:
    """Text outside a form's questions."""
    router = Router(name="citizen.telling")
    router.message.register(tell, F.text)
    router.edited_message.register(edited)
    return router
