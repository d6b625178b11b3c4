"""Entering the staff by an invitation, on any channel."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.mediator import keyboards
from handlers.mediator.worktop import Shown, show
from handlers.texts import staff as texts
from knowledge.matters import ResponsibilityList
from storage.errors import InvitationRefused
from storage.people import Actor, People, looks_like_code


class Invited(Filter):
    """Passes ``/start CODE`` and a bare code; hands it on as ``code``.

    Only what has the shape of a code counts, so that other links to the chat stay free.
    """

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """The code, or False."""
        name, *rest = (message.text or "").strip().split() or [""]
        is_start = name.partition("@")[0].lower() == "/start"
        code = "".join(rest) if is_start else "".join((name, *rest))
        return {"code": code} if looks_like_code(code) else False


def setup() -> Router:
    """The router that takes invitations; it comes before everything else."""
    router = Router(name="staff join")
    router.message.register(join, Invited())
    return router


async def join(
    message: Message,
    code: str,
    people: People,
    rlist: ResponsibilityList,
    actor: Actor,
    state: FSMContext,
) -> None:
    """Take the post an invitation offers, or say politely why not."""
    try:
        post = await people.join(code, actor.person_id)
    except InvitationRefused as refusal:
        await show(message, Shown(texts.not_joined(refusal.why)))
        return
    await state.clear()
    now = await people.actor(actor.person_id, actor.channel)
    text = "\n\n".join((texts.joined(post, rlist), texts.help_text(texts.ordered(now.roles))))
    await show(message, Shown(text, keyboards.menu(now.roles)))
