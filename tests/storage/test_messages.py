"""What comes in is kept until it is handled; where a conversation stands survives a restart."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from storage.cipher import Cipher
from storage.conversations import Conversations
from storage.database import Database
from storage.errors import WrongKey
from storage.inbox import Inbox
from storage.weblog import WebLog
from tests.conftest import HandClock

SAID = {"update_id": 7, "text": "老板欠我工资"}


@pytest.fixture(params=["plain", "encrypted"])
def key(request: pytest.FixtureRequest, cipher: Cipher) -> Cipher | None:
    """With and without a key."""
    return cipher if request.param == "encrypted" else None


async def test_an_update_is_taken_in_once(
    database: Database, clock: HandClock, key: Cipher | None
) -> None:
    inbox = Inbox(database, clock, cipher=key)
    assert await inbox.receive("telegram", 7, SAID)
    assert not await inbox.receive("telegram", "7", SAID)
    assert await inbox.receive("web", 7, SAID)
    assert await inbox.pending("telegram") == [SAID]


async def test_an_update_received_ten_times_at_once_is_taken_in_once(
    database: Database, clock: HandClock
) -> None:
    inbox = Inbox(database, clock)
    fresh = await asyncio.gather(*(inbox.receive("telegram", 7, SAID) for _ in range(10)))
    assert sorted(fresh) == [False] * 9 + [True]


async def test_updates_that_were_not_handled_come_back_in_order(
    database: Database, clock: HandClock
) -> None:
    inbox = Inbox(database, clock)
    for n in (9, 3, 5):
        await inbox.receive("telegram", n, {"n": n})
    await inbox.handled("telegram", 3)
    await inbox.handled("telegram", 5, error="ValueError")
    assert await Inbox(database, clock).pending("telegram") == [{"n": 9}]


async def test_what_was_handled_is_forgotten_but_for_its_number(
    database: Database, clock: HandClock
) -> None:
    inbox = Inbox(database, clock)
    await inbox.receive("telegram", 7, SAID)
    await inbox.handled("telegram", 7)
    async with database.read() as session:
        assert await session.scalar(text("SELECT payload FROM inbox")) == ""
    assert not await inbox.receive("telegram", 7, SAID)
    await inbox.forget(clock.forward(days=1))
    assert await inbox.receive("telegram", 7, SAID)


async def test_a_conversation_is_where_it_was(database: Database, key: Cipher | None) -> None:
    talks = Conversations(database, cipher=key)
    assert await talks.get_state("1:1") is None
    assert await talks.get_data("1:1") == {}
    await talks.set_state("1:1", "place")
    await talks.set_data("1:1", {"text": "老板欠我工资", "candidates": ["HR-01"]})
    again = Conversations(database, cipher=key)
    assert await again.get_state("1:1") == "place"
    assert await again.get_data("1:1") == {"text": "老板欠我工资", "candidates": ["HR-01"]}
    assert await again.get_state("2:2") is None


async def test_a_conversation_that_is_over_leaves_nothing(database: Database) -> None:
    talks = Conversations(database)
    await talks.set_data("1:1", {"name": "王秀英"})
    await talks.set_state("1:1", "name")
    await talks.set_state("1:1", None)
    assert await talks.get_data("1:1") == {"name": "王秀英"}
    await talks.set_data("1:1", {})
    async with database.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM conversations")) == 0


async def test_with_a_key_nothing_said_lies_open(
    database: Database, clock: HandClock, cipher: Cipher
) -> None:
    await Conversations(database, cipher=cipher).set_data("1:1", SAID)
    await Inbox(database, clock, cipher=cipher).receive("telegram", 7, SAID)
    await WebLog(database, clock, cipher=cipher).append(1, "message", SAID)
    async with database.read() as session:
        for stored in ("data FROM conversations", "payload FROM inbox", "payload FROM web_log"):
            assert "update_id" not in str(await session.scalar(text(f"SELECT {stored}")))
    with pytest.raises(WrongKey):
        await Inbox(database, clock).pending("telegram")


async def test_the_web_chat_shows_what_was_missed(
    database: Database, clock: HandClock, key: Cipher | None
) -> None:
    log = WebLog(database, clock, cipher=key)
    for n in range(1, 6):
        assert await log.append(1, "message", {"n": n}) == n
    assert await log.append(2, "toast", {}) == 1
    assert [seq for seq, _, _ in await log.since(1, 3)] == [4, 5]
    assert await log.since(1, 3, 1) == [(4, "message", {"n": 4})]
    assert [seq for seq, _, _ in await log.latest(1, 2)] == [4, 5]


async def test_an_edited_message_is_shown_as_it_is_now(
    database: Database, clock: HandClock
) -> None:
    log = WebLog(database, clock)
    seq = await log.append(1, "message", {"text": "旧"})
    toast = await log.append(1, "toast", {})
    assert await log.update(1, seq, {"text": "新"})
    assert not await log.update(1, toast, {"text": "新"})
    assert not await log.update(2, seq, {"text": "新"})
    assert (await log.since(1, 0))[0] == (1, "message", {"text": "新"})


async def test_frames_sent_at_once_are_numbered_without_gaps(
    database: Database, clock: HandClock
) -> None:
    log = WebLog(database, clock)
    seqs = await asyncio.gather(*(log.append(1, "message", {"n": n}) for n in range(20)))
    assert sorted(seqs) == list(range(1, 21))
    await log.forget(clock.forward(days=1))
    assert await log.since(1, 0) == []
    assert await log.append(1, "message", {}) == 21
