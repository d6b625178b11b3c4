"""Tables of the responsibility list: every version that was kept, and who adopted which."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.base import long_text, metadata, moment


class ListVersionRow(SQLModel, table=True):
    """A version of the list, whole; rows are only ever added."""

    __tablename__ = "list_versions"
    metadata: ClassVar = metadata

    version: str = Field(primary_key=True, max_length=40)
    digest: str = Field(max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
    kept_at: datetime = Field(sa_column=moment())


class ListAdoptionRow(SQLModel, table=True):
    """Somebody put a version in force from a day on; rows are only ever added.

    ``id`` is given out without gaps. The name is as it was signed, encrypted; ``source_sha256``
    is that of the workbook that was sent, if one was.
    """

    __tablename__ = "list_adoptions"
    metadata: ClassVar = metadata

    id: int = Field(primary_key=True)
    version: str = Field(foreign_key="list_versions.version", max_length=40)
    start: date
    person_id: int = Field(foreign_key="people.id")
    name: str = Field(sa_column=long_text())
    at: datetime = Field(sa_column=moment())
    summary: str = Field(sa_column=long_text())
    source_sha256: str | None = Field(default=None, max_length=64)
