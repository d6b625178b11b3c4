"""A notice goes to the newest address that takes it, and only once it was taken is it sent."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import TelegramChannel, make_bot
from bot.channels.web import WebChannel
from bot.delivery import Channel, Delivery
from bot.settings import Settings
from bot.store import Store, open_store
from knowledge.triage import Desk
from tests.conftest import HandClock
from tests.fake_telegram import TOKEN, FakeTelegram, Fault

WANG = 101
NOTICE: dict[str, Any] = {
    "to": "citizen",
    "act": "accept",
    "case_id": 1,
    "number": "瀍信〔2026〕000001号",
    "status": "accepted",
    "unit": "human-resources",
}


@dataclass
class House:
    """A store, both channels, and the worker under test."""

    store: Store
    clock: HandClock
    web: WebChannel
    delivery: Delivery

    async def wang(self) -> int:
        """Somebody on Telegram."""
        return (await self.store.people.arrive("telegram", str(WANG))).person_id

    async def web_texts(self, chat: int) -> str:
        """All that was put into a web chat."""
        return str(await self.store.weblog.since(chat, 0, 100))


@pytest.fixture
async def house(
    tmp_path: Path, desk: Desk, clock: HandClock, telegram: FakeTelegram
) -> AsyncIterator[House]:
    async with open_store(Settings(data_dir=tmp_path), desk, clock=clock) as store:
        web = WebChannel(store.weblog, store.files, clock=clock)
        chat = TelegramChannel(make_bot(TOKEN, telegram.url))
        channels: dict[str, Channel] = {"web": web, "telegram": chat}
        made = Delivery(store.notices, store.people, store.lists, channels, asyncio.Event())
        yield House(store, clock, web, made)
        await web.close()
        await chat.bot.session.close()


async def test_a_notice_arrives_once(house: House, telegram: FakeTelegram) -> None:
    await house.store.notices.queue(await house.wang(), "act", NOTICE)

    assert await house.delivery.deliver() == 1
    assert await house.delivery.deliver() == 0

    assert telegram.texts(WANG).count("受理了") == 1


async def test_it_goes_where_the_person_was_last_seen(house: House, telegram: FakeTelegram) -> None:
    wang = await house.wang()
    house.clock.forward(hours=1)
    await house.store.people.attach(wang, "web", "browser")
    await house.store.notices.queue(wang, "act", NOTICE)
    await house.delivery.deliver()

    assert not telegram.shown[WANG]
    assert "受理了" in await house.web_texts(wang)


async def test_who_blocked_one_channel_is_told_on_the_other(
    house: House, telegram: FakeTelegram
) -> None:
    wang = (await house.store.people.arrive("web", "browser")).person_id
    house.clock.forward(hours=1)
    await house.store.people.attach(wang, "telegram", str(WANG))
    telegram.faults.append(Fault("sendMessage", 403))
    await house.store.notices.queue(wang, "act", NOTICE)

    await house.delivery.deliver()

    assert "受理了" in await house.web_texts(wang)


async def test_who_blocked_us_everywhere_is_not_tried_for_hours(
    house: House, telegram: FakeTelegram
) -> None:
    telegram.faults.append(Fault("sendMessage", 403))
    await house.store.notices.queue(await house.wang(), "act", NOTICE)
    await house.delivery.deliver()
    house.clock.forward(days=1)

    assert await house.delivery.deliver() == 0


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_in_trouble_is_tried_again_later(
    house: House, telegram: FakeTelegram, status: int
) -> None:
    telegram.faults.append(Fault("sendMessage", status))
    await house.store.notices.queue(await house.wang(), "act", NOTICE)

    await house.delivery.deliver()
    assert await house.delivery.deliver() == 0
    house.clock.forward(minutes=1)
    assert await house.delivery.deliver() == 1

    assert telegram.texts(WANG).count("受理了") == 1


async def test_as_long_as_telegram_asks_nothing_is_sent(
    house: House, telegram: FakeTelegram
) -> None:
    telegram.faults.append(Fault("sendMessage", 429, retry_after=300))
    await house.store.notices.queue(await house.wang(), "act", NOTICE)

    await house.delivery.deliver()
    house.clock.forward(seconds=299)
    assert await house.delivery.deliver() == 0
    house.clock.forward(seconds=2)
    assert await house.delivery.deliver() == 1

    assert "受理了" in telegram.texts(WANG)


async def test_a_bell_wakes_the_worker_and_stopping_finishes_its_round(
    house: House, telegram: FakeTelegram
) -> None:
    worker = asyncio.create_task(house.delivery.run())
    await asyncio.sleep(0.1)
    await house.store.notices.queue(await house.wang(), "act", NOTICE)
    house.delivery.ring()
    await asyncio.sleep(0)
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    await house.delivery.deliver()

    assert telegram.texts(WANG).count("受理了") == 1


async def test_somebody_whose_channel_is_switched_off_is_waited_for(
    house: House, telegram: FakeTelegram
) -> None:
    person = (await house.store.people.arrive("wechat", "abc")).person_id
    await house.store.notices.queue(person, "act", NOTICE)

    await house.delivery.deliver()
    house.clock.forward(hours=1)

    assert await house.delivery.deliver() == 1


async def test_two_workers_send_each_notice_once_and_each_persons_in_order(
    house: House, telegram: FakeTelegram
) -> None:
    people = range(WANG, WANG + 5)
    for number in range(1, 5):
        for chat in people:
            person = (await house.store.people.arrive("telegram", str(chat))).person_id
            notice = NOTICE | {"number": f"瀍信〔2026〕00000{number}号"}
            await house.store.notices.queue(person, "act", notice)

    other = replace(house.delivery, bell=asyncio.Event())
    tried = await asyncio.gather(*(worker.deliver() for worker in (house.delivery, other) * 2))

    assert sum(tried) == 20
    for chat in people:
        numbers = re.findall(r"00000(\d)号", telegram.texts(chat))
        assert numbers == ["1", "2", "3", "4"]


async def test_a_channel_in_trouble_ends_the_round_and_the_rest_goes_in_the_next(
    house: House, telegram: FakeTelegram
) -> None:
    wang = await house.wang()
    for _ in range(3):
        await house.store.notices.queue(wang, "act", NOTICE)
    telegram.faults.append(Fault("sendMessage", 500))

    assert await house.delivery.deliver() == 1
    assert await house.delivery.deliver() == 2
    house.clock.forward(minutes=1)
    assert await house.delivery.deliver() == 1

    assert telegram.texts(WANG).count("受理了") == 3


async def test_a_notice_that_cannot_be_worded_holds_up_nobody(
    house: House, telegram: FakeTelegram
) -> None:
    wang = await house.wang()
    await house.store.notices.queue(wang, "act", NOTICE | {"act": "an act of the future"})
    await house.store.notices.queue(wang, "act", NOTICE)

    assert await house.delivery.deliver() == 1
    assert await house.delivery.deliver() == 1

    assert telegram.texts(WANG).count("受理了") == 1
