"""Looking at cases: every list and every card, through the permissions."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.clocks import Clock
from knowledge.due import Clocks, load_clocks
from knowledge.procedure import Act, Role, Status
from storage import search, worklist
from storage.cases import Case, Entry, Page, Receipt
from storage.changes import open_acts
from storage.cipher import Cipher
from storage.database import ROW_LOCK, Database
from storage.errors import CaseNotFound
from storage.files import StoredFile
from storage.lists import Lists
from storage.numbers import lookup_code, read_number
from storage.permissions import Actor, own, roles_towards, visible
from storage.records import Records
from storage.tables import AttachmentRow, CaseParty, CaseRow
from storage.tables.base import saved


class CaseReading:
    """The reading half of the case book. What an actor may not see does not exist for him."""

    def __init__(
        self,
        database: Database,
        lists: Lists,
        *,
        cipher: Cipher,
        clock: Clock,
        tokens: search.Tokens,
        clocks: Clocks | None = None,
    ) -> None:
        self._database = database
        self._lists = lists
        self._cipher = cipher
        self._clock = clock
        self._tokens = tokens
        self._records = Records(lists, cipher, clocks or load_clocks())

    async def get(self, case_id: int, by: Actor) -> Case:
        """One case.

        Raises:
            CaseNotFound: there is none, or not for this actor.
        """
        async with self._database.read() as session:
            row, _ = await self._seen(session, case_id, by)
            return (await self._records.cases(session, [row], by=by))[0]

    async def history(self, case_id: int, by: Actor) -> list[Entry]:
        """What was done, oldest first; the petitioner is not shown what is internal."""
        async with self._database.read() as session:
            _, roles = await self._seen(session, case_id, by)
            for_staff = Role.CITIZEN not in roles
            return await self._records.entries(session, case_id, for_staff=for_staff)

    async def acts(self, case_id: int, by: Actor) -> tuple[Act, ...]:
        """What the actor may do to the case now, in the order of the table."""
        async with self._database.read() as session:
            row, roles = await self._seen(session, case_id, by)
        matter = self._records.matter(row.matter_id, row.list_version)
        return open_acts(Status(row.status), roles, sealed=row.sealed, matter=matter)

    async def mine(self, by: Actor) -> list[Case]:
        """The actor's own cases, newest first."""
        return await self._list(own(by), by)

    async def inbox(
        self,
        by: Actor,
        *,
        limit: int = 20,
        offset: int = 0,
        everything: bool = False,
        unrouted: bool = False,
    ) -> Page:
        """The cases the actor must act on: danger first, then what is due first.

        The office has here what only it can decide; with ``everything`` all open cases;
        ``unrouted`` leaves those of which it must say who answers.
        """
        condition = worklist.waiting_for(by, everything=everything)
        if unrouted:
            condition &= worklist.unrouted()
        async with self._database.read() as session:
            ids = await worklist.pressing(session, condition, records=self._records)
            shown = ids[offset : offset + limit]
            rows = await session.scalars(select(CaseRow).where(col(CaseRow.id).in_(shown)))
            ordered = sorted(rows, key=lambda row: shown.index(saved(row.id)))
            cases = await self._records.cases(session, ordered, by=by)
        return Page(tuple(cases), len(ids))

    async def find(
        self, by: Actor, *, number: str | None = None, words: str | None = None, limit: int = 10
    ) -> list[Case]:
        """Cases with this number (in full, or 2026-123, or 123) and these words, newest first.

        What is sealed is never found by words.
        """
        condition = visible(by)
        if number is not None:
            condition &= numbered(number)
        return await self._list(condition, by, words=words, limit=limit)

    async def attachments(self, case_id: int, by: Actor) -> list[StoredFile]:
        """The files of a case, in the order they came."""
        files = select(AttachmentRow).where(col(AttachmentRow.case_id) == case_id)
        async with self._database.read() as session:
            await self._seen(session, case_id, by)
            rows = await session.scalars(files.order_by(col(AttachmentRow.id)))
            return [self._file(row) for row in rows]

    async def receipt(self, case_id: int, by: Actor) -> Receipt:
        """Number and code once more, for the petitioner only."""
        async with self._database.read() as session:
            row, roles = await self._seen(session, case_id, by)
        if Role.CITIZEN not in roles:
            raise CaseNotFound(case_id)
        return self._receipt(row)

    def _receipt(self, row: CaseRow) -> Receipt:
        return Receipt(saved(row.id), row.number, lookup_code(self._cipher, row.code_salt))

    def _file(self, row: AttachmentRow) -> StoredFile:
        name = self._cipher.decrypt(row.name)
        return StoredFile(row.key, name, row.mime, row.size, row.sha256)

    async def _seen(
        self, session: AsyncSession, case_id: int, by: Actor, *, lock: bool = False
    ) -> tuple[CaseRow, frozenset[Role]]:
        row = await session.get(CaseRow, case_id, with_for_update=ROW_LOCK if lock else None)
        if row is None:
            raise CaseNotFound(case_id)
        party = await session.get(CaseParty, (case_id, by.person_id)) is not None
        roles = roles_towards(by, row, party=party)
        if not roles:
            raise CaseNotFound(case_id)
        return row, roles

    async def _list(
        self,
        condition: ColumnElement[bool],
        by: Actor,
        *,
        words: str | None = None,
        limit: int | None = None,
    ) -> list[Case]:
        async with self._database.read() as session:
            if words is not None:
                found = search.matching(session, self._tokens(words))
                condition &= false() if found is None else found
            newest = select(CaseRow).where(condition).order_by(col(CaseRow.id).desc())
            rows = (await session.scalars(newest.limit(limit))).all()
            return await self._records.cases(session, rows, by=by)


def numbered(number: str) -> ColumnElement[bool]:
    """Cases whose number is the one typed; of several years, if no year was given."""
    read = read_number(number)
    if read is None:
        return false()
    year, serial = read
    same = col(CaseRow.serial) == serial
    return same if year is None else same & (col(CaseRow.year) == year)
