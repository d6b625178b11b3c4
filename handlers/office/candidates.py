"""Rows a person at the petition office can choose from, and the reason that goes with each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.texts import card as texts
from knowledge.advice import Candidate, Precedent
from knowledge.matters import ResponsibilityList
from storage.cases import Case

if TYPE_CHECKING:
    from handlers.mediator.worktop import Worktop

MOST = 4
LEAST_SHARE = 0.02
"""Of the belief: what has less is not worth a button, unless it is the first."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the desk thinks of a case; ``text`` is what the evidence points into."""

    text: str
    rows: tuple[Candidate, ...] = ()
    precedent: Precedent | None = None


def of(case: Case, work: Worktop) -> Candidates:
    """What the desk thinks of the case today, one row a unit, best first.

    It is asked again, not remembered, so that what was learned since counts; the case
    itself keeps the row and version it was routed by. An accused unit is no candidate.
    """
    advice = work.desk.advise(case.text, today=work.today)
    allowed = [each for each in advice.candidates if each.unit != case.accused_unit]
    likely = [each for n, each in enumerate(allowed) if not n or each.share >= LEAST_SHARE]
    return Candidates(advice.text, tuple(likely[:MOST]), advice.precedent)


def reason(unit: str, matter_id: str | None, rlist: ResponsibilityList) -> str:
    """The reason written when an offered choice is taken at one tap."""
    known = rlist.units.get(unit)
    name = known.name if known else unit
    matter = rlist.matters.get(matter_id or "")
    return texts.assign_reason(matter, name) if matter else texts.assign_reason_plain(name)
