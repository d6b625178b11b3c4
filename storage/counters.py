"""Numbers given out one after the other, without gaps, however many ask at once."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from storage.tables import Counter

Upsert = sqlite.Insert | postgresql.Insert


def upsert(session: AsyncSession, table: type[SQLModel]) -> Upsert:
    """An INSERT of this session's database that knows ``on_conflict_…``."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


async def next_number(session: AsyncSession, name: str) -> int:
    """The next number of ``name``, from 1.

    Its row stays locked until the transaction ends, and a rollback gives the number
    back: so there are no gaps, and no two transactions hold the same one.
    """
    insert = upsert(session, Counter).values(name=name, last=1)
    counted = insert.on_conflict_do_update(
        index_elements=["name"], set_={"last": col(Counter.last) + 1}
    ).returning(col(Counter.last))
    number: int = (await session.execute(counted)).scalar_one()
    return number
