"""Which card answers a matter: advice, a question, an inquiry, an accusation, or a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aiogram.types import InlineKeyboardMarkup

from handlers import keyboards
from handlers.citizen.form import Form
from handlers.texts import advice as texts
from handlers.texts import citizen as labels
from handlers.texts import corrections as precedents
from handlers.texts import rowless
from handlers.texts import ways as way_texts
from knowledge.advice import (
    EXAMPLES,
    Advice,
    Candidate,
    Deadline,
    Outcome,
    PetitionClass,
    Precedent,
)
from knowledge.matters import Matter, ResponsibilityList, Way

MOST_QUESTIONS = 2
OPTIONS = 2
MOST_WORDS = 3
# The share of belief from which a row is asked about though no word of the person names it.
LIKELY = 0.2
"""Of the citizen's own words, on a card that must fit a telephone."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown, and the form as it stands then."""

    form: Form
    text: str
    keyboard: InlineKeyboardMarkup


def possible(form: Form, advice: Advice) -> tuple[Candidate, ...]:
    """Rows that may still be it, best first; one row per unit comes before further rows."""
    found: dict[str, Candidate] = {}
    for each in (*advice.candidates, *advice.rows):
        found.setdefault(each.matter.id, each)
    return tuple(
        each
        for row, each in found.items()
        if row not in form.refused and (each.share >= LIKELY or _named(each))
    )


def _named(candidate: Candidate) -> bool:
    """Whether the person's words name it: what only resembles examples is not asked about."""
    return any(e.weight > 0 and e.source != EXAMPLES for e in candidate.evidence)


def answering(form: Form, advice: Advice, rlist: ResponsibilityList, *, elder: bool) -> Card | None:
    """The card for fresh advice; None where only a person can help."""
    match form.petition_class:
        case PetitionClass.ACCUSATION:
            return accusation(form, advice, rlist, elder=elder)
        case PetitionClass.SUGGESTION:
            return suggestion(form, rlist, elder=elder)
        case PetitionClass.THANKS if advice.outcome is not Outcome.UNKNOWN:
            return thanks(form, rlist, elder=elder)
    if form.danger is not None and advice.outcome is not Outcome.MATCHED:
        return None  # nobody in danger is asked which row of a list he means
    if advice.outcome is Outcome.UNKNOWN:
        return None
    left = possible(form, advice)
    precedent = advice.precedent
    if left and precedent and precedent.speaks_alone_for(left[0]):
        return by_precedent(form, precedent, rlist, elder=elder)
    if advice.outcome is Outcome.AMBIGUOUS:
        return question(form, advice, elder=elder)
    return row(form.picked(left[0]), left[0], advice, rlist=rlist, elder=elder) if left else None


def row(
    form: Form, candidate: Candidate, advice: Advice, *, rlist: ResponsibilityList, elder: bool
) -> Card:
    """The short card of one row, as advice or as the answer to an inquiry about it."""
    form = _shown(replace(form, offered=()))
    ways, place = ways_of(candidate.matter, advice), form.place_code
    if form.petition_class is PetitionClass.INQUIRY:
        ask = texts.elder_inquiry if elder else texts.inquiry
        said = ask(rlist, candidate.matter, ways=ways, place=place)
        return Card(form, said, keyboards.short_card(form, yes=labels.REGISTER, elder=elder))
    notes = (
        precedents.for_citizen(advice.precedent, candidate.unit, rlist),
        *texts.notes(adjudicated=form.adjudicated, group=form.group, elder=elder),
        way_texts.counted(deadlines_of(candidate.matter, advice), elder=elder),
    )
    told = (
        texts.elder_card(rlist, candidate.matter, ways=ways, place=place, notes=notes)
        if elder
        else texts.card(
            rlist,
            candidate.matter,
            ways=ways,
            why=texts.words_that_led(advice.text, candidate, most=MOST_WORDS),
            place=place,
            notes=notes,
        )
    )
    return Card(form, told, keyboards.short_card(form, elder=elder))


