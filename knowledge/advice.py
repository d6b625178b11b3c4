"""What the desk concludes about a message: candidates, ways, class and danger, with reasons."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a candidate: the citizen's own words, and what they weigh.

    ``span`` is the half-open range in the normalised text; ``source`` says where the
    word comes from (the row, the unit, a concept, a learned example).
    """

    words: str
    weight: float
    source: str
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may answer the message. ``share`` is its part of the belief, 0 to 1."""

    matter: Matter
    unit: str
    score: float
    share: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the message already says, so that nothing is asked twice."""

    place: str | None = None
    road: str | None = None
    dates: tuple[date, ...] = ()
    amount: int | None = None
    people: int | None = None
    phone: str | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier message that somebody of the office routed by hand, like this one.

    ``likeness`` is the part of their character pairs the two have in common, 0 to 1.
    """

    id: str
    unit: str
    by: str
    at: datetime
    likeness: float


@dataclass(frozen=True, slots=True)
class Advice:
    """The desk's advice on one message. ``candidates`` hold one row per unit, best first.

    ``way`` is the way to try first; ``ways`` every way open, in the order to be told.
    ``rows`` hold the best rows whatever their unit, for a question between rows.
    ``several`` are the rows of a message that speaks of matters of different units.
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
    several: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    rows: tuple[Candidate, ...] = ()
    precedent: Precedent | None = None

    @property
    def best(self) -> Candidate | None:
        """The first candidate, if there is any."""
        return self.candidates[0] if self.candidates else None
