"""Notices of the outbox as messages: what is read, and the button that leads to the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import CaseDo, CasePress, WishPress
from handlers.mediator.callbacks import Menu, Open
from handlers.texts import common, danger, due, own_data
from handlers.texts import notices as texts
from handlers.texts.citizen import DETAIL, PERSON
from handlers.texts.words import Wish
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Act, Status
from storage.data_requests import KIND as DATA
from storage.data_requests import Wanted
from storage.notices import Notice

DANGER = "danger"
TO_CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to be sent."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


def render(notice: Notice, rlist: ResponsibilityList, *, elder: bool = False) -> Letter:
    """The message of one notice; a case of it is opened by its button.

    ``elder``: the person likes it short, with few large buttons.
    """
    params = notice.params
    if notice.kind == DANGER:
        return _danger(params)
    if notice.kind == DATA:
        return _about_data(params, elder=elder)
    if params.get("to") == TO_CITIZEN:
        return _to_elder(params, rlist) if elder else _to_citizen(params, rlist)
    return _to_staff(params)


def _danger(params: dict[str, Any]) -> Letter:
    kind, number = str(params["danger"]), params.get("number")
    if number:  # the duty officer heard of it when it was said
        return Letter(danger.registered(kind, number=str(number)), _opens(params))
    said = common.quote(str(params.get("text") or ""))
    return Letter(danger.alert(kind, text=said))


def _about_data(params: dict[str, Any], *, elder: bool) -> Letter:
    """A request about own data: to the office that it waits, to the person what became of it."""
    wanted, number = Wanted(params["wanted"]), int(params["request"])
    if params.get("to") != TO_CITIZEN:
        data = Menu(go="requests").pack()
        opens = InlineKeyboardMarkup(inline_keyboard=[[_button(own_data.BUTTON_LIST, data)]])
        return Letter(own_data.to_office(wanted, number), opens)
    person = InlineKeyboardMarkup(
        inline_keyboard=[[_button(PERSON, WishPress(wish=Wish.PERSON).pack())]]
    )
    reason = params.get("reason")
    return Letter(own_data.answered(wanted, number, reason=reason, elder=elder), person)


def _to_citizen(params: dict[str, Any], rlist: ResponsibilityList) -> Letter:
    number, act = str(params["number"]), Act(params["act"])
    case = int(params["case_id"])
    row = [_on_case(case, CaseDo.OPEN)]
    if act is Act.CLOSE:
        row.insert(0, _on_case(case, CaseDo.RATE))
    keyboard = InlineKeyboardMarkup(inline_keyboard=[row])
    if params.get("sealed"):
        return Letter(texts.sealed(number), keyboard)
    return Letter(texts.to_citizen(rlist, act, number=number, **_facts(params)), keyboard)


def _to_elder(params: dict[str, Any], rlist: ResponsibilityList) -> Letter:
    """A few lines, and at most three buttons, each in a row of its own."""
    number, act = str(params["number"]), Act(params["act"])
    case, (text, door) = int(params["case_id"]), _said(params)
    look = CaseDo.DETAIL if texts.is_cut(text, door) else CaseDo.OPEN
    buttons = [_on_case(case, CaseDo.RATE)] * (act is Act.CLOSE)
    buttons += [_on_case(case, look), _button(PERSON, WishPress(wish=Wish.PERSON).pack())]
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[button] for button in buttons])
    if params.get("sealed"):
        return Letter(texts.sealed(number), keyboard)
    return Letter(texts.to_elder(rlist, act, number=number, **_facts(params)), keyboard)


def _facts(params: dict[str, Any]) -> dict[str, Any]:
    text, door = _said(params)
    until = due.Until.read(params.get("due"))
    return {"unit": str(params["unit"]), "text": text, "door": door, "until": until}


def _said(params: dict[str, Any]) -> tuple[str, str]:
    return str(params.get("text") or ""), str(params.get("door") or "")


_LABELS: Mapping[CaseDo, str] = {
    CaseDo.OPEN: texts.OPEN,
    CaseDo.RATE: texts.RATE,
    CaseDo.DETAIL: DETAIL,
}


def _on_case(case: int, do: CaseDo) -> InlineKeyboardButton:
    return _button(_LABELS[do], CasePress(case=case, do=do).pack())


def _to_staff(params: dict[str, Any]) -> Letter:
    number = str(params["number"])
    if params.get("sealed"):
        return Letter(texts.sealed(number), _opens(params))
    told = texts.to_staff(
        Act(params["act"]),
        number=number,
        status=Status(params["status"]),
        matter=params.get("matter"),
    )
    return Letter(told, _opens(params))


def _opens(params: dict[str, Any]) -> InlineKeyboardMarkup | None:
    if params.get("case_id") is None:
        return None
    button = _button(texts.OPEN, Open(case=int(params["case_id"])).pack())
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=data)
