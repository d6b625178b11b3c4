"""Tests of the storage floor, on SQLite and, where there is one, on PostgreSQL."""
