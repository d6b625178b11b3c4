"""The citizen's keyboards: labels from the texts, data from ``callbacks``.

In elder mode every button has a row of its own, and the last one leads to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import CaseDo, CasePress, DataPress, Do, FormPress, WishPress
from handlers.citizen.drawer import Done, Drawer
from handlers.citizen.form import Form, Step
from handlers.citizen.steps import may_skip, next_step, suspects
from handlers.texts import citizen as texts
from handlers.texts import follow, labels
from handlers.texts import form as form_texts
from handlers.texts import own_data as own_texts
from handlers.texts.words import Wish
from knowledge.advice import PetitionClass
from knowledge.matters import Matter, ResponsibilityList
from knowledge.procedure import Act
from storage.cases import Case
from storage.data_requests import Wanted

Button = tuple[str, CallbackData]
PLACES_A_ROW = 3
ASIDE = "aside"
PIECES = "pieces"
BETWEEN = frozenset({ASIDE, PIECES})
"""Points at which something must be answered before the form goes on."""
MOST_CASES = 20


def markup(
    buttons: Iterable[Button], *, elder: bool = False, width: int = 2
) -> InlineKeyboardMarkup:
    """Buttons in rows of ``width``; one a row for those who need them large."""
    made = [InlineKeyboardButton(text=text, callback_data=data.pack()) for text, data in buttons]
    size = 1 if elder else width
    rows = [made[start : start + size] for start in range(0, len(made), size)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def point(drawer: Drawer, *, elder: bool) -> str:
    """What is being asked now: only buttons made for this point count."""
    form = drawer.form
    if form is None:
        return ""
    if drawer.aside is not None:
        return ASIDE
    if drawer.pieces:
        return PIECES
    return next_step(form, elder=elder).value if form.decided else str(form.shown)


def menu(*, elder: bool) -> InlineKeyboardMarkup:
    """What is on offer when nothing is going on."""
    mode = (texts.STANDARD, Wish.STANDARD) if elder else (texts.ELDER, Wish.ELDER)
    several = ((texts.MINE, Wish.MINE), (texts.HELP, Wish.HELP))
    chosen = (several[0], mode) if elder else (*several, mode)
    wishes = (*chosen, (texts.PERSON, Wish.PERSON))
    return markup(((text, WishPress(wish=wish)) for text, wish in wishes), elder=elder)


def privacy() -> InlineKeyboardMarkup:
    """Below the short privacy notice: the whole of it."""
    return markup([(texts.PRIVACY, WishPress(wish=Wish.PRIVACY))])


def about_me(*, elder: bool) -> InlineKeyboardMarkup:
    """Below what is stored about a person: what may be done with it, the notice, the menu.

    For those who need few buttons the last two give way to a person.
    """
    wishes = [(own_texts.CORRECT, Wish.CORRECT), (own_texts.DELETE, Wish.DELETE)]
    wishes += [(texts.PERSON, Wish.PERSON)] * elder
    own = markup(((text, WishPress(wish=wish)) for text, wish in wishes), elder=elder)
    if elder:
        return own
    rows = [*own.inline_keyboard, *privacy().inline_keyboard, *menu(elder=elder).inline_keyboard]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def own_data(wanted: Wanted, *, elder: bool) -> InlineKeyboardMarkup:
    """Below the question what is to be corrected or deleted."""
    every = [(own_texts.EVERYTHING, DataPress())] * (wanted is Wanted.DELETE)
    return markup([*every, (texts.PERSON, WishPress(wish=Wish.PERSON))], elder=elder)


def to_person() -> InlineKeyboardMarkup:
    """One key to a person, where no form is open."""
    return markup([(texts.PERSON, WishPress(wish=Wish.PERSON))])


def form_to_person(form: Form, *, elder: bool) -> InlineKeyboardMarkup:
    """One key to a person, who gets what was typed so far."""
    return markup([_press(form, texts.PERSON, Do.PERSON)], elder=elder)


def card(form: Form, *, yes: str = texts.YES, elder: bool) -> InlineKeyboardMarkup:
    """Below a card that says everything there is to say."""
    buttons = [_press(form, yes, Do.YES), _press(form, texts.OTHER, Do.OTHER), *_seal(form)]
    return markup([*buttons, _press(form, texts.PERSON, Do.PERSON)], elder=elder)


def short_card(form: Form, *, yes: str = texts.YES, elder: bool) -> InlineKeyboardMarkup:
    """Below a short card: the rest is one press away. Three buttons for those who need few."""
    first, more = _press(form, yes, Do.YES), _press(form, texts.DETAIL, Do.DETAIL)
    buttons = [first, more]
    if not elder:
        buttons = [first, _press(form, texts.OTHER, Do.OTHER), more, *_seal(form)]
    return markup([*buttons, _press(form, texts.PERSON, Do.PERSON)], elder=elder)


def _seal(form: Form) -> list[Button]:
    """A report may be an accusation of an official: the citizen knows."""
    is_report = form.petition_class is PetitionClass.REPORT
    return [_press(form, texts.SEAL, Do.SEAL)] if is_report else []


def offer(form: Form, *, yes: str, no: str, elder: bool) -> InlineKeyboardMarkup:
    """Below a card that has no other row to change to."""
    buttons = [_press(form, yes, Do.YES), _press(form, no, Do.DROP_YES)]
    return markup([*buttons, _press(form, texts.PERSON, Do.PERSON)], elder=elder)


def by_person(form: Form, *, elder: bool) -> InlineKeyboardMarkup:
    """Where nothing fits: a person decides, or nothing is registered."""
    buttons = [_press(form, texts.BY_PERSON, Do.PERSON), _press(form, texts.NO_NEED, Do.DROP_YES)]
    return markup(buttons, elder=elder)


def question(form: Form, options: Sequence[Matter], *, elder: bool) -> InlineKeyboardMarkup:
    """Two rows to choose from, or none of them, or a person."""
    rows = [_press(form, row.title[:30], Do.PICK, arg=row.id) for row in options]
    others = ((texts.NONE, Do.NONE), (texts.SEAL, Do.SEAL), (texts.PERSON, Do.PERSON))
    return markup([*rows, *(_press(form, *other) for other in others)], elder=elder, width=1)


def several(form: Form, *, elder: bool) -> InlineKeyboardMarkup:
    """Several matters in one message, or one."""
    buttons = [(texts.SPLIT, Do.SPLIT), (texts.ONE_MATTER, Do.ONE)]
    return markup((_press(form, text, do, at=PIECES) for text, do in buttons), elder=elder)


def interrupted(form: Form, *, elder: bool) -> InlineKeyboardMarkup:
    """Another matter, or an answer."""
    same = texts.ANSWER if form.decided else texts.ADDITION
    buttons = [(texts.SEPARATE, Do.SEPARATE), (same, Do.ANSWER)]
    return markup((_press(form, text, do, at=ASIDE) for text, do in buttons), elder=elder, width=1)


def step(
    form: Form, asked: Step, rlist: ResponsibilityList, *, elder: bool
) -> InlineKeyboardMarkup:
    """Below a question of the form."""
    if asked is Step.CONFIRM:
        return _summary(form, elder=elder)
    choices = [
        _press(form, name, Do.SET, at=asked, arg=code) for code, name in _offers(form, asked, rlist)
    ]
    last = [_press(form, _skip_label(asked, form), Do.SKIP, at=asked)] * may_skip(asked, form)
    if form.changing:
        last.append(_press(form, texts.BACK, Do.BACK, at=asked))
    elif not form.needs_person:
        last.append(_press(form, texts.PERSON, Do.PERSON, at=asked))
    rows = [*markup(choices, elder=elder, width=PLACES_A_ROW).inline_keyboard]
    rows += markup(last, elder=elder).inline_keyboard
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _offers(form: Form, asked: Step, rlist: ResponsibilityList) -> list[tuple[str, str]]:
    """Answers that can be pressed: the places, or the units an accusation may speak of."""
    if asked is Step.PLACE:
        return [(place.code, place.name) for place in rlist.places.values()]
    if asked is Step.ACCUSED:
        return [(code, rlist.units[code].name) for code in suspects(form, rlist)]
    return []


def _skip_label(asked: Step, form: Form) -> str:
    match asked:
        case Step.PLACE:
            return texts.PLACE_UNKNOWN
        case Step.REQUEST:
            return texts.BY_LAW
        case Step.NAME:
            return texts.ANONYMOUS
        case Step.PHONE:
            return texts.NO_PHONE
        case Step.EVIDENCE:
            return texts.ALL_SENT if form.files else texts.NO_MORE
    return texts.SKIP


def _summary(form: Form, *, elder: bool) -> InlineKeyboardMarkup:
    at = Step.CONFIRM
    buttons = [
        _press(form, texts.SUBMIT, Do.SUBMIT, at=at),
        _press(form, texts.EDIT, Do.EDIT, at=at),
    ]
    if elder and not form.needs_person:
        buttons.append(_press(form, texts.PERSON, Do.PERSON, at=at))
    else:
        buttons.append(_press(form, texts.DROP, Do.DROP, at=at))
    return markup(buttons, elder=elder)


def edit(form: Form, *, elder: bool) -> InlineKeyboardMarkup:
    """The lines of the summary, to choose one to change."""
    fields = [step for step in Step if step not in {Step.CONFIRM, Step.ACCUSED}]
    if form.needs_person:
        fields = [Step.TEXT, Step.NAME, Step.PHONE, Step.EVIDENCE]
    at = Step.CONFIRM.value
    buttons = [
        _press(form, texts.edit_label(form_texts.FIELD[each]), Do.CHANGE, at=at, arg=each)
        for each in fields
    ]
    return markup([*buttons, _press(form, texts.BACK, Do.BACK, at=at)], elder=elder)


def drop(form: Form, at: str, *, elder: bool) -> InlineKeyboardMarkup:
    """Whether to throw a form away."""
    buttons = [(texts.DROP_YES, Do.DROP_YES), (texts.KEEP, Do.BACK)]
    return markup((_press(form, text, do, at=at) for text, do in buttons), elder=elder)


def _press(form: Form, label: str, do: Do, *, at: str | None = None, arg: str = "") -> Button:
    made_for = str(form.shown) if at is None else str(at)
    return label, FormPress(token=form.token, do=do, at=made_for, arg=arg)


def shelf(forms: Sequence[Form]) -> list[Button]:
    """A button for each form put aside."""
    return [
        (form_texts.unfinished_label(form.text), FormPress(token=form.token, do=Do.RESUME))
        for form in forms
    ]


def attach(form: Form, done: Sequence[Done]) -> InlineKeyboardMarkup | None:
    """Below a file that came without words: it may belong to a case of this conversation."""
    latest = [
        _press(form, texts.attach_label(follow.short_number(number)), Do.ATTACH, arg=str(case_id))
        for case_id, number in ((each.case_id, each.number) for each in done[-2:])
    ]
    return markup(latest, width=1) if latest else None


def my_cases(cases: Sequence[Case], forms: Sequence[Form]) -> InlineKeyboardMarkup:
    """Every case and every unfinished form, one a row."""
    opened = [
        (follow.label(case), CasePress(case=case.id, do=CaseDo.OPEN)) for case in cases[:MOST_CASES]
    ]
    return markup([*opened, *shelf(forms)], width=1)


def receipt(case_id: int, forms: Sequence[Form], *, elder: bool) -> InlineKeyboardMarkup:
    """Below the receipt: the case, and what lies unfinished."""
    mine = (follow.OPEN, CasePress(case=case_id, do=CaseDo.OPEN))
    return markup([mine, *shelf(forms)], elder=elder, width=1)


_POSSIBLE = (
    (Act.RATE, CaseDo.RATE, follow.RATE),
    (Act.SUPPLEMENT, CaseDo.SUPPLEMENT, follow.SUPPLEMENT),
    (Act.WITHDRAW, CaseDo.WITHDRAW, follow.WITHDRAW),
)


def case(shown: Case, acts: Sequence[Act], *, elder: bool) -> InlineKeyboardMarkup:
    """What its petitioner may do with a case now, by the table of procedure."""
    buttons = [(label, on_case(shown, do)) for act, do, label in _POSSIBLE if act in acts]
    looking = (
        (follow.HISTORY, on_case(shown, CaseDo.HISTORY)),
        (follow.CODE, on_case(shown, CaseDo.CODE)),
    )
    buttons[1:1] = looking
    last = (texts.PERSON, WishPress(wish=Wish.PERSON))
    back = (follow.BACK_TO_LIST, WishPress(wish=Wish.MINE))
    return markup([*buttons, last if elder else back], elder=elder)


def short_case(shown: Case, acts: Sequence[Act]) -> InlineKeyboardMarkup:
    """For those who need few and large buttons: the likeliest act, the rest, a person."""
    likely = [(label, on_case(shown, do)) for act, do, label in _POSSIBLE[:2] if act in acts]
    more = (texts.DETAIL, on_case(shown, CaseDo.DETAIL))
    person = (texts.PERSON, WishPress(wish=Wish.PERSON))
    return markup([*likely[:1], more, person], elder=True)


def on_case(shown: Case, do: CaseDo, *, score: int | None = None) -> CasePress:
    """A press on a case as it stands now."""
    return CasePress(case=shown.id, do=do, seen=shown.status, score=score)


def scores(shown: Case) -> InlineKeyboardMarkup:
    """The best first, one a row: easy to hit."""
    best_first = sorted(labels.SCORE, reverse=True)
    return markup(
        ((labels.SCORE[n], on_case(shown, CaseDo.SCORE, score=n)) for n in best_first), width=1
    )


def on_case_only(shown: Case, *choices: tuple[str, CaseDo]) -> InlineKeyboardMarkup:
    """A few choices on one case."""
    return markup(((label, on_case(shown, do)) for label, do in choices), width=1)
