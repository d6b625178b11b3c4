"""Messages that are no complaint yet: each kind is known, so that each gets its own answer."""

from __future__ import annotations

from enum import StrEnum

from handlers.texts import words


class Odd(StrEnum):
    """Why a text cannot be taken as a complaint. The values are keys of the texts."""

    EMPTY = "empty"
    SHORT = "short"
    EMOJI = "emoji"
    LINK = "link"
    FOREIGN = "foreign"
    NOISE = "noise"
    GREETING = "greeting"
    VAGUE = "vague"
    ABUSE = "abuse"


# The original words of these are worth keeping for a person to read.
KEPT = frozenset({Odd.LINK, Odd.FOREIGN})
LONGEST_CURSE = 16
"""A longer text with swear words in it has something to say besides."""


def odd(text: str) -> Odd | None:
    """What is odd about a text, looked at without knowing any matter."""
    said = text.strip()
    if not said:
        return Odd.EMPTY
    if words.is_greeting(said):
        return Odd.GREETING
    if words.has_han(said):
        return _odd_chinese(said)
    if words.without_links(said) != said and not words.without_links(said):
        return Odd.LINK
    if words.has_letters(words.without_links(said)):
        return Odd.FOREIGN
    return Odd.NOISE if any(char.isdigit() for char in said) or said.isascii() else Odd.EMOJI


def _odd_chinese(said: str) -> Odd | None:
    if len(words.plain(said)) == 1:
        return Odd.SHORT
    return Odd.VAGUE if words.is_empty_complaint(said) else None


def is_only_abuse(text: str) -> bool:
    """Swear words and hardly anything else came last; only asked when no row fits."""
    last = text.strip().rpartition("\n")[2]
    return words.is_abuse(last) and len(last) <= LONGEST_CURSE
