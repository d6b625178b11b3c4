"""A citizen's own cases: the list, one of them, and what was done."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers import keyboards
from handlers.callbacks import CaseDo, CasePress
from handlers.citizen.drawer import look
from handlers.citizen.greeting import greet_once
from handlers.talk import Talk
from handlers.texts import follow as texts
from storage.cases import Case


async def show_mine(talk: Talk) -> None:
    """Every case, and every form that lies unfinished."""
    await greet_once(talk)
    cases = await talk.casebook.mine(talk.actor)
    drawer = await look(talk.state)
    forms = (*((drawer.form,) if drawer.form and drawer.form.text else ()), *drawer.shelf)
    if not cases and not forms:
        await talk.say(texts.NONE_YET, keyboards.menu(elder=talk.elder))
        return
    await talk.say(texts.LIST_HEAD, keyboards.my_cases(cases, forms))


async def show_case(talk: Talk, case: Case) -> None:
    """Where one case stands, and what may be done with it now."""
    acts = await talk.casebook.acts(case.id, talk.actor)
    text = texts.card(talk.rlist, case, today=talk.today, elder=talk.elder)
    short = keyboards.short_case(case, acts) if talk.elder else None
    await talk.say(text, short or keyboards.case(case, acts, elder=False))


async def opened(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """One case from the list, or from a notice."""
    case = await talk.casebook.get(callback_data.case, talk.actor)
    await query.answer()
    await show_case(talk, case)


async def detail(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """Everything about a case, the newest words in full: what a short message left out."""
    case = await talk.casebook.get(callback_data.case, talk.actor)
    entries = await talk.casebook.history(case.id, talk.actor)
    acts = await talk.casebook.acts(case.id, talk.actor)
    await query.answer()
    text = texts.detail(talk.rlist, case, entries, today=talk.today)
    await talk.say(text, keyboards.case(case, acts, elder=talk.elder))


async def timeline(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """What was done, oldest first."""
    case = await talk.casebook.get(callback_data.case, talk.actor)
    entries = await talk.casebook.history(case.id, talk.actor)
    await query.answer()
    back = keyboards.on_case_only(case, (texts.OPEN, CaseDo.OPEN))
    await talk.say(texts.history(talk.rlist, case.number, entries), back)


async def code(query: CallbackQuery, callback_data: CasePress, talk: Talk) -> None:
    """Number and code once more, for whoever lost the receipt."""
    receipt = await talk.casebook.receipt(callback_data.case, talk.actor)
    await query.answer()
    await talk.say(texts.slip(receipt))


def setup() -> Router:
    """Looking, never changing."""
    router = Router(name="citizen.mine")
    router.callback_query.register(opened, CasePress.filter(F.do == CaseDo.OPEN))
    router.callback_query.register(detail, CasePress.filter(F.do == CaseDo.DETAIL))
    router.callback_query.register(code, CasePress.filter(F.do == CaseDo.CODE))
    router.callback_query.register(timeline, CasePress.filter(F.do == CaseDo.HISTORY))
    return router
