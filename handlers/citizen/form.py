"""A complaint that is being put together: what is known, what was asked, what is missing."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.advice import Advice, Candidate, Danger, Outcome, PetitionClass
from knowledge.matters import ResponsibilityList, WayCode
from storage.cases import Draft
from storage.files import StoredFile

PETITION_OFFICE = "petition"
DISCIPLINE = "discipline"
SUBDISTRICT = "subdistrict"
DISPUTES = frozenset({PetitionClass.CLAIM, PetitionClass.REPORT})
MOST_FILES = 20
MOST_ROWS = 3
LONGEST_TEXT = 10_000
"""Characters of a matter's text; what is longer is kept whole as a file."""


class Step(StrEnum):
    """A question of the form, in the order they are asked."""

    TEXT = "text"
    ACCUSED = "accused"
    PLACE = "place"
    REQUEST = "request"
    NAME = "name"
    PHONE = "phone"
    EVIDENCE = "evidence"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Form:
    """One matter of one person; ``token`` tells its buttons from those of any other form.

    ``decided`` says that the citizen (or a request for a person) has settled the row;
    ``settled`` are the steps that were answered or skipped, ``changing`` one that is asked
    again. ``rows`` are the rows thought of, ``refused`` those the citizen said no to, and
    ``offered`` those of the question on the screen. ``asked`` counts questions between rows,
    ``shown`` cards and questions: each has buttons of its own. ``learned`` says that the unit
    is that of an earlier like case, and that nobody has said which row it is. What once was
    an accusation (``accuses``) stays sealed whatever is added, until the citizen picks
    another row.
    """

    token: str
    channel: str
    text: str = ""
    message_id: int | None = None
    matter_id: str | None = None
    unit: str = PETITION_OFFICE
    petition_class: PetitionClass = PetitionClass.CLAIM
    way: WayCode = WayCode.PETITION
    rows: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    asked: int = 0
    shown: int = 0
    changing: Step | None = None
    decided: bool = False
    needs_person: bool = False
    learned: bool = False
    whole: bool = False
    place_code: str | None = None
    place_text: str | None = None
    request: str | None = None
    name: str | None = None
    phone: str | None = None
    accused_unit: str | None = None
    accuses: bool = False
    danger: Danger | None = None
    warned: bool = False
    adjudicated: bool = False
    group: bool = False
    files: tuple[StoredFile, ...] = ()
    settled: tuple[Step, ...] = ()

    @property
    def sealed(self) -> bool:
        """Whether it must be kept from the accused."""
        return self.petition_class is PetitionClass.ACCUSATION

    @property
    def name_needed(self) -> bool:
        """A claim of one's own carries a name; everything else may be said without one."""
        return self.petition_class is PetitionClass.CLAIM and not self.needs_person

    def settle(self, step: Step) -> Form:
        """The form with ``step`` done."""
        settled = tuple(dict.fromkeys((*self.settled, step)))
        changing = None if self.changing is step else self.changing
        return replace(self, settled=settled, changing=changing)

    @property
    def about(self) -> tuple[str, ...]:
        """The rows this matter may be: the one settled on, or those thought of."""
        return (self.matter_id,) if self.decided and self.matter_id else self.rows

    def with_files(self, *files: StoredFile) -> Form:
        """The form with more evidence."""
        return replace(self, files=(*self.files, *files))

    def advised(self, advice: Advice) -> Form:
        """The form as the desk sees it; nothing that the citizen said himself is overwritten."""
        facts, best = advice.facts, advice.best
        if advice.outcome is Outcome.UNKNOWN:
            best = None
        fresh = replace(
            self,
            matter_id=best.matter.id if best else None,
            unit=DISCIPLINE if advice.sealed else best.unit if best else PETITION_OFFICE,
            petition_class=advice.petition_class,
            way=advice.way,
            danger=advice.danger or self.danger,
            adjudicated=advice.adjudicated,
            group=advice.group,
            rows=_together(self.rows, (each.matter.id for each in advice.candidates[:MOST_ROWS])),
            request=self.request or facts.request,
            phone=self.phone or facts.phone,
            accuses=self.accuses or advice.sealed,
            learned=False,
        )
        return fresh.accusing() if self.accuses and not advice.sealed else fresh

    def picked(self, candidate: Candidate) -> Form:
        """The form with a row the citizen chose.

        The way is that row's first, unless the advice was on this very row, or the class
        of the petition alone settles it.
        """
        ways = candidate.matter.ways
        settled = candidate.matter.id == self.matter_id or self.petition_class not in DISPUTES
        return replace(
            self,
            matter_id=candidate.matter.id,
            unit=candidate.unit,
            way=self.way if settled or not ways else ways[0].code,
            rows=_together(self.rows, (candidate.matter.id,)),
            learned=False,
        )

    def by_precedent(self, unit: str) -> Form:
        """The form for the unit an earlier like case went to; it will say by which row and way."""
        return replace(self, matter_id=None, unit=unit, way=WayCode.PETITION, learned=True)

    def accusing(self) -> Form:
        """The form as an accusation: sealed from now on."""
        return replace(
            self, accuses=True, petition_class=PetitionClass.ACCUSATION, matter_id=None,
            unit=DISCIPLINE, way=WayCode.DISCIPLINE, offered=(),
        )  # fmt: skip

    def unsealed(self) -> Form:
        """The form without the seal; only for a citizen who says that it accuses nobody."""
        if not self.sealed:
            return self
        return replace(self, accuses=False, petition_class=PetitionClass.REPORT)

    def to_person(self) -> Form:
        """The form for a person at the petition office to decide on."""
        return replace(
            self, needs_person=True, decided=True, matter_id=None, unit=PETITION_OFFICE,
            way=WayCode.PETITION,
        )  # fmt: skip

    def draft(self, person_id: int) -> Draft:
        """What is registered. The same form always has the same key, so it registers once."""
        return Draft(
            intake_key=f"{person_id}-{self.token}",
            text=self.text,
            matter_id=self.matter_id,
            unit=self.unit,
            petition_class=self.petition_class,
            way=self.way,
            place_code=self.place_code,
            place_text=self.place_text,
            request=self.request,
            name=self.name,
            phone=self.phone,
            channel=self.channel,
            candidates=self.rows,
            danger=self.danger,
            adjudicated=self.adjudicated,
            group=self.group,
            needs_person=self.needs_person,
            attachments=self.files,
            accused_unit=self.accused_unit,
        )


def _together(rows: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*rows, *more)))


def new_form(channel: str, text: str = "", *, message_id: int | None = None) -> Form:
    """An empty form with a token of its own."""
    return Form(secrets.token_urlsafe(6), channel, text=text, message_id=message_id)


def find_place(text: str, rlist: ResponsibilityList) -> str | None:
    """The code of the township or street that a text names, by name or alias; longest first."""
    names = [(name, p.code) for p in rlist.places.values() for name in (p.name, *p.aliases)]
    found = [(len(name), code) for name, code in names if name and name in text]
    return max(found)[1] if found else None


def find_unit(text: str, rlist: ResponsibilityList) -> str | None:
    """The code of the unit that a text names, by today's name or that of 2018; longest first."""
    names = [(n, u.code) for u in rlist.units.values() for n in (u.name, u.name_2018)]
    found = [(len(name), code) for name, code in names if name and name in text]
    return max(found)[1] if found else None
