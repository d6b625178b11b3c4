"""The list goes out as a workbook, comes back whole or with mistakes named, and is compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handlers.texts import labels
from handlers.texts import list as list_texts
from handlers.texts import list_diff as diff_texts
from knowledge.laws import Citation
from knowledge.list_book import diff, export, read_book, read_taxonomy, write_list
from knowledge.list_diff import Move, Subject
from knowledge.list_fields import Problem
from knowledge.list_layout import Kind, load_layout
from knowledge.loader import ListError, load_list
from knowledge.matters import Matter, ResponsibilityList
from knowledge.units import heir

ADOPTED = date(2027, 1, 1)


@pytest.fixture(scope="module")
def exported(rlist: ResponsibilityList, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped list as a workbook."""
    path = tmp_path_factory.mktemp("book") / "list.xlsx"
    export(rlist, path)
    return path


def edited(source: Path, target: Path, edit: Callable[[Any], None]) -> Path:
    """A copy of the workbook after somebody worked on it."""
    book = openpyxl.load_workbook(source)
    edit(book)
    book.save(target)
    book.close()
    return target


def problems(path: Path) -> list[Problem]:
    """The mistakes for which a workbook is refused."""
    with pytest.raises(ListError) as caught:
        read_book(path)
    return list(caught.value.problems)


def changed(rlist: ResponsibilityList, matter: Matter) -> ResponsibilityList:
    """The list with this row in place of the one of the same id."""
    return replace(rlist, matters={**rlist.matters, matter.id: matter})


def test_what_was_exported_is_imported_unchanged(rlist: ResponsibilityList, exported: Path) -> None:
    again = read_book(exported)
    assert again == rlist
    assert list(again.matters) == list(rlist.matters)
    assert list(again.units) == list(rlist.units)


def test_an_imported_list_can_be_adopted_as_a_folder(exported: Path, tmp_path: Path) -> None:
    imported = read_book(exported)
    write_list(imported, tmp_path)
    assert load_list(tmp_path) == imported


def test_codes_are_chosen_from_chinese_words(exported: Path) -> None:
    book = openpyxl.load_workbook(exported)
    page = book["途径"]
    lists = [rule.formula1 for rule in page.data_validations.dataValidation]
    assert any("行政复议" in (formula or "") for formula in lists)
    assert any("事项" in (formula or "") for formula in lists)
    assert page["B2"].value == "行政程序" or page["B2"].value in labels.WAY.values()
    book.close()


def test_the_workbook_and_the_chat_use_the_same_words_for_codes() -> None:
    words = load_layout().words
    assert words[Kind.WAY] == {code.value: word for code, word in labels.WAY.items()}
    assert words[Kind.LEVEL] == {code.value: word for code, word in labels.LEVEL.items()}
    assert words[Kind.DANGERS] == {code.value: word for code, word in labels.DANGER.items()}


def test_a_text_that_looks_like_a_formula_stays_a_text(
    rlist: ResponsibilityList, tmp_path: Path
) -> None:
    odd = replace(rlist.matters["RS-01"], title="=1+1", note="@SUM(A1)\nhttp://a.example")
    export(changed(rlist, odd), tmp_path / "odd.xlsx")
    assert read_book(tmp_path / "odd.xlsx").matters["RS-01"] == odd


PLAIN = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n"), min_size=1
).map(str.strip)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@example('_x0041_ & <b>“引号”</b> \\ "', ["_x000A_"])
@given(PLAIN.filter(bool), st.lists(PLAIN.map(lambda t: "".join(t.split("\n"))).map(str.strip)))
def test_any_text_survives_the_workbook_and_the_folder(
    rlist: ResponsibilityList, tmp_path: Path, text: str, phrases: list[str]
) -> None:
    spoken = tuple(dict.fromkeys(phrase for phrase in phrases if phrase))
    row = replace(rlist.matters["SJ-01"], title=text, note=text, phrases=spoken)
    small = replace(
        rlist,
        matters={row.id: row},
        units={code: rlist.units[code] for code in ("audit", "petition", "discipline")},
    )
    export(small, tmp_path / "any.xlsx")
    write_list(small, tmp_path / "folder")
    assert read_book(tmp_path / "any.xlsx") == small
    assert load_list(tmp_path / "folder") == small


