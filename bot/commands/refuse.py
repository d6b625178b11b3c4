"""The sentence for an error that ends a command."""

from __future__ import annotations

from bot.refusals import BadSettings, Refusal
from handlers.texts import cli as texts
from handlers.texts import list as list_texts
from knowledge.errors import FenliuError
from knowledge.list_fields import ListError
from storage.errors import ListRefused, NotPermitted, WrongKey


def sentence(error: FenliuError) -> str:
    """What happened and what to do, in Chinese."""
    match error:
        case ListError():
            return list_texts.describe_all(error)
        case BadSettings():
            return texts.bad_settings([str(name) for name in error.facts])
        case Refusal():
            return texts.refused(error.why, error.facts)
        case ListRefused():
            return texts.refused(f"list_{error.why}", ())
        case NotPermitted():
            return texts.NOT_PERMITTED
        case WrongKey():
            return texts.WRONG_KEY
    return texts.UNEXPECTED
