"""What waits for whom: the cases somebody must act on, the most pressing first."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from knowledge.procedure import ALIVE, OPEN, RULES, Act, Role, Status
from storage.permissions import PETITION, UNIT_ROLES, Actor, Post, covered_in_sql, impartial
from storage.records import Records, events_of, urgency
from storage.tables import CaseRow, HistoryRow
from storage.tables.base import saved


def waiting_for(actor: Actor, *, everything: bool) -> ColumnElement[bool]:
    """The cases on the actor's desk, never his own; ``everything`` open for those above units."""
    desks = (and_(covered_in_sql(post), _desk(post, everything)) for post in actor.posts)
    return and_(or_(false(), *desks), impartial(actor))


def _desk(post: Post, everything: bool) -> ColumnElement[bool]:
    status = col(CaseRow.status)
    alive = status.in_(sorted(ALIVE))
    if post.role in UNIT_ROLES:
        return and_(alive, status != Status.RETURNED.value)
    if post.role is Role.DIRECTOR or everything:
        return status.in_(sorted(OPEN))
    if post.role is not Role.OFFICE:
        return false()
    undecided = and_(status == Status.REGISTERED.value, col(CaseRow.needs_person).is_(True))
    returned = status == Status.RETURNED.value
    here = col(CaseRow.unit).in_(sorted(post.units))
    return or_(returned, undecided, and_(alive, here))


def unrouted() -> ColumnElement[bool]:
    """The cases of which the office must say who answers: returned, undecided, or still here."""
    status = col(CaseRow.status)
    undecided = or_(
        col(CaseRow.needs_person).is_(True),
        col(CaseRow.unit) == PETITION,
        status == Status.RETURNED.value,
    )
    return and_(status.in_(sorted(RULES[Act.ASSIGN].starts)), undecided)


async def pressing(
    session: AsyncSession, condition: ColumnElement[bool], *, records: Records
) -> list[int]:
    """Ids of the cases that meet the condition: danger first, then by the day they are due.

    Days are computed, not stored, so all of a desk's cases are looked at: ids and events
    only, no texts.
    """
    light = select(
        col(CaseRow.id),
        col(CaseRow.status),
        col(CaseRow.way),
        col(CaseRow.matter_id),
        col(CaseRow.list_version),
        col(CaseRow.danger),
        col(CaseRow.created_at),
    )
    rows = (await session.execute(light.where(condition))).all()
    ids = select(col(CaseRow.id)).where(condition)
    events = await events_of(session, col(HistoryRow.case_id).in_(ids))
    keyed = []
    for case_id, status, way, matter_id, version, danger, created_at in rows:
        row = records.matter(matter_id, version)
        due = records.due(status, events[saved(case_id)], way=way, matter=row)
        danger_now = danger is not None and Status(status) in OPEN
        keyed.append((*urgency(due, created_at, danger=danger_now), saved(case_id)))
    return [case_id for *_, case_id in sorted(keyed)]
