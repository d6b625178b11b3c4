"""Which case somebody on the staff looked at last: a photo sent now belongs to it.

It is forgotten as soon as he turns to anything else, as staff or as a citizen.
"""

from __future__ import annotations

from typing import Any

from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

KEY = "staff_case"


async def remember(state: FSMContext, case_id: int) -> None:
    """This case is before him now."""
    if (await state.get_data()).get(KEY) != case_id:
        await state.update_data({KEY: case_id})


async def forget(state: FSMContext) -> None:
    """He has turned to something else."""
    if (await state.get_data()).get(KEY):
        await state.update_data({KEY: None})


class Opened(Filter):
    """Passes while a case is before the sender; hands its id on as ``opened``."""

    async def __call__(self, _message: Message, state: FSMContext) -> bool | dict[str, Any]:
        """The case, or False."""
        case_id: int | None = (await state.get_data()).get(KEY)
        return {"opened": case_id} if case_id else False
