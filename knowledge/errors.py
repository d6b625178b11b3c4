"""The root of every error the project raises on purpose."""

from __future__ import annotations


class FenliuError(Exception):
    """Something a person can be told about.

    Facts are attributes; the wording is in handlers.texts.
    """
