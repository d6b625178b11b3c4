"""Transactions: whole or not at all, one writer at a time, readers that only read."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from storage.casebook import CaseBook
from storage.counters import next_number
from storage.database import Database
from storage.tables import Counter, IdentityRow
from tests.conftest import HandClock
from tests.storage.conftest import CLAIM, Archive


async def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.read() as session:
            await session.execute(text("INSERT INTO counters (name, last) VALUES ('x', 1)"))


async def test_what_fails_halfway_leaves_nothing_and_gives_its_number_back(
    database: Database,
) -> None:
    async def fail_halfway() -> None:
        async with database.write() as session:
            assert await next_number(session, "x") == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_halfway()
    async with database.write() as session:
        assert await next_number(session, "x") == 1


async def test_no_read_modify_write_is_lost(database: Database) -> None:
    async with database.write() as session:
        session.add(Counter(name="x", last=0))

    async def add_one() -> None:
        async with database.write() as session:
            found = select(col(Counter.last)).where(col(Counter.name) == "x").with_for_update()
            last = (await session.scalars(found)).one()
            await asyncio.sleep(0)
            await session.execute(update(Counter).values(last=last + 1))

    await asyncio.gather(*(add_one() for _ in range(40)))
    async with database.read() as session:
        assert await session.scalar(select(col(Counter.last))) == 40


async def test_a_reader_is_not_held_up_by_a_writer(database: Database) -> None:
    async with database.write() as writing:
        await next_number(writing, "x")
        async with asyncio.timeout(5), database.read() as reading:
            assert await reading.scalar(text("SELECT count(*) FROM counters")) == 0


async def test_two_processes_over_one_database_number_without_gaps(
    archive: Archive, database_url: str
) -> None:
    other = Database.open(database_url)
    second = CaseBook(
        other,
        archive.lists,
        cipher=archive.cipher,
        clock=archive.clock,
        tokens=lambda text: text.split(),
    )
    wang = await archive.citizen("王秀英")
    drafts = [replace(CLAIM, intake_key=f"{n}") for n in range(20)]
    books = [archive.book, second] * 10
    receipts = await asyncio.gather(
        *(book.register(draft, by=wang) for book, draft in zip(books, drafts, strict=True))
    )
    await other.close()
    assert sorted(receipt.number[-7:-1] for receipt in receipts) == [
        f"{n:06d}" for n in range(1, 21)
    ]


async def test_an_error_of_the_database_hides_the_values_it_was_given(
    archive: Archive, clock: HandClock
) -> None:
    person = (await archive.people.arrive("telegram", "13812341234")).person_id
    again = IdentityRow(
        person_id=person, channel="telegram", external_id="13812341234", seen_at=clock.now
    )
    with pytest.raises(DBAPIError) as failed:
        async with archive.database.write() as session:
            session.add(again)
    assert "parameters hidden" in str(failed.value)
