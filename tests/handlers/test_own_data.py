"""Stories of one's own data: asked to be corrected or deleted, seen to or refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.procedure import Role
from storage.data_requests import Standing, Wanted
from tests.handlers.staffkit import register

if TYPE_CHECKING:
    from storage.data_requests import DataRequest
    from tests.kit import Office, Person

WRONG = "电话写错了，应当是13812345678"


@pytest.fixture
async def zhou(office: Office) -> Person:
    """Zhou of the petition office."""
    return await office.staff("周信访", Role.OFFICE, None)


async def asked(office: Office, person: Person) -> list[DataRequest]:
    """What the person has asked for so far."""
    return await office.requests.mine(await office.actor(person))


async def test_a_correction_is_asked_for_seen_in_the_inbox_done_and_told(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang)
    await wang.says("我的信息")
    await wang.presses("更正我的信息")
    assert "要更正什么" in wang.last.text
    await wang.says(WRONG)
    assert "更正申请 1" in wang.said
    assert "尽快" in wang.said
    assert "第46、50条" in wang.said
    await office.deliver()
    assert "申请更正个人信息" in zhou.last.text
    assert "13812345678" not in zhou.last.text
    await zhou.says("/收件箱")
    await zhou.presses("个人信息申请 1 件")
    await zhou.presses("更正申请 1")
    assert WRONG in zhou.last.text
    assert "2026-1" in zhou.last.text
    await zhou.presses("办好了，告诉本人")
    assert "已告诉本人" in zhou.last.text
    await office.deliver()
    assert "您的信息已经更正" in wang.last.text
    await zhou.says("/收件箱")
    assert "个人信息申请 1 件" not in zhou.last.labels
    await wang.says("我的信息")
    assert "更正申请 1（2026年11月25日）：已办好" in wang.last.text


async def test_a_deletion_says_what_the_law_keeps_and_is_refused_with_a_reason(
    office: Office, wang: Person, zhou: Person
) -> None:
    await wang.says("删除我的信息")
    assert "保存期满以前不能删（《个人信息保护法》第47条）" in wang.last.text
    await wang.presses("能删的都删")
    assert "保存期满以前不能删" in wang.said
    await office.deliver()
    await zhou.presses("个人信息申请")
    await zhou.presses("删除申请 1")
    assert "法律没有定天数，请核实后尽快办" in zhou.last.text
    await zhou.says("不办申请1")
    assert "不办要说明理由" in zhou.last.text
    await zhou.says("不办申请1 " + "不" * 3001)
    assert "太长了" in zhou.last.text
    await zhou.says("不办申请1 档案保存期没有满")
    assert "理由已告诉本人" in zhou.last.text
    await office.deliver()
    assert "理由：档案保存期没有满" in wang.last.text
    assert "到法院起诉（《个人信息保护法》第50条）" in wang.last.text
    assert wang.last.labels == ["转人工"]
    (request,) = await asked(office, wang)
    assert request.standing is Standing.REFUSED


async def test_what_was_answered_is_not_answered_again(
    office: Office, wang: Person, zhou: Person
) -> None:
    bai = await office.staff("白洁", Role.OFFICE, None)
    await wang.says("更正我的信息")
    await wang.says(WRONG)
    for person in (zhou, bai):
        await person.says("信息申请")
        await person.presses("更正申请 1")
    await bai.presses("办好了，告诉本人")
    await zhou.presses("办好了，告诉本人")
    assert "已经有人办了" in zhou.toast
    await zhou.says("不办申请1 查无此人")
    assert "已经有人办了" in zhou.last.text


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("老板拖欠我三个月工资，一共一万二，说没钱", "人力资源和社会保障局"),
        ("信访局的王科长把我的名字告诉了村支书，还收了他的红包", "密封保存"),
        ("隔壁天天吵", "这件事归"),
        ("楼道里有人抽烟", "哪一种"),
        ("我不想活了", "110"),
        ("你好", "请直接说"),
        ("我的事项", "还没有登记过事项"),
        ("转人工", "信访"),
    ],
)
async def test_what_is_plainly_something_else_is_no_request(
    office: Office, wang: Person, said: str, heard: str
) -> None:
    await wang.says("更正我的信息")
    await wang.says(said)
    assert heard in wang.said
    await wang.says("谢谢")
    assert await asked(office, wang) == [], "the question was left"


@pytest.mark.parametrize("said", ["取消", "不改了"])
async def test_a_request_can_be_left(office: Office, wang: Person, said: str) -> None:
    await wang.says("更正我的信息")
    await wang.says(said)
    assert await asked(office, wang) == []
    assert await wang.says("不是这个意思")
    assert await asked(office, wang) == []


@pytest.mark.parametrize(
    "said",
    ["13812345678", "名字登错了，是王德富", "我投诉老板拖欠工资那件，我留的电话应当是13812345678"],
)
async def test_what_speaks_of_data_is_taken_whatever_matter_it_names(
    office: Office, wang: Person, said: str
) -> None:
    await wang.says("更正我的信息")
    await wang.says(said)
    (request,) = await asked(office, wang)
    assert (request.wanted, request.text) == (Wanted.CORRECT, said)


async def test_a_form_in_hand_waits_for_a_request_to_be_made(office: Office, wang: Person) -> None:
    await wang.says("楼下烧烤店油烟大得很，天天熏得开不了窗")
    await wang.presses("就是这个")
    await wang.says("更正我的信息")
    await wang.says(WRONG)
    await wang.presses("接着办")
    await wang.registers_rest()
    assert len(await office.casebook.mine(await office.actor(wang))) == 1


async def test_a_button_of_a_question_that_was_left_records_nothing(
    office: Office, wang: Person
) -> None:
    await wang.says("删除我的信息")
    question = wang.last
    await wang.says("取消")
    await wang.presses("能删的都删", on=question)
    assert wang.toast
    assert await asked(office, wang) == []


async def test_in_elder_mode_it_is_short_with_three_large_buttons(
    office: Office, zhou: Person
) -> None:
    zhang = office.person("张奶奶")
    await zhang.says("长辈模式")
    await zhang.says("我的信息")
    assert zhang.last.labels == ["更正我的信息", "删除我的信息", "转人工"]
    await zhang.presses("删除我的信息")
    assert zhang.last.labels == ["能删的都删", "转人工"]
    await zhang.presses("能删的都删")
    assert "尽快" in zhang.said
    assert "不能删" in zhang.said
    await zhou.says("不办申请1 档案保存期没有满")
    await office.deliver()
    assert len(zhang.last.text) < 110
    assert "理由：档案保存期没有满" in zhang.last.text


@pytest.mark.parametrize("role", [Role.CLERK, Role.DIRECTOR, Role.ADMINISTRATOR])
async def test_other_staff_see_no_requests(office: Office, wang: Person, role: Role) -> None:
    li = await office.staff("李同志", role, "housing" if role is Role.CLERK else None)
    await wang.says("更正我的信息")
    await wang.says(WRONG)
    await office.deliver()
    for said in ("信息申请", "/收件箱", "不办申请1 就是不办"):
        await li.says(said)
        assert "13812345678" not in li.said
        assert "个人信息申请 1 件" not in li.last.labels
    (request,) = await asked(office, wang)
    assert request.standing is Standing.OPEN


async def test_staff_who_go_back_to_work_are_no_longer_asked(
    office: Office, wang: Person, zhou: Person
) -> None:
    await wang.says("更正我的信息")
    await wang.says(WRONG)
    await zhou.says("更正我的信息")
    await zhou.says("/收件箱")
    await zhou.says("不办申请1 档案保存期没有满")
    assert await asked(office, zhou) == []
    (request,) = await asked(office, wang)
    assert request.standing is Standing.REFUSED


async def test_what_is_too_long_is_not_cut_in_silence(office: Office, wang: Person) -> None:
    await wang.says("更正我的信息")
    await wang.says("我的电话写错了" * 200)
    assert "太长了" in wang.last.text
    assert await asked(office, wang) == []
    await wang.says(WRONG)
    assert len(await asked(office, wang)) == 1


async def test_staff_ask_about_their_own_data_like_everybody(office: Office, zhou: Person) -> None:
    await zhou.says("更正我的信息")
    await zhou.says(WRONG)
    (request,) = await asked(office, zhou)
    await zhou.says("/信息申请")
    assert "没有等办的" in zhou.last.text, "nobody answers his own"
    bai = await office.staff("白洁", Role.OFFICE, None)
    await bai.says("信息申请")
    assert f"更正申请 {request.id}" in bai.last.text
