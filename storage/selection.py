"""Which cases a statistic is about: the period, the unit, the outcome, the asker's rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, false, or_, true
from sqlmodel import col

from knowledge.clocks import OFFICE_ZONE
from knowledge.procedure import OPEN, Role, Status
from storage.errors import NotPermitted
from storage.figures import Period
from storage.permissions import OVERALL_ROLES, UNIT_ROLES, Actor, Kin, Post, alone, unaccused
from storage.tables import CaseRow, HistoryRow

EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Selection:
    """The cases counted. ``scope`` leaves the period out; ``overall`` says it is no one unit's.

    ``scope`` holds the sealed cases that may be in the totals, so everything but totals
    must also ask for ``unsealed``.
    """

    period: Period
    scope: ColumnElement[bool]
    overall: bool

    @property
    def cases(self) -> ColumnElement[bool]:
        """The cases registered in the period."""
        return and_(self.scope, within(col(CaseRow.created_at), self.period))


def unsealed() -> ColumnElement[bool]:
    """What may be in more than a total."""
    return col(CaseRow.sealed).is_(False)


def select_for(
    by: Actor, period: Period, *, unit: str | None, outcome: Status | None, kin: Kin = alone
) -> Selection:
    """The selection that the actor may ask for.

    Raises:
        NotPermitted: no post of his gives him these figures.
    """
    overall = any(post.role in OVERALL_ROLES for post in by.posts)
    mine = (post for post in by.posts if post.role in UNIT_ROLES)
    posts = [post for post in mine if unit is None or unit in post.units]
    if not overall and not posts:
        raise NotPermitted("statistics")
    scope = _overall(unit, kin) if overall else or_(false(), *(_of_post(post) for post in posts))
    # A total narrowed to a unit or an outcome would be a small count of what is sealed.
    whole = outcome is None and (not overall or unit is None)
    conditions = [scope, unaccused(by), true() if whole else unsealed(), _came_to(outcome)]
    return Selection(period, and_(*conditions), overall)


def within(moment: SQLColumnExpression[datetime], period: Period) -> ColumnElement[bool]:
    """From the first to the last day of the period, as the office counts days."""
    return and_(
        moment >= begin(period.start), moment < begin(min(period.end, LATEST) + timedelta(days=1))
    )


def begin(day: date) -> datetime:
    """The moment when a day begins at the office; days far from any case count as far."""
    day = min(max(day, EARLIEST), LATEST)
    return datetime.combine(day, time.min, OFFICE_ZONE).astimezone(UTC)


def _overall(unit: str | None, kin: Kin) -> ColumnElement[bool]:
    return true() if unit is None else col(CaseRow.unit).in_(sorted(kin(unit)))


def _of_post(post: Post) -> ColumnElement[bool]:
    here = true() if post.place is None else col(CaseRow.place_code) == post.place
    open_to = true() if post.role is Role.CLERK else unsealed()
    return and_(col(CaseRow.unit).in_(sorted(post.units)), here, open_to)


def _came_to(outcome: Status | None) -> ColumnElement[bool]:
    """Cases that ever came to the status; for open ones, that stand there now."""
    if outcome is None:
        return true()
    if outcome in OPEN and outcome is not Status.NOT_AGREED:
        return col(CaseRow.status) == outcome.value
    came = exists().where(
        col(HistoryRow.case_id) == CaseRow.id, col(HistoryRow.to_status) == outcome.value
    )
    # Only with the case: a query that also joins the history must not lend it its own rows.
    return came.correlate(CaseRow)
