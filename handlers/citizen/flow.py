"""How a matter moves on: looked at by the desk, shown, asked about, put aside, taken up."""

from __future__ import annotations

from dataclasses import replace

from handlers import keyboards
from handlers.citizen import cards
from handlers.citizen.drawer import Drawer, keep
from handlers.citizen.form import Form, Step, find_place, new_form
from handlers.citizen.screening import is_only_abuse
from handlers.citizen.steps import next_step
from handlers.states import Filling, Telling
from handlers.talk import Talk
from handlers.texts import advice as advice_texts
from handlers.texts import citizen as texts
from handlers.texts import danger as danger_texts
from handlers.texts import form as form_texts
from handlers.texts.common import joined
from knowledge.advice import Advice, Outcome
from knowledge.procedure import Role

DANGER = "danger"
LONGEST_ALERT = 300


async def consider(talk: Talk, drawer: Drawer, form: Form) -> None:
    """Have the desk look at the form's text, and answer with the card that fits."""
    advice = talk.desk.advise(form.text, today=talk.today)
    form = await warn(talk, _with_place(form.advised(advice), advice, talk), advice)
    if len(advice.several) > 1 and not form.whole:
        await _ask_several(talk, drawer, form, tuple(part.text for part in advice.several))
    elif form.needs_person:
        await ask_next(talk, drawer, form.to_person())
    elif advice.outcome is Outcome.UNKNOWN and is_only_abuse(form.text):
        await calm(talk, drawer, form)
    else:
        card = cards.answering(form, advice, talk.rlist, elder=talk.elder)
        await show(talk, drawer, card or cards.unknown(form, talk.rlist, elder=talk.elder))


def _with_place(form: Form, advice: Advice, talk: Talk) -> Form:
    said = advice.facts.place
    known = said if said in talk.rlist.places else None
    code = form.place_code or known or find_place(form.text, talk.rlist)
    return replace(form, place_code=code, place_text=form.place_text or advice.facts.road)


async def warn(talk: Talk, form: Form, advice: Advice) -> Form:
    """Say the emergency numbers first and alert the duty officers, once for each form."""
    if advice.danger is None or form.warned:
        return form
    await talk.say(danger_texts.warning(advice.danger, talk.rlist, elder=talk.elder))
    # What accuses somebody is not laid open in a notice.
    text = "" if advice.sealed else " ".join(advice.text.split())[:LONGEST_ALERT]
    for member in await talk.people.staff():
        if member.role is Role.OFFICE:
            params = {"to": "staff", "danger": advice.danger.value, "text": text}
            await talk.notices.queue(member.person_id, DANGER, params)
    return replace(form, danger=advice.danger, warned=True)


async def _ask_several(talk: Talk, drawer: Drawer, form: Form, pieces: tuple[str, ...]) -> None:
    await keep(talk.state, replace(drawer.holding(form), pieces=pieces))
    await talk.state.set_state(Telling.choosing)
    keyboard = keyboards.several(form, elder=talk.elder)
    await talk.say(advice_texts.several(pieces), keyboard)


async def calm(talk: Talk, drawer: Drawer, form: Form) -> None:
    """Nothing but anger so far: it is not kept, and what else there is stays."""
    before, _, _ = form.text.rpartition("\n")
    await listen(talk, drawer, replace(form, text=before))
    await talk.say(texts.odd("abuse"), keyboards.form_to_person(form, elder=talk.elder))


async def show(talk: Talk, drawer: Drawer, card: cards.Card) -> None:
    """Put a card before the person and wait for the choice."""
    await keep(talk.state, drawer.holding(card.form))
    await talk.state.set_state(Telling.choosing)
    await talk.say(card.text, card.keyboard)


async def listen(talk: Talk, drawer: Drawer, form: Form) -> None:
    """Wait for the words of a form that has none yet."""
    await keep(talk.state, drawer.holding(form))
    await talk.state.set_state(Telling.listening)


async def ask_next(talk: Talk, drawer: Drawer, form: Form, *, lead: str = "") -> None:
    """Ask the first question that is still open; the last one is the summary."""
    step = next_step(form, elder=talk.elder)
    await keep(talk.state, drawer.holding(form))
    await talk.state.set_state(Filling.asking)
    if step is Step.CONFIRM:
        question = form_texts.summary(talk.rlist, form, elder=talk.elder)
    else:
        optional = not form.name_needed
        question = form_texts.ask(step.value, elder=talk.elder, optional_name=optional)
    keyboard = keyboards.step(form, step, talk.rlist, elder=talk.elder)
    await talk.say(joined(lead, question), keyboard)


async def go_on(talk: Talk, drawer: Drawer, *, lead: str = "") -> None:
    """Take the form in hand up where it stood."""
    form = drawer.form
    if form is None:
        await idle(talk, drawer)
    elif form.decided:
        await ask_next(talk, drawer, form, lead=lead)
    elif form.text:
        await consider(talk, drawer, form)
    else:
        await listen(talk, drawer, form)
        await talk.say(texts.NO_TEXT_YET)


async def settle(talk: Talk, drawer: Drawer, form: Form, *, lead: str = "") -> None:
    """The row is settled: what is missing is asked for, and what was heard is said."""
    form = replace(form, decided=True, offered=())
    heard = "" if form.settled or talk.elder else form_texts.heard(form, talk.rlist)
    await ask_next(talk, drawer, form, lead=joined(lead, heard))


async def to_person(talk: Talk, drawer: Drawer, form: Form) -> None:
    """A person at the office decides; only how to reach the citizen is still asked."""
    form = form.to_person()
    if form.text:
        await ask_next(talk, drawer, form, lead=texts.person_takes_over(talk.rlist))
    else:
        await listen(talk, drawer, form)
        await talk.say(texts.person(talk.rlist, elder=talk.elder))


async def begin_other(talk: Talk, drawer: Drawer, text: str, *, lead: str) -> None:
    """Another matter: the one in hand goes on the shelf."""
    await talk.say(lead)
    await consider(talk, drawer.put_aside(), new_form(talk.channel, text))


async def idle(talk: Talk, drawer: Drawer) -> None:
    """Nothing is in hand any more; what lies on the shelf is offered again."""
    drawer = drawer.holding(None)
    await keep(talk.state, drawer)
    await talk.state.set_state(None)
    if drawer.shelf:
        buttons = keyboards.markup(keyboards.shelf(drawer.shelf), width=1)
        await talk.say(form_texts.unfinished(len(drawer.shelf)), buttons)
