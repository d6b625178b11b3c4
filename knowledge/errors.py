"""The root of every error the project raises on purpose."""

from __future__ import annotations


class FenliuError(Exception):
    """Something a person can be told about; facts are attributes, the wording is in handlers.texts."""