def test_every_mistake_is_named_by_sheet_row_and_column_and_nothing_is_taken(
    exported: Path, tmp_path: Path
) -> None:
    def spoil(book: Any) -> None:
        book["单位"]["D3"] = "国级"
        book["事项"]["B2"] = "nobody"
        book["事项"]["C3"] = None
        book["事项"]["F4"] = "劳动合同法第30条\n不存在法 1"
        book["事项"]["I5"] = "也许"
        book["途径"]["E2"] = "两"
        book["途径"]["A3"] = "ZZ-99"
        book["法律"]["B2"] = "去年"
        book["地点"]["A2"] = "东关"
        book["区情"]["A2"] = "版本号"

    found = problems(edited(exported, tmp_path / "bad.xlsx", spoil))
    places = {(p.file, p.row, p.field, p.reason) for p in found}
    assert {
        ("单位", "3", "层级", "unknown_code"),
        ("事项", "2", "单位代码", "unknown_unit"),
        ("事项", "3", "事项名称", "missing"),
        ("事项", "4", "法律依据", "unknown_law"),
        ("事项", "5", "可调解", "not_flag"),
        ("途径", "2", "申请期限", "not_number"),
        ("途径", "3", "事项编号", "unknown_matter"),
        ("法律", "2", "版本日期", "not_day"),
        ("地点", "2", "区划代码", "bad_code"),
        ("区情", "2", "项目", "unknown_item"),
        ("区情", None, "清单版本", "missing"),
    } <= places
    words = [list_texts.describe(problem) for problem in found]
    assert "事项 › 第5行 › 可调解：应当是“是”（true）或“否”（false），现在是：也许" in words
    assert "途径 › 第3行 › 事项编号：“事项”表里没有编号“ZZ-99”" in words


