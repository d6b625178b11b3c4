"""Whose cases an answer counts is said by name: in the chat, in the workbook and on the page."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from handlers.office import reports
from handlers.office.query import Query
from knowledge.procedure import Role
from storage.people import Actor, Post
from tests.handlers.staffkit import register
from tests.handlers.test_office_page import Browser, browser, enter

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList
    from tests.kit import Office, Person

__all__ = ["browser"]

MONTH = Query(date(2026, 11, 1), date(2026, 11, 30))
LABOUR, HOUSING = Post(Role.CLERK, "human-resources"), Post(Role.MEDIATOR, "housing")
EAST = Post(Role.MEDIATOR, "subdistrict", "410304001")


@pytest.mark.parametrize(
    ("posts", "unit", "whose"),
    [
        ((Post(Role.DIRECTOR),), None, "全部单位"),
        ((Post(Role.OFFICE),), "housing", "住房和城乡建设局"),
        ((LABOUR,), None, "人力资源和社会保障局"),
        ((LABOUR, HOUSING), None, "人力资源和社会保障局、住房和城乡建设局"),
        ((LABOUR, HOUSING), "housing", "住房和城乡建设局"),
        ((EAST,), None, "东关街道"),
        ((EAST,), "subdistrict", "东关街道"),
        ((LABOUR, Post(Role.MEDIATOR, "human-resources")), None, "人力资源和社会保障局"),
    ],
)
def test_the_units_are_named(
    rlist: ResponsibilityList, posts: tuple[Post, ...], unit: str | None, whose: str
) -> None:
    query = Query(MONTH.start, MONTH.end, unit=unit)
    assert reports.whose(query, Actor(1, posts), rlist) == whose


@pytest.fixture
async def ma(office: Office, wang: Person) -> Person:
    """Ma, who works for two units."""
    await register(office, wang)
    person = await office.staff("马调解", Role.MEDIATOR, "human-resources")
    invitation = await office.people.invite(Role.CLERK, unit="housing", by=None)
    await office.people.join(invitation.code, (await office.actor(person)).person_id)
    return person


async def test_nobody_is_told_of_all_units_who_sees_but_his_own(ma: Person) -> None:
    await ma.says("统计 本月")
    assert "全部单位" not in ma.last.text
    assert "人力资源和社会保障局、住房和城乡建设局" in ma.last.text
    await ma.presses("下载表格")
    assert ma.last.document is not None
    book = openpyxl.load_workbook(io.BytesIO(ma.last.document))
    texts = [cell for row in book["汇总"].iter_rows(values_only=True) for cell in row if cell]
    assert "人力资源和社会保障局、住房和城乡建设局" in texts
    assert "全部单位" not in texts


async def test_the_page_names_them_in_its_heading(ma: Person, browser: Browser) -> None:
    page = await enter(browser, ma, "统计 本月")
    assert "<span>人力资源和社会保障局、住房和城乡建设局</span>" in page
    assert "全部单位" not in page
