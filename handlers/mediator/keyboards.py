"""Buttons of staff; what a case offers comes from the case book, never from a list here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aiogram.types import InlineKeyboardButton as Button
from aiogram.types import InlineKeyboardMarkup as Keyboard

from handlers.mediator.callbacks import Cancel, Choose, DoAct, Menu, Open, Route, Turn, Units
from handlers.texts import card as card_texts
from handlers.texts import labels
from handlers.texts import office as office_texts
from handlers.texts import staff as texts
from knowledge.advice import Candidate
from knowledge.matters import Matter, ResponsibilityList
from knowledge.procedure import Act, Role
from storage.cases import Case

UNITS_A_PAGE = 12
LONGEST_LABEL = 30


def pairs(buttons: Iterable[Button], *, width: int = 2) -> list[list[Button]]:
    """Buttons in rows of ``width``."""
    flat = list(buttons)
    return [flat[start : start + width] for start in range(0, len(flat), width)]


def button(label: str, data: str) -> Button:
    """A button with a label that is short enough to be read on a telephone."""
    short = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
    return Button(text=short, callback_data=data)


def menu(roles: frozenset[Role]) -> Keyboard:
    """The entries a person's roles open."""
    handles = roles & {Role.CLERK, Role.MEDIATOR, Role.OFFICE, Role.DIRECTOR}
    entries = (
        (texts.BUTTON_INBOX, "inbox", bool(handles)),
        (office_texts.BUTTON_QUEUE, "queue", Role.OFFICE in roles),
        (texts.ALL_OPEN, "all", bool(roles & {Role.OFFICE, Role.DIRECTOR})),
        (texts.BUTTON_STATISTICS, "statistics", bool(handles)),
        (office_texts.BUTTON_PEOPLE, "people", Role.ADMINISTRATOR in roles),
        (texts.BUTTON_HELP, "help", True),
    )
    shown = (button(name, Menu(go=go).pack()) for name, go, is_on in entries if is_on)
    return Keyboard(inline_keyboard=pairs(shown))


def case(
    value: Case, acts: Sequence[Act], rlist: ResponsibilityList, found: Sequence[Candidate] = ()
) -> Keyboard:
    """Every act allowed now, then what can be looked at. Candidates come first."""
    routes = [[_route(value, each, rlist)] for each in found if each.unit != value.unit]
    allowed = (
        button(labels.ACT[act], DoAct(case=value.id, act=act, seen=value.status).pack())
        for act in acts
    )
    return Keyboard(inline_keyboard=[*routes, *pairs(allowed), *pairs(_looks(value))])


def _route(value: Case, candidate: Candidate, rlist: ResponsibilityList) -> Button:
    unit = rlist.units.get(candidate.unit)
    label = office_texts.button_route(unit.name if unit else candidate.unit)
    data = Route(case=value.id, matter=candidate.matter.id, seen=value.status)
    return button(label, data.pack())


def _looks(value: Case) -> Iterable[Button]:
    entries = (
        (texts.button_files(value.attachments), "files", value.attachments > 0),
        (texts.BUTTON_WHOLE, "whole", card_texts.is_long(value)),
        (texts.BUTTON_CONTACT, "contact", True),
        (texts.BUTTON_HISTORY, "history", True),
        (texts.BUTTON_REFRESH, "card", True),
    )
    for name, part, is_on in entries:
        if is_on:
            yield button(name, Open(case=value.id, part=part).pack())
    yield button(texts.BUTTON_INBOX, Menu(go="inbox").pack())


def case_list(cases: Sequence[Case], *, which: str, page: int, pages: int) -> Keyboard:
    """One button a case, and the pages before and after."""
    rows = [[button(card_texts.button(each), Open(case=each.id).pack())] for each in cases]
    return Keyboard(inline_keyboard=[*rows, *turns(which, page, pages)])


def turns(which: str, page: int, pages: int) -> list[list[Button]]:
    """The row that turns pages; empty where there is but one."""
    steps = ((texts.BUTTON_NEWER, page - 1), (texts.BUTTON_FURTHER, page + 1))
    row = [button(n, Turn(which=which, page=p).pack()) for n, p in steps if 1 <= p <= pages]
    return [row] if row else []


def form(case_id: int, offers: Sequence[tuple[str, str, str]] = ()) -> Keyboard:
    """Choices of an open form as (label, kind, value), and the way out."""
    rows = [
        [button(label, Choose(case=case_id, kind=kind, value=value).pack())]
        for label, kind, value in offers
    ]
    cancel = button(texts.BUTTON_CANCEL, Cancel(case=case_id).pack())
    return Keyboard(inline_keyboard=[*rows, [cancel]])


def units(case_id: int, rlist: ResponsibilityList, *, page: int = 1) -> Keyboard:
    """Every unit of the list that still exists, a page at a time."""
    living = [unit for unit in rlist.units.values() if unit.successor is None]
    pages = max(1, -(-len(living) // UNITS_A_PAGE))
    shown = living[(page - 1) * UNITS_A_PAGE : page * UNITS_A_PAGE]
    rows = pairs(
        button(unit.name, Choose(case=case_id, kind="unit", value=unit.code).pack())
        for unit in shown
    )
    steps = ((texts.BUTTON_NEWER, page - 1), (texts.BUTTON_FURTHER, page + 1))
    turn = [button(n, Units(case=case_id, page=p).pack()) for n, p in steps if 1 <= p <= pages]
    cancel = button(texts.BUTTON_CANCEL, Cancel(case=case_id).pack())
    return Keyboard(inline_keyboard=[*rows, [*turn, cancel]])


def place_offers(rlist: ResponsibilityList) -> list[tuple[str, str, str]]:
    """The places a case can be given to."""
    return [(place.name, "place", place.code) for place in rlist.places.values()]


def door_offers(matter: Matter | None) -> list[tuple[str, str, str]]:
    """The doors a row names, for a case that is not accepted."""
    ways = matter.ways if matter else ()
    return [(texts.door(way), "door", str(n)) for n, way in enumerate(ways)]
