"""Who is speaking, and in which words: filters of the staff routers."""

from __future__ import annotations

from typing import Any

from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.mediator import words
from handlers.mediator.forms import Form
from handlers.mediator.modes import is_busy, is_citizen
from knowledge.procedure import Role
from storage.people import Actor


class Staff(Filter):
    """Passes people with at least one of ``roles``; with none named, any member of staff."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    async def __call__(self, _event: Message | CallbackQuery, actor: Actor | None = None) -> bool:
        """Whether the sender holds a fitting post; in a group nobody is known."""
        held = actor.roles if actor else frozenset()
        return bool(held & self.roles if self.roles else held)


class Said(Filter):
    """Passes ``/name``, ``name`` and ``name …``; hands on what follows as ``rest``.

    A bare word counts only when it stands alone or before a space, so that 查询机构态度差
    is not taken for the command 查, and not while free text is expected by a form or a
    complaint of the person's own: then only the slash makes a command.
    """

    def __init__(self, *names: str) -> None:
        self.names = frozenset(names)

    async def __call__(self, message: Message, state: FSMContext) -> bool | dict[str, Any]:
        """What was said after the command, or False."""
        text = (message.text or "").strip()
        name, *rest = text.removeprefix("/").split(maxsplit=1) or [""]
        if name.partition("@")[0].lower() not in self.names:
            return False
        if not text.startswith("/") and await is_busy(state):
            return False
        return {"rest": rest[0].strip() if rest else ""}


class Ordered(Filter):
    """Passes one-line orders (受理 123) and hands them on as ``order``.

    While free text is expected an order counts only with a slash, or, in a form, when it
    is nothing but verb and number: “调解 2 次没有谈成” is then an answer, not an order.
    """

    async def __call__(self, message: Message, state: FSMContext) -> bool | dict[str, Any]:
        """The order, or False."""
        text = (message.text or "").strip()
        order = words.order(text)
        if order is None:
            return False
        is_plain = not text.startswith("/")
        if is_plain and (await is_citizen(state) or (order.text and await Form.load(state))):
            return False
        return {"order": order}


class Filling(Filter):
    """Passes while the sender has a form open; hands it on as ``form``."""

    async def __call__(
        self, _event: Message | CallbackQuery, state: FSMContext
    ) -> bool | dict[str, Any]:
        """The open form, or False."""
        form = await Form.load(state)
        return {"form": form} if form else False


class Idle(Filter):
    """Passes while nothing waits for free text: no form, no complaint of the person's own."""

    async def __call__(self, _event: Message | CallbackQuery, state: FSMContext) -> bool:
        """Whether free text is up to us."""
        return not await is_busy(state)