def whole(
    form: Form, candidate: Candidate, advice: Advice, *, rlist: ResponsibilityList, elder: bool
) -> Card:
    """Everything about the row whose short card is on the screen; it takes that card's place."""
    ways, place = ways_of(candidate.matter, advice), form.place_code
    if form.petition_class is PetitionClass.INQUIRY:
        said = texts.whole_inquiry(rlist, candidate.matter, ways=ways, place=place)
        return Card(form, said, keyboards.card(form, yes=labels.REGISTER, elder=elder))
    told = texts.whole(
        rlist,
        candidate.matter,
        ways=ways,
        why=texts.words_that_led(advice.text, candidate),
        place=place,
        notes=(
            precedents.for_citizen(advice.precedent, candidate.unit, rlist),
            *texts.notes(adjudicated=form.adjudicated, group=form.group),
            way_texts.counted(deadlines_of(candidate.matter, advice), elder=False),
        ),
    )
    return Card(form, told, keyboards.card(form, elder=elder))


def deadlines_of(matter: Matter, advice: Advice) -> Sequence[Deadline]:
    """Until when the ways of this row are open, where the message names a day."""
    ways = ways_of(matter, advice)
    return [deadline for deadline in advice.deadlines if deadline.way in ways]


def ways_of(matter: Matter, advice: Advice) -> Sequence[Way]:
    """The ways in the order of the advice; for another row than its best, the row's own."""
    best = advice.best
    return advice.ways if best and best.matter.id == matter.id else matter.ways


def by_precedent(
    form: Form, precedent: Precedent, rlist: ResponsibilityList, *, elder: bool
) -> Card:
    """The office has sent a matter like this to a unit, and no word says by which row."""
    form = _shown(replace(form.by_precedent(precedent.unit), offered=()))
    text = precedents.card(precedent, rlist, place=form.place_code, elder=elder)
    return Card(form, text, keyboards.card(form, elder=elder))


def question(form: Form, advice: Advice, *, elder: bool) -> Card | None:
    """One question between two rows, at most twice; None when it has been asked enough."""
    options = [each.matter for each in possible(form, advice)[:OPTIONS]]
    if len(options) < OPTIONS or form.asked >= MOST_QUESTIONS:
        return None
    form = _shown(replace(form, asked=form.asked + 1, offered=tuple(each.id for each in options)))
    keyboard = keyboards.question(form, options, elder=elder)
    return Card(form, rowless.question(options, elder=elder), keyboard)


def accusation(form: Form, advice: Advice, rlist: ResponsibilityList, *, elder: bool) -> Card:
    """Sealed: nothing on it names the accused, so a candidate's own row is not shown."""
    form = _shown(form)
    best = advice.best
    if best is None or best.unit != form.unit:
        form = replace(form, matter_id=None)
    text = rowless.accusation(rlist, ways=advice.ways, elder=elder)
    return Card(form, text, keyboards.card(form, elder=elder))


def suggestion(form: Form, rlist: ResponsibilityList, *, elder: bool) -> Card:
    """Thanks for it, and who will read it."""
    form = _shown(form)
    keyboard = keyboards.offer(form, yes=labels.YES, no=labels.NO_NEED, elder=elder)
    return Card(form, rowless.suggestion(rlist, form.unit, elder=elder), keyboard)


def thanks(form: Form, rlist: ResponsibilityList, *, elder: bool) -> Card:
    """Passed on, if the person likes."""
    form = _shown(form)
    keyboard = keyboards.offer(form, yes=labels.PASS_ON, no=labels.NO_NEED, elder=elder)
    return Card(form, rowless.thanks(rlist, form.unit, elder=elder), keyboard)


def unknown(form: Form, rlist: ResponsibilityList, *, elder: bool) -> Card:
    """A person decides."""
    form = _shown(replace(form, offered=()))
    keyboard = keyboards.by_person(form, elder=elder)
    return Card(form, rowless.unknown(rlist, elder=elder), keyboard)


def _shown(form: Form) -> Form:
    return replace(form, shown=form.shown + 1)
