"""Past cases, read for a list to be tried on; nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, true
from sqlmodel import col, select

from knowledge.list_trial import Past
from knowledge.procedure import OPEN, Role, Status
from storage.cipher import Cipher
from storage.database import Database
from storage.errors import NotPermitted
from storage.lists_adopted import ADOPTERS
from storage.permissions import Actor, impartial
from storage.selection import begin, unsealed
from storage.tables import CaseRow


@dataclass(frozen=True, slots=True)
class Batch:
    """The cases that were read, the newest first; of what is sealed only how many there are."""

    cases: tuple[Past, ...]
    sealed: int


class PastCases:
    """What was registered, for those who adopt lists. The texts go to the desk, not to a person.

    An administrator reads no cases, so for him they have no numbers. Whoever brought a case, or
    whose unit is accused in it, does not have it among them.
    """

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    async def read(
        self, by: Actor | None, *, since: date | None = None, limit: int | None = None
    ) -> Batch:
        """Cases registered since a day, at most ``limit``; ``by`` is None on the command line.

        Raises:
            NotPermitted: the actor adopts no lists.
        """
        if by is not None and not by.roles & ADOPTERS:
            raise NotPermitted("try")
        numbered = by is None or by.has(Role.OFFICE)
        period = col(CaseRow.created_at) >= begin(since) if since else true()
        which = and_(period, impartial(by))
        newest = select(CaseRow).where(which, unsealed()).order_by(col(CaseRow.id).desc())
        secret = select(func.count()).where(which, col(CaseRow.sealed).is_(True))
        async with self._database.read() as session:
            rows = await session.scalars(newest.limit(limit))
            cases = tuple(self._past(row, numbered=numbered) for row in rows)
            return Batch(cases, await session.scalar(secret) or 0)

    def _past(self, row: CaseRow, *, numbered: bool) -> Past:
        return Past(
            number=f"{row.year}-{row.serial}" if numbered else "",
            text=self._cipher.decrypt(row.text),
            unit=row.unit,
            matter_id=row.matter_id,
            open=Status(row.status) in OPEN,
        )
