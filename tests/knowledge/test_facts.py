"""Facts of a message, so that nothing already said is asked again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.triage import Desk

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("老板欠我三万五", 35000),
        ("押金3000元不退", 3000),
        ("花了3.5万元买的课", 35000),
        ("要补一万多", 10000),
        ("总共欠一百三十八万六千元", 1386000),
        ("罚款五百", 500),
        ("交了1,200块钱", 1200),
        ("骗走俩万块", 20000),
        ("家住12号楼3单元", None),
        ("2026年3月的事", None),
    ],
)
def test_money_is_read_as_people_write_it(desk: Desk, text: str, amount: int | None) -> None:
    assert desk.advise(text, today=TODAY).facts.amount == amount


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2026年9月21日签的合同", (date(2026, 9, 21),)),
        ("二〇二六年三月一日入职", (date(2026, 3, 1),)),
        ("2026.3.5到现在", (date(2026, 3, 5),)),
        ("昨天晚上停的电", (date(2026, 11, 24),)),
        ("3月7日早上", (date(2026, 3, 7),)),
        ("12月7日早上", (date(2025, 12, 7),)),
        ("去年5月6号", (date(2025, 5, 6),)),
        ("2026年13月40日", ()),
    ],
)
def test_days_are_read(desk: Desk, text: str, dates: tuple[date, ...]) -> None:
    assert desk.advise(text, today=TODAY).facts.dates == dates


def test_without_today_a_relative_day_is_left_open(desk: Desk) -> None:
    assert desk.advise("昨天停的电").facts.dates == ()


@pytest.mark.parametrize(
    ("text", "people"), [("签名的有八十七户", 87), ("我们46个工人", 46), ("我一个人", None)]
)
def test_how_many_people_it_concerns_is_read(desk: Desk, text: str, people: int | None) -> None:
    assert desk.advise(text).facts.people == people


def test_phone_place_road_and_request_are_read(desk: Desk) -> None:
    text = "我住北窑街道启明南路36号院，电话138 1234 5678。楼道灯坏了。希望尽快修好"
    facts = desk.advise(text).facts
    assert facts.phone == "13812345678"
    assert facts.road is not None
    assert facts.road.startswith("启明南路")
    assert facts.place == "410304004"
    assert facts.request == "希望尽快修好"


@given(text=st.text("0123456789零一二三十百千万亿两元块年月日.,-", max_size=60))
def test_no_heap_of_numerals_breaks_the_reader(desk: Desk, text: str) -> None:
    assert desk.advise(text, today=TODAY).text is not None
