"""Elder mode: notices and cases in a few lines, three large buttons, and the rest on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.texts import notices
from knowledge.procedure import RULES, Act, Role
from tests.handlers.staffkit import register
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
    said = {"number": "瀍信〔2026〕000001号", "unit": "human-resources"}
    short = check_html(notices.to_elder(rlist, act, text="<好>", door="", **said))
    assert "新进展" not in short
    assert "&lt;好&gt;" in short
    assert len(short) < len(notices.to_citizen(rlist, act, text="<好>", door="", **said))
