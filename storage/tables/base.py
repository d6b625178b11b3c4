"""What all tables share: names of constraints, moments in time, columns of codes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

# Named so that a migration on PostgreSQL can drop what an earlier one made.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment: stored in UTC, always returned aware. A naive one is refused, not guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment must be aware")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Return the moment aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def moment(*, index: bool = False) -> Column[Any]:
    """A column for a moment that is always known."""
    return Column(Moment, nullable=False, index=index)


def moment_or_none(*, index: bool = False) -> Column[Any]:
    """A column for a moment that may never come."""
    return Column(Moment, nullable=True, index=index)


def long_text() -> Column[Any]:
    """A column for text of any length."""
    return Column(Text, nullable=False)


def long_text_or_none() -> Column[Any]:
    """A column for text of any length, or none."""
    return Column(Text, nullable=True)


def one_of(column: str, codes: Iterable[StrEnum]) -> CheckConstraint:
    """Keep ``column`` to the codes of an enumeration; NULL passes where it is allowed."""
    listed = ", ".join(f"'{code.value}'" for code in codes)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def saved(key: int | None) -> int:
    """The primary key of a row that was flushed or read: it has one."""
    if key is None:
        raise ValueError("the row was not saved yet")
    return key
