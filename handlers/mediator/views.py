"""What staff are shown: the card of a case, lists of cases, the prompt of a form."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from handlers import opened
from handlers.mediator import keyboards
from handlers.mediator.callbacks import Menu
from handlers.mediator.forms import Form
from handlers.mediator.worktop import Shown, Worktop
from handlers.office import candidates
from handlers.texts import card as card_texts
from handlers.texts import corrections
from handlers.texts import office as office_texts
from handlers.texts import own_data as own_texts
from handlers.texts import staff as texts
from knowledge.advice import Candidate, Precedent
from knowledge.procedure import RULES, Act, Needs, Status
from storage.cases import Case

CASES_A_PAGE = 8
LONGEST_MESSAGE = 4096


async def card(work: Worktop, case: Case, *, note: str = "") -> Shown:
    """The card of ``case`` under ``note``, with a button for every act allowed now."""
    await opened.remember(work.state, case.id)
    history = await work.casebook.history(case.id, work.actor)
    acts = await work.casebook.acts(case.id, work.actor)
    head = f"{note}\n\n" if note else ""
    tail = ""
    rows: tuple[Candidate, ...] = ()
    if Act.ASSIGN in acts or (Act.ACCEPT in acts and not case.sealed):
        found = candidates.of(case, work)
        why = await _why(work, case, found.precedent, choosing=Act.ASSIGN in acts)
        tail = f"\n\n{why}" if why else ""
        if Act.ASSIGN in acts:
            rows = found.rows
            tail += f"\n\n{card_texts.candidates(found.text, rows, work.rlist)}"
    room = LONGEST_MESSAGE - len(head) - len(tail)
    body = card_texts.card(case, history, work.rlist, today=work.today, room=room)
    return Shown(head + body + tail, keyboards.case(case, acts, work.rlist, rows))


async def _why(work: Worktop, case: Case, precedent: Precedent | None, *, choosing: bool) -> str:
    """Which correction speaks for the unit that has the case, or for one that may be chosen."""
    if precedent is None or (precedent.unit != case.unit and not choosing):
        return ""
    own = precedent.id == str(case.id)
    number = None if own else await work.lessons.number(precedent, work.actor)
    return corrections.for_staff(precedent, work.rlist, number=number, own=own)


async def overtaken(work: Worktop, form: Form, *, kept: str | None = None) -> Shown:
    """What changed since a button was made, the person's unsaved words, and the fresh card."""
    case = await work.case(form.case)
    history = await work.casebook.history(form.case, work.actor)
    left = [n for n, step in enumerate(history) if step.from_status is form.seen != step.to_status]
    changes = [card_texts.entry(step, work.rlist) for step in history[left[-1] :]] if left else []
    is_done = case.status is RULES[form.act].to
    note = texts.stale(form.act, form.seen, case.status, changes=changes[:3], is_done=is_done)
    return await card(work, case, note=f"{note}{texts.kept(kept)}")


def case_list(
    work: Worktop, cases: Sequence[Case], *, which: str, head: str, page: int = 1, pages: int = 1
) -> Shown:
    """A page of cases, two lines and one button each."""
    lines = (card_texts.line(each, work.today) for each in cases)
    keyboard = keyboards.case_list(cases, which=which, page=page, pages=pages)
    return Shown("\n".join((head, *lines)), keyboard)


async def inbox(work: Worktop, page: int = 1, *, everything: bool = False) -> Shown:
    """One page of what waits for the person, or of all that is open; what is due first on top."""
    found = await work.casebook.inbox(
        work.actor, limit=CASES_A_PAGE, offset=(page - 1) * CASES_A_PAGE, everything=everything
    )
    pages = pages_of(found.total)
    if page > pages:
        return await inbox(work, pages, everything=everything)
    requests = 0 if everything or page > 1 else await work.requests.count(work.actor)
    if not found.total:
        return _under_requests(requests, Shown(texts.INBOX_EMPTY, keyboards.menu(work.actor.roles)))
    which, title = ("all", texts.ALL_OPEN) if everything else ("inbox", texts.INBOX_TITLE)
    head = texts.list_head(title, found.total, page, pages)
    shown = case_list(work, found.cases, which=which, head=head, page=page, pages=pages)
    return _under_requests(requests, shown)


def _under_requests(count: int, shown: Shown) -> Shown:
    """What waits besides cases, above them: requests about personal data."""
    if not count:
        return shown
    label = own_texts.button_waiting(count)
    above = [keyboards.button(label, Menu(go="requests").pack())]
    rows = shown.keyboard.inline_keyboard if shown.keyboard else []
    return Shown(shown.text, InlineKeyboardMarkup(inline_keyboard=[above, *rows]))


def pages_of(total: int) -> int:
    """How many pages a list of ``total`` cases has; an empty one has one."""
    return max(1, -(-total // CASES_A_PAGE))


def question(work: Worktop, form: Form, need: Needs, case: Case) -> Shown:
    """The prompt for what a form needs next, with the choices there are."""
    text = texts.ask(form.act, need, form.number)
    if need is Needs.UNIT:
        return Shown(text, keyboards.units(form.case, work.rlist))
    if need is Needs.DOOR:
        return Shown(text, keyboards.form(form.case, keyboards.door_offers(case.matter)))
    if form.act is Act.ASSIGN and form.unit:
        offer = candidates.reason(form.unit, form.matter, work.rlist)
        text = f"{text}\n{office_texts.offered_reason(offer)}"
        use = (office_texts.BUTTON_USE_REASON, "reason", "")
        return Shown(text, keyboards.form(form.case, [use]))
    return Shown(text, keyboards.form(form.case))


def refusal(form: Form, status: Status, why: str) -> str:
    """Why the act of a form was not done, with the words that were not saved."""
    return f"{texts.refused(form.act, status, why)}{texts.kept(form.text)}"
