"""Buttons pressed late, twice, crosswise or at once change nothing and are answered politely."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from knowledge.procedure import Act, Role, Status

if TYPE_CHECKING:
    from tests.kit import Bubble, Office, Person

WAGES = "老板三个月没发工资，一共欠我一万八，我在五股路的工地上干活"
SMOKE = "楼下烧烤店油烟大得很，天天熏得开不了窗"


def pressed_before(bubble: Bubble, label: str) -> str:
    """What a button sends, to be pressed again when it is gone."""
    data = bubble.data(label)
    assert data is not None
    return data


async def test_a_double_press_registers_once(office: Office, wang: Person) -> None:
    await wang.says(WAGES)
    summary = await wang.registers_rest(first="就是这个", stop=True)
    submit = pressed_before(summary, "确认登记")
    await wang.presses("确认登记")
    await wang.presses_data(submit, message_id=summary.message_id)
    assert "已经登记过" in wang.toast
    assert len(await office.casebook.mine(await office.actor(wang))) == 1


async def test_two_presses_at_once_register_once(office: Office, wang: Person) -> None:
    await wang.says(WAGES)
    summary = await wang.registers_rest(first="就是这个", stop=True)
    submit = pressed_before(summary, "确认登记")
    at = summary.message_id
    await asyncio.gather(*(wang.presses_data(submit, message_id=at) for _ in range(3)))
    assert len(await office.casebook.mine(await office.actor(wang))) == 1


async def test_pressed_buttons_disappear(wang: Person) -> None:
    card = await wang.says(WAGES)
    await wang.presses("就是这个")
    assert card.labels == []


async def test_an_answered_question_cannot_be_answered_by_its_old_button(
    office: Office, wang: Person
) -> None:
    await wang.says(SMOKE)
    await wang.presses("就是这个")
    places = wang.last
    dongguan, hualin = (pressed_before(places, name) for name in ("东关街道", "华林街道"))
    await wang.presses_data(dongguan, message_id=places.message_id)
    await wang.presses_data(hualin, message_id=places.message_id)
    assert "已经选过" in wang.toast
    assert not wang.heard
    await wang.registers_rest()
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert office.rlist.places[case.place_code or ""].name == "东关街道"


async def test_yes_and_no_pressed_together_count_once(wang: Person) -> None:
    card = await wang.says(SMOKE)
    yes, other = (pressed_before(card, label) for label in ("就是这个", "不对，换一个"))
    await wang.presses_data(yes, message_id=card.message_id)
    await wang.presses_data(other, message_id=card.message_id)
    assert "已经选过" in wang.toast
    assert "说不清" in wang.last.labels, "the form stays where it was"


async def test_the_button_of_another_matter_does_not_answer_this_one(wang: Person) -> None:
    old = await wang.says(WAGES)
    yes = pressed_before(old, "就是这个")
    await wang.says("取消")
    await wang.presses("删掉")
    await wang.says(SMOKE)
    await wang.presses_data(yes, message_id=old.message_id)
    assert "过期" in wang.toast
    assert "就是这个" in wang.last.labels


async def test_the_card_before_last_does_not_count(wang: Person) -> None:
    first = await wang.says(WAGES)
    yes = pressed_before(first, "就是这个")
    await wang.says("包工头姓李，一共二十个人都没拿到工资")
    await wang.presses_data(yes, message_id=first.message_id)
    assert "已经选过" in wang.toast
    assert "就是这个" in wang.last.labels


async def test_a_button_of_last_week_is_answered_politely(office: Office, wang: Person) -> None:
    card = await wang.says(WAGES)
    yes = pressed_before(card, "就是这个")
    await wang.registers_rest(first="就是这个")
    office.clock.forward(days=7)
    await wang.presses_data(yes, message_id=card.message_id)
    assert "登记过" in wang.toast
    await wang.presses_data("f:old", message_id=1)
    assert "过期" in wang.toast
    await wang.presses_data("what:is:this", message_id=1)
    assert "过期" in wang.toast


async def test_a_button_while_a_message_waits_to_be_sorted(wang: Person) -> None:
    await wang.says(SMOKE)
    await wang.presses("就是这个")
    place = pressed_before(wang.last, "东关街道")
    await wang.says("还有一件，" + WAGES)
    assert "另一件事" in wang.last.text
    await wang.presses_data(place)
    assert "先回答" in wang.toast
    await wang.presses("是对刚才问题的回答")


async def test_somebody_elses_button_opens_nothing(office: Office, wang: Person) -> None:
    await wang.registers(WAGES)
    opens = pressed_before(wang.last, "看这件事")
    li = office.person("李师傅")
    await li.says("/start")
    await li.presses_data(opens)
    assert "没有找到" in li.toast


async def test_a_withdrawal_is_refused_when_the_case_moved_on(office: Office, wang: Person) -> None:
    clerk = await office.staff("人社局的陈", Role.CLERK, "human-resources")
    await wang.registers(WAGES)
    await wang.presses("看这件事")
    await wang.presses("撤回")
    actor = await office.actor(wang)
    case = (await office.casebook.mine(actor))[0]
    await office.casebook.act(case.id, Act.ACCEPT, by=await office.actor(clerk))
    await wang.presses("确定撤回")
    assert "新进展" in wang.toast
    assert (await office.casebook.get(case.id, actor)).status is Status.ACCEPTED


async def test_throwing_one_matter_away_keeps_the_message_that_was_not_sorted_yet(
    wang: Person,
) -> None:
    await wang.says(SMOKE)
    await wang.presses("就是这个")
    await wang.says("还有一件，" + WAGES)
    await wang.says("取消")
    await wang.presses("删掉")
    await wang.presses("接着办")
    assert "人力资源和社会保障局" in wang.last.text


async def test_a_person_asked_for_while_a_message_waits_loses_neither(wang: Person) -> None:
    await wang.says(SMOKE)
    await wang.presses("就是这个")
    await wang.says("还有一件，" + WAGES)
    await wang.says("转人工")
    assert "亲自" in wang.last.text
    await wang.registers_rest()
    assert any(label.startswith("接着办") for label in wang.last.labels)
