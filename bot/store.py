"""Everything of the storage floor, put together once; needs no bot, so commands use it too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.clock import system_clock
from bot.desk import list_in_force
from bot.lock import make_folder
from bot.refusals import BadArgument, DatabaseUnreachable
from bot.settings import Settings
from knowledge.clocks import Clock
from knowledge.matters import ResponsibilityList
from storage.casebook import CaseBook
from storage.cipher import Cipher
from storage.conversations import Conversations
from storage.data_requests import DataRequests
from storage.database import Database
from storage.files import Files
from storage.inbox import Inbox
from storage.lessons import Lessons
from storage.lessons_decided import DecidedCases
from storage.lists import Lists
from storage.lists_adopted import Adoptions
from storage.lists_trial import PastCases
from storage.notices import Notices
from storage.people import People
from storage.statistics import Statistics
from storage.weblog import WebLog


@dataclass(frozen=True, slots=True)
class Store:
    """The parts of storage over one database and one key."""

    database: Database
    lists: Lists
    adoptions: Adoptions
    past: PastCases
    lessons: Lessons
    decided: DecidedCases
    people: People
    casebook: CaseBook
    requests: DataRequests
    files: Files
    inbox: Inbox
    notices: Notices
    conversations: Conversations
    statistics: Statistics
    weblog: WebLog


class Reader(Protocol):
    """What the store must be told: the list, and how a text is cut for search."""

    @property
    def rlist(self) -> ResponsibilityList:
        """The list in force."""

    def tokens(self, text: str) -> list[str]:
        """The words of a text."""


@dataclass(frozen=True, slots=True)
class ListOnly:
    """A reader for commands that neither register nor search: no desk has to be built."""

    rlist: ResponsibilityList

    def tokens(self, text: str) -> list[str]:
        """Nothing is cut here."""
        raise NotImplementedError(f"{len(text)} characters to cut, and no desk")


@asynccontextmanager
async def open_store(
    settings: Settings, reader: Reader, *, clock: Clock = system_clock
) -> AsyncIterator[Store]:
    """The store, its tables at their newest version; closed when the block ends.

    Raises:
        DataUnwritable: the data folder cannot be used.
        DatabaseUnreachable: the database server does not answer.
    """
    make_folder(settings.data_dir)
    database = _open(settings)
    try:
        await _migrate(database, settings)
        yield assemble(database, settings, reader=reader, clock=clock)
    finally:
        await database.close()


def _open(settings: Settings) -> Database:
    try:
        return Database.open(settings.database)
    except (ValueError, ArgumentError):
        raise BadArgument("bad_database") from None


async def _migrate(database: Database, settings: Settings) -> None:
    try:
        await database.migrate()
    except (OSError, SQLAlchemyError) as error:
        raise DatabaseUnreachable(make_url(settings.database).get_backend_name()) from error


def assemble(database: Database, settings: Settings, *, reader: Reader, clock: Clock) -> Store:
    """Wire the parts to ``database``."""
    cipher = Cipher.load_or_create(settings.key_file)
    lists = Lists(reader.rlist, settings.lists_dir)
    return Store(
        database=database,
        lists=lists,
        adoptions=Adoptions(database, settings.lists_dir, cipher=cipher, clock=clock),
        past=PastCases(database, cipher),
        lessons=Lessons(database, lists, cipher=cipher, clock=clock),
        decided=DecidedCases(database, lists, cipher),
        people=People(database, cipher, clock, kin=lists.kin),
        casebook=CaseBook(database, lists, cipher=cipher, clock=clock, tokens=reader.tokens),
        requests=DataRequests(database, cipher, clock),
        files=Files(settings.files_dir, cipher),
        inbox=Inbox(database, clock, cipher=cipher),
        notices=Notices(database, clock, cipher=cipher),
        conversations=Conversations(database, cipher=cipher),
        statistics=Statistics(database, lists, clock),
        weblog=WebLog(database, clock, cipher=cipher),
    )


async def alive(store: Store) -> bool:
    """Whether the database answers."""
    try:
        async with store.database.read() as session:
            await session.execute(text("SELECT 1"))
    except (OSError, SQLAlchemyError):
        return False
    return True


def load_reader(settings: Settings) -> ListOnly:
    """The list in force, for commands that neither register nor search."""
    return ListOnly(list_in_force(settings))
