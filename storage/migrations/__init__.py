"""The history of the tables, told by Alembic; runs on SQLite and PostgreSQL."""
