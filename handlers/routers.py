"""Every router, in the order in which they listen."""

from __future__ import annotations

from aiogram import Router

from handlers import errors, fallback, groups, staff
from handlers.citizen import router as citizen
from handlers.middleware import Arrive


def setup() -> Router:
    """Groups are turned away; staff come before citizens; what nobody took comes last."""
    root = Router(name="fenliu")
    arrive = Arrive()
    for observer in (root.message, root.edited_message, root.callback_query):
        observer.outer_middleware(arrive)
    root.include_routers(
        groups.setup(), staff.setup(), citizen.setup(), fallback.setup(), errors.setup()
    )
    return root
