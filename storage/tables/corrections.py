"""The table of corrections: what the desk learns from re-routings by the petition office."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from storage.tables.base import long_text, metadata, moment, moment_or_none


class CorrectionRow(SQLModel, table=True):
    """Somebody of the office moved a case from unit ``was`` to ``unit``; the text is encrypted.

    Rows are added, and may be taken back once; the database refuses every other change.
    ``change`` numbers additions and takings-back in the order of their commits, so that a
    process knows what it has not read yet.
    """

    __tablename__ = "corrections"
    metadata: ClassVar = metadata
    __table_args__ = (
        CheckConstraint("unit <> was", name="unit"),
        CheckConstraint("revoked_by IS NULL OR revoked_at IS NOT NULL", name="revoked"),
    )

    id: int | None = Field(default=None, primary_key=True)
    change: int = Field(index=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    text: str = Field(sa_column=long_text())
    was: str = Field(max_length=40)
    unit: str = Field(max_length=40)
    matter_id: str | None = Field(default=None, max_length=40)
    list_version: str = Field(max_length=40)
    person_id: int = Field(foreign_key="people.id", index=True)
    at: datetime = Field(sa_column=moment(index=True))
    revoked_at: datetime | None = Field(default=None, sa_column=moment_or_none())
    revoked_by: int | None = Field(default=None, foreign_key="people.id")
