"""Laws the list quotes: name, version and the days between which it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Law:
    """A law by its short name.

    ``version`` is the date of the text that was read, or None where it was not held;
    such a citation needs a local check before it is relied on.
    """

    name: str
    version: date | None
    in_force_from: date | None = None
    in_force_to: date | None = None
    note: str = ""

    def in_force(self, day: date) -> bool:
        """Whether the law applied on ``day``, as far as its dates are known."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True, slots=True)
class Citation:
    """A law and the article cited; ``article`` is empty where only the law is known."""

    law: str
    article: str = ""
