"""Whom an act is told to: the notices that go into the outbox with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.procedure import Act, Role, Status
from storage import notices
from storage.permissions import PETITION, UNIT_ROLES, Actor, Post, covers
from storage.tables import CaseParty, CaseRow, PostRow
from storage.tables.base import saved

# What was said with the act: text, door, score.
Given = Mapping[str, str | int | None]

ACT = "act"
DANGER = "danger"
# A returned case is the office's to route again; these statuses ask nothing of the unit.
OFFICE_STATUSES = frozenset({Status.RETURNED})


async def tell_parties(
    session: AsyncSession, row: CaseRow, act: Act, *, by: Actor, given: Given, now: datetime
) -> None:
    """Tell the petitioners, but for the one who acts."""
    parties = select(CaseParty.person_id).where(col(CaseParty.case_id) == row.id)
    for person_id in await session.scalars(parties):
        if person_id != by.person_id:
            params = _params(row, act, to="citizen", given=given)
            notices.put(session, person_id, ACT, params=params, now=now)


async def tell_staff(
    session: AsyncSession, row: CaseRow, act: Act, *, by: Actor, given: Given, now: datetime
) -> None:
    """Tell those who must now do something: the unit, or the office where nobody else can."""
    people = await _unit_people(session, row)
    if not people or Status(row.status) in OFFICE_STATUSES or row.needs_person:
        people |= await _office_people(session, row)
    for person_id in sorted(people - {by.person_id}):
        params = _params(row, act, to="staff", given=given)
        notices.put(session, person_id, ACT, params=params, now=now)


async def tell_danger(session: AsyncSession, row: CaseRow, *, now: datetime) -> None:
    """Alert everybody at the petition office: a message speaks of danger."""
    for person_id in sorted(await _office_people(session, row)):
        params = _params(row, Act.REGISTER, to="staff", given={}) | {"danger": row.danger}
        notices.put(session, person_id, DANGER, params=params, now=now)


def _params(row: CaseRow, act: Act, *, to: str, given: Given) -> dict[str, Any]:
    # A notice lies open in the outbox and on somebody's lock screen: of a sealed case it
    # says only that there is something to read.
    return {
        "to": to,
        "case_id": saved(row.id),
        "act": act.value,
        "number": row.number,
        "status": row.status,
        "unit": row.unit,
        "matter_id": None if row.sealed else row.matter_id,
        "sealed": row.sealed,
        **({} if row.sealed else given),
    }


async def _unit_people(session: AsyncSession, row: CaseRow) -> set[int]:
    if Status(row.status) in OFFICE_STATUSES:
        return set()
    mine = and_(col(PostRow.unit) == row.unit, col(PostRow.role).in_(sorted(UNIT_ROLES)))
    office = row.unit == PETITION
    wanted = or_(mine, col(PostRow.role) == Role.OFFICE.value) if office else mine
    return await _holders(session, row, wanted)


async def _office_people(session: AsyncSession, row: CaseRow) -> set[int]:
    return await _holders(session, row, col(PostRow.role) == Role.OFFICE.value)


async def _holders(session: AsyncSession, row: CaseRow, wanted: ColumnElement[bool]) -> set[int]:
    """Holders of current posts that reach the case; never a petitioner of it."""
    current = col(PostRow.revoked_at).is_(None)
    posts = await session.scalars(select(PostRow).where(wanted, current))
    found = {post.person_id for post in posts if covers(_post(post), row)}
    parties = select(CaseParty.person_id).where(col(CaseParty.case_id) == row.id)
    return found - set(await session.scalars(parties)) - await _accused_people(session, row)


async def _accused_people(session: AsyncSession, row: CaseRow) -> set[int]:
    """Everybody who belongs to the accused unit, whatever other posts he holds."""
    if row.accused_unit is None:
        return set()
    here = col(PostRow.unit) == row.accused_unit
    posts = select(PostRow.person_id).where(here, col(PostRow.revoked_at).is_(None))
    return set(await session.scalars(posts))


def _post(row: PostRow) -> Post:
    return Post(Role(row.role), row.unit, row.place)
