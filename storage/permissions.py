"""Who may see which case, and as what: every query and every act goes through here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlmodel import col

from knowledge.procedure import Role
from storage.errors import NotPermitted
from storage.tables import CaseParty, CaseRow

PETITION = "petition"
DISCIPLINE = "discipline"
UNIT_ROLES = frozenset({Role.CLERK, Role.MEDIATOR})
# The office and its director look at every unit; what is sealed is not for the director.
OVERALL_ROLES = frozenset({Role.OFFICE, Role.DIRECTOR})


Kin = Callable[[str], frozenset[str]]
"""The units that are one today with a unit, itself among them; see ``storage.lists``."""


def alone(unit: str) -> frozenset[str]:
    """Only the unit itself: nothing was merged."""
    return frozenset({unit})


@dataclass(frozen=True, slots=True)
class Post:
    """One staff appointment. Clerks and mediators have a unit; ``place`` narrows it.

    ``merged`` are further units that are one with it today: who holds the post sees theirs.
    """

    role: Role
    unit: str | None = None
    place: str | None = None
    merged: frozenset[str] = frozenset()

    @property
    def units(self) -> frozenset[str]:
        """Every unit of the post; the office's people sit in the petition office."""
        own = PETITION if self.role is Role.OFFICE else self.unit
        return self.merged | {own} if own else frozenset()

    def after_mergers(self, kin: Kin) -> Post:
        """The post as the list in force has its unit."""
        merged = kin(self.unit) - {self.unit} if self.unit else frozenset()
        return replace(self, merged=merged) if merged else self


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, over which channel. Everybody is a citizen towards his own cases."""

    person_id: int
    posts: tuple[Post, ...] = ()
    channel: str = ""
    name: str | None = None

    @property
    def is_staff(self) -> bool:
        """Whether the person holds any post."""
        return bool(self.posts)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of the posts; towards one case see ``roles_towards``."""
        return frozenset(post.role for post in self.posts)

    def has(self, role: Role) -> bool:
        """Whether one of the posts is of this role."""
        return role in self.roles


class Scope(Protocol):
    """What of a case decides who may see it."""

    @property
    def unit(self) -> str: ...
    @property
    def accused_unit(self) -> str | None: ...
    @property
    def place_code(self) -> str | None: ...
    @property
    def sealed(self) -> bool: ...


def roles_towards(actor: Actor, scope: Scope, *, party: bool) -> frozenset[Role]:
    """What the actor is to this case; empty means that for him it does not exist.

    A petitioner is nothing but a citizen in his own case, whatever his posts are
    (recusal: Regulations on Petition Work art. 28). The accused unit is nothing, ever (30).
    """
    if party:
        return frozenset({Role.CITIZEN})
    if scope.accused_unit in homes(actor):
        return frozenset()
    roles = {post.role for post in actor.posts if covers(post, scope)}
    if Role.OFFICE in roles and is_offices(actor, scope.unit):
        roles.add(Role.CLERK)  # on its own cases the office decides as any unit does
    return frozenset(roles)


def is_offices(actor: Actor, unit: str) -> bool:
    """Whether the unit is the petition office, of which the actor is."""
    return any(post.role is Role.OFFICE and unit in post.units for post in actor.posts)


def covers(post: Post, scope: Scope) -> bool:
    """Whether the post reaches the case, if nobody is accused. In SQL: ``covered_in_sql``."""
    if post.role in OVERALL_ROLES:
        return post.role is Role.OFFICE or not scope.sealed
    if post.role not in UNIT_ROLES or scope.unit not in post.units:
        return False
    if post.place is not None and post.place != scope.place_code:
        return False
    return post.role is Role.CLERK or not scope.sealed


def homes(actor: Actor) -> frozenset[str]:
    """Every unit the actor belongs to; one that is accused shuts him out by all his posts."""
    return frozenset(unit for post in actor.posts for unit in post.units)


def unaccused(actor: Actor) -> ColumnElement[bool]:
    """The cases in which no unit of the actor's is accused."""
    accused = col(CaseRow.accused_unit)
    return or_(accused.is_(None), accused.not_in(sorted(homes(actor))))


def visible(actor: Actor) -> ColumnElement[bool]:
    """The cases for which ``roles_towards`` is not empty."""
    return or_(own(actor), by_post(actor))


def own(actor: Actor) -> ColumnElement[bool]:
    """The cases the actor is petitioner of."""
    return exists().where(
        col(CaseParty.case_id) == CaseRow.id, col(CaseParty.person_id) == actor.person_id
    )


def impartial(actor: Actor | None) -> ColumnElement[bool]:
    """The cases a member of staff may look into at all; None is the command line, which may all.

    Whoever brought a case is its petitioner there, whatever his post, and the accused unit is
    nothing.
    """
    return true() if actor is None else and_(unaccused(actor), ~own(actor))


def by_post(actor: Actor) -> ColumnElement[bool]:
    """The cases that one of the actor's posts covers."""
    return and_(unaccused(actor), or_(false(), *(covered_in_sql(post) for post in actor.posts)))


def covered_in_sql(post: Post) -> ColumnElement[bool]:
    """The same as ``covers``, as a condition of a query."""
    unsealed = col(CaseRow.sealed).is_(False)
    if post.role in OVERALL_ROLES:
        return true() if post.role is Role.OFFICE else unsealed
    if post.role not in UNIT_ROLES:
        return false()
    here = true() if post.place is None else col(CaseRow.place_code) == post.place
    open_to = true() if post.role is Role.CLERK else unsealed
    return and_(col(CaseRow.unit).in_(sorted(post.units)), here, open_to)


def safe_unit(unit: str, accused: str | None) -> str:
    """The unit a case may go to: never the accused one (Regulations on Petition Work art. 30)."""
    if unit != accused:
        return unit
    return PETITION if accused == DISCIPLINE else DISCIPLINE


def require(actor: Actor | None, role: Role, what: str) -> None:
    """Refuse unless the actor holds the role; None is the command line, which may do all.

    Raises:
        NotPermitted: ``what`` is for others.
    """
    if actor is not None and not actor.has(role):
        raise NotPermitted(what)
