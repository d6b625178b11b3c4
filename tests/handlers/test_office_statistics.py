"""Statistics: asked in the chat, as a workbook, as a page; the same numbers everywhere."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from handlers import spreadsheet
from handlers.texts import statistics as texts
from knowledge.advice import PetitionClass
from knowledge.matters import WayCode
from knowledge.procedure import Act, Role
from tests.handlers.staffkit import WAGES, register

if TYPE_CHECKING:
    from tests.kit import Office, Person


@pytest.fixture
async def month(office: Office, wang: Person) -> Office:
    """A month with a mediated case, an open one, and a sealed one."""
    ma = await office.staff("马调解", Role.MEDIATOR, "human-resources")
    first = await register(office, wang)
    for line in ("受理 1", "调解 1", "调成 1 一次付清", "办结 1"):
        await ma.says(line)
    citizen = await office.actor(wang)
    await office.casebook.act(first.id, Act.RATE, by=citizen, score=3)
    await register(
        office, wang, replace(WAGES, text="物业不修电梯", unit="housing", matter_id=None)
    )
    sealed = replace(
        WAGES, petition_class=PetitionClass.ACCUSATION, way=WayCode.DISCIPLINE,
        unit="discipline", matter_id=None, text="科长收红包",
    )  # fmt: skip
    await register(office, wang, sealed)
    return office


@pytest.fixture
async def boss(office: Office) -> Person:
    """The director."""
    return await office.staff("领导", Role.DIRECTOR, None)


def opened(content: bytes | None) -> openpyxl.Workbook:
    assert content
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(book: openpyxl.Workbook, name: str) -> list[list[object]]:
    return [list(row) for row in book[name].iter_rows(values_only=True)]


async def test_the_director_asks_for_this_month_and_hears_how_it_was_understood(
    month: Office, boss: Person
) -> None:
    await boss.says("统计 本月")
    answer = boss.last.text
    assert "时间 <b>2026年11月</b>，单位 <b>全部单位</b>" in answer
    assert "收到 <b>3</b> 件" in answer
    assert "调解 1 件：成功 1，未成 0，调解成功率 100%" in answer
    assert "满意率 100%" in answer
    assert "█" in answer
    assert "口径" in answer


async def test_buttons_lead_to_other_periods_units_and_outcomes(
    month: Office, boss: Person
) -> None:
    await boss.says("/统计")
    screen = boss.last
    await boss.presses("按单位")
    assert "人力资源和社会保障局" in screen.text
    await boss.presses("上月")
    assert "2026年10月" in screen.text
    await boss.presses("今年")
    assert "2026年全年" in screen.text
    await boss.presses("按结果筛选")
    await boss.presses("调解成功")
    assert "调解成功" in screen.text
    assert "收到 <b>1</b> 件" in screen.text


async def test_a_question_in_words_names_unit_and_outcome(month: Office, boss: Person) -> None:
    await boss.says("统计 2026年11月 人社局 调解成功")
    assert "单位 <b>人力资源和社会保障局</b>，结果 <b>调解成功" in boss.last.text
    assert "收到 <b>1</b> 件" in boss.last.text


async def test_a_clerk_gets_the_figures_of_the_own_unit_only(month: Office) -> None:
    zhao = await month.staff("赵承办", Role.CLERK, "housing")
    await zhao.says("统计 本月")
    assert "单位 <b>住房和城乡建设局</b>" in zhao.last.text
    assert "收到 <b>1</b> 件" in zhao.last.text
    await zhao.says("统计 本月 人社局")
    assert "不在您的职责范围内" in zhao.last.text


async def test_the_workbook_says_the_same_as_the_summary(month: Office, boss: Person) -> None:
    await boss.says("统计 本月")
    await boss.presses("下载表格")
    assert boss.last.filename == "信访统计_20261101-20261130.xlsx"
    book = opened(boss.last.document)
    assert book.sheetnames == ["汇总", "按单位", "按月", "明细"]
    summary = await month.statistics.summary(
        await month.actor(boss), start=date(2026, 11, 1), end=date(2026, 11, 30)
    )
    told = {row[0]: row[1:] for row in cells(book, "汇总")}
    for key in spreadsheet.COUNTS:
        value, meaning = told[texts.MEASURE[key]]
        assert (value, meaning) == (getattr(summary, key), texts.DEFINITION[key])
    assert told["调解成功率"][0] == 1
    by_unit = {row[0]: row[1] for row in cells(book, "按单位")[1:3]}
    assert by_unit == {"人力资源和社会保障局": 1, "住房和城乡建设局": 1}
    assert cells(book, "按月")[1] == ["2026年11月", 2, 1, 1]


async def test_the_workbook_holds_charts_and_no_personal_data(month: Office, boss: Person) -> None:
    await boss.says("统计 本月")
    await boss.presses("下载表格")
    book = opened(boss.last.document)
    assert all(book[name]._charts for name in ("汇总", "按单位", "按月"))
    detail = cells(book, "明细")
    assert [row[4] for row in detail[1:]] == ["人力资源和社会保障局", "住房和城乡建设局"]
    everything = str([cells(book, name) for name in book.sheetnames])
    for secret in ("王小明", "13812341234", "红包", "区纪委监委", "电梯"):
        assert secret not in everything


async def test_an_empty_period_is_said_to_be_empty_and_still_makes_a_workbook(
    office: Office, boss: Person
) -> None:
    await boss.says("统计 去年")
    assert "没有符合条件的事项" in boss.last.text
    await boss.presses("下载表格")
    assert len(cells(opened(boss.last.document), "明细")) == 1


async def test_people_without_figures_to_see_are_told_so(office: Office) -> None:
    admin = await office.staff("管理员", Role.ADMINISTRATOR, None)
    await admin.says("/统计")
    assert "收到" not in admin.said


async def test_the_page_is_reached_by_a_link_that_works_once(month: Office, boss: Person) -> None:
    await boss.says("统计 本月 人社局")
    await boss.presses("打开图表页")
    assert "http://127.0.0.1:8080/office/enter?ticket=" in boss.last.text
    assert "%2Foffice%2Fstatistics%3Fstart%3D2026-11-01" in boss.last.text
