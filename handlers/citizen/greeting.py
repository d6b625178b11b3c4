"""The first words, and the privacy notice that is due before anything is collected."""

from __future__ import annotations

from handlers import keyboards
from handlers.citizen.drawer import look
from handlers.talk import Talk
from handlers.texts import citizen as texts
from handlers.texts import form as form_texts


async def greet(talk: Talk) -> None:
    """Greet, give the notice to whoever has not had it, and offer what lies unfinished."""
    await talk.say(texts.greeting(talk.rlist, elder=talk.elder), keyboards.menu(elder=talk.elder))
    await greet_once(talk)
    drawer = await look(talk.state)
    forms = (*((drawer.form,) if drawer.form and drawer.form.text else ()), *drawer.shelf)
    if forms:
        buttons = keyboards.markup(keyboards.shelf(forms), width=1)
        await talk.say(form_texts.unfinished(len(forms)), buttons)


async def greet_once(talk: Talk) -> None:
    """The short privacy notice (PIPL art. 17) for whoever has not had this version of it.

    Nothing is asked for and nothing is kept of a matter before it.
    """
    if talk.greeted == texts.NOTICE_VERSION:
        return
    notice = texts.privacy(talk.rlist, elder=talk.elder)
    await talk.say(notice, keyboards.privacy())
    await talk.people.greeted(talk.actor.person_id, texts.NOTICE_VERSION)
