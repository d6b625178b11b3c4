"""The machine's clock: the only place that asks for the time."""

from __future__ import annotations

from datetime import UTC, datetime


def system_clock() -> datetime:
    """Now, aware."""
    return datetime.now(UTC)
