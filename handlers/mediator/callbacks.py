"""What the buttons of staff send. A case button carries the status it was made for."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from knowledge.procedure import Act, Status

# The longest data must fit 64 bytes: codes stay short, free text never travels in a button.


class DoAct(CallbackData, prefix="s"):
    """Do (or begin) an act on a case that was seen as ``seen``."""

    case: int
    act: Act
    seen: Status


class Open(CallbackData, prefix="so"):
    """Show a part of a case."""

    case: int
    part: str = "card"


class Turn(CallbackData, prefix="st"):
    """Turn to a page of the inbox or of the routing queue."""

    which: str
    page: int


class Choose(CallbackData, prefix="sc"):
    """Answer the open form of a case by one of the offered choices.

    ``kind`` is door, unit, place or reason; ``value`` an index or a code. A choice for
    another case or step than the open form's is out of date.
    """

    case: int
    kind: str
    value: str


class Route(CallbackData, prefix="sr"):
    """Assign a case to a candidate's unit at one tap; the reason is the list's row."""

    case: int
    matter: str
    seen: Status


class Units(CallbackData, prefix="su"):
    """Turn to a page of the keyboard of units while a case is being assigned."""

    case: int
    page: int


class Cancel(CallbackData, prefix="sx"):
    """Stop filling the form of a case."""

    case: int


class Menu(CallbackData, prefix="sm"):
    """An entry of the staff menu."""

    go: str
