"""The migrations make exactly the tables that the code speaks of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, bindparam, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.cipher import Cipher
from storage.database import Database
from storage.migrations import runner
from storage.notices import Notices
from storage.tables import Moment, PersonRow, metadata
from tests.conftest import HandClock


def differences(connection: Connection) -> list[object]:
    """What Alembic would still have to change."""
    options = {"compare_type": True, "include_name": _is_no_index}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, metadata))


def _is_no_index(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith("case_search"))


def checks(connection: Connection) -> dict[str, dict[str | None, str]]:
    """The CHECK constraints by table, reduced to what they say."""
    inspector = inspect(connection)
    return {
        table: {
            check["name"]: re.sub(r"[^a-z_<>0-9]+", " ", check["sqltext"].lower())
            for check in inspector.get_check_constraints(table)
        }
        for table in metadata.tables
    }


async def test_after_migrating_nothing_is_left_to_change(database: Database) -> None:
    async with database.read() as session:
        connection = await session.connection()
        assert await connection.run_sync(differences) == []


async def test_the_checks_in_the_database_are_those_of_the_tables(
    database: Database, tmp_path: Path
) -> None:
    async with database.read() as session:
        connection = await session.connection()
        migrated = await connection.run_sync(checks)
        says_it_alike = connection.dialect.name == "sqlite"
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'declared.db'}")
    async with engine.begin() as declared:
        await declared.run_sync(metadata.create_all)
        expected = await declared.run_sync(checks)
    await engine.dispose()
    assert {table: set(found) for table, found in migrated.items()} == {
        table: set(found) for table, found in expected.items()
    }
    # PostgreSQL rewrites what a check says; the migration is the same one.
    assert not says_it_alike or migrated == expected


async def test_migrating_again_changes_nothing(database: Database) -> None:
    await database.migrate()
    async with database.read() as session:
        version = await session.scalar(text("SELECT version_num FROM alembic_version"))
    newest = ScriptDirectory.from_config(runner.config()).get_current_head()
    assert version == newest


async def test_every_migration_can_be_taken_back(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'there-and-back.db'}")
    await database.migrate()
    async with database.write() as session:
        connection = await session.connection()
        await connection.run_sync(_downgrade)
        left = set(await connection.run_sync(lambda c: inspect(c).get_table_names()))
    assert left == {"alembic_version"}
    await database.migrate()
    await database.close()


def _downgrade(connection: Connection, to: str = "base") -> None:
    command.downgrade(runner.config(connection), to)


NOTICES_OF_THE_FIRST_VERSION = """
    INSERT INTO notices
        (person_id, kind, params, tries, created_at, due_at, sent_at, dead_at)
    VALUES (1, 'act', '{"text": "waits"}', 0, :at, :at, NULL, NULL),
        (1, 'act', '{"door": "sent"}', 0, :at, :at, :at, NULL),
        (1, 'act', '{"door": "dead"}', 0, :at, :at, NULL, :at)
"""


async def test_the_outbox_forgets_what_the_first_version_kept_and_keeps_what_waits(
    database: Database, clock: HandClock
) -> None:
    async with database.write() as session:
        connection = await session.connection()
        await connection.run_sync(_downgrade, "0001")
        session.add(PersonRow(id=1, created_at=clock()))
        await session.flush()
        insert = text(NOTICES_OF_THE_FIRST_VERSION).bindparams(bindparam("at", type_=Moment))
        await session.execute(insert, {"at": clock()})
        await connection.run_sync(runner.upgrade)
        found = await session.scalars(text("SELECT params FROM notices ORDER BY id"))
        assert list(found) == ['{"text": "waits"}', "", ""]


async def test_the_outbox_is_not_taken_back_under_notices_that_would_be_lost(
    database: Database, clock: HandClock, cipher: Cipher
) -> None:
    outbox = Notices(database, clock, cipher=cipher)
    async with database.write() as session:
        session.add(PersonRow(id=1, created_at=clock()))
    await outbox.queue(1, "act", {"text": "waits"})

    async def take_back() -> None:
        async with database.write() as session:
            await (await session.connection()).run_sync(_downgrade, "0001")

    with pytest.raises(RuntimeError, match="1 encrypted notices wait"):
        await take_back()
    [notice] = await outbox.claim()
    assert notice.params == {"text": "waits"}
    await outbox.sent(notice.id)
    await take_back()
    await database.migrate()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://somewhere/x"])
def test_a_database_that_cannot_work_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite needs a file|neither sqlite nor postgresql"):
        Database.open(url)
