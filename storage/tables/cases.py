"""Tables of the cases, their history and what belongs to them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from knowledge.advice import Danger, PetitionClass
from knowledge.matters import WayCode
from knowledge.procedure import Act, Role, Status
from storage.tables.base import (
    long_text,
    long_text_or_none,
    metadata,
    moment,
    one_of,
)


class CaseRow(SQLModel, table=True):
    """A case. Names, telephone, place and all texts are stored encrypted.

    Clocks are computed from the history; nothing here says that a case is overdue.
    ``version`` grows with every act that moves the case.
    """

    __tablename__ = "cases"
    metadata: ClassVar = metadata
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        UniqueConstraint("petitioner_id", "intake_key"),
        Index(None, "unit", "status"),
        one_of("status", Status),
        one_of("petition_class", PetitionClass),
        one_of("way", WayCode),
        one_of("danger", Danger),
        CheckConstraint("rating BETWEEN 1 AND 3", name="rating"),
        CheckConstraint("rating IS NULL OR status = 'rated'", name="rated"),
        CheckConstraint("serial > 0", name="serial"),
        CheckConstraint("petition_class <> 'accusation' OR sealed", name="sealed"),
        CheckConstraint("accused_unit IS NULL OR accused_unit <> unit", name="accused"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int
    serial: int
    number: str = Field(max_length=40, unique=True)
    code_salt: str = Field(max_length=32)
    intake_key: str = Field(max_length=200)
    petitioner_id: int = Field(foreign_key="people.id", index=True)
    version: int = 1
    status: str = Field(max_length=16)
    petition_class: str = Field(max_length=16)
    matter_id: str | None = Field(default=None, max_length=40)
    list_version: str = Field(max_length=40)
    unit: str = Field(max_length=40)
    accused_unit: str | None = Field(default=None, max_length=40)
    place_code: str | None = Field(default=None, max_length=20)
    place_text: str | None = Field(default=None, sa_column=long_text_or_none())
    text: str = Field(sa_column=long_text())
    request: str | None = Field(default=None, sa_column=long_text_or_none())
    way: str = Field(max_length=16)
    name: str | None = Field(default=None, sa_column=long_text_or_none())
    phone: str | None = Field(default=None, sa_column=long_text_or_none())
    channel: str = Field(max_length=20)
    candidates: str = Field(default="", max_length=400)
    danger: str | None = Field(default=None, max_length=16)
    sealed: bool = False
    adjudicated: bool = False
    in_group: bool = False
    needs_person: bool = False
    rating: int | None = None
    created_at: datetime = Field(sa_column=moment(index=True))
    updated_at: datetime = Field(sa_column=moment())


class CaseParty(SQLModel, table=True):
    """A person who may see and follow a case as its petitioner."""

    __tablename__ = "case_parties"
    metadata: ClassVar = metadata

    case_id: int = Field(foreign_key="cases.id", primary_key=True)
    person_id: int = Field(foreign_key="people.id", primary_key=True, index=True)
    since: datetime = Field(sa_column=moment())


class HistoryRow(SQLModel, table=True):
    """One act on a case. Rows are only ever added: the database refuses to change them."""

    __tablename__ = "history"
    metadata: ClassVar = metadata
    __table_args__ = (
        Index(None, "case_id", "id"),
        Index(None, "act", "at"),
        one_of("act", Act),
        one_of("role", Role),
        one_of("from_status", Status),
        one_of("to_status", Status),
        CheckConstraint("score BETWEEN 1 AND 3", name="score"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    at: datetime = Field(sa_column=moment())
    act: str = Field(max_length=16)
    role: str = Field(max_length=16)
    person_id: int = Field(foreign_key="people.id")
    unit: str = Field(max_length=40)
    from_status: str | None = Field(default=None, max_length=16)
    to_status: str = Field(max_length=16)
    text: str | None = Field(default=None, sa_column=long_text_or_none())
    door: str | None = Field(default=None, sa_column=long_text_or_none())
    score: int | None = None
    internal: bool = False


class AttachmentRow(SQLModel, table=True):
    """A file that belongs to a case; its name is encrypted, the file lies in the data folder."""

    __tablename__ = "attachments"
    metadata: ClassVar = metadata
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    key: str = Field(max_length=64)
    name: str = Field(sa_column=long_text())
    mime: str = Field(max_length=127)
    size: int
    sha256: str = Field(max_length=64)
    person_id: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_column=moment())


class AuditRow(SQLModel, table=True):
    """Who opened what of whose case (Personal Information Protection Law art. 54).

    Rows are only ever added, like those of the history.
    """

    __tablename__ = "audit"
    metadata: ClassVar = metadata

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=moment(index=True))
    person_id: int = Field(foreign_key="people.id")
    what: str = Field(max_length=20)
    case_id: int = Field(foreign_key="cases.id", index=True)


class ReclaimTry(SQLModel, table=True):
    """A wrong try to open a case by number and code; ``year`` and ``serial`` need not exist."""

    __tablename__ = "reclaim_tries"
    metadata: ClassVar = metadata
    __table_args__ = (Index(None, "year", "serial", "at"), Index(None, "person_id", "at"))

    id: int | None = Field(default=None, primary_key=True)
    year: int
    serial: int
    person_id: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_column=moment())
