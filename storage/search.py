"""Full text search of Chinese: word tokens in FTS5 on SQLite, in a tsvector on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import ColumnElement, Integer, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.tables import CaseRow

Tokens = Callable[[str], list[str]]
# Enough for the longest petition, and for any search somebody types.
MOST_TOKENS = 5000
MOST_SOUGHT = 12
PART_LENGTH = 2

# Both tables are made by the migration; the raw text never goes in, only its words.
STORE = {
    "sqlite": text("INSERT OR REPLACE INTO case_search (rowid, tokens) VALUES (:id, :tokens)"),
    "postgresql": text(
        "INSERT INTO case_search (case_id, tokens) "
        "VALUES (:id, array_to_tsvector(string_to_array(:tokens, ' '))) "
        "ON CONFLICT (case_id) DO UPDATE SET tokens = excluded.tokens"
    ),
}
DROP = {
    "sqlite": text("DELETE FROM case_search WHERE rowid = :id"),
    "postgresql": text("DELETE FROM case_search WHERE case_id = :id"),
}
MATCH = {
    "sqlite": "SELECT rowid AS case_id FROM case_search WHERE case_search MATCH :sought",
    "postgresql": "SELECT case_id FROM case_search WHERE tokens @@ CAST(:sought AS tsquery)",
}


def clean(tokens: Iterable[str]) -> list[str]:
    """Tokens with letters or digits only, lower case, each once, in order."""
    kept = ("".join(c for c in token.lower() if c.isalnum()) for token in tokens)
    return list(dict.fromkeys(token for token in kept if token))


def smallest(tokens: list[str]) -> list[str]:
    """The tokens that hold no other one of them.

    The tokeniser gives a compound and its parts; a text may hold the parts apart.
    """
    words = [token for token in tokens if len(token) >= PART_LENGTH]
    return [token for token in tokens if not any(word != token and word in token for word in words)]


async def remember(session: AsyncSession, case_id: int, tokens: Iterable[str]) -> None:
    """Make a case findable by these words. Never called for a sealed case."""
    words = " ".join(clean(tokens)[:MOST_TOKENS])
    if words:
        statement = STORE[session.get_bind().dialect.name]
        await session.execute(statement, {"id": case_id, "tokens": words})


async def forget(session: AsyncSession, case_id: int) -> None:
    """Make a case unfindable by words: it became sealed."""
    await session.execute(DROP[session.get_bind().dialect.name], {"id": case_id})


def matching(session: AsyncSession, tokens: Iterable[str]) -> ColumnElement[bool] | None:
    """Cases that hold a word beginning with each token; None if nothing is sought."""
    sought = smallest(clean(tokens))[:MOST_SOUGHT]
    if not sought:
        return None
    dialect = session.get_bind().dialect.name
    # Quoting is safe: clean() left letters and digits only.
    if dialect == "sqlite":
        query = " ".join(f'"{token}"*' for token in sought)
    else:
        query = " & ".join(f"'{token}':*" for token in sought)
    found = text(MATCH[dialect]).bindparams(sought=query).columns(case_id=Integer)
    return col(CaseRow.id).in_(select(found.subquery().c.case_id))
