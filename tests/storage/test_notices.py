"""The outbox: each notice goes out once and in its order, and leaves nothing to read behind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from knowledge.procedure import Act, Role
from storage.cipher import Cipher
from storage.database import Database
from storage.errors import WrongKey
from storage.notices import (
    FIRST_WAIT,
    LEASE,
    LONGEST_WAIT,
    MOST_TRIES,
    Notice,
    Notices,
    put,
    wait_after,
)
from storage.tables import NoticeRow
from tests.conftest import HandClock
from tests.storage.conftest import Archive


@pytest.fixture
async def others(
    database_url: str, archive: Archive, clock: HandClock, cipher: Cipher
) -> AsyncIterator[list[Notices]]:
    """The outbox as other processes see it, each over connections of its own."""
    databases = [Database.open(database_url) for _ in range(5)]
    yield [Notices(database, clock, cipher=cipher) for database in databases]
    for database in databases:
        await database.close()


@pytest.fixture
def other(others: list[Notices]) -> Notices:
    """One of them."""
    return others[0]


async def stored(archive: Archive) -> str:
    """Everything the outbox keeps, as the database has it."""
    async with archive.database.read() as session:
        return "\n".join(await session.scalars(text("SELECT params FROM notices")))


async def everybody(archive: Archive, people: int, notices: int) -> list[int]:
    """So many people, and so many notices for each, numbered as they were put in."""
    ids = [(await archive.citizen(f"{n}号")).person_id for n in range(people)]
    async with archive.database.write() as session:
        for number in range(notices):
            for person in ids:
                params = {"number": number}
                now = archive.clock()
                put(session, person, "act", params=params, cipher=archive.cipher, now=now)
            await session.flush()
    return ids


async def test_workers_at_once_send_each_notice_once_and_each_persons_in_order(
    archive: Archive, others: list[Notices]
) -> None:
    people = await everybody(archive, people=20, notices=15)
    read: list[tuple[int, int]] = []
    being_told: set[int] = set()

    async def work(outbox: Notices) -> None:
        while len(read) < 300:
            claimed = await outbox.claim(3)
            mine = {notice.person_id for notice in claimed}
            assert len(mine) == len(claimed)
            assert not mine & being_told
            being_told.update(mine)
            for notice in claimed:
                read.append((notice.person_id, notice.params["number"]))
                being_told.remove(notice.person_id)
                await outbox.sent(notice.id)

    async with asyncio.timeout(60), asyncio.TaskGroup() as workers:
        for outbox in others:
            workers.create_task(work(outbox))

    for person in people:
        assert [number for reader, number in read if reader == person] == list(range(15))


async def test_while_one_worker_has_a_notice_nobody_gets_the_persons_next(
    archive: Archive, other: Notices
) -> None:
    wang, li = await everybody(archive, people=2, notices=2)
    [mine] = await archive.notices.claim(1)
    assert (mine.person_id, mine.params["number"]) == (wang, 0)
    [theirs] = await other.claim(1)
    assert (theirs.person_id, theirs.params["number"]) == (li, 0)
    assert await other.claim() == []

    await archive.notices.sent(mine.id)
    [following] = await other.claim()
    assert (following.person_id, following.params["number"]) == (wang, 1)


async def test_what_is_due_again_waits_while_the_person_is_being_told_something_else(
    archive: Archive, other: Notices
) -> None:
    await everybody(archive, people=1, notices=2)
    [first] = await archive.notices.claim()
    await archive.notices.failed(first.id)
    [second] = await archive.notices.claim()
    archive.clock.forward(seconds=FIRST_WAIT.total_seconds())
    assert await other.claim() == []
    await archive.notices.sent(second.id)
    assert [notice.id for notice in await other.claim()] == [first.id]


async def test_what_a_dead_worker_had_goes_out_when_its_claim_has_ended(
    archive: Archive, other: Notices
) -> None:
    wang = await archive.citizen("王秀英")
    await archive.notices.queue(wang.person_id, "act", {"text": "答复"})
    claimed = await archive.notices.claim()
    archive.clock.forward(seconds=LEASE.total_seconds() - 1)
    assert await other.claim() == []
    archive.clock.forward(seconds=1)
    assert await other.claim() == claimed
    assert await archive.notices.claim() == []


async def test_what_failed_holds_up_nothing_that_came_after_it(archive: Archive) -> None:
    await everybody(archive, people=1, notices=2)
    [first] = await archive.notices.claim()
    await archive.notices.failed(first.id, 3600.0)
    [second] = await archive.notices.claim()
    assert second.params == {"number": 1}


async def test_nobody_can_read_in_the_database_what_a_notice_says(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(wang)).case_id
    await archive.book.act(case_id, Act.REJECT, by=li, text="已由法院受理", door="区人民法院")
    await archive.notices.queue(wang.person_id, "danger", {"text": "我要跳楼"})

    waiting = await stored(archive)
    assert waiting
    for word in ("已由法院受理", "区人民法院", "我要跳楼", "reject", "text"):
        assert word not in waiting
        assert json.dumps(word) not in waiting
    told = [notice.params for notice in await archive.told()]
    assert {"text": "我要跳楼"} in told
    assert "区人民法院" in {params.get("door") for params in told}


async def test_what_was_sent_refused_or_given_up_leaves_nothing_to_read(
    archive: Archive,
) -> None:
    wang = await archive.citizen("王秀英")
    for _ in range(3):
        params = {"text": "答复", "door": "区人民法院"}
        await archive.notices.queue(wang.person_id, "act", params)
    [notice] = await archive.notices.claim()
    await archive.notices.sent(notice.id)
    [notice] = await archive.notices.claim()
    await archive.notices.refused(notice.id)
    for _ in range(MOST_TRIES):
        archive.clock.forward(hours=2)
        [notice] = await archive.notices.claim()
        await archive.notices.failed(notice.id)
    assert await archive.notices.claim() == []
    assert await stored(archive) == "\n\n"
    await archive.notices.forget(archive.clock.forward(days=1))
    async with archive.database.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM notices")) == 0


async def test_what_is_settled_is_never_sent_and_not_kept(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    await archive.notices.queue(wang.person_id, "act", {"text": "答复"})
    await archive.notices.settle()
    assert await archive.notices.claim() == []
    assert await stored(archive) == ""


async def test_what_waits_in_plain_text_since_the_first_version_is_still_sent(
    archive: Archive,
) -> None:
    wang = await archive.citizen("王秀英")
    now = archive.clock()
    async with archive.database.write() as session:
        plain = '{"text": "答复"}'
        row = NoticeRow(
            person_id=wang.person_id, kind="act", params=plain, created_at=now, due_at=now
        )
        session.add(row)
    [notice] = await archive.told()
    assert notice.params == {"text": "答复"}
    assert await stored(archive) == ""


async def test_with_the_wrong_key_nothing_is_claimed_and_nothing_lost(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    await archive.notices.queue(wang.person_id, "act", {"text": "答复"})
    stranger = Notices(archive.database, archive.clock, cipher=Cipher(Cipher.new_key()))
    with pytest.raises(WrongKey):
        await stranger.claim()
    assert [notice.params for notice in await archive.notices.claim()] == [{"text": "答复"}]


async def test_sending_is_tried_again_later_and_later(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    await archive.notices.queue(wang.person_id, "act", {"text": "答复"})
    [notice] = await archive.notices.claim()
    await archive.notices.failed(notice.id, None)
    assert await archive.notices.claim() == []
    archive.clock.forward(seconds=FIRST_WAIT.total_seconds())
    [again] = await archive.notices.claim()
    assert again == Notice(notice.id, wang.person_id, "act", {"text": "答复"}, tries=1)
    await archive.notices.failed(notice.id, 90.0)
    archive.clock.forward(seconds=89)
    assert await archive.notices.claim() == []
    archive.clock.forward(seconds=1)
    assert len(await archive.notices.claim()) == 1


async def test_a_notice_that_never_goes_out_is_given_up(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    await archive.notices.queue(wang.person_id, "act", {"text": "答复"})
    for _ in range(MOST_TRIES):
        archive.clock.forward(hours=2)
        [notice] = await archive.notices.claim()
        await archive.notices.failed(notice.id)
    archive.clock.forward(days=30)
    assert await archive.notices.claim() == []


def test_waits_double_up_to_an_hour() -> None:
    assert [wait_after(n) for n in (1, 2, 3)] == [FIRST_WAIT * n for n in (1, 2, 4)]
    assert wait_after(11) == wait_after(500) == LONGEST_WAIT == timedelta(hours=1)
