"""An update that was acknowledged is handled: in order, once, also by the next process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.types import Message

from bot.channels.telegram import make_bot
from bot.intake import Intake, chat_of
from handlers.texts import errors as texts
from storage.database import Database
from storage.inbox import Inbox
from tests.conftest import HandClock
from tests.fake_telegram import TOKEN, FakeTelegram

WANG, LI = 101, 202


def message(update_id: int, person: int, text: str) -> dict[str, Any]:
    sender = {"id": person, "is_bot": False, "first_name": "P"}
    chat = {"id": person, "type": "private"}
    said = {"message_id": update_id, "date": 0, "chat": chat, "from": sender, "text": text}
    return {"update_id": update_id, "message": said}


@dataclass
class Room:
    """Handlers that note what they hear; ``slow`` waits to be let go, ``bad`` breaks."""

    heard: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def dispatcher(self) -> Dispatcher:
        router = Router()

        @router.message()
        async def listen(said: Message) -> None:
            if said.text == "slow":
                await self.gate.wait()
            if said.text == "bad":
                raise RuntimeError("张三 13800001111")
            self.heard.append(str(said.text))

        dispatcher = Dispatcher()
        dispatcher.include_router(router)
        return dispatcher


@dataclass
class Desk:
    """An intake over a real inbox."""

    inbox: Inbox
    bot: Bot
    room: Room

    def intake(self) -> Intake:
        return Intake(self.inbox, self.room.dispatcher(), bots={"telegram": self.bot})


@pytest.fixture
async def desk(tmp_path: Path, clock: HandClock, telegram: FakeTelegram) -> AsyncIterator[Desk]:
    database = Database.open(f"sqlite+aiosqlite:///{tmp_path / 'fenliu.db'}")
    await database.migrate()
    bot = make_bot(TOKEN, telegram.url)
    yield Desk(Inbox(database, clock), bot, Room())
    await bot.session.close()
    await database.close()


async def test_one_persons_messages_are_handled_in_their_order(desk: Desk) -> None:
    intake = desk.intake()
    for number, text in enumerate(["slow", "second", "third"], 1):
        await intake.feed("telegram", message(number, WANG, text))
    await intake.feed("telegram", message(4, LI, "from somebody else"))
    await asyncio.sleep(0.05)

    assert desk.room.heard == ["from somebody else"]
    desk.room.gate.set()
    await intake.idle()
    assert desk.room.heard[1:] == ["slow", "second", "third"]


async def test_an_update_that_comes_twice_is_handled_once(desk: Desk) -> None:
    intake = desk.intake()

    assert await intake.feed("telegram", message(1, WANG, "hello"))
    assert not await intake.feed("telegram", message(1, WANG, "hello"))
    await intake.idle()

    assert desk.room.heard == ["hello"]


async def test_a_handler_that_breaks_is_apologised_for_and_not_tried_again(
    desk: Desk, telegram: FakeTelegram
) -> None:
    intake = desk.intake()
    await intake.feed("telegram", message(1, WANG, "bad"))
    await intake.feed("telegram", message(2, WANG, "good"))
    await intake.idle()

    assert telegram.texts(WANG) == texts.FAILED
    assert desk.room.heard == ["good"]
    assert await desk.inbox.pending("telegram") == []


async def test_what_a_process_left_is_handled_by_the_next_in_the_old_order(desk: Desk) -> None:
    first = desk.intake()
    for number, text in enumerate(["slow", "second", "third"], 1):
        await first.feed("telegram", message(number, WANG, text))
    await first.stop(patience=0.05)
    assert desk.room.heard == []

    desk.room.gate.set()
    second = desk.intake()
    assert await second.replay() == 3
    await second.idle()

    assert desk.room.heard == ["slow", "second", "third"]
    assert await desk.inbox.pending("telegram") == []


async def test_stopping_waits_for_what_has_begun(desk: Desk) -> None:
    intake = desk.intake()
    await intake.feed("telegram", message(1, WANG, "slow"))
    await asyncio.sleep(0.05)
    asyncio.get_running_loop().call_later(0.05, desk.room.gate.set)

    await intake.stop(patience=5)

    assert desk.room.heard == ["slow"]


async def test_looking_again_does_not_handle_what_is_being_handled(desk: Desk) -> None:
    intake = desk.intake()
    await intake.feed("telegram", message(1, WANG, "slow"))

    assert await intake.replay() == 0
    desk.room.gate.set()
    await intake.idle()
    assert desk.room.heard == ["slow"]


@pytest.mark.parametrize(
    ("payload", "chat"),
    [
        (message(1, WANG, "x"), WANG),
        ({"update_id": 1, "callback_query": {"id": "1", "message": {"chat": {"id": 5}}}}, 5),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -7}, "from": {"id": 1}}}, -7),
        ({"update_id": 1, "inline_query": {"from": {"id": 9}}}, 9),
        ({"update_id": 1, "poll": {"id": "3"}}, None),
    ],
)
def test_the_chat_of_an_update_is_found_whatever_its_kind(
    payload: dict[str, Any], chat: int | None
) -> None:
    assert chat_of(payload) == chat
