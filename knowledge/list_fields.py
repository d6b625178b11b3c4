"""Reading one table of the list with care: every mistake is noted with its place, none stops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from knowledge.errors import FenliuError

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a list: where it is, and which (``reason`` is worded in handlers.texts.list).

    ``file`` is a file of the folder or a sheet of the workbook, ``row`` the id or number of
    the row, ``field`` the key or the column; each is None where it does not apply.
    """

    file: str
    row: str | None
    field: str | None
    reason: str
    params: Mapping[str, str] = field(default_factory=dict, hash=False)


class ListError(FenliuError):
    """A list cannot be taken; ``problems`` holds every mistake found, in the order of the list."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the list")
        self.problems = tuple(problems)


@dataclass(slots=True)
class Fields:
    """One raw table being read.

    Each reading method returns a usable value even when it notes a problem, so that one
    pass finds every mistake; ``finish`` notes the keys nobody asked for.
    """

    raw: Mapping[str, object]
    file: str
    row: str | None
    problems: list[Problem]
    path: str = ""
    seen: set[str] = field(default_factory=set)

    def note(self, key: str | None, reason: str, **params: object) -> None:
        """Note a mistake of this table in field ``key``."""
        where = f"{self.path}{key}" if key else self.path.rstrip(".") or None
        words = {name: str(value) for name, value in params.items()}
        self.problems.append(Problem(self.file, self.row, where, reason, words))

    def text(self, key: str, default: str | None = None) -> str:
        """A text without outer white space; must be there and not empty if no default is given."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and (value.strip() or default is not None):
            return value.strip()
        self._wrong(key, value, "text")
        return ""

    def optional(self, key: str) -> str | None:
        """A text, or None where the key is absent."""
        return self.text(key) if self._has(key) else None

    def flag(self, key: str) -> bool:
        """A yes or no; no where the key is absent."""
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            self._wrong(key, value, "flag")
        return value is True

    def number(self, key: str) -> int:
        """A whole number of at least one."""
        value = self._take(key)
        if isinstance(value, int) and not isinstance(value, bool):
            if value < 1:
                self.note(key, "not_positive", value=value)
            return value
        self._wrong(key, value, "number")
        return 1

    def optional_number(self, key: str) -> int | None:
        """A whole number of at least one, or None where the key is absent."""
        return self.number(key) if self._has(key) else None

    def day(self, key: str) -> date:
        """A date; the earliest possible where it is wrong."""
        value = self._take(key)
        if type(value) is date:
            return value
        self._wrong(key, value, "day")
        return date.min

    def optional_day(self, key: str) -> date | None:
        """A date, or None where the key is absent."""
        return self.day(key) if self._has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none empty and none twice; empty where the key is absent."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong(key, value, "texts")
            return ()
        return tuple(self._each_text(key, value))

    def choice(self, key: str, codes: type[Code], default: Code | None = None) -> Code:
        """A code of ``codes``; ``default`` where the key is absent."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        known = [code.value for code in codes]
        if isinstance(value, str) and value in known:
            return codes(value)
        if isinstance(value, str):
            self.note(key, "unknown_code", value=value, known=" ".join(known))
        else:
            self._wrong(key, value, "text")
        return default if default is not None else next(iter(codes))

    def table(self, key: str) -> Fields | None:
        """The table under ``key``, or None where it is absent or no table."""
        value = self._take(key)
        if isinstance(value, dict):
            return self._inner(value, f"{key}.")
        if value is not None:
            self._wrong(key, value, "table")
        return None

    def tables(self, key: str) -> list[Fields]:
        """The tables under ``key``, numbered from one; none where it is absent."""
        value = self._take(key)
        if value is None:
            return []
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return [self._inner(item, f"{key}[{n}].") for n, item in enumerate(value, 1)]
        self._wrong(key, value, "tables")
        return []

    def finish(self) -> None:
        """Note every key that was never asked for: a misspelt one must not be lost silently."""
        for key in self.raw:
            if key not in self.seen:
                self.note(key, "unknown_key")

    def _take(self, key: str) -> object:
        self.seen.add(key)
        return self.raw.get(key)

    def _has(self, key: str) -> bool:
        self.seen.add(key)
        return key in self.raw

    def _inner(self, raw: dict[str, object], step: str) -> Fields:
        return Fields(raw, self.file, self.row, self.problems, self.path + step)

    def _wrong(self, key: str, value: object, kind: str) -> None:
        if value is None or value == "":
            self.note(key, "missing")
        else:
            self.note(key, f"not_{kind}", value=value)

    def _each_text(self, key: str, values: list[object]) -> list[str]:
        found: list[str] = []
        for value in values:
            if not isinstance(value, str) or not value.strip():
                self.note(key, "not_text", value=value)
            elif value.strip() in found:
                self.note(key, "twice", value=value)
            else:
                found.append(value.strip())
        return found
