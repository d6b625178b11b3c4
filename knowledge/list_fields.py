"""Reading one table of the list with care: every mistake is noted with its place, none stops."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from unicodedata import category

from knowledge.errors import FenliuError

# No law counts further than this in any unit; a larger number is a slip of the finger.
LARGEST = 10_000
# Characters of one field; a cell of a workbook holds 32,767.
LONGEST = 30_000

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
    params: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)


class ListError(FenliuError):
    """A list cannot be taken; ``problems`` holds every mistake found, in the order of the list."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the list")
        self.problems = tuple(problems)


@dataclass(slots=True)
class Fields:
    """One raw table being read.

    Each reading method returns a usable value even when it notes a problem, so that one
    pass finds every mistake; ``finish`` notes the keys nobody asked for. ``names`` says what
    a person calls a field (the heading of its column); ``parts`` holds inner tables that were
    read from elsewhere (another sheet).
    """

    raw: Mapping[str, object]
    file: str
    row: str | None
    problems: list[Problem]
    path: str = ""
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    parts: Mapping[str, list[Fields]] = dataclasses.field(default_factory=dict)
    seen: set[str] = dataclasses.field(default_factory=set)

    def note(self, key: str | None, reason: str, **params: object) -> None:
        """Note a mistake of this table in field ``key``."""
        path = f"{self.path}{key}" if key else self.path.rstrip(".")
        words = {name: str(value) for name, value in params.items()}
        where = self.names.get(path, path) or None
        self.problems.append(Problem(self.file, self.row, where, reason, words))

    def text(self, key: str, default: str | None = None) -> str:
        """A text without outer white space; must be there and not empty if no default is given."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and (value.strip() or default is not None):
            self._check(key, value.strip())
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
        """A whole number from one to ``LARGEST``."""
        value = self._take(key)
        if isinstance(value, int) and not isinstance(value, bool):
            if not 1 <= value <= LARGEST:
                self.note(key, "out_of_range", value=value, largest=LARGEST)
            return value
        self._wrong(key, value, "number")
        return 1

    def optional_number(self, key: str) -> int | None:
        """Such a number, or None where the key is absent."""
        return self.number(key) if self._has(key) else None

    def days(self, key: str) -> tuple[date, ...]:
        """A list of dates; empty where the key is absent."""
        value = self._take(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(type(item) is date for item in value):
            return tuple(value)
        self._wrong(key, value, "days")
        return ()

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; empty where the key is absent."""
        value = self._take(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(type(item) is int for item in value):
            return tuple(value)
        self._wrong(key, value, "numbers")
        return ()

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

    def choices(self, key: str, codes: type[Code]) -> tuple[Code, ...]:
        """A list of codes of ``codes``; empty where the key is absent."""
        known = {code.value: code for code in codes}
        found = self.texts(key)
        for value in found:
            if value not in known:
                self.note(key, "unknown_code", value=value, known=" ".join(known))
        return tuple(known[value] for value in found if value in known)

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
        if key in self.parts:
            return self.parts[key]
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
        return Fields(raw, self.file, self.row, self.problems, self.path + step, self.names)

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
            elif "\n" in value.strip():
                self.note(key, "not_one_line", value=value)
            else:
                found.append(value.strip())
        self._check(key, *found)
        return found

    def _check(self, key: str, *values: str) -> None:
        """What neither a workbook nor a chat takes is refused here, so that all can be shown."""
        if sum(map(len, values)) > LONGEST:
            self.note(key, "too_long", largest=LONGEST)
        for value in values:
            bad = [] if value.isprintable() else [char for char in value if _unwritable(char)]
            if bad:
                self.note(key, "control_character", value=f"U+{ord(bad[0]):04X}")


def _unwritable(char: str) -> bool:
    """Control characters come from broken copies; XML has no place for the last two codes."""
    return char in "\ufffe\uffff" or (category(char) == "Cc" and char not in "\n\t")
