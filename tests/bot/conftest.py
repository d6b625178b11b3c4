"""A fake Telegram on loopback for the tests of the process."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fake_telegram import FakeTelegram


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """A Bot API server; a method it does not know fails the test at its end."""
    server = await FakeTelegram().start()
    yield server
    await server.stop()
    assert not server.unexpected
