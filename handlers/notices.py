"""Notices of the outbox as messages: what is read, and the button that leads to the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import CaseDo, CasePress
from handlers.mediator.callbacks import Open
from handlers.texts import common, danger
from handlers.texts import notices as texts
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Act, Status
from storage.notices import Notice

DANGER = "danger"
TO_CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to be sent."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


def render(notice: Notice, rlist: ResponsibilityList) -> Letter:
    """The message of one notice; a case of it is opened by its button."""
    params = notice.params
    if notice.kind == DANGER:
        return _danger(params)
    if params.get("to") == TO_CITIZEN:
        return _to_citizen(params, rlist)
    return _to_staff(params, rlist)


def _danger(params: dict[str, Any]) -> Letter:
    kind, number = str(params["danger"]), params.get("number")
    if number:  # the duty officer heard of it when it was said
        return Letter(danger.registered(kind, number=str(number)), _opens(params))
    said = common.quote(str(params.get("text") or ""))
    return Letter(danger.alert(kind, text=said))


def _to_citizen(params: dict[str, Any], rlist: ResponsibilityList) -> Letter:
    number, act = str(params["number"]), Act(params["act"])
    case = int(params["case_id"])
    row = [_button(texts.OPEN, CasePress(case=case, do=CaseDo.OPEN).pack())]
    if act is Act.CLOSE:
        row.insert(0, _button(texts.RATE, CasePress(case=case, do=CaseDo.RATE).pack()))
    keyboard = InlineKeyboardMarkup(inline_keyboard=[row])
    if params.get("sealed"):
        return Letter(texts.sealed(number), keyboard)
    text, door = str(params.get("text") or ""), str(params.get("door") or "")
    unit = str(params["unit"])
    told = texts.to_citizen(rlist, act, number=number, unit=unit, text=text, door=door)
    return Letter(told, keyboard)


def _to_staff(params: dict[str, Any], rlist: ResponsibilityList) -> Letter:
    number = str(params["number"])
    if params.get("sealed"):
        return Letter(texts.sealed(number), _opens(params))
    told = texts.to_staff(
        rlist,
        Act(params["act"]),
        number=number,
        status=Status(params["status"]),
        matter_id=params.get("matter_id"),
    )
    return Letter(told, _opens(params))


def _opens(params: dict[str, Any]) -> InlineKeyboardMarkup | None:
    if params.get("case_id") is None:
        return None
    button = _button(texts.OPEN, Open(case=int(params["case_id"])).pack())
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=data)
