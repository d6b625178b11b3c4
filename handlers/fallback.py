"""Whatever nobody else took: each gets a polite sentence that says what to do next."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Message

from handlers import keyboards
from handlers.talk import Talk
from handlers.texts import citizen as texts
from handlers.texts import errors

PICTURES = frozenset({ContentType.STICKER, ContentType.ANIMATION, ContentType.DICE})
# What happens to a chat is no message of a person's.
SILENT = frozenset(
    {
        ContentType.PINNED_MESSAGE,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.WRITE_ACCESS_ALLOWED,
        ContentType.CHAT_BACKGROUND_SET,
    }
)


async def sticker(message: Message, talk: Talk) -> None:
    """A picture instead of words."""
    del message
    await talk.say(texts.STICKER, keyboards.to_person())


async def empty(message: Message, talk: Talk) -> None:
    """A message without anything in it."""
    del message
    await talk.say(texts.odd("empty"), keyboards.to_person())


async def silent(message: Message) -> None:
    """Nothing that wants an answer."""
    del message


async def other(message: Message, talk: Talk) -> None:
    """A poll, a game, a payment: not for us."""
    del message
    await talk.say(texts.NOT_UNDERSTOOD, keyboards.to_person())


async def stale(query: CallbackQuery) -> None:
    """A button that no router knows any more."""
    await query.answer(errors.stale("expired"), show_alert=True)


def setup() -> Router:
    """The last router."""
    router = Router(name="fallback")
    router.message.register(sticker, F.content_type.in_(PICTURES))
    router.message.register(silent, F.content_type.in_(SILENT))
    router.message.register(empty, F.content_type == ContentType.UNKNOWN)
    router.message.register(other)
    router.callback_query.register(stale)
    return router
