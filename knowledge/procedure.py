"""Statuses, acts and who may do what: one table, from which buttons and refusals are derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.errors import FenliuError


class Role(StrEnum):
    """What a person may be to the office. Staff roles but the last three are bound to a unit."""

    CITIZEN = "citizen"
    MEDIATOR = "mediator"
    CLERK = "clerk"
    OFFICE = "office"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"


class Status(StrEnum):
    """Where a case stands."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RETURNED = "returned"
    HANDLING = "handling"
    MEDIATING = "mediating"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    ANSWERED = "answered"
    CLOSED = "closed"
    RATED = "rated"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """What kind of status it is: somebody must act, the unit has answered, or it is over."""

    OPEN = "open"
    DECIDED = "decided"
    OVER = "over"


class Act(StrEnum):
    """What can be done to a case."""

    REGISTER = "register"
    ASSIGN = "assign"
    ACCEPT = "accept"
    REJECT = "reject"
    RETURN = "return"
    HANDLE = "handle"
    MEDIATE = "mediate"
    AGREE = "agree"
    NOT_AGREE = "not_agree"
    ANSWER = "answer"
    CLOSE = "close"
    RATE = "rate"
    WITHDRAW = "withdraw"
    SUPPLEMENT = "supplement"
    INFORM = "inform"
    NOTE = "note"


class Needs(StrEnum):
    """What an act must be given besides the case."""

    REASON = "reason"
    DOOR = "door"
    UNIT = "unit"
    TERMS = "terms"
    ANSWER = "answer"
    SCORE = "score"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Rule:
    """One act: the statuses it starts from, who may do it, where it leads, what it needs.

    ``to`` is None where the status stays. ``tells_citizen`` says whether the petitioner
    is sent a notice; ``tells_unit`` whether the unit that then holds the case is.
    """

    act: Act
    starts: frozenset[Status]
    roles: frozenset[Role]
    to: Status | None
    needs: tuple[Needs, ...] = ()
    tells_citizen: bool = False
    tells_unit: bool = False


STAGES: Mapping[Status, Stage] = {
    Status.REGISTERED: Stage.OPEN,
    Status.ACCEPTED: Stage.OPEN,
    Status.RETURNED: Stage.OPEN,
    Status.HANDLING: Stage.OPEN,
    Status.MEDIATING: Stage.OPEN,
    Status.NOT_AGREED: Stage.OPEN,
    Status.AGREED: Stage.DECIDED,
    Status.ANSWERED: Stage.DECIDED,
    Status.CLOSED: Stage.OVER,
    Status.RATED: Stage.OVER,
    Status.REJECTED: Stage.OVER,
    Status.WITHDRAWN: Stage.OVER,
}

OPEN = frozenset(status for status, stage in STAGES.items() if stage is Stage.OPEN)
ALIVE = frozenset(status for status, stage in STAGES.items() if stage is not Stage.OVER)
EVERY = frozenset(Status)

PETITIONER = frozenset({Role.CITIZEN})
DESK = frozenset({Role.OFFICE})
UNIT_STAFF = frozenset({Role.CLERK, Role.MEDIATOR})
DECIDERS = frozenset({Role.CLERK})
STAFF = frozenset({Role.CLERK, Role.MEDIATOR, Role.OFFICE})

# The office desk may do whatever the unit may on a case that the petition office itself
# holds; that is a matter of units, not of acts, and is decided in storage.permissions.
RULES: Mapping[Act, Rule] = {
    rule.act: rule
    for rule in (
        Rule(
            Act.ASSIGN,
            frozenset({Status.REGISTERED, Status.RETURNED, Status.REJECTED}),
            DESK,
            Status.REGISTERED,
            (Needs.UNIT, Needs.REASON),
            tells_citizen=True,
            tells_unit=True,
        ),
        Rule(
            Act.ACCEPT,
            frozenset({Status.REGISTERED}),
            UNIT_STAFF,
            Status.ACCEPTED,
            tells_citizen=True,
        ),
        Rule(
            Act.REJECT,
            frozenset({Status.REGISTERED}),
            DECIDERS,
            Status.REJECTED,
            (Needs.REASON, Needs.DOOR),
            tells_citizen=True,
        ),
        Rule(
            Act.RETURN,
            frozenset({Status.REGISTERED, Status.ACCEPTED}),
            UNIT_STAFF,
            Status.RETURNED,
            (Needs.REASON,),
            tells_unit=True,
        ),
        Rule(
            Act.HANDLE,
            frozenset({Status.ACCEPTED, Status.NOT_AGREED}),
            DECIDERS,
            Status.HANDLING,
            tells_citizen=True,
        ),
        Rule(
            Act.MEDIATE,
            frozenset({Status.ACCEPTED, Status.HANDLING}),
            UNIT_STAFF,
            Status.MEDIATING,
            tells_citizen=True,
        ),
        Rule(
            Act.AGREE,
            frozenset({Status.MEDIATING}),
            UNIT_STAFF,
            Status.AGREED,
            (Needs.TERMS,),
            tells_citizen=True,
        ),
        Rule(
            Act.NOT_AGREE,
            frozenset({Status.MEDIATING}),
            UNIT_STAFF,
            Status.NOT_AGREED,
            (Needs.REASON,),
            tells_citizen=True,
        ),
        Rule(
            Act.ANSWER,
            frozenset({Status.HANDLING, Status.NOT_AGREED}),
            DECIDERS,
            Status.ANSWERED,
            (Needs.ANSWER,),
            tells_citizen=True,
        ),
        Rule(
            Act.CLOSE,
            frozenset({Status.AGREED, Status.NOT_AGREED, Status.ANSWERED}),
            UNIT_STAFF,
            Status.CLOSED,
            tells_citizen=True,
        ),
        Rule(
            Act.RATE,
            frozenset({Status.CLOSED}),
            PETITIONER,
            Status.RATED,
            (Needs.SCORE,),
            tells_unit=True,
        ),
        Rule(Act.WITHDRAW, ALIVE, PETITIONER, Status.WITHDRAWN, tells_unit=True),
        Rule(Act.SUPPLEMENT, ALIVE, PETITIONER, None, (Needs.TEXT,), tells_unit=True),
        Rule(Act.INFORM, ALIVE, STAFF, None, (Needs.TEXT,), tells_citizen=True),
        Rule(Act.NOTE, EVERY, STAFF, None, (Needs.TEXT,)),
    )
}


class ActRefused(FenliuError):
    """An act is not allowed: the wrong role, the wrong status, or something missing."""

    def __init__(self, act: Act, status: Status, *, why: str) -> None:
        super().__init__(f"{act} on {status}: {why}")
        self.act = act
        self.status = status
        self.why = why


def allowed(status: Status, roles: frozenset[Role]) -> tuple[Act, ...]:
    """Acts that a person with ``roles`` (towards this case) may do now, in the table's order."""
    return tuple(r.act for r in RULES.values() if status in r.starts and r.roles & roles)


def check(act: Act, status: Status, roles: frozenset[Role]) -> Rule:
    """Return the rule of ``act``.

    Raises:
        ActRefused: ``why`` is ``role`` or ``status``.
    """
    rule = RULES.get(act)
    if rule is None or not rule.roles & roles:
        raise ActRefused(act, status, why="role")
    if status not in rule.starts:
        raise ActRefused(act, status, why="status")
    return rule
