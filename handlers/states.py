"""Where a citizen's conversation may stand."""

from __future__ import annotations

from aiogram.fsm.state import State, StatesGroup


class Telling(StatesGroup):
    """Before it is settled what the matter is."""

    listening = State()
    choosing = State()


class Filling(StatesGroup):
    """The matter is settled; what is missing is asked for. Which step is the form's to say."""

    asking = State()
    interrupted = State()


class Following(StatesGroup):
    """Something about a case already registered."""

    adding = State()
    rating = State()
    finding = State()


class OwnData(StatesGroup):
    """What is to be corrected or deleted is asked for."""

    correcting = State()
    deleting = State()
