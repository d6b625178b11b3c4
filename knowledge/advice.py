"""What the desk concludes about a message: candidates, ways, class and danger, with reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from knowledge.matters import Matter, Way, WayCode


class Outcome(StrEnum):
    """How sure the matcher is."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


class PetitionClass(StrEnum):
    """Class of a petition (信访工作条例 arts 29-31, and the hotline's everyday classes)."""

    CLAIM = "claim"
    REPORT = "report"
    SUGGESTION = "suggestion"
    ACCUSATION = "accusation"
    INQUIRY = "inquiry"
    THANKS = "thanks"


class Danger(StrEnum):
    """Kind of danger a message speaks of; each kind has its own emergency number in the list."""

    LIFE = "life"
    VIOLENCE = "violence"
    FIRE = "fire"
    MEDICAL = "medical"
    UNREST = "unrest"
    SELF_HARM = "self_harm"


EXAMPLES = "examples"
"""The source of evidence that is only like the list's example messages."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a candidate: the citizen's own words, and what they weigh.

    ``span`` is the half-open range in the normalised text; ``source`` says where the word comes
    from: the row or the unit whose word it is, or ``EXAMPLES``.
    """

    words: str
    weight: float
    source: str
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may answer the message. ``share`` is its part of the belief, 0 to 1.

    ``why`` finds the evidence: most candidates are never asked for theirs.
    """

    matter: Matter
    unit: str
    score: float
    share: float
    why: Callable[[], tuple[Evidence, ...]] = field(default=tuple, compare=False, repr=False)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The weightiest words that speak for the row and its unit, or against them."""
        return self.why()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the message already says, so that nothing is asked twice.

    ``since`` is the day of the event that time limits run from; None if the message does not
    say which of its days that is.
    """

    place: str | None = None
    road: str | None = None
    dates: tuple[date, ...] = ()
    amount: int | None = None
    people: int | None = None
    phone: str | None = None
    request: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day to take a way, if its time runs from ``since``, a day the message names.

    ``over`` says that this day is past; not ``certain`` where the holidays of that year are
    not published yet.
    """

    way: Way
    since: date
    last: date
    certain: bool = True
    over: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message that is a matter of its own: its words, its unit, its likeliest row."""

    text: str
    unit: str
    matter_id: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier message that somebody of the office routed by hand, like this one.

    ``id`` is its case's. ``likeness`` is the part of their character pairs and words the two
    have in common, 0 to 1. ``matter_id`` is the row it was routed by, if a row was named.
    """

    id: str
    unit: str
    by: str
    at: datetime
    likeness: float
    matter_id: str | None = None

    def speaks_alone_for(self, candidate: Candidate) -> bool:
        """Whether it leads to the candidate's unit, and nothing leads to the candidate's row."""
        if self.unit != candidate.unit or self.matter_id == candidate.matter.id:
            return False
        return not any(e.weight > 0 and e.source == candidate.matter.id for e in candidate.evidence)


@dataclass(frozen=True, slots=True)
class Advice:
    """The desk's advice on one message. ``candidates`` hold one row per unit, best first.

    ``way`` is the way to try first; ``ways`` every way open, in the order to be told.
    ``rows`` hold the best rows whatever their unit, for a question between rows.
    ``deadlines`` tell how long the ways of every row thought of stay open, the nearest first;
    there are none where the message names no day.
    ``several`` are the parts of a message that speaks of matters of different units.
    """

    text: str
    outcome: Outcome
    candidates: tuple[Candidate, ...]
    petition_class: PetitionClass
    way: WayCode
    ways: tuple[Way, ...] = ()
    danger: Danger | None = None
    adjudicated: bool = False
    group: bool = False
    sealed: bool = False
    several: tuple[Part, ...] = ()
    facts: Facts = field(default_factory=Facts)
    rows: tuple[Candidate, ...] = ()
    precedent: Precedent | None = None
    deadlines: tuple[Deadline, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The first candidate, if there is any."""
        return self.candidates[0] if self.candidates else None
