"""Tables of people: who they are on which channel, and what posts they hold."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from knowledge.procedure import Role
from storage.tables.base import long_text_or_none, metadata, moment, moment_or_none, one_of

POSTED = tuple(role for role in Role if role is not Role.CITIZEN)
UNIT_BOUND = "role NOT IN ('mediator', 'clerk') OR unit IS NOT NULL"


class PersonRow(SQLModel, table=True):
    """A person; the display name is encrypted."""

    __tablename__ = "people"
    metadata: ClassVar = metadata

    id: int | None = Field(default=None, primary_key=True)
    name: str | None = Field(default=None, sa_column=long_text_or_none())
    elder: bool = False
    greeted: str | None = Field(default=None, max_length=40)
    created_at: datetime = Field(sa_column=moment())


class IdentityRow(SQLModel, table=True):
    """A person's address on one channel."""

    __tablename__ = "identities"
    metadata: ClassVar = metadata
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    channel: str = Field(max_length=20)
    external_id: str = Field(max_length=100)
    seen_at: datetime = Field(sa_column=moment())


class PostRow(SQLModel, table=True):
    """One appointment; ended by ``revoked_at``, never deleted."""

    __tablename__ = "posts"
    metadata: ClassVar = metadata
    __table_args__ = (one_of("role", POSTED), CheckConstraint(UNIT_BOUND, name="unit"))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    role: str = Field(max_length=16)
    unit: str | None = Field(default=None, max_length=40, index=True)
    place: str | None = Field(default=None, max_length=20)
    since: datetime = Field(sa_column=moment())
    granted_by: int | None = Field(default=None, foreign_key="people.id")
    revoked_at: datetime | None = Field(default=None, sa_column=moment_or_none())
    revoked_by: int | None = Field(default=None, foreign_key="people.id")


class InvitationRow(SQLModel, table=True):
    """An invitation to a post; the code itself is shown once and kept only as a keyed hash."""

    __tablename__ = "invitations"
    metadata: ClassVar = metadata
    __table_args__ = (one_of("role", POSTED), CheckConstraint(UNIT_BOUND, name="unit"))

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(max_length=64, unique=True)
    role: str = Field(max_length=16)
    unit: str | None = Field(default=None, max_length=40)
    place: str | None = Field(default=None, max_length=20)
    invited_by: int | None = Field(default=None, foreign_key="people.id")
    created_at: datetime = Field(sa_column=moment())
    expires_at: datetime = Field(sa_column=moment())
    used_at: datetime | None = Field(default=None, sa_column=moment_or_none())
    used_by: int | None = Field(default=None, foreign_key="people.id")
    post_id: int | None = Field(default=None, foreign_key="posts.id")


class TicketRow(SQLModel, table=True):
    """A one-time link from the chat to a page, kept as a keyed hash."""

    __tablename__ = "tickets"
    metadata: ClassVar = metadata

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    person_id: int = Field(foreign_key="people.id")
    expires_at: datetime = Field(sa_column=moment())
    used_at: datetime | None = Field(default=None, sa_column=moment_or_none())
