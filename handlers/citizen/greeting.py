"""The first words, and the privacy notice that is due before anything is collected."""

from __future__ import annotations

from handlers import keyboards
from handlers.citizen.drawer import look
from handlers.talk import Talk
from handlers.texts import citizen as texts
from handlers.texts import form as form_texts


async def greet(talk: Talk) -> None:
    """Greet, and offer what lies unfinished."""
    await greet_once(talk)
    await talk.say(texts.greeting(talk.rlist, elder=talk.elder), keyboards.menu(elder=talk.elder))
    drawer = await look(talk.state)
    forms = (*((drawer.form,) if drawer.form and drawer.form.text else ()), *drawer.shelf)
    if forms:
        buttons = keyboards.markup(keyboards.shelf(forms), width=1)
        await talk.say(form_texts.unfinished(len(forms)), buttons)


async def greet_once(talk: Talk) -> None:
    """Show the privacy notice (PIPL art. 17) to whoever has not seen this version of it."""
    if talk.greeted == texts.NOTICE_VERSION:
        return
    notice = texts.privacy_elder if talk.elder else texts.privacy
    await talk.say(notice(talk.rlist))
    await talk.people.greeted(talk.actor.person_id, texts.NOTICE_VERSION)
