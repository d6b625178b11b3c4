"""Somebody who presses and types at random is always answered, and nothing ever breaks."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.kit import Office, Person

STEPS = 70
TEXTS = (
    "老板三个月没发工资，一共欠我一万八",
    "楼下烧烤店油烟大得很，天天熏得开不了窗",
    "我要举报我们村支书贪污征地补偿款二十万",
    "建议在小学门口加个红绿灯",
    "想问问低保怎么申请",
    "谢谢社区的小刘",
    "你们这帮饭桶",
    "我不想活了",
    "王德福",
    "13837912345",
    "东关街道",
    "没有",
    "是",
    "不对",
    "1",
    "取消",
    "我的事项",
    "转人工",
    "长辈模式",
    "标准模式",
    "我的信息",
    "更正我的信息",
    "删除我的信息",
    "查询",
    "查询 1",
    "查询 1 1234-5678",
    "😀",
    "hello",
    "",
    "字" * 4000,
)
KINDS = ("photo", "voice", "sticker", "document", "video_note")


async def step(person: Person, chance: random.Random) -> None:
    """One action: mostly a press, of any button ever seen; else words, a file or an edit."""
    pressed = [data for bubble in person.seen for data in bubble]
    dice = chance.random()
    if dice < 0.6 and pressed:
        recent = pressed[-6:] if chance.random() < 0.7 else pressed
        await person.presses_data(chance.choice(recent), message_id=person.last.message_id)
    elif dice < 0.9:
        await person.says(chance.choice(TEXTS))
    elif dice < 0.97:
        await person.sends(chance.choice(KINDS))
    else:
        await person.edits(chance.choice(TEXTS[:3]))


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_random_walk_is_always_answered(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    person = office.person(f"乱点的人{seed}")
    for n in range(STEPS):
        await step(person, chance)
        assert person.heard or person.toast or person.acknowledged, n
        assert "代号" not in person.said + person.toast, n
        if n % 25 == 0:
            await office.restart()
    drawer_and_cases = await office.casebook.mine(await office.actor(person))
    assert len({case.number for case in drawer_and_cases}) == len(drawer_and_cases)
