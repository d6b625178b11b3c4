"""Alembic's entrance: it is handed an open connection by ``runner``."""

from __future__ import annotations

from alembic import context
from sqlalchemy.engine import Connection

from storage.tables import metadata


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the search index: its tables differ by database and are made by hand."""
    return not (kind == "table" and name is not None and name.startswith("case_search"))


def run(connection: Connection) -> None:
    """Run what was asked for; on SQLite tables are rebuilt where ALTER cannot do it."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=is_ours,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
