"""Parts shared by every test: a clock that is moved by hand, the real list, the real desk."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import structlog

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList
    from knowledge.triage import Desk

START = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
"""A Wednesday, half past nine in the office."""


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> datetime:
        """Move on by a ``timedelta`` given by its keywords, and return the new time."""
        self.now += timedelta(**span)
        return self.now


def pytest_collection_finish() -> None:
    """What was imported stays, and tests leave little: search for garbage seldom."""
    gc.freeze()
    gc.set_threshold(20000, 20, 50)


def missing(service: str) -> None:
    """Skip for want of ``service``, or fail where every service must be there."""
    reason = f"{service} is not reachable here"
    if os.environ.get("FENLIU_REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def _plain_logs() -> None:
    """Log lines go to the standard library, where pytest shows them with a failing test.

    Errors are named as the running process names them, without what anybody wrote.
    Unconfigured, structlog draws every error as a picture with local variables: seconds each.
    """
    from bot.logs import name_error

    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            name_error,
            structlog.processors.KeyValueRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


@pytest.fixture
def clock() -> HandClock:
    """Half past nine on a working day."""
    return HandClock()


@pytest.fixture(scope="session")
def rlist() -> ResponsibilityList:
    """The list as it is shipped."""
    from knowledge.loader import load_list

    return load_list()


@pytest.fixture(scope="session")
def desk(rlist: ResponsibilityList) -> Desk:
    """The desk over the shipped list; it is pure, so one serves all tests."""
    from knowledge.triage import Desk

    return Desk(rlist)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium on this machine."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if found is None:
        missing("Chromium")
    return str(found)


@pytest.fixture
async def postgres_url() -> AsyncIterator[str]:
    """An empty PostgreSQL database of this test's own, dropped afterwards."""
    import asyncpg

    base = os.environ.get(
        "FENLIU_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"
    )
    server = base.replace("+asyncpg", "")
    name = f"fenliu_test_{uuid4().hex[:12]}"
    try:
        admin = await asyncpg.connect(server, timeout=5)
    except (OSError, asyncpg.PostgresError):
        missing("PostgreSQL")
    await admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{base.rpartition('/')[0]}/{name}"
    finally:
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await admin.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file of this test's own."""
    return f"sqlite+aiosqlite:///{tmp_path / 'fenliu.db'}"
