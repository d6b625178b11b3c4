"""The database: one engine that writes, one that only reads, and the migrations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import event, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import ConnectionPoolEntry

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
BUSY_SECONDS = 30
# Lock a row against changes, not against rows that refer to it: else two acts could wait
# for each other. On SQLite it says nothing; there the whole transaction holds the lock.
ROW_LOCK = {"key_share": True}
# Any number that nothing else in the database uses: only one process migrates at a time.
MIGRATION_LOCK = 0x46454E4C


class Database:
    """Sessions over SQLite or PostgreSQL. Close it when done: it holds connections.

    A ``write`` block is one transaction: it is committed when the block ends and rolled
    back when it raises. On SQLite it takes the write lock at once (``BEGIN IMMEDIATE``),
    so what was read inside it still holds when it is written; never open one inside another.
    """

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer = writer
        self._reader = reader
        self._writing = async_sessionmaker(writer, expire_on_commit=False)
        self._reading = async_sessionmaker(reader, expire_on_commit=False)

    @classmethod
    def open(cls, url: str) -> Database:
        """Prepare the engines; nothing is connected before the first session.

        Raises:
            ValueError: another database than a SQLite file or PostgreSQL.
        """
        parsed = _with_driver(make_url(url))
        if parsed.get_backend_name() == "sqlite":
            return cls(_sqlite(parsed, writes=True), _sqlite(parsed, writes=False))
        return cls(
            create_async_engine(parsed, pool_pre_ping=True, hide_parameters=True),
            _postgres_reader(parsed),
        )

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one state of the data and cannot change it."""
        async with self._reading() as session, session.begin():
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction that may change data."""
        async with self._writing() as session, session.begin():
            yield session

    async def migrate(self) -> None:
        """Bring the tables to the newest version; safe to call at every start."""
        from storage.migrations.runner import upgrade  # noqa: PLC0415 -- only this needs Alembic

        async with self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            await connection.run_sync(upgrade)

    async def close(self) -> None:
        """Give every connection back."""
        await self._reader.dispose()
        await self._writer.dispose()


def _with_driver(url: URL) -> URL:
    driver = DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise ValueError(f"{url.get_backend_name()} is neither sqlite nor postgresql")
    if driver.startswith("sqlite") and url.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file: an in-memory database has one connection only")
    return url.set(drivername=driver)


def _sqlite(url: URL, *, writes: bool) -> AsyncEngine:
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    # One writer per process: waiting in our own queue is fair, SQLite's busy handler is not.
    size = {"pool_size": 1, "max_overflow": 0} if writes else {}
    engine = create_async_engine(url, pool_timeout=BUSY_SECONDS, hide_parameters=True, **size)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(dbapi: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        dbapi.isolation_level = None  # BEGIN is ours to send, see below
        cursor = dbapi.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")  # acknowledged means on disk
        cursor.execute("PRAGMA foreign_keys = ON")
        if not writes:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres_reader(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_pre_ping=True,
        hide_parameters=True,
        isolation_level="REPEATABLE READ",
        connect_args={"server_settings": {"default_transaction_read_only": "on"}},
    )
