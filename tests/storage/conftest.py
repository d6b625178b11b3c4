"""The case book over a real database of each kind, and people with names."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url

from knowledge.advice import PetitionClass
from knowledge.matters import ResponsibilityList, WayCode
from knowledge.procedure import Act, Role
from storage.casebook import Case, CaseBook, Draft, Receipt
from storage.cipher import Cipher
from storage.data_requests import DataRequests
from storage.database import Database
from storage.files import Files
from storage.lists import Lists
from storage.lists_adopted import Adoptions
from storage.notices import Notice, Notices
from storage.people import Actor, People
from storage.statistics import Statistics
from storage.tables import metadata
from tests.conftest import HandClock, missing

if TYPE_CHECKING:
    from knowledge.triage import Desk

CLAIM = Draft(
    intake_key="",
    text="老板拖欠我三个月工资",
    unit="human-resources",
    petition_class=PetitionClass.CLAIM,
    way=WayCode.ADMIN,
    channel="web",
    request="要求支付工资",
    name="王秀英",
    phone="13812341234",
    place_code="410304001",
    place_text="东关大街5号",
)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "empty.db"

    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL database of this run with the tables, dropped afterwards."""
    base = os.environ.get("FENLIU_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432")
    server = make_url(base).set(drivername="postgresql")
    name = f"fenliu_storage_{uuid4().hex[:12]}"
    try:
        asyncio.run(_on_server(server, f'CREATE DATABASE "{name}"'))
    except (OSError, asyncpg.PostgresError):
        missing("PostgreSQL")
    url = server.set(database=name)
    asyncio.run(_migrate(url.render_as_string(hide_password=False)))
    yield url.render_as_string(hide_password=False)
    asyncio.run(_on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _on_server(url: URL, *statements: str) -> None:
    database = url.database or "postgres"
    dsn = url.set(database=database).render_as_string(hide_password=False)
    connection = await asyncpg.connect(dsn, timeout=5)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def _migrate(url: str) -> None:
    database = Database.open(url)
    await database.migrate()
    await database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> str:
    """An empty database of each kind; the server is asked for only where it is needed."""
    if request.param == "sqlite":
        shutil.copy(migrated, tmp_path / "fenliu.db")
        return f"sqlite:///{tmp_path / 'fenliu.db'}"
    url = str(request.getfixturevalue("postgres"))
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    # The guard of the history stands aside only for a superuser who asks it to.
    empty = "SET session_replication_role = replica", f"TRUNCATE {tables} RESTART IDENTITY CASCADE"
    asyncio.run(_on_server(make_url(url), *empty))
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The database with its tables, empty."""
    opened = Database.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def cipher() -> Cipher:
    """A key of this run."""
    return Cipher(Cipher.new_key())


@dataclass
class Archive:
    """The storage floor put together, with shorthand for people and cases."""

    database: Database
    lists: Lists
    adoptions: Adoptions
    people: People
    book: CaseBook
    requests: DataRequests
    notices: Notices
    statistics: Statistics
    files: Files
    clock: HandClock
    cipher: Cipher
    keys: Any

    async def citizen(self, name: str) -> Actor:
        """A person of this name, on the web chat."""
        cookie = sha256(name.encode()).hexdigest()
        return await self.people.arrive("web", cookie, name=name)

    async def staff(
        self, name: str, role: Role, unit: str | None = None, *, place: str | None = None
    ) -> Actor:
        """A person of this name who was invited and has joined."""
        person = await self.citizen(name)
        invited = await self.people.invite(role, unit=unit, place=place, by=None)
        await self.people.join(invited.code, person.person_id)
        return await self.people.actor(person.person_id, "web")

    async def register(self, by: Actor, **changes: Any) -> Receipt:
        """Register a case like ``CLAIM``, with a key of its own unless one is given."""
        draft = replace(CLAIM, **{"intake_key": f"intake-{next(self.keys)}", **changes})
        return await self.book.register(draft, by=by)

    async def told(self) -> list[Notice]:
        """What waits in the outbox, taken out of it."""
        found: list[Notice] = []
        while waiting := await self.notices.claim():
            found += waiting
            for notice in waiting:
                await self.notices.sent(notice.id)
        return found

    async def walk(self, case_id: int, by: Actor, *acts: Act, **given: Any) -> Case:
        """Do the acts one after the other, giving each what any of them may need."""
        needs = {"text": "情况说明", "door": "区人民法院", "score": 3, "unit": "housing", **given}
        for act in acts:
            case = await self.book.act(case_id, act, by=by, **needs)
        return case


@pytest.fixture
def archive(
    database: Database,
    rlist: ResponsibilityList,
    desk: Desk,
    clock: HandClock,
    cipher: Cipher,
    tmp_path: Path,
) -> Archive:
    """Everything, over an empty database."""
    lists = Lists(rlist, tmp_path / "lists")
    return Archive(
        database=database,
        lists=lists,
        adoptions=Adoptions(database, tmp_path / "lists", cipher=cipher, clock=clock),
        people=People(database, cipher, clock, kin=lists.kin),
        book=CaseBook(database, lists, cipher=cipher, clock=clock, tokens=desk.tokens),
        requests=DataRequests(database, cipher, clock),
        notices=Notices(database, clock, cipher=cipher),
        statistics=Statistics(database, lists, clock),
        files=Files(tmp_path / "files", cipher),
        clock=clock,
        cipher=cipher,
        keys=count(1),
    )
