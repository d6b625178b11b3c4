"""The bot's side of the web chat: Bot API methods carried out on a browser's log."""

from __future__ import annotations

import asyncio

import pytest
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.web_session import UnexpectedMethod
from tests.web.conftest import House
from tests.web.echo import keyboard

CHAT = 7


async def test_messages_are_numbered_upwards_also_when_many_are_sent_at_once(house: House) -> None:
    bot = house.channel.bot
    sent = await asyncio.gather(*(bot.send_message(CHAT, f"第{n}条") for n in range(20)))
    ids = [message.message_id for message in sent]
    assert len(set(ids)) == 20
    later = await bot.send_message(CHAT, "再一条")
    assert later.message_id > max(ids)
    assert [seq for seq, _, _ in await house.weblog.since(CHAT, 0, 50)] == sorted(
        [*ids, later.message_id]
    )


async def test_a_sent_message_can_be_edited_by_what_sending_returned(house: House) -> None:
    sent = await house.channel.bot.send_message(
        CHAT, "<b>好</b>的 &lt;3", reply_markup=keyboard((("是", "yes"),))
    )
    assert sent.text == "好的 <3"
    assert sent.html_text == "<b>好</b>的 &lt;3"
    assert sent.reply_markup is not None
    edited = await sent.edit_text("改了")
    assert not isinstance(edited, bool)
    assert (edited.message_id, edited.text, edited.reply_markup) == (sent.message_id, "改了", None)
    again = await sent.edit_text("改了")
    assert again == edited
    kinds = [kind for _, kind, _ in await house.weblog.since(CHAT, 0, 50)]
    assert kinds == ["message", "edit"], "an edit that changes nothing is no news"
    await sent.edit_reply_markup(reply_markup=keyboard((("再来", "more"),)))
    await sent.delete()
    with pytest.raises(TelegramBadRequest, match="not found"):
        await sent.edit_text("太晚了")
    with pytest.raises(TelegramBadRequest, match="not found"):
        await sent.delete()


async def test_a_document_comes_out_of_the_store_as_it_went_in(house: House) -> None:
    bot = house.channel.bot
    sent = await bot.send_document(CHAT, BufferedInputFile(b"1,2", "表.csv"), caption="<i>表</i>")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("表.csv", "text/csv")
    assert (sent.caption, sent.document.file_size) == ("表", 3)
    content = await bot.download(sent.document)
    assert content is not None
    assert content.read() == b"1,2"
    edited = await sent.edit_caption(caption="新的说明")
    assert not isinstance(edited, bool)
    assert edited.caption == "新的说明"
    assert edited.document == sent.document


async def test_a_picture_and_a_voice_are_what_they_are(house: House) -> None:
    bot = house.channel.bot
    photo = await bot.send_photo(CHAT, BufferedInputFile(b"\xff\xd8\xff", "a.jpg"))
    voice = await bot.send_voice(CHAT, BufferedInputFile(b"OggS", "a.ogg"), duration=4)
    assert photo.photo
    assert voice.voice is not None
    assert voice.voice.duration == 4
    with pytest.raises(TelegramBadRequest, match="send the file itself"):
        await bot.send_photo(CHAT, photo.photo[0].file_id)


async def test_the_small_things_a_bot_asks_for(house: House) -> None:
    bot = house.channel.bot
    assert (await bot.get_me()).is_bot
    assert await bot.set_my_commands([BotCommand(command="start", description="开始")])
    assert [c.command for c in await bot.get_my_commands()] == ["start"]
    assert await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    assert await bot.send_chat_action(CHAT, "typing")
    assert await bot.delete_webhook()
    assert await house.weblog.since(CHAT, 0, 9) == []


async def test_what_a_browser_cannot_show_is_refused_by_name(house: House) -> None:
    bot = house.channel.bot
    with pytest.raises(UnexpectedMethod, match="the web chat has no SendDice"):
        await bot.send_dice(CHAT)
    with pytest.raises(TelegramBadRequest, match="parse mode MarkdownV2"):
        await bot.send_message(CHAT, "*x*", parse_mode=ParseMode.MARKDOWN_V2)
    reply = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="是")]])
    with pytest.raises(TelegramBadRequest, match="ReplyKeyboardMarkup"):
        await bot.send_message(CHAT, "选", reply_markup=reply)
    script = InlineKeyboardButton(text="坏", url="javascript:alert(1)")
    with pytest.raises(TelegramBadRequest, match="坏"):
        await bot.send_message(
            CHAT, "点", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[script]])
        )
    with pytest.raises(TelegramBadRequest, match="empty"):
        await bot.send_message(CHAT, " ")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message("@channel", "喂")
    with pytest.raises(TelegramBadRequest, match="query id"):
        await bot.answer_callback_query("7")
    assert await house.weblog.since(CHAT, 0, 9) == []


async def test_text_without_markup_and_without_keyboard_is_shown_as_it_is(house: House) -> None:
    sent = await house.channel.bot.send_message(
        CHAT, "1 < 2 <b>", parse_mode=None, reply_markup=ReplyKeyboardRemove()
    )
    assert sent.text == "1 < 2 <b>"
