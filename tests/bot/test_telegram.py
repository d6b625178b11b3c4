"""One case from the first message to the rating, over real HTTP, through restarts and faults."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import App, build
from bot.channels.telegram import TelegramChannel, make_bot
from bot.refusals import BadToken
from bot.settings import Settings
from knowledge.procedure import Role, Status
from knowledge.triage import Desk
from tests.fake_telegram import TOKEN, FakeTelegram, Fault, becomes

WANG, MA = 101, 202
COMPLAINT = "老板拖欠我三个月工资一共两万元，一直不给，我在东关干活，怎么办？"
NOTICE = {
    "to": "citizen",
    "act": "accept",
    "case_id": 1,
    "number": "瀍信〔2026〕000001号",
    "status": "accepted",
    "unit": "human-resources",
}
NUMBER = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕\d{6}号")


@dataclass
class Office:
    """The settings of a process that a test starts and stops."""

    settings: Settings
    desk: Desk

    @asynccontextmanager
    async def open(self) -> AsyncIterator[App]:
        """The process from start to stop."""
        app = await build(self.settings, desk=self.desk)
        try:
            await app.start()
            yield app
        finally:
            await app.stop()


@pytest.fixture
def office(tmp_path: Path, telegram: FakeTelegram, desk: Desk) -> Office:
    settings = Settings(
        data_dir=tmp_path / "data",
        telegram_token=SecretStr(TOKEN),
        telegram_api=telegram.url,
    )
    return Office(settings, desk)


async def register(telegram: FakeTelegram) -> str:
    """Wang tells of his wages and answers what is asked; returns the number of his case."""
    await telegram.says(WANG, COMPLAINT)
    await telegram.until(WANG, "人力资源和社会保障局")
    await telegram.presses(WANG, "就是这个")
    await telegram.until(WANG, "怎么解决")
    await telegram.says(WANG, "把工资发给我")
    await telegram.until(WANG, "怎么称呼")
    await telegram.says(WANG, "王建国")
    await telegram.until(WANG, "电话")
    await telegram.presses(WANG, "不留电话")
    await telegram.until(WANG, "材料")
    await telegram.sends_document(WANG, "欠条.pdf", b"%PDF-1.4 owed")
    await telegram.until(WANG, "文件已存好")
    await telegram.presses(WANG, "发完了")
    await telegram.presses_when_shown(WANG, "登记")
    receipt = await telegram.until(WANG, "查询码")
    found = NUMBER.search(receipt)
    assert found, receipt
    return found.group()


async def join(app: App, telegram: FakeTelegram, person: int) -> None:
    """A mediator of the labour office enters with the code of an invitation."""
    made = await app.people.invite(Role.MEDIATOR, unit="human-resources", by=None)
    await telegram.says(person, f"/start {made.code}")
    await telegram.until(person, "调解员")


async def test_a_case_goes_from_the_first_message_to_the_rating(
    office: Office, telegram: FakeTelegram
) -> None:
    async with office.open() as app:
        await join(app, telegram, MA)
        number = await register(telegram)
        await telegram.until(MA, "新事项")
        await telegram.presses(MA, "看这件事")
        await telegram.presses_when_shown(MA, "受理")
        await telegram.until(WANG, "受理了")
        await telegram.presses_when_shown(MA, "转入调解")
        await telegram.until(WANG, "进入调解")
        await telegram.presses_when_shown(MA, "达成协议")
        await telegram.until(MA, "信访人会收到")
        await telegram.says(MA, "公司十二月五日前一次付清两万元")
        await telegram.until(WANG, "公司十二月五日前一次付清两万元")
        await telegram.presses_when_shown(MA, "办结")
        await telegram.until(WANG, "办结了")
        await telegram.presses(WANG, "评价")
        await telegram.presses_when_shown(WANG, "满意")
        await telegram.presses_when_shown(WANG, "直接提交")
        await telegram.until(MA, "评价了")

        wang = await app.people.arrive("telegram", str(WANG))
        (case,) = await app.casebook.mine(wang)
        assert (case.status, case.number, case.attachments) == (Status.RATED, number, 1)
        assert not telegram.faults


async def test_a_restart_in_the_middle_of_the_form_forgets_nothing(
    office: Office, telegram: FakeTelegram
) -> None:
    async with office.open():
        await telegram.says(WANG, COMPLAINT)
        await telegram.until(WANG, "人力资源和社会保障局")
        await telegram.presses(WANG, "就是这个")
        await telegram.until(WANG, "怎么解决")
    await telegram.says(WANG, "把工资发给我")
    async with office.open():
        await telegram.until(WANG, "怎么称呼")


async def test_an_update_delivered_again_after_a_restart_is_answered_once(
    office: Office, telegram: FakeTelegram
) -> None:
    async with office.open():
        said = await telegram.says(WANG, "/start")
        await telegram.until(WANG, "隐私")
        await telegram.settled()
    shown = len(telegram.shown[WANG])
    telegram.confirmed = 0
    await telegram.again(said)

    async with office.open() as app:
        await telegram.settled()
        await app.intake.idle()

    assert len(telegram.shown[WANG]) == shown


async def test_a_notice_waits_as_long_as_telegram_says(
    office: Office, telegram: FakeTelegram
) -> None:
    async with office.open() as app:
        await telegram.says(WANG, "/start")
        await telegram.until(WANG, "隐私")
        wang = await app.people.arrive("telegram", str(WANG))
        telegram.faults.append(Fault("sendMessage", 429, retry_after=3))
        await app.notices.queue(wang.person_id, "act", NOTICE)
        await becomes(lambda: not telegram.faults, 5)
        refused = asyncio.get_running_loop().time()

        await telegram.until(WANG, "受理了")
        assert asyncio.get_running_loop().time() - refused >= 3
        assert telegram.texts(WANG).count("受理了") == 1


@pytest.mark.parametrize("status", [500, 502, 429])
async def test_a_poll_that_fails_is_repeated(
    office: Office, telegram: FakeTelegram, status: int
) -> None:
    telegram.faults.append(Fault("getUpdates", status, retry_after=1 if status == 429 else None))
    async with office.open():
        await telegram.says(WANG, "/start")
        await telegram.until(WANG, "隐私")


async def test_a_wrong_token_is_refused_at_the_start(
    office: Office, telegram: FakeTelegram
) -> None:
    for token in ("8:unknown", "no token at all"):
        settings = office.settings.model_copy(update={"telegram_token": SecretStr(token)})
        with pytest.raises(BadToken):
            async with Office(settings, office.desk).open():
                pass


async def test_updates_reach_the_inbox_as_they_came(office: Office, telegram: FakeTelegram) -> None:
    heard = []

    async def feed(channel: str, payload: dict[str, object]) -> bool:
        heard.append((channel, payload))
        return True

    said = await telegram.says(WANG, "您好", message_thread_id=None)
    channel = TelegramChannel(make_bot(TOKEN, telegram.url))
    await channel.take(feed)
    await channel.bot.session.close()

    said["message"].pop("message_thread_id")
    (update,) = heard
    assert update[0] == "telegram"
    assert said["message"].items() <= update[1]["message"].items()  # type: ignore[attr-defined]


@pytest.mark.postgres
async def test_the_same_walk_works_on_postgresql(
    office: Office, telegram: FakeTelegram, postgres_url: str
) -> None:
    settings = office.settings.model_copy(update={"database_url": SecretStr(postgres_url)})
    async with Office(settings, office.desk).open() as app:
        await join(app, telegram, MA)
        number = await register(telegram)
        await telegram.until(MA, "新事项")
        await telegram.presses(MA, "看这件事")
        await telegram.presses_when_shown(MA, "受理")
        assert number in await telegram.until(WANG, "受理了")
