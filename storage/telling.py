"""Whom an act is told to: the notices that go into the outbox with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.due import Due
from knowledge.procedure import Act, Role, Status
from storage import notices
from storage.cipher import Cipher
from storage.lists import Lists
from storage.permissions import PETITION, UNIT_ROLES, Actor, Kin, Post, covers
from storage.tables import CaseParty, CaseRow, PostRow
from storage.tables.base import saved

# What was said with the act: text, door, score.
Given = Mapping[str, str | int | None]

ACT = "act"
DANGER = "danger"
# A returned case is the office's to route again; these statuses ask nothing of the unit.
OFFICE_STATUSES = frozenset({Status.RETURNED})


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of one case within the transaction of an act."""

    session: AsyncSession
    row: CaseRow
    cipher: Cipher
    lists: Lists
    now: datetime

    async def parties(self, act: Act, *, by: Actor, given: Given, due: Due | None) -> None:
        """Tell the petitioners, but for the one who acts; also what is due to them by when."""
        parties = select(CaseParty.person_id).where(col(CaseParty.case_id) == self.row.id)
        people = set(await self.session.scalars(parties))
        params = self._params(act, to="citizen", given=given)
        if due is not None and not self.row.sealed:
            params["due"] = _until(due)
        self._put(people - {by.person_id}, ACT, params)

    async def staff(self, act: Act, *, by: Actor, given: Given) -> None:
        """Tell those who must now do something: the unit, or the office where nobody else can."""
        people = await _unit_people(self.session, self.row, self.lists.kin)
        if not people or Status(self.row.status) in OFFICE_STATUSES or self.row.needs_person:
            people |= await _office_people(self.session, self.row, self.lists.kin)
        self._put(people - {by.person_id}, ACT, self._params(act, to="staff", given=given))

    async def danger(self) -> None:
        """Alert everybody at the petition office: a message speaks of danger."""
        people = await _office_people(self.session, self.row, self.lists.kin)
        params = self._params(Act.REGISTER, to="staff", given={})
        self._put(people, DANGER, params | {"danger": self.row.danger})

    def _put(self, people: Iterable[int], kind: str, params: notices.Params) -> None:
        for person_id in sorted(people):
            notices.put(
                self.session, person_id, kind, params=params, cipher=self.cipher, now=self.now
            )

    def _params(self, act: Act, *, to: str, given: Given) -> notices.Params:
        # A notice ends on somebody's lock screen: of a sealed case it says only that there is
        # something to read.
        row = self.row
        matter = None if row.sealed else self.lists.matter(row.list_version, row.matter_id)
        return {
            "to": to,
            "case_id": saved(row.id),
            "act": act.value,
            "number": row.number,
            "status": row.status,
            "unit": self.lists.heir(row.unit),
            "matter": matter.title if matter else None,
            "sealed": row.sealed,
            **({} if row.sealed else given),
        }


def _until(due: Due) -> notices.Params:
    """What a notice says of a due day; it is read again by ``handlers.texts.due.Until``."""
    return {
        "kind": due.kind,
        "date": due.date.isoformat(),
        "source": due.source,
        "certain": due.certain,
        "verified": due.verified,
    }


async def _unit_people(session: AsyncSession, row: CaseRow, kin: Kin) -> set[int]:
    if Status(row.status) in OFFICE_STATUSES:
        return set()
    units = kin(row.unit)
    mine = and_(col(PostRow.unit).in_(sorted(units)), col(PostRow.role).in_(sorted(UNIT_ROLES)))
    office = PETITION in units
    wanted = or_(mine, col(PostRow.role) == Role.OFFICE.value) if office else mine
    return await _holders(session, row, wanted, kin)


async def _office_people(session: AsyncSession, row: CaseRow, kin: Kin) -> set[int]:
    return await _holders(session, row, col(PostRow.role) == Role.OFFICE.value, kin)


async def _holders(
    session: AsyncSession, row: CaseRow, wanted: ColumnElement[bool], kin: Kin
) -> set[int]:
    """Holders of current posts that reach the case; never a petitioner of it."""
    current = col(PostRow.revoked_at).is_(None)
    posts = await session.scalars(select(PostRow).where(wanted, current))
    found = {post.person_id for post in posts if covers(_post(post, kin), row)}
    parties = select(CaseParty.person_id).where(col(CaseParty.case_id) == row.id)
    return found - set(await session.scalars(parties)) - await _accused_people(session, row, kin)


async def _accused_people(session: AsyncSession, row: CaseRow, kin: Kin) -> set[int]:
    """Everybody who belongs to the accused unit, whatever other posts he holds."""
    if row.accused_unit is None:
        return set()
    here = col(PostRow.unit).in_(sorted(kin(row.accused_unit)))
    posts = select(PostRow.person_id).where(here, col(PostRow.revoked_at).is_(None))
    return set(await session.scalars(posts))


def _post(row: PostRow, kin: Kin) -> Post:
    return Post(Role(row.role), row.unit, row.place).after_mergers(kin)
