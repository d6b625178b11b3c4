"""What the citizen's buttons send. A button of a form carries the form's token.

A button that was made for another form, or for a step already answered, is told from one
that counts by its data alone, so that nothing changes when it is pressed late or twice.
"""

from __future__ import annotations

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.texts.words import Wish
from knowledge.errors import FenliuError
from knowledge.procedure import Status


class Do(StrEnum):
    """What a button of a form does."""

    YES = "y"
    OTHER = "o"
    PERSON = "p"
    PICK = "k"
    NONE = "n"
    SEAL = "se"
    SPLIT = "sp"
    ONE = "one"
    SEPARATE = "sep"
    ANSWER = "ans"
    SET = "s"
    SKIP = "x"
    SUBMIT = "ok"
    EDIT = "e"
    CHANGE = "ch"
    BACK = "b"
    DROP = "d"
    DROP_YES = "dy"
    RESUME = "r"
    ATTACH = "at"
    DETAIL = "de"


class FormPress(CallbackData, prefix="f"):
    """A press inside a form. ``at`` is the point it was made for: a step, or a round of asking."""

    token: str
    do: Do
    at: str = ""
    arg: str = ""


class CaseDo(StrEnum):
    """What a button of a registered case does."""

    OPEN = "o"
    HISTORY = "h"
    CODE = "k"
    SUPPLEMENT = "s"
    ADDED = "a"
    WITHDRAW = "w"
    WITHDRAW_YES = "wy"
    WITHDRAW_NO = "wn"
    RATE = "r"
    SCORE = "sc"
    WORDLESS = "wl"
    DETAIL = "d"


class CasePress(CallbackData, prefix="c"):
    """A press on an own case, as it stood when the button was made."""

    case: int
    do: CaseDo
    seen: Status | None = None
    score: int | None = None


class WishPress(CallbackData, prefix="w"):
    """A standing wish, pressed instead of typed."""

    wish: Wish


class DataPress(CallbackData, prefix="d"):
    """The answer below the question what is to be deleted: whatever may be."""


class StaleButton(FenliuError):
    """A button that no longer counts: ``why`` is expired, answered, registered or dropped."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
