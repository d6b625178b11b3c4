"""Back into one's case by number and code, and the lock against guessing."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.clocks import office_day
from storage.cipher import Cipher
from storage.database import ROW_LOCK
from storage.numbers import lookup_code, read_number, same_code
from storage.tables import CaseRow, PersonRow, ReclaimTry

# With 8 digits and 5 tries a day, guessing one case takes some 27,000 years on average.
MOST_WRONG_TRIES = 5
LOCK = timedelta(hours=24)
# What a number that cannot be read counts as: a wrong try of the person, of no case.
UNREADABLE = (0, 0)


async def opened(
    session: AsyncSession, number: str, code: str, *, person_id: int, cipher: Cipher, now: datetime
) -> CaseRow | str:
    """The case that number and code open, or why not: ``wrong`` or ``locked``.

    A wrong try is noted in the session, so the caller must commit before it refuses. A
    number that does not exist answers, and locks, exactly like one that does.
    """
    year, serial = _subject(number, now)
    # These rows are locked so that tries sent at the same moment are counted one by one.
    await session.get(PersonRow, person_id, with_for_update=ROW_LOCK)
    found = select(CaseRow).where(col(CaseRow.year) == year, col(CaseRow.serial) == serial)
    row = (await session.scalars(found.with_for_update(key_share=True))).one_or_none()
    if await _wrong_tries(session, year, serial, person_id=person_id, since=now - LOCK):
        return "locked"
    right = same_code(code, lookup_code(cipher, row.code_salt if row else ""))
    if row is None or not right:
        session.add(ReclaimTry(year=year, serial=serial, person_id=person_id, at=now))
        return "wrong"
    return row


def _subject(number: str, now: datetime) -> tuple[int, int]:
    read = read_number(number)
    if read is None:
        return UNREADABLE
    year, serial = read
    return year or office_day(now).year, serial


async def _wrong_tries(
    session: AsyncSession, year: int, serial: int, *, person_id: int, since: datetime
) -> bool:
    """Whether this person, or anybody on this case, has tried too often."""
    of_person = col(ReclaimTry.person_id) == person_id
    of_case = and_(col(ReclaimTry.year) == year, col(ReclaimTry.serial) == serial)
    for same in (of_person, of_case) if serial else (of_person,):
        counted = select(func.count()).select_from(ReclaimTry)
        tries = await session.scalar(counted.where(same, col(ReclaimTry.at) > since))
        if (tries or 0) >= MOST_WRONG_TRIES:
            return True
    return False
