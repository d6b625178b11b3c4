"""Questions about statistics, and units by the names people type."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from handlers.office import unitnames
from handlers.office.query import Query, read
from handlers.texts import statistics as texts
from knowledge.procedure import Status

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("", date(2026, 11, 1), date(2026, 11, 30)),
        ("本月", date(2026, 11, 1), date(2026, 11, 30)),
        ("上个月", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026年10月", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("10月份", date(2026, 10, 1), date(2026, 10, 31)),
        ("12月", date(2025, 12, 1), date(2025, 12, 31)),
        ("去年3月", date(2025, 3, 1), date(2025, 3, 31)),
        ("今年", date(2026, 1, 1), date(2026, 12, 31)),
        ("2025年", date(2025, 1, 1), date(2025, 12, 31)),
        ("三季度", date(2026, 7, 1), date(2026, 9, 30)),
        ("2025年第4季度", date(2025, 10, 1), date(2025, 12, 31)),
        ("上季度", date(2026, 7, 1), date(2026, 9, 30)),
        ("上半年", date(2026, 1, 1), date(2026, 6, 30)),
        ("本周", date(2026, 11, 23), date(2026, 11, 29)),
        ("上周", date(2026, 11, 16), date(2026, 11, 22)),
        ("最近7天", date(2026, 11, 19), date(2026, 11, 25)),
        ("昨天", date(2026, 11, 24), date(2026, 11, 24)),
        ("2026年10月5日", date(2026, 10, 5), date(2026, 10, 5)),
        ("2026年9月1日至10月15日", date(2026, 9, 1), date(2026, 10, 15)),
        ("2026-09-01到2026-10-15", date(2026, 9, 1), date(2026, 10, 15)),
    ],
)
def test_a_period_is_read_as_people_say_it(
    said: str, start: date, end: date, rlist: ResponsibilityList
) -> None:
    query = read(said, rlist, today=TODAY)
    assert (query.start, query.end, query.unknown) == (start, end, ())


@pytest.mark.parametrize(
    ("said", "unit", "outcome"),
    [
        ("2026年10月 人社局", "human-resources", None),
        ("上个月 调解成功", None, Status.AGREED),
        ("本月 没调成 住建局", "housing", Status.NOT_AGREED),
        ("人社局本月", "human-resources", None),
        ("城管局，上月，不予受理", "urban-management", Status.REJECTED),
        ("今年的 已答复", None, Status.ANSWERED),
    ],
)
def test_unit_and_outcome_are_found_in_any_order(
    said: str, unit: str | None, outcome: Status | None, rlist: ResponsibilityList
) -> None:
    query = read(said, rlist, today=TODAY)
    assert (query.unit, query.outcome, query.unknown) == (unit, outcome, ())


def test_what_was_not_understood_is_said_and_not_guessed(rlist: ResponsibilityList) -> None:
    query = read("本月 天气预报", rlist, today=TODAY)
    assert query == Query(date(2026, 11, 1), date(2026, 11, 30), unknown=("天气预报",))
    answer = texts.understood(
        query.start, query.end, whose="全部单位", outcome=None, unknown=query.unknown
    )
    assert "2026年11月" in answer
    assert "没听懂“天气预报”" in answer


def test_a_month_that_does_not_exist_is_not_understood(rlist: ResponsibilityList) -> None:
    assert read("2026年13月", rlist, today=TODAY).start == date(2026, 1, 1)
    assert read("13月", rlist, today=TODAY).unknown == ("13月",)


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("人社局", "human-resources"),
        ("人力资源社会保障局", "human-resources"),
        ("市场监督管理局", "market"),
        ("市场监管", "market"),
        ("城管", "urban-management"),
        ("住建局", "housing"),
        ("住房和城乡建设局", "housing"),
        ("卫生健康委", "health"),
        ("生态环境局", "ecology"),
        ("教体局", "education"),
        ("公安局", "public-security"),
        ("纪委", "discipline"),
        ("信访局", "petition"),
        ("司法局", "justice"),
        ("民政", "civil-affairs"),
        ("财政局", "finance"),
        ("市场监督管里局", "market"),
    ],
)
def test_a_unit_is_found_by_its_short_name_and_with_a_slip(
    said: str, unit: str, rlist: ResponsibilityList
) -> None:
    assert unitnames.find(said, rlist)[0].unit == unit


def test_a_place_leads_to_the_unit_that_serves_places(rlist: ResponsibilityList) -> None:
    [hit] = unitnames.find("东关", rlist)
    assert (hit.unit, hit.place) == (unitnames.PLACES_UNIT, "410304001")


def test_nonsense_is_no_unit(rlist: ResponsibilityList) -> None:
    assert unitnames.find("天气预报", rlist) == []
    assert unitnames.find("  ", rlist) == []


def test_small_figures_still_have_a_bar() -> None:
    chart = texts.bars([("人社局", 200), ("统计局", 1)])
    assert "统计局 ▏ 1" in chart
    assert "人社局 ██████████ 200" in chart
