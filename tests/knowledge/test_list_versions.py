"""Versions of the list on disk, their words, and past cases tried on another list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from knowledge.list_book import read_any
from knowledge.list_trial import Moved, Past, retry
from knowledge.list_versions import (
    Term,
    digest,
    in_force,
    lay_out,
    load_term,
    pack,
    read_record,
    write_record,
)
from knowledge.loader import load_list
from knowledge.matters import ResponsibilityList
from knowledge.triage import Desk
from knowledge.words import load_words

TODAY = date(2026, 11, 25)
WAGES = "老板拖欠我三个月工资，一共一万二"


def given_to(rlist: ResponsibilityList, unit: str, *rows: str) -> ResponsibilityList:
    """The list with these rows given to another unit."""
    moved = {row: replace(rlist.matters[row], unit=unit) for row in rows}
    return replace(rlist, matters={**rlist.matters, **moved})


def test_of_terms_that_have_begun_the_latest_is_in_force() -> None:
    first, later = Term("a", date(2026, 1, 1)), Term("b", date(2026, 3, 1))
    between = Term("c", date(2026, 2, 1))
    terms = [first, later, between]
    assert in_force(terms, date(2025, 12, 31)) is None
    assert in_force(terms, date(2026, 2, 15)) is between
    assert in_force(terms, date(2026, 3, 1)) is later, "what was planned still begins"
    again = Term("a", date(2026, 3, 1))
    assert in_force([*terms, again], date(2026, 3, 1)) is again


def test_a_packed_list_is_laid_out_whole_and_loaded_with_its_day(
    rlist: ResponsibilityList, tmp_path: Path
) -> None:
    folder = tmp_path / "lists" / rlist.version
    lay_out(pack(rlist), folder)
    lay_out(pack(rlist), folder)
    assert [path.name for path in folder.parent.iterdir()] == [rlist.version]
    term = Term(rlist.version, date(2027, 1, 1))
    assert load_term(folder.parent, term) == replace(rlist, adopted=date(2027, 1, 1))


def test_the_digest_tells_lists_apart_but_not_their_names_and_days(
    rlist: ResponsibilityList,
) -> None:
    assert digest(rlist) == digest(replace(rlist, version="x", adopted=date(2030, 1, 1)))
    assert digest(rlist) != digest(given_to(rlist, "housing", "RS-01"))


@pytest.mark.parametrize("terms", [[], [Term("a", TODAY), Term("b.1", date(2027, 1, 1))]])
def test_the_record_is_read_as_it_was_written(tmp_path: Path, terms: list[Term]) -> None:
    assert read_record(tmp_path / "lists") == []
    write_record(tmp_path / "lists", terms)
    assert read_record(tmp_path / "lists") == terms


def test_a_row_given_to_another_unit_keeps_the_words_of_its_id(
    rlist: ResponsibilityList,
) -> None:
    moved = Desk(given_to(rlist, "housing", "RS-01"))
    advice = moved.advise(WAGES)
    assert advice.best is not None
    assert (advice.best.matter.id, advice.best.unit) == ("RS-01", "housing")


def test_the_words_of_a_merged_unit_speak_for_its_successor(rlist: ResponsibilityList) -> None:
    homes = {row.id: row.unit for row in rlist.matters.values()}
    before = [e for e in load_words(homes).entries if e.target == ("unit", "audit")]
    after = load_words({**homes, "audit": "statistics"}).entries
    assert before
    assert {(e.text, e.weight) for e in before} <= {
        (e.text, e.weight) for e in after if e.target == ("unit", "statistics")
    }
    assert not [e for e in after if e.target == ("unit", "audit")]


def test_a_new_row_is_found_by_the_words_of_its_title(rlist: ResponsibilityList) -> None:
    new = replace(
        rlist.matters["CG-01"], id="CG-99", title="风筝线伤人",
        plain="公园里放风筝的细线割伤路人", phrases=(),
    )  # fmt: skip
    desk = Desk(replace(rlist, matters={**rlist.matters, new.id: new}))
    advice = desk.advise("公园里放风筝，线把我脖子割伤了")
    assert advice.best is not None
    assert advice.best.matter.id == "CG-99"


def test_rows_of_a_merged_unit_become_its_successors(
    rlist: ResponsibilityList, tmp_path: Path
) -> None:
    audit = replace(rlist.units["audit"], successor="statistics")
    merged = replace(rlist, units={**rlist.units, "audit": audit})
    lay_out(pack(merged), tmp_path / "merged")
    loaded = load_list(tmp_path / "merged")
    assert {loaded.matters[row].unit for row in rlist.matters if row.startswith("SJ-")} == {
        "statistics"
    }
    assert "audit" in loaded.units, "its old cases still find its name"


def past(*cases: tuple[str, str, str | None]) -> Iterator[Past]:
    for n, (text, unit, row) in enumerate(cases, 1):
        yield Past(f"2026-{n}", text, unit, row, open=True)


def test_a_trial_counts_what_would_move_and_changes_nothing(
    rlist: ResponsibilityList, desk: Desk
) -> None:
    other = Desk(given_to(rlist, "housing", "RS-01"))
    cases = past(
        (WAGES, "human-resources", "RS-01"),
        ("看着办吧", "human-resources", "RS-01"),  # only its row says where it belongs
        ("楼上漏水到我家，物业不管", "housing", None),
        ("看着办吧", "petition", None),
    )
    trial = retry(cases, desk, other, sealed=3)
    assert trial.moved == (Moved("human-resources", "housing", ("2026-1", "2026-2")),)
    assert (trial.tried, trial.sealed, trial.count) == (4, 3, 2)
    assert not trial.homeless


def test_a_trial_of_the_same_list_moves_nothing(desk: Desk) -> None:
    cases = past((WAGES, "housing", None), (WAGES, "human-resources", "RS-01"))
    assert retry(cases, desk, desk).moved == (), "where a person put a case it stays"


def test_a_trial_names_units_that_are_gone_with_open_cases(
    rlist: ResponsibilityList, desk: Desk
) -> None:
    units = {code: unit for code, unit in rlist.units.items() if code != "audit"}
    matters = {row.id: row for row in rlist.matters.values() if row.unit != "audit"}
    small = Desk(replace(rlist, units=units, matters=matters))
    cases = list(past(("查账", "audit", "SJ-01"), ("查账", "audit", "SJ-01")))
    cases[1] = replace(cases[1], open=False)
    assert retry(cases, desk, small).homeless == {"audit": 1}
    renamed = {**units, "audit": replace(rlist.units["audit"], successor="statistics")}
    succeeded = Desk(replace(rlist, units=renamed, matters=matters))
    assert not retry(cases, desk, succeeded).homeless


THINGS = ("井盖", "路灯", "护栏", "公厕", "路牌", "垃圾桶", "候车亭", "喷泉", "座椅", "围墙",
          "天桥", "花坛", "水渠", "凉亭", "球场", "泳池", "书屋", "粮站", "苗圃", "鱼塘",
          "冷库", "磨坊")  # fmt: skip
TROUBLES = ("缺失", "破损", "太少", "积水", "生锈", "占用", "收费", "关门", "漏电", "发臭", "倒塌",
            "太远", "停用", "起火", "长草", "结冰", "松动", "掉漆", "歪斜", "吵闹", "拆除", "改建",
            "塌陷", "断电")  # fmt: skip
TAXONOMY = [
    (f"门类{n % 15}", f"中类{n % 60}", f"{thing}{trouble}")
    for n, (thing, trouble) in enumerate(product(THINGS, TROUBLES))
]


def test_a_taxonomy_of_five_hundred_rows_is_a_list_that_advises(
    rlist: ResponsibilityList, tmp_path: Path
) -> None:
    lines = ["level1,level2,level3", *(",".join(row) for row in TAXONOMY)]
    path = tmp_path / "elsewhere.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    foreign = read_any(path, rlist, today=TODAY)
    assert len([row for row in foreign.matters.values() if row.unit.startswith("x")]) == 528
    assert foreign.version == "2026.11"
    lay_out(pack(foreign), tmp_path / "lists" / "f")
    loaded = load_list(tmp_path / "lists" / "f")
    assert loaded.matters == foreign.matters
    advice = Desk(loaded).advise("我家门口井盖缺失，晚上差点掉下去")
    assert advice.best is not None
    assert "井盖" in advice.best.matter.title


def test_a_taxonomy_as_a_workbook_is_told_from_a_list(
    rlist: ResponsibilityList, tmp_path: Path
) -> None:
    book: Any = openpyxl.Workbook()
    for row in (["一级", "二级", "三级"], ["城建", "供暖", "温度不够"]):
        book.active.append(row)
    book.save(tmp_path / "theirs.xlsx")
    book.close()
    foreign = read_any(tmp_path / "theirs.xlsx", rlist, today=TODAY)
    assert [row.title for row in foreign.matters.values()][-1] == "供暖：温度不够"
