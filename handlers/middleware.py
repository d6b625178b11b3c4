"""Who is speaking: found before any handler runs, and laid out for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, TelegramObject, User

from handlers.talk import Talk
from storage.people import Actor, People

WEB = "web"
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Arrive(BaseMiddleware):
    """Gives handlers the ``desk`` and ``rlist`` in force, and in private ``actor`` and ``talk``."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Find the list that holds today and the person, then go on."""
        data["desk"] = desk = await data["desk_in_force"]()
        data["rlist"] = desk.rlist
        chat_id = _private_chat(event)
        user: User | None = data.get("event_from_user")
        if chat_id is not None and user is not None:
            actor = await _actor(data["people"], user, data.get("channel", ""))
            data["actor"] = actor
            data["talk"] = await _talk(actor, chat_id, data)
        return await handler(event, data)


def _private_chat(event: TelegramObject) -> int | None:
    message = event.message if isinstance(event, CallbackQuery) else event
    if message is None and isinstance(event, CallbackQuery):
        return event.from_user.id  # the message is too old to be told; the person is not
    chat = getattr(message, "chat", None)
    return chat.id if chat is not None and chat.type == ChatType.PRIVATE else None


async def _actor(people: People, user: User, channel: str) -> Actor:
    """In the web chat the user's number is the person's own; elsewhere it is an address."""
    if channel == WEB:
        return await people.actor(user.id, channel)
    return await people.arrive(channel, str(user.id), name=user.full_name)


async def _talk(actor: Actor, chat_id: int, data: dict[str, Any]) -> Talk:
    preferences = await data["people"].preferences(actor.person_id)
    return Talk(
        bot=data["bot"],
        chat_id=chat_id,
        actor=actor,
        channel=data.get("channel", ""),
        elder=preferences.elder,
        greeted=preferences.greeted,
        state=data["state"],
        casebook=data["casebook"],
        requests=data["requests"],
        people=data["people"],
        desk=data["desk"],
        rlist=data["rlist"],
        files=data["files"],
        notices=data["notices"],
        clock=data["clock"],
    )
