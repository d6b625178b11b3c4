"""The matcher: who does what to whom decides the unit, and reasons are the citizen's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.advice import Outcome
from knowledge.matters import ResponsibilityList
from knowledge.triage import Desk


def unit(desk: Desk, text: str) -> str | None:
    best = desk.advise(text).best
    return best.unit if best else None


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("老板欠我三个月工钱不给", {"human-resources"}),
        ("邻居借了我两万块钱不还", {"court", "justice", "subdistrict"}),
        ("镇政府欠我们公司工程款三年了", {"finance", "development", "housing"}),
        ("小区物业乱收停车费", {"housing", "market"}),
        ("楼下烧烤店油烟直往家里灌", {"urban-management", "ecology"}),
        ("孩子到年龄了学校不收，说不在片区", {"education"}),
        ("低保被停了，没人告诉我为什么", {"civil-affairs"}),
        ("在超市买到过期的牛奶要求赔偿", {"market"}),
        ("出租车拒载还骂人", {"transport"}),
        ("家里停水两天了，自来水公司不来修", {"utility"}),
        ("房子征收补偿款一直没给", {"housing", "natural-resources"}),
        ("化工厂夜里偷排废水，河里的鱼都死了", {"ecology"}),
        ("医生手术把我爸的神经割断了", {"health"}),
        ("法院判了两年对方一分钱不给", {"court"}),
        ("退伍军人优待金没有发", {"veterans"}),
        ("饭店卖的牛肉说是清真的其实不是", {"ethnic-religious", "market"}),
    ],
)
def test_plain_words_lead_to_the_unit_that_answers(desk: Desk, text: str, units: set[str]) -> None:
    assert unit(desk, text) in units


def test_a_landmark_is_not_the_matter(desk: Desk) -> None:
    assert unit(desk, "实验小学门口每天有车乱停，堵得走不动") == "public-security"


def test_what_the_writer_denies_does_not_count(desk: Desk) -> None:
    assert unit(desk, "我不是说物业，是楼下烧烤店油烟太大") == "urban-management"


def test_traditional_characters_and_invisible_ones_change_nothing(desk: Desk) -> None:
    plain = desk.advise("老板拖欠农民工工资")
    assert desk.advise("老\u200b闆拖欠農民工\u2063工資").candidates == plain.candidates


def test_every_reason_stands_in_the_text(desk: Desk) -> None:
    advice = desk.advise("包工头拖欠我们十几个人工资，一直不给")
    assert advice.best is not None
    assert advice.best.evidence
    for evidence in advice.best.evidence:
        start, end = evidence.span
        assert advice.text[start:end]


def test_a_list_without_word_files_still_finds_its_own_rows(rlist: ResponsibilityList) -> None:
    rows = {row.id: replace(row, id=f"X{row.id}") for row in rlist.matters.values()}
    renamed = {row.id: row for row in rows.values()}
    foreign = Desk(replace(rlist, matters=renamed))
    titles = [row for row in renamed.values() if row.unit == "veterans"]
    right = [unit(foreign, row.title) == row.unit for row in titles]
    assert sum(right) >= 0.8 * len(right)


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(codec=None), max_size=400))
def test_any_text_gets_an_answer_and_the_same_one_twice(desk: Desk, text: str) -> None:
    first, second = desk.advise(text), desk.advise(text)
    assert first == second
    assert sum(candidate.share for candidate in first.candidates) <= 1.0 + 1e-9


@pytest.mark.parametrize("text", ["", " ", "？", "哦", "\u200b", "😭😭😭", "https://a.example/x"])
def test_next_to_nothing_is_unknown(desk: Desk, text: str) -> None:
    assert desk.advise(text).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("word", ["工资", "啊", "投诉！", "1"])
def test_a_word_repeated_for_ever_is_answered_like_any_other(desk: Desk, word: str) -> None:
    advice = desk.advise(word * 20_000, today=date(2026, 11, 25))
    assert len(advice.candidates) <= 8


def test_a_row_pasted_in_comes_back_among_the_first(desk: Desk) -> None:
    rows = list(desk.rlist.matters.values())
    found = [
        row.unit in {candidate.unit for candidate in desk.advise(row.title).candidates[:3]}
        for row in rows
    ]
    assert sum(found) >= 0.95 * len(rows)
