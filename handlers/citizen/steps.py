"""Which question comes next, and what counts as an answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers.citizen.form import (
    DISCIPLINE,
    DISPUTES,
    PETITION_OFFICE,
    SUBDISTRICT,
    Form,
    Step,
    find_place,
    find_unit,
)
from handlers.texts import words
from handlers.texts.common import lines
from knowledge.advice import PetitionClass
from knowledge.errors import FenliuError
from knowledge.matters import ResponsibilityList
from storage.permissions import safe_unit

LONGEST_PLACE = 100
LONGEST_REQUEST = 500
LONGEST_NAME = 20
SHORTEST_TEXT = 2


class BadAnswer(FenliuError):
    """An answer that does not fit the question of ``step``."""

    def __init__(self, step: Step, *, needs_name: bool = False) -> None:
        super().__init__(step.value)
        self.step = step
        self.needs_name = needs_name


def next_step(form: Form, *, elder: bool) -> Step:
    """The first question that is neither answered by the message nor settled."""
    if form.changing:
        return form.changing
    for step in Step:
        if step not in form.settled and _is_missing(step, form, elder=elder):
            return step
    return Step.CONFIRM


def _is_missing(step: Step, form: Form, *, elder: bool) -> bool:
    match step:
        case Step.TEXT:
            return not form.text
        case Step.ACCUSED:
            return form.sealed and form.accused_unit is None
        case Step.PLACE:
            wanted = not form.needs_person and form.petition_class is not PetitionClass.THANKS
            by_place = form.unit == SUBDISTRICT
            return wanted and not (form.place_code or (form.place_text and not by_place))
        case Step.REQUEST:
            wanted = form.petition_class in DISPUTES and not form.needs_person
            return wanted and not form.request
        case Step.NAME:
            return form.petition_class is not PetitionClass.THANKS and not form.name
        case Step.PHONE:
            return form.petition_class is not PetitionClass.THANKS and not form.phone
        case Step.EVIDENCE:
            return not (elder or form.needs_person) and _may_prove(form)
        case Step.CONFIRM:
            return True


def _may_prove(form: Form) -> bool:
    return form.petition_class in DISPUTES or form.sealed


def may_skip(step: Step, form: Form) -> bool:
    """Whether the question may stay unanswered; the law wants a name under a claim of one's own."""
    return step is not Step.TEXT and not (step is Step.NAME and form.name_needed)


def skip(form: Form, step: Step) -> Form:
    """The form with a question left unanswered.

    Raises:
        BadAnswer: this one must be answered.
    """
    if not may_skip(step, form):
        raise BadAnswer(step, needs_name=step is Step.NAME)
    return _without(form, step).settle(step)


def _without(form: Form, step: Step) -> Form:
    match step:
        case Step.PLACE:
            return replace(form, place_code=None, place_text=None)
        case Step.REQUEST:
            return replace(form, request=None)
        case Step.NAME:
            return replace(form, name=None)
        case Step.PHONE:
            return replace(form, phone=None)
    return form


def answer(form: Form, step: Step, *, text: str, rlist: ResponsibilityList) -> Form:
    """The form with a typed answer taken in.

    Raises:
        BadAnswer: the text is no answer to this question.
    """
    said = " ".join(text.split())
    if words.plain(said) in words.NOTHING:
        return skip(form, step)
    return _TAKE[step](form, said, rlist).settle(step)


def _text(form: Form, said: str, rlist: ResponsibilityList) -> Form:
    del rlist
    if len(said) < SHORTEST_TEXT:
        raise BadAnswer(Step.TEXT)
    return replace(form, text=said)


def _accused(form: Form, said: str, rlist: ResponsibilityList) -> Form:
    """A unit of the list is kept out of the case; another one is noted in the text."""
    unit = find_unit(said, rlist)
    if len(said) < SHORTEST_TEXT:
        raise BadAnswer(Step.ACCUSED)
    return accuse(form, unit) if unit else replace(form, text=lines(form.text, said))


def accuse(form: Form, unit: str) -> Form:
    """The form with the accused unit noted: it can no longer be the one that receives it."""
    return replace(form, accused_unit=unit, unit=safe_unit(form.unit, unit))


def suspects(form: Form, rlist: ResponsibilityList) -> tuple[str, ...]:
    """Units the text may be about: the one it names, and those of the rows thought of."""
    named = find_unit(form.text, rlist)
    thought = (rlist.matters[row].unit for row in form.rows if row in rlist.matters)
    units = dict.fromkeys(((named,) if named else ()) + tuple(thought))
    return tuple(unit for unit in units if unit not in {DISCIPLINE, PETITION_OFFICE})


def _place(form: Form, said: str, rlist: ResponsibilityList) -> Form:
    if len(said) < SHORTEST_TEXT or not words.has_han(said):
        raise BadAnswer(Step.PLACE)
    code = find_place(said, rlist) or form.place_code
    return replace(form, place_code=code, place_text=said[:LONGEST_PLACE])


def _request(form: Form, said: str, rlist: ResponsibilityList) -> Form:
    del rlist
    if len(said) < SHORTEST_TEXT or not words.has_han(said):
        raise BadAnswer(Step.REQUEST)
    return replace(form, request=said[:LONGEST_REQUEST])


def _name(form: Form, said: str, rlist: ResponsibilityList) -> Form:
    del rlist
    name = words.name(said)
    if name is None or len(name) > LONGEST_NAME:
        raise BadAnswer(Step.NAME)
    return replace(form, name=name)


def _phone(form: Form, said: str, rlist: ResponsibilityList) -> Form:
    del rlist
    number = words.phone(said)
    if number is None:
        raise BadAnswer(Step.PHONE)
    return replace(form, phone=number)


def _evidence(form: Form, said: str, rlist: ResponsibilityList) -> Form:
    """What is typed here belongs to the matter: it is added to the text."""
    del rlist
    if len(said) < SHORTEST_TEXT:
        raise BadAnswer(Step.EVIDENCE)
    return replace(form, text=lines(form.text, said))


def _confirm(form: Form, said: str, rlist: ResponsibilityList) -> Form:
    """What is typed before the end is added to the text; the summary is shown again."""
    return _evidence(form, said, rlist)


_TAKE: Mapping[Step, Callable[[Form, str, ResponsibilityList], Form]] = {
    Step.TEXT: _text,
    Step.ACCUSED: _accused,
    Step.PLACE: _place,
    Step.REQUEST: _request,
    Step.NAME: _name,
    Step.PHONE: _phone,
    Step.EVIDENCE: _evidence,
    Step.CONFIRM: _confirm,
}
