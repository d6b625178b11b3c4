"""One-line orders of staff: ``受理 123``, ``退回 123 不是本单位职责``."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.texts import staff
from knowledge.procedure import RULES, Act, Needs


@dataclass(frozen=True, slots=True)
class Order:
    """An act named in words, the number it is for, and what was said besides."""

    act: Act
    number: str
    text: str = ""
    door: str = ""


def order(said: str) -> Order | None:
    """Read an order; None where the text is none.

    A verb counts only with a number behind it, so that ordinary sentences, also those that
    answer an open form, are never taken for one.
    """
    found = staff.SPOKEN.match(said.strip())
    if found is None:
        return None
    act = staff.VERBS[found["verb"]]
    text, door = (found["text"] or "").strip(), ""
    if Needs.DOOR in RULES[act].needs:
        text, door = _split(text)
    return Order(act, found["number"], text, door)


def number(said: str) -> str | None:
    """The number, if the text is nothing but a number of a case."""
    found = staff.ONLY_NUMBER.match(said.strip())
    return found["number"] if found else None


def _split(text: str) -> tuple[str, str]:
    """The reason, and the door named behind it."""
    found = next((hit for hit in staff.DOOR.finditer(text) if hit.start() > 0), None)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")
