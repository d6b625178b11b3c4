"""A form that is being filled: which act on which case, and what is still missing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from aiogram.fsm.context import FSMContext

from knowledge.procedure import RULES, Act, Needs, Status

KEY = "staff_form"
SHORTEST = 2
LONGEST = 3000
"""Characters of one text; with the rest of a card it must fit a Telegram message."""

_FIELD = {Needs.UNIT: "unit", Needs.DOOR: "door"}


@dataclass(frozen=True, slots=True)
class Form:
    """An act waiting for what it needs.

    It lies beside whatever else the person's conversation holds, so that a member of staff
    who is in the middle of a complaint of his own loses nothing by it.
    """

    case: int
    number: str
    act: Act
    seen: Status
    text: str | None = None
    unit: str | None = None
    place: str | None = None
    door: str | None = None
    matter: str | None = None

    @property
    def missing(self) -> Needs | None:
        """The next thing to ask for, in the order of the procedure's table."""
        for need in RULES[self.act].needs:
            if not getattr(self, _FIELD.get(need, "text")):
                return need
        return None

    def filled(self, need: Needs, value: str) -> Form:
        """The form with ``need`` answered."""
        match _FIELD.get(need):
            case "unit":
                return replace(self, unit=value)
            case "door":
                return replace(self, door=value)
            case _:
                return replace(self, text=value)

    @classmethod
    async def load(cls, state: FSMContext) -> Form | None:
        """The open form of this conversation, if there is one."""
        raw: dict[str, Any] | None = (await state.get_data()).get(KEY)
        if not raw:
            return None
        known = {**raw, "act": Act(raw["act"]), "seen": Status(raw["seen"])}
        return cls(**known)

    async def save(self, state: FSMContext) -> None:
        """Keep the form, in plain values that every storage can hold."""
        await state.update_data({KEY: asdict(self)})

    @staticmethod
    async def drop(state: FSMContext) -> None:
        """Forget the form and leave the rest of the conversation as it is."""
        if (await state.get_data()).get(KEY):
            await state.update_data({KEY: None})