def test_a_limit_without_its_source_is_refused(exported: Path, tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        page = book["途径"]
        row = next(r for r in page.iter_rows(min_row=2) if r[4].value)
        row[8].value = None

    (problem,) = problems(edited(exported, tmp_path / "bad.xlsx", spoil))
    assert (problem.file, problem.field, problem.reason) == ("途径", "申请期限出处", "missing")


def test_a_limit_by_an_unknown_law_is_shown_in_the_row_of_its_way(
    exported: Path, tmp_path: Path
) -> None:
    def spoil(book: Any) -> None:
        page = book["途径"]
        row = next(r for r in page.iter_rows(min_row=2) if r[4].value)
        row[8].value = "不存在法 1"

    (problem,) = problems(edited(exported, tmp_path / "bad.xlsx", spoil))
    assert (problem.file, problem.field, problem.reason) == (
        "途径",
        "申请期限出处",
        "unknown_law",
    )
    assert problem.row is not None


def test_a_matter_without_a_way_is_shown_with_the_sheet_where_it_lacks(
    exported: Path, tmp_path: Path
) -> None:
    def add(book: Any) -> None:
        book["事项"].append(["SJ-77", "audit", "新事项", "说明"])

    (problem,) = problems(edited(exported, tmp_path / "bad.xlsx", add))
    assert (problem.file, problem.field, problem.reason) == ("事项", "途径", "no_way")


def test_columns_in_another_order_numbers_and_written_dates_are_understood(
    rlist: ResponsibilityList, exported: Path, tmp_path: Path
) -> None:
    def rearrange(book: Any) -> None:
        places = book["地点"]
        for row in places.iter_rows(max_col=2):
            row[0].value, row[1].value = row[1].value, row[0].value
        for (cell,) in places.iter_rows(min_row=2, min_col=2, max_col=2):
            cell.value = int(cell.value)
        book["法律"]["B2"] = "2019/03/24"
        places.append([None, " ", None])

    again = read_book(edited(exported, tmp_path / "same.xlsx", rearrange))
    assert again == rlist


def test_a_sheet_or_a_heading_that_is_gone_is_named(exported: Path, tmp_path: Path) -> None:
    def drop(book: Any) -> None:
        del book["法律"]

    def rename(book: Any) -> None:
        book["事项"]["C1"] = "题目"

    (gone,) = problems(edited(exported, tmp_path / "a.xlsx", drop))
    assert (gone.file, gone.reason) == ("法律", "no_sheet")
    renamed = {(p.field, p.reason) for p in problems(edited(exported, tmp_path / "b.xlsx", rename))}
    assert {("题目", "unknown_heading"), ("事项名称", "no_heading")} <= renamed


@pytest.mark.parametrize("content", [b"", b"not a book", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_workbook_is_refused_politely(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photo.xlsx"
    path.write_bytes(content)
    (problem,) = problems(path)
    assert list_texts.describe(problem).startswith("photo.xlsx：打不开")


def test_a_workbook_cut_off_on_the_way_is_refused(exported: Path, tmp_path: Path) -> None:
    whole = exported.read_bytes()
    for part in (0.2, 0.5, 0.9, 0.999):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[: int(part * len(whole))])
        assert [problem.reason for problem in problems(path)] == ["not_workbook"]


def test_a_workbook_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert [p.reason for p in problems(tmp_path / "none.xlsx")] == ["no_file"]


def test_a_list_does_not_differ_from_itself(rlist: ResponsibilityList) -> None:
    same = diff(rlist, rlist)
    assert not same
    assert diff_texts.words(same) == diff_texts.SAME


def test_a_change_is_told_field_by_field_in_words(rlist: ResponsibilityList) -> None:
    wages = rlist.matters["RS-01"]
    first, *others = wages.ways
    new = replace(
        wages,
        title="拖欠工资",
        phrases=(*wages.phrases[1:], "老板跑路了"),
        basis=(*wages.basis, Citation("劳动法", "50")),
        mediable=False,
        ways=(replace(first, where="区劳动监察大队"), *others[1:]),
    )
    found = diff(rlist, changed(replace(rlist, version="2027.1"), new))
    words = diff_texts.words(found)
    assert words.startswith("从 2026.11 到 2027.1：事项修改1。")
    assert "修改事项 RS-01　拖欠工资" in words
    assert "名称：“用人单位拖欠、克扣工资” → “拖欠工资”" in words
    assert "群众说法：增加“老板跑路了”，去掉“老板压着工资不发”" in words
    assert "法律依据：增加“劳动法 50”" in words
    assert "可调解：是 → 否" in words
    assert "途径：行政程序·劳动监察（区人社局劳动保障监察机构；" in words
    assert "途径：去掉 仲裁·劳动仲裁" in words


def test_ways_in_another_order_are_told_as_such(rlist: ResponsibilityList) -> None:
    wages = rlist.matters["RS-01"]
    (change,) = diff(rlist, changed(rlist, replace(wages, ways=wages.ways[::-1]))).changes
    assert [field.field for field in change.fields] == ["way_order"]


def test_rows_added_and_removed_are_counted(rlist: ResponsibilityList) -> None:
    matters = dict(rlist.matters)
    moved = replace(matters.pop("RS-01"), id="RS-99")
    found = diff(rlist, replace(rlist, matters={**matters, "RS-99": moved}))
    assert found.count() == {(Subject.MATTER, Move.ADDED): 1, (Subject.MATTER, Move.REMOVED): 1}


def test_a_field_of_every_kind_of_row_has_its_word(rlist: ResponsibilityList) -> None:
    from knowledge import list_raw

    some = next(iter(rlist.matters.values()))
    raws = (
        list_raw.unit(rlist.units["audit"]),
        list_raw.matter(some),
        next(map(list_raw.law, rlist.laws.values())),
        next(map(list_raw.place, rlist.places.values())),
        list_raw.district(rlist.district),
        list_raw.hotline(rlist.district.hotlines[0]),
    )
    assert {key for raw in raws for key in raw} <= set(diff_texts.FIELD)


def test_a_unit_merged_into_another_maps_to_its_successor(rlist: ResponsibilityList) -> None:
    units = dict(rlist.units)
    units["audit"] = replace(units["audit"], successor="statistics")
    units["statistics"] = replace(units["statistics"], successor="finance")
    assert heir(units, "audit") == "finance"
    assert heir(units, "tax") == "tax"
    assert heir(units, "abolished") == "abolished"


TAXONOMY = """level1,level2,level3
城建,供暖,温度不够
城建,供暖,其他
城建,其他,其他
劳动,工资,拖欠工资
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_foreign_taxonomy_becomes_a_list_with_a_door_for_everyone(
    rlist: ResponsibilityList, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "foreign.csv"
    path.write_text(TAXONOMY, encoding=encoding)
    foreign = read_taxonomy(path, rlist, version="1", adopted=ADOPTED)
    mine = [matter for matter in foreign.matters.values() if matter.unit.startswith("x")]
    assert [matter.title for matter in mine] == [
        "供暖：温度不够",
        "供暖：其他",
        "其他：其他",
        "工资：拖欠工资",
    ]
    assert [matter.phrases for matter in mine] == [("温度不够",), ("供暖",), (), ("拖欠工资",)]
    assert all(matter.ways[0].code == "petition" for matter in mine)
    assert all(matter.needs_local_check and not matter.verified for matter in mine)
    assert {"petition", "discipline"} < set(foreign.units)
    write_list(foreign, tmp_path / "list")
    assert load_list(tmp_path / "list") == foreign


def test_a_foreign_taxonomy_with_a_column_of_units_goes_to_those_units(
    rlist: ResponsibilityList, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["一级", "二级", "三级", "责任单位"],
        ["劳动", "工资", "拖欠", "human-resources"],
        ["城建", "供暖", "温度", "住房和城乡建设局"],
        ["城建", "供暖", "收费", None],
    ):
        book.active.append(row)
    book.save(tmp_path / "foreign.xlsx")
    book.close()
    foreign = read_taxonomy(tmp_path / "foreign.xlsx", rlist, version="1", adopted=ADOPTED)
    units = [foreign.units[m.unit].name for m in foreign.matters.values() if m.id[0] == "X"]
    assert units[-3:] == ["人力资源和社会保障局", "住房和城乡建设局", "城建"]


def test_a_foreign_taxonomy_with_mistakes_is_refused_with_all_of_them(
    rlist: ResponsibilityList, tmp_path: Path
) -> None:
    path = tmp_path / "foreign.csv"
    path.write_text(
        "level1,level2,level3,unit\na,b,c,\na,,c,\na,b,c,\na,b,d,月球局\n", encoding="utf-8"
    )
    with pytest.raises(ListError) as caught:
        read_taxonomy(path, rlist, version="1", adopted=ADOPTED)
    assert [(p.row, p.field, p.reason) for p in caught.value.problems] == [
        ("3", "level2", "missing"),
        ("4", "level3", "duplicate"),
        ("5", "unit", "unknown_unit"),
    ]


def test_a_taxonomy_without_the_three_levels_is_refused(
    rlist: ResponsibilityList, tmp_path: Path
) -> None:
    path = tmp_path / "foreign.csv"
    path.write_text("level1,level2\na,b\n", encoding="utf-8")
    with pytest.raises(ListError) as caught:
        read_taxonomy(path, rlist, version="1", adopted=ADOPTED)
    assert [(p.field, p.reason) for p in caught.value.problems] == [("level3", "no_heading")]


def test_a_sheet_that_is_gone_hides_no_mistake_elsewhere_and_invents_none(
    exported: Path, tmp_path: Path
) -> None:
    def spoil(book: Any) -> None:
        del book["法律"], book["途径"]
        book["单位"]["D3"] = "国级"
        book["事项"]["I5"] = "也许"

    found = problems(edited(exported, tmp_path / "bad.xlsx", spoil))
    assert {(p.file, p.row, p.reason) for p in found} == {
        ("法律", None, "no_sheet"),
        ("途径", None, "no_sheet"),
        ("单位", "3", "unknown_code"),
        ("事项", "5", "not_flag"),
    }


def test_a_column_that_is_gone_is_one_mistake_and_not_one_a_row(
    exported: Path, tmp_path: Path
) -> None:
    def spoil(book: Any) -> None:
        book["事项"].delete_cols(3)
        book["单位"].delete_cols(1)

    found = problems(edited(exported, tmp_path / "bad.xlsx", spoil))
    assert [(p.file, p.field, p.reason) for p in found] == [
        ("单位", "单位代码", "no_heading"),
        ("事项", "事项名称", "no_heading"),
    ]


def test_a_formula_that_came_to_nothing_is_a_mistake(exported: Path, tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        book["事项"]["C5"] = "#REF!"

    (problem,) = problems(edited(exported, tmp_path / "bad.xlsx", spoil))
    assert (problem.file, problem.row, problem.field) == ("事项", "5", "事项名称")
    assert list_texts.describe(problem).endswith("公式算不出结果（#REF!），请改成文字或数字")


def test_rows_beyond_what_is_read_are_a_mistake_and_never_left_out(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.list_cells.MOST_ROWS", 300)
    found = problems(exported)
    assert {(p.file, p.row, p.reason) for p in found} >= {("事项", "301", "too_many_rows")}


def test_a_unit_the_desk_cannot_do_without_is_not_merged_away(
    exported: Path, tmp_path: Path
) -> None:
    def spoil(book: Any) -> None:
        page = book["单位"]
        row = next(r for r in page.iter_rows(min_row=2) if r[0].value == "petition")
        row[5].value = "justice"

    (problem,) = problems(edited(exported, tmp_path / "bad.xlsx", spoil))
    assert (problem.file, problem.field, problem.reason) == ("单位", "承接单位", "must_stay")


@pytest.mark.parametrize("version", ["..", ".hidden", "-x", "_adopted.toml", "a/b", ""])
def test_a_version_that_could_name_another_folder_is_refused(
    exported: Path, tmp_path: Path, version: str
) -> None:
    def spoil(book: Any) -> None:
        row = next(r for r in book["区情"].iter_rows() if r[0].value == "清单版本")
        row[1].value = version

    (problem,) = problems(edited(exported, tmp_path / "bad.xlsx", spoil))
    assert problem.field == "清单版本"
