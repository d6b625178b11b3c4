"""Elder mode: notices and cases in a few lines, three large buttons, and the rest on demand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from handlers.texts import notices
from knowledge.procedure import RULES, Act, Role
from tests.handlers.staffkit import WAGES, register
from tests.kit import check_html

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList
    from storage.cases import Case
    from tests.kit import Office, Person

ANSWER = "经查，公司欠付工资属实。" * 30
MOST_BUTTONS = 3


@pytest.fixture
async def zhang(office: Office) -> Person:
    """Grandmother Zhang, who likes it short."""
    person = office.person("张奶奶")
    await person.says("/start")
    await person.says("长辈模式")
    return person


async def answered(office: Office, citizen: Person) -> Case:
    """A case with a long answer, told to the citizen."""
    clerk = await office.staff("人社局的陈", Role.CLERK, "human-resources")
    case = await register(office, citizen)
    by = await office.actor(clerk)
    for act, text in ((Act.ACCEPT, None), (Act.HANDLE, None), (Act.ANSWER, ANSWER)):
        await office.casebook.act(case.id, act, by=by, text=text)
    await office.deliver()
    return case


async def test_a_notice_is_short_and_has_few_large_buttons(office: Office, zhang: Person) -> None:
    await answered(office, zhang)
    notice = zhang.last
    assert "人力资源和社会保障局" in notice.text
    assert len(notice.text) < 160
    assert notice.labels == ["详细说明", "转人工"]
    assert all(len(row) == 1 for row in notice.rows)


async def test_what_a_notice_left_out_is_one_press_away(office: Office, zhang: Person) -> None:
    case = await answered(office, zhang)
    await zhang.presses("详细说明")
    assert ANSWER in zhang.last.text
    assert case.number in zhang.last.text
    assert "补充" in zhang.last.labels
    assert zhang.last.labels[-1] == "转人工"


async def test_nothing_is_left_out_of_a_short_notice(office: Office, zhang: Person) -> None:
    clerk = await office.staff("人社局的陈", Role.CLERK, "human-resources")
    case = await register(office, zhang)
    await office.casebook.act(case.id, Act.ACCEPT, by=await office.actor(clerk))
    await office.deliver()
    assert zhang.last.labels == ["看这件事", "转人工"]
    await zhang.presses("看这件事")
    assert zhang.last.labels == ["补充", "详细说明", "转人工"]
    assert "最晚" in zhang.last.text, "the nearest deadline"
    await zhang.presses("详细说明")
    for label in ("补充", "撤回", "办理记录", "查询码"):
        assert label in zhang.last.labels


async def test_a_notice_says_until_when_something_must_happen(
    office: Office, zhang: Person, wang: Person
) -> None:
    clerk = await office.staff("人社局的陈", Role.CLERK, "human-resources")
    for citizen in (zhang, wang):
        case = await register(office, citizen)
        await office.casebook.act(case.id, Act.ACCEPT, by=await office.actor(clerk))
    await office.deliver()
    day = (await office.casebook.get(case.id, await office.actor(wang))).due
    assert day is not None
    last = f"{day.date.year}年{day.date.month}月{day.date.day}日"
    assert zhang.last.text.endswith(f"\n最晚{last}办结（可能顺延）。")
    assert f"最晚：{last}前办结（《" in wang.last.text


async def test_a_day_that_nobody_has_verified_is_told_as_such(
    office: Office, zhang: Person
) -> None:
    mediator = await office.staff("调解员老李", Role.MEDIATOR, "market")
    case = await register(office, zhang, replace(WAGES, unit="market", matter_id=None))
    by = await office.actor(mediator)
    for act in (Act.ACCEPT, Act.MEDIATE):
        await office.casebook.act(case.id, act, by=by)
    await office.deliver()
    assert "最晚2026年12月25日调解要有结果（须本地确认）。" in zhang.last.text


async def test_where_nothing_is_due_no_day_is_told(office: Office, zhang: Person) -> None:
    await answered(office, zhang)
    assert "最晚" not in zhang.last.text


async def test_a_closed_case_is_rated_from_its_notice(office: Office, zhang: Person) -> None:
    case = await answered(office, zhang)
    clerk = office.person("人社局的陈")
    await office.casebook.act(case.id, Act.CLOSE, by=await office.actor(clerk))
    await office.deliver()
    assert zhang.last.labels == ["评价", "看这件事", "转人工"]


async def test_others_are_told_as_before(office: Office, wang: Person) -> None:
    await answered(office, wang)
    assert ANSWER in wang.last.text
    assert wang.last.labels == ["看这件事"]


async def test_internal_notes_are_no_part_of_the_rest(office: Office, zhang: Person) -> None:
    case = await answered(office, zhang)
    clerk = await office.actor(office.person("人社局的陈"))
    await office.casebook.act(case.id, Act.NOTE, by=clerk, text="情绪激动")
    await zhang.presses("详细说明")
    assert "情绪激动" not in zhang.last.text


@pytest.mark.parametrize("act", [rule.act for rule in RULES.values() if rule.tells_citizen])
def test_every_step_has_short_words_of_its_own(rlist: ResponsibilityList, act: Act) -> None:
    case = {"number": "瀍信〔2026〕000001号", "unit": "human-resources", "text": "<好>", "door": ""}
    short = check_html(notices.to_elder(rlist, act, **case, until=None))
    assert "新进展" not in short
    assert "&lt;好&gt;" in short
    assert len(short) < len(notices.to_citizen(rlist, act, **case, until=None))
