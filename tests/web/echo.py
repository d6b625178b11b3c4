"""A small bot for the web chat's own tests: it answers in every way a page must show."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.filters import CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)


def keyboard(*rows: tuple[tuple[str, str], ...]) -> InlineKeyboardMarkup:
    """Rows of label and data; data that looks like an address makes a link."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text=label, url=data)
                if data.startswith("https://")
                else InlineKeyboardButton(text=label, callback_data=data)
                for label, data in row
            ]
            for row in rows
        ]
    )


ADVICE = keyboard(
    (("就是这个", "yes"), ("不对，换一个", "other")),
    (("看法律原文", "https://flk.npc.gov.cn/"),),
    (("转人工", "person"),),
)


def setup() -> Router:
    """A router of its own for every dispatcher."""
    router = Router()
    router.message.register(start, CommandStart())
    router.message.register(sheet, F.text == "表格")
    router.message.register(picture, F.text == "图片")
    router.message.register(gone, F.text == "收回")
    router.message.register(typing, F.text == "慢慢说")
    router.message.register(long_card, F.text == "长卡片")
    router.message.register(notice_later, F.text == "长卡片再来通知")
    router.message.register(many_choices, F.text == "哪个街道")
    router.message.register(advise, F.text)
    router.message.register(place, F.location)
    router.message.register(received)
    router.callback_query.register(alarm, F.data == "person")
    router.callback_query.register(chosen)
    return router


async def start(message: Message) -> None:
    await message.answer(
        "您好，这里是<b>信访局</b>。有什么事，直接说就行。\n<i>您的信息只用于办理。</i>",
        reply_markup=keyboard((("怎么用", "help"),)),
    )


async def advise(message: Message) -> None:
    await message.answer(f"您说的是：<b>{message.html_text}</b>", reply_markup=ADVICE)


async def long_card(message: Message) -> None:
    lines = "\n".join(f"第{n}行，这里说明一条可以走的路和它的期限" for n in range(1, 40))
    await message.answer(f"<b>卡片开头</b>\n{lines}\n卡片结尾", reply_markup=ADVICE)


async def notice_later(message: Message) -> None:
    await long_card(message)
    await message.answer("您的事办结了", reply_markup=keyboard((("评价", "rate"),)))


async def many_choices(message: Message) -> None:
    rows = ((f"第{n}街道", f"place{n}") for n in range(20))
    await message.answer("事情发生在哪里？", reply_markup=keyboard(*((row,) for row in rows)))


async def chosen(query: CallbackQuery) -> None:
    await query.answer("好的")
    assert isinstance(query.message, Message)
    await query.message.edit_text(f"{query.message.html_text}\n✅ 已选 {query.data}")


async def alarm(query: CallbackQuery) -> None:
    await query.answer("已为您转人工，请稍候。", show_alert=True)


async def sheet(message: Message) -> None:
    file = BufferedInputFile(b"a,b\n1,2\n", "本月统计.csv")
    await message.answer_document(file, caption="本月的表")


async def picture(message: Message) -> None:
    await message.answer_photo(BufferedInputFile(PNG, "图.png"), caption="一张图")


async def gone(message: Message) -> None:
    said = await message.answer("这句要收回")
    await said.delete()


async def typing(message: Message, bot: Bot) -> None:
    await bot.send_chat_action(message.chat.id, "typing")
    await message.answer("说完了")


async def place(message: Message) -> None:
    assert message.location is not None
    await message.answer(f"收到位置 {message.location.latitude:.3f}")


async def received(message: Message, bot: Bot) -> None:
    """Download what was sent, as a handler that keeps evidence does."""
    part = message.document or message.voice or (message.photo[-1] if message.photo else None)
    assert part is not None
    content = await bot.download(part)
    assert content is not None
    await message.answer(f"收到{message.content_type.lower()}，{len(content.read())}字节")
