"""Choosing the unit of an assignment: from words that name it, or among names like it."""

from __future__ import annotations

from dataclasses import replace

from handlers.mediator import keyboards
from handlers.mediator.forms import Form
from handlers.mediator.worktop import Shown
from handlers.office import unitnames
from handlers.office.unitnames import PLACES_UNIT
from handlers.texts import office as texts
from knowledge.matters import ResponsibilityList

CLEAR = 10.0
"""By so many points of likeness the first name must lead to be taken without asking."""

__all__ = ["PLACES_UNIT", "read", "which", "which_place"]


def read(form: Form, said: str, rlist: ResponsibilityList) -> Form:
    """The form with the unit that ``said`` names, and as reason what was said behind it.

    Unchanged where the words name no unit, or several as well.
    """
    first, _, rest = said.strip().partition(" ")
    found = unitnames.find(first, rlist)
    if not found or (len(found) > 1 and found[0].score - found[1].score < CLEAR):
        return form
    hit = found[0]
    if hit.unit == PLACES_UNIT and hit.place is None:
        return form
    return replace(form, unit=hit.unit, place=hit.place, text=rest.strip() or form.text)


def which(form: Form, said: str, rlist: ResponsibilityList) -> Shown:
    """Ask which of several units was meant, or say that none has such a name."""
    found = unitnames.find(said.strip().partition(" ")[0], rlist)
    if not found:
        return Shown(texts.no_unit(said), keyboards.units(form.case, rlist))
    offers = [(hit.name, "place" if hit.place else "unit", hit.place or hit.unit) for hit in found]
    return Shown(texts.which_unit(said), keyboards.form(form.case, offers))


def which_place(form: Form, rlist: ResponsibilityList) -> Shown:
    """Ask which township or street is meant."""
    return Shown(texts.PICK_PLACE, keyboards.form(form.case, keyboards.place_offers(rlist)))
