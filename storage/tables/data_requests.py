"""The table of requests about one's own data: asked by a person, answered once by the office."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from storage.tables.base import (
    long_text,
    long_text_or_none,
    metadata,
    moment,
    moment_or_none,
    one_of,
)


class Wanted(StrEnum):
    """What is asked for (Personal Information Protection Law arts. 46 and 47)."""

    CORRECT = "correct"
    DELETE = "delete"


class Standing(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


class DataRequestRow(SQLModel, table=True):
    """One request; the words and the reason of a refusal are encrypted.

    Who refuses says why (art. 50), so a refusal without a reason cannot be stored.
    """

    __tablename__ = "data_requests"
    metadata: ClassVar = metadata
    __table_args__ = (
        one_of("wanted", Wanted),
        one_of("standing", Standing),
        CheckConstraint("(standing = 'refused') = (reason IS NOT NULL)", name="reason"),
        CheckConstraint("(standing = 'open') = (answered_at IS NULL)", name="answered"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    wanted: str = Field(max_length=16)
    text: str = Field(sa_column=long_text())
    at: datetime = Field(sa_column=moment())
    standing: str = Field(default=Standing.OPEN.value, max_length=16, index=True)
    reason: str | None = Field(default=None, sa_column=long_text_or_none())
    answered_at: datetime | None = Field(default=None, sa_column=moment_or_none())
    answered_by: int | None = Field(default=None, foreign_key="people.id")
