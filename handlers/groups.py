"""Groups: a petition is private, so there it is only said where to go."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.filters import JOIN_TRANSITION, ChatMemberUpdatedFilter, Filter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.texts import citizen as texts


class Addressed(Filter):
    """Passes what is said to the bot: a command, its name, or an answer to it."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        """Whether the bot is meant; in a busy group it must not answer everybody."""
        text = message.text or message.caption or ""
        if text.startswith("/"):
            return True
        answered = message.reply_to_message
        if answered and answered.from_user and answered.from_user.id == bot.id:
            return True
        me = await bot.me()
        return bool(me.username) and f"@{me.username}" in text


async def refuse(message: Message) -> None:
    """Ask to be written to in private; nothing that was said is kept."""
    await message.answer(texts.GROUP_REFUSED)


async def refuse_press(query: CallbackQuery) -> None:
    """A button that was forwarded into a group."""
    await query.answer(texts.GROUP_REFUSED, show_alert=True)


async def refuse_joining(event: ChatMemberUpdated) -> None:
    """Somebody has put the bot into a group."""
    await event.answer(texts.GROUP_REFUSED)


async def pass_over(message: Message) -> None:
    """What is not for us in a group is neither answered nor handed on."""
    del message


def setup() -> Router:
    """Before everything else, so that nothing said in a group reaches a conversation."""
    router = Router(name="groups")
    in_group = F.chat.type != "private"
    router.message.register(refuse, in_group, Addressed())
    router.message.register(pass_over, in_group)
    router.edited_message.register(pass_over, in_group)
    router.callback_query.register(refuse_press, F.message.chat.type != "private", F.message)
    joined = ChatMemberUpdatedFilter(JOIN_TRANSITION)
    router.my_chat_member.register(refuse_joining, in_group, joined)
    return router
