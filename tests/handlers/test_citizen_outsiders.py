"""A word of the staff's work said by somebody without a post is explained, not matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.procedure import Role

if TYPE_CHECKING:
    from tests.kit import Office, Person

WAGES = "老板三个月没发工资，一共欠我一万八，我在五股路的工地上干活"


@pytest.mark.parametrize(
    "word",
    [
        "收件箱", "统计", "待办", "/收件箱", "待分派", "在办", "人员", "报表", "工作台",
        "统计 本月", "/统计 本月", "/人员", "受理 1", "/办结 12", "/答复 3 已经解决", "统计。",
    ],
)  # fmt: skip
async def test_a_word_of_the_work_is_for_those_who_are_invited(wang: Person, word: str) -> None:
    await wang.says(word)
    assert "工作人员" in wang.last.text
    assert "邀请码" in wang.last.text
    assert "直接说" in wang.last.text
    assert "就是这个" not in wang.last.labels, "nothing was matched"


@pytest.mark.parametrize(
    "sentence",
    [
        "统计局的人上班不办事，跑了三趟都没人",
        "收件箱的锁坏了，物业三个月不修",
        "人员太杂，小区保安不管",
    ],
)
async def test_a_complaint_that_begins_with_such_a_word_is_a_complaint(
    wang: Person, sentence: str
) -> None:
    await wang.says(sentence)
    assert "工作人员用的" not in wang.said


async def test_a_form_stays_where_it_was(wang: Person) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    await wang.says("收件箱")
    assert "工作人员" in wang.last.text
    await wang.says("把工资发给我")
    assert "姓名" in wang.last.text


async def test_in_elder_mode_it_is_said_shortly(wang: Person) -> None:
    await wang.says("长辈模式")
    await wang.says("收件箱")
    assert "直接说就行" in wang.last.text
    assert len(wang.last.text) < 40


async def test_whoever_comes_first_with_such_a_word_gets_the_notice(office: Office) -> None:
    li = office.person("李师傅")
    await li.says("收件箱")
    assert "隐私" in li.heard[0].text


async def test_staff_who_tell_a_matter_of_their_own_hear_how_to_get_back(office: Office) -> None:
    chen = await office.staff("人社局的陈", Role.CLERK, "human-resources")
    await chen.says("我要反映")
    await chen.says("收件箱")
    assert "/收件箱" in chen.last.text
    await chen.says("/收件箱")
    assert "待办" in chen.last.text


async def test_an_invitation_opens_the_door_as_promised(office: Office, wang: Person) -> None:
    await wang.says("收件箱")
    invitation = await office.people.invite(Role.CLERK, unit="housing", by=None)
    await wang.says(invitation.code)
    await wang.says("收件箱")
    assert "没有待办" in wang.last.text
