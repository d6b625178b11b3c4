"""Tables of what comes in and goes out: updates, notices, conversations, the web chat's log."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.base import long_text, long_text_or_none, metadata, moment, moment_or_none


class Counter(SQLModel, table=True):
    """The last number given out under a name; its row is the lock that keeps numbers gapless."""

    __tablename__ = "counters"
    metadata: ClassVar = metadata

    name: str = Field(primary_key=True, max_length=60)
    last: int


class InboxRow(SQLModel, table=True):
    """An update as it was received; its payload is wiped once it was handled without error."""

    __tablename__ = "inbox"
    metadata: ClassVar = metadata
    __table_args__ = (
        UniqueConstraint("channel", "update_id"),
        Index(None, "channel", "handled_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(max_length=20)
    update_id: str = Field(max_length=100)
    payload: str = Field(sa_column=long_text())
    received_at: datetime = Field(sa_column=moment())
    handled_at: datetime | None = Field(default=None, sa_column=moment_or_none())
    error: str | None = Field(default=None, max_length=200)


class NoticeRow(SQLModel, table=True):
    """A message waiting in the outbox; ``due_at`` is when to try next.

    ``claimed_until`` is how long a worker has it to itself. ``params`` lie encrypted and are
    wiped once it was sent or given up.
    """

    __tablename__ = "notices"
    metadata: ClassVar = metadata
    __table_args__ = (
        Index(None, "sent_at", "dead_at", "due_at"),
        CheckConstraint("tries >= 0", name="tries"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id")
    kind: str = Field(max_length=20)
    params: str = Field(sa_column=long_text())
    tries: int = 0
    created_at: datetime = Field(sa_column=moment())
    due_at: datetime = Field(sa_column=moment())
    sent_at: datetime | None = Field(default=None, sa_column=moment_or_none())
    dead_at: datetime | None = Field(default=None, sa_column=moment_or_none())
    claimed_until: datetime | None = Field(default=None, sa_column=moment_or_none())


class ConversationRow(SQLModel, table=True):
    """Where a conversation stands, and what was said in it so far."""

    __tablename__ = "conversations"
    metadata: ClassVar = metadata

    key: str = Field(primary_key=True, max_length=200)
    state: str | None = Field(default=None, max_length=200)
    data: str | None = Field(default=None, sa_column=long_text_or_none())


class WebLogRow(SQLModel, table=True):
    """A frame of one web chat, numbered within the chat."""

    __tablename__ = "web_log"
    metadata: ClassVar = metadata
    __table_args__ = (UniqueConstraint("chat_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger)
    seq: int
    kind: str = Field(max_length=20)
    payload: str = Field(sa_column=long_text())
    at: datetime = Field(sa_column=moment())
