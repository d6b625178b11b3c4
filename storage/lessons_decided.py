"""The office's decided cases, read for the desk to be measured on; nothing is written here."""

from __future__ import annotations

from sqlalchemy import and_, exists
from sqlmodel import col, select

from knowledge.learning_report import Decided
from knowledge.procedure import Act, Role, Status
from storage.cipher import Cipher
from storage.database import Database
from storage.errors import NotPermitted
from storage.lists import Lists
from storage.permissions import Actor, impartial
from storage.selection import unsealed
from storage.tables import CaseRow, HistoryRow

# Of such a case it is not said, or not said any more, whose it is.
UNDECIDED = (Status.RETURNED, Status.REJECTED, Status.WITHDRAWN)


class DecidedCases:
    """Cases that the office assigned, or that their unit accepted; none that is sealed."""

    def __init__(self, database: Database, lists: Lists, cipher: Cipher) -> None:
        self._database = database
        self._lists = lists
        self._cipher = cipher

    async def read(self, by: Actor | None) -> list[Decided]:
        """Every such case, the oldest first; ``by`` is None on the command line.

        Raises:
            NotPermitted: the actor is not of the petition office.
        """
        if by is not None and not by.has(Role.OFFICE):
            raise NotPermitted("corrections")
        said = (Act.ASSIGN.value, Act.ACCEPT.value)
        decided = exists().where(
            col(HistoryRow.case_id) == CaseRow.id, col(HistoryRow.act).in_(said)
        )
        undecided = col(CaseRow.status).in_(status.value for status in UNDECIDED)
        which = and_(unsealed(), impartial(by), decided, ~undecided)
        found = select(CaseRow).where(which).order_by(col(CaseRow.id))
        async with self._database.read() as session:
            return [self._decided(row) for row in await session.scalars(found)]

    def _decided(self, row: CaseRow) -> Decided:
        text = self._cipher.decrypt(row.text)
        return Decided(str(row.id), text, self._lists.heir(row.unit))
