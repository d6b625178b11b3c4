"""Whether somebody on the staff is speaking as staff or as a citizen with a matter of his own."""

from __future__ import annotations

from aiogram.fsm.context import FSMContext

from handlers.mediator.forms import Form

KEY = "staff_as_citizen"


async def become_citizen(state: FSMContext) -> None:
    """From now on free text is the person's own complaint."""
    await state.update_data({KEY: True})


async def leave_citizen(state: FSMContext) -> None:
    """Back to work; a complaint already begun stays where it is."""
    if (await state.get_data()).get(KEY):
        await state.update_data({KEY: None})


async def is_citizen(state: FSMContext) -> bool:
    """Whether the person is telling a matter of his own."""
    return bool(await state.get_state() or (await state.get_data()).get(KEY))


async def is_busy(state: FSMContext) -> bool:
    """Whether free text is expected by something: then only slash commands are commands."""
    return await is_citizen(state) or await Form.load(state) is not None
