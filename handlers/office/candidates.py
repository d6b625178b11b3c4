"""Rows a person at the petition office can choose from, and the reason that goes with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.texts import card as texts
from knowledge.advice import Candidate
from knowledge.matters import ResponsibilityList
from storage.cases import Case

if TYPE_CHECKING:
    from handlers.mediator.worktop import Worktop

MOST = 4


def of(case: Case, work: Worktop) -> tuple[Candidate, ...]:
    """What the desk thinks of the case today, one row a unit, best first.

    It is asked again, not remembered, so that what was learned since counts; the case
    itself keeps the row and version it was routed by. An accused unit is no candidate.
    """
    found = work.desk.advise(case.text, today=work.today).candidates
    return tuple(each for each in found if each.unit != case.accused_unit)[:MOST]


def reason(unit: str, matter_id: str | None, rlist: ResponsibilityList) -> str:
    """The reason written when an offered choice is taken at one tap."""
    known = rlist.units.get(unit)
    name = known.name if known else unit
    matter = rlist.matters.get(matter_id or "")
    return texts.assign_reason(matter, name) if matter else texts.assign_reason_plain(name)
