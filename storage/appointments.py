"""Posts: by one-time invitation into an office, and out of it again."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.procedure import Role
from storage.accounts import Registry
from storage.errors import InvitationRefused
from storage.permissions import PETITION, UNIT_ROLES, Actor, Post, require
from storage.tables import InvitationRow, PersonRow, PostRow
from storage.tables.base import saved

# 12 characters out of 31 that are hard to mistake for one another: 59 bits.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12
CODE_GROUP = 4
INVITATION_DAYS = 7


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as it is shown, once; the code is not kept."""

    code: str
    role: Role
    unit: str | None
    place: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One post and who holds it."""

    post_id: int
    person_id: int
    name: str | None
    role: Role
    unit: str | None
    place: str | None
    since: datetime


class Appointments(Registry):
    """Who holds which post. Only an administrator, or the command line, invites and revokes."""

    async def invite(
        self,
        role: Role,
        *,
        unit: str | None = None,
        place: str | None = None,
        by: Actor | None,
        days: int = INVITATION_DAYS,
    ) -> Invitation:
        """Issue an invitation; ``by`` is None on the command line.

        Raises:
            NotPermitted: ``by`` is no administrator.
            ValueError: a citizen needs no invitation; a clerk or mediator needs a unit.
        """
        require(by, Role.ADMINISTRATOR, "invite")
        unit = _unit_for(role, unit)
        now = self._clock()
        code = new_code()
        row = InvitationRow(
            code_hash=self._hash(code),
            role=role.value,
            unit=unit,
            place=place,
            invited_by=by.person_id if by else None,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        async with self._database.write() as session:
            session.add(row)
        return Invitation(code, role, unit, place, row.expires_at)

    async def join(self, code: str, person_id: int) -> Post:
        """Take up the post of an invitation; the same person may repeat it without effect.

        Raises:
            InvitationRefused: the code is unknown, was used by somebody, or has expired.
        """
        async with self._database.write() as session:
            row = await self._invitation(session, code)
            if row.used_at is None:
                await self._appoint(session, row, person_id)
            elif row.used_by != person_id or await _is_revoked(session, row):
                raise InvitationRefused("used")
        return Post(Role(row.role), row.unit, row.place)

    async def revoke(self, post_id: int, by: Actor | None) -> None:
        """End a post now; ending it twice changes nothing.

        Raises:
            NotPermitted: ``by`` is no administrator.
        """
        require(by, Role.ADMINISTRATOR, "revoke")
        running = col(PostRow.id) == post_id, col(PostRow.revoked_at).is_(None)
        ended = {"revoked_at": self._clock(), "revoked_by": by.person_id if by else None}
        async with self._database.write() as session:
            await session.execute(update(PostRow).where(*running).values(**ended))

    async def staff(self) -> list[StaffMember]:
        """Every post that is held now."""
        current = (
            select(PostRow, PersonRow.name)
            .join(PersonRow, col(PersonRow.id) == PostRow.person_id)
            .where(col(PostRow.revoked_at).is_(None))
            .order_by(col(PostRow.unit), col(PostRow.role), col(PostRow.id))
        )
        async with self._database.read() as session:
            rows = (await session.execute(current)).all()
        return [self._member(post, name) for post, name in rows]

    def _member(self, post: PostRow, name: str | None) -> StaffMember:
        return StaffMember(
            saved(post.id),
            post.person_id,
            self._cipher.decrypt_or_none(name),
            Role(post.role),
            post.unit,
            post.place,
            post.since,
        )

    def _hash(self, code: str) -> str:
        return self._cipher.keyed_hash("invitation", plain_code(code))

    async def _invitation(self, session: AsyncSession, code: str) -> InvitationRow:
        found = select(InvitationRow).where(col(InvitationRow.code_hash) == self._hash(code))
        row: InvitationRow | None = (await session.scalars(found.with_for_update())).one_or_none()
        if row is None:
            raise InvitationRefused("unknown")
        if row.used_at is None and row.expires_at <= self._clock():
            raise InvitationRefused("expired")
        return row

    async def _appoint(self, session: AsyncSession, row: InvitationRow, person_id: int) -> None:
        now = self._clock()
        post = PostRow(
            person_id=person_id,
            role=row.role,
            unit=row.unit,
            place=row.place,
            since=now,
            granted_by=row.invited_by,
        )
        session.add(post)
        await session.flush()
        row.used_at, row.used_by, row.post_id = now, person_id, post.id


async def _is_revoked(session: AsyncSession, row: InvitationRow) -> bool:
    post = await session.get_one(PostRow, row.post_id)
    return post.revoked_at is not None


def _unit_for(role: Role, unit: str | None) -> str | None:
    if role is Role.CITIZEN:
        raise ValueError("a citizen needs no invitation")
    if role in UNIT_ROLES and not unit:
        raise ValueError(f"a {role} needs a unit")
    return PETITION if role is Role.OFFICE else unit


def new_code() -> str:
    """A fresh code in groups of four, fit for ``/start`` and for reading out."""
    drawn = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    groups = (drawn[i : i + CODE_GROUP] for i in range(0, CODE_LENGTH, CODE_GROUP))
    return "-".join(groups)


def plain_code(typed: str) -> str:
    """The code without what people add to it: spaces, dashes, small or full-width letters."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(c for c in folded if c.isascii() and c.isalnum())


def looks_like_code(text: str) -> bool:
    """Whether a message is nothing but an invitation code."""
    folded = unicodedata.normalize("NFKC", text).upper()
    plain = "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Pd")
    return len(plain) == CODE_LENGTH and all(c in CODE_ALPHABET for c in plain)
