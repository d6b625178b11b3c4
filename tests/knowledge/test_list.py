"""The responsibility list: the shipped one is whole, and a wrong one is refused with reasons."""

from __future__ import annotations

import ast
import shutil
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.texts import list as texts
from knowledge import list_writer
from knowledge.advice import Danger
from knowledge.laws import Citation
from knowledge.list_fields import Problem
from knowledge.list_writer import write_list
from knowledge.loader import LIST_FOLDER, ListError, load_list
from knowledge.matters import Limit, LimitUnit, ResponsibilityList, WayCode

BOOKLET = {
    *("education", "public-security", "civil-affairs", "justice", "finance"),
    *("human-resources", "natural-resources", "housing", "urban-management", "agriculture"),
    *("commerce", "culture-tourism", "health", "emergency", "ecology", "market"),
    "ethnic-religious",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped list that a test may spoil."""
    for name in ("district.toml", "laws.toml", "places.toml"):
        shutil.copy(LIST_FOLDER / name, tmp_path / name)
    shutil.copytree(LIST_FOLDER / "units", tmp_path / "units")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    """Replace the first ``old`` of a file; it must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> list[Problem]:
    """The mistakes for which the list is refused."""
    with pytest.raises(ListError) as caught:
        load_list(folder)
    return list(caught.value.problems)


def test_every_audited_matter_is_there_with_its_ways(rlist: ResponsibilityList) -> None:
    assert len(rlist.matters) >= 339
    assert len(rlist.units) == 33
    assert all(matter.ways for matter in rlist.matters.values())
    assert {matter.unit for matter in rlist.matters.values()} <= set(rlist.units)


def test_unpaid_wages_have_labour_inspection_first_then_arbitration(
    rlist: ResponsibilityList,
) -> None:
    wages = rlist.matters["RS-01"]
    assert [way.code for way in wages.ways[:2]] == [WayCode.ADMIN, WayCode.ARBITRATION]
    assert wages.ways[1].apply_within == Limit(
        1,
        LimitUnit.YEAR,
        "劳动关系终止之日（在职期间追讨劳动报酬不受此限）",
        "劳动争议调解仲裁法 27",
    )
    assert wages.ways[0].decided_within is not None
    assert wages.ways[0].decided_within.extension == 30
    assert Citation("劳动合同法", "85") in wages.basis
    assert wages.mediable


def test_the_seventeen_of_2018_are_marked(rlist: ResponsibilityList) -> None:
    assert {unit.code for unit in rlist.units.values() if unit.booklet_2018} == BOOKLET


def test_a_unit_name_is_a_name_and_no_remark(rlist: ResponsibilityList) -> None:
    for unit in rlist.units.values():
        assert "未核" not in unit.name
        assert "＋" not in unit.name + unit.name_2018


def test_the_nine_places_are_known_by_what_people_call_them(rlist: ResponsibilityList) -> None:
    assert len(rlist.places) == 9
    named = {name: place.code for place in rlist.places.values() for name in place.aliases}
    assert named["东关办事处"] == named["东关"] == "410304001"
    assert named["瀍河乡"] == "410304200"


def test_every_kind_of_danger_has_a_verified_number(rlist: ResponsibilityList) -> None:
    told = {danger for line in rlist.district.hotlines if line.verified for danger in line.dangers}
    assert told == set(Danger)


def test_a_law_read_in_full_has_its_version_and_one_not_held_has_none(
    rlist: ResponsibilityList,
) -> None:
    assert str(rlist.laws["信访工作条例"].in_force_from) == "2022-05-01"
    assert str(rlist.laws["生态环境法典"].in_force_from) == "2026-08-15"
    assert rlist.laws["刑法"].version is None
    assert "须本地确认" in rlist.laws["刑法"].note


def test_written_back_and_read_again_the_list_is_the_same(
    rlist: ResponsibilityList, tmp_path: Path
) -> None:
    write_list(rlist, tmp_path)
    again = load_list(tmp_path)
    assert again == rlist
    assert list(again.matters) == list(rlist.matters)


def test_the_shipped_files_are_in_the_layout_of_the_writer(
    rlist: ResponsibilityList, folder: Path
) -> None:
    before = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.toml")}
    write_list(rlist, folder)
    assert {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.toml")} == before


def test_writing_keeps_the_comment_at_the_top_and_drops_a_unit_that_is_gone(
    rlist: ResponsibilityList, folder: Path
) -> None:
    (folder / "units" / "gone.toml").write_text("", encoding="utf-8")
    write_list(rlist, folder)
    assert (folder / "laws.toml").read_text(encoding="utf-8").startswith("# ")
    assert not (folder / "units" / "gone.toml").exists()


def test_loading_costs_a_fraction_of_a_second() -> None:
    started = time.perf_counter()
    load_list()
    # 95 ms where it was written; the bound is wide because test machines are busy.
    assert time.perf_counter() - started < 1


SPOILS = [
    ("units/finance.toml", 'title = "', 'titel = "', "CZ-01", "title", "missing"),
    ("units/finance.toml", 'title = "', 'titel = "', "CZ-01", "titel", "unknown_key"),
    ("units/finance.toml", 'id = "CZ-02"', 'id = "CZ-01"', "CZ-01", "id", "duplicate"),
    ("units/finance.toml", 'id = "CZ-01"', 'id = "1"', "1", "id", "bad_code"),
    ("units/finance.toml", 'level = "district"', 'level = "galaxy"', None, "unit.level",
     "unknown_code"),
    ("units/finance.toml", 'code = "finance"', 'code = "money"', None, "unit.code",
     "not_file_name"),
    ("units/finance.toml", "verified = true", "verified = 1", "CZ-01", "verified", "not_flag"),
    ("units/finance.toml", 'code = "admin"', 'code = "magic"', "CZ-01", "way[1].code",
     "unknown_code"),
    ("units/finance.toml", "{ n = 7,", "{ n = 0,", "CZ-01", "way[1].apply_within.n",
     "out_of_range"),
    ("units/finance.toml", "{ n = 7,", '{ n = "7",', "CZ-01", "way[1].apply_within.n",
     "not_number"),
    ("units/finance.toml", '"政府采购法 52"', '"政府采购法  第52条"', "CZ-01", "basis",
     "bad_citation"),
    ("units/finance.toml", '"政府采购法 52"', '"政府采买法 52"', "CZ-01", "basis",
     "unknown_law"),
    ("units/finance.toml", 'source = "政府采购法 52"', 'source = "采购 52"', "CZ-01",
     "way[1].apply_within.source", "unknown_law"),
    ("units/finance.toml", "[unit]", "[unit", None, None, "not_toml"),
    ("units/finance.toml", "[unit]", "[amt]", None, "unit", "missing"),
    ("places.toml", '"东关"]', '"瀍西"]', "410304002", "aliases", "duplicate"),
    ("places.toml", '"410304001"', '"1"', "1", "code", "bad_code"),
    ("laws.toml", "version = 2019-03-24", 'version = "2019"', "不动产登记暂行条例", "version",
     "not_day"),
    ("laws.toml", "version = 2019-03-24", "in_force_from = 2019-03-24\nin_force_to = 2018-01-01",
     "不动产登记暂行条例", "in_force_to", "ends_before_it_begins"),
    ("district.toml", '"2026.11"', '"2026 十一月"', None, "version", "bad_code"),
    ("district.toml", "adopted = 2026-11-25", "", None, "adopted", "missing"),
    ("district.toml", '"fire"', '"flood"', None, "district.hotline[2].dangers", "unknown_code"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "row", "field", "reason"), SPOILS)
def test_a_mistake_is_named_with_file_row_field_and_reason(
    folder: Path,
    file: str,
    old: str,
    new: str,
    row: str | None,
    field: str | None,
    reason: str,
) -> None:
    change(folder / file, old, new)
    found = [(p.file, p.row, p.field, p.reason) for p in problems(folder)]
    assert (file, row, field, reason) in found


def test_all_mistakes_of_all_files_are_told_at_once(folder: Path) -> None:
    change(folder / "units" / "finance.toml", 'id = "CZ-01"', 'id = "x"')
    change(folder / "units" / "audit.toml", 'plain = "', 'plane = "')
    (folder / "places.toml").unlink()
    found = {(p.file, p.reason) for p in problems(folder)}
    assert {
        ("units/finance.toml", "bad_code"),
        ("units/audit.toml", "missing"),
        ("units/audit.toml", "unknown_key"),
        ("places.toml", "no_file"),
    } <= found


def test_a_row_without_a_way_is_refused(folder: Path) -> None:
    path = folder / "units" / "audit.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.split("[[matter.way]]")[0], encoding="utf-8")
    assert [p.reason for p in problems(folder)] == ["no_way"]


def test_a_unit_cannot_succeed_itself_by_a_detour(folder: Path) -> None:
    for code, successor in (("audit", "finance"), ("finance", "audit"), ("tax", "nobody")):
        path = folder / "units" / f"{code}.toml"
        change(path, "[unit]\n", f'[unit]\nsuccessor = "{successor}"\n')
    found = [(p.file, p.reason) for p in problems(folder)]
    assert found == [
        ("units/audit.toml", "cycle"),
        ("units/finance.toml", "cycle"),
        ("units/tax.toml", "unknown_unit"),
    ]


def test_without_the_petition_office_there_is_no_list(folder: Path) -> None:
    (folder / "units" / "petition.toml").unlink()
    assert [p.reason for p in problems(folder)] == ["no_such_unit_file"]


def test_a_file_from_notepad_with_a_byte_order_mark_is_read(folder: Path) -> None:
    path = folder / "units" / "audit.toml"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert "audit" in load_list(folder).units


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    path = folder / "units" / "audit.toml"
    path.write_text(path.read_text(encoding="utf-8"), encoding="gb18030")
    first = problems(folder)[0]
    assert (first.file, first.reason) == ("units/audit.toml", "not_utf8")


@pytest.mark.parametrize("junk", [f"a = {'9' * 5000}", f"a = {'[' * 5000}"])
def test_absurd_numbers_and_brackets_are_refused_like_any_mistake(folder: Path, junk: str) -> None:
    (folder / "units" / "audit.toml").write_text(junk, encoding="utf-8")
    assert problems(folder)[0].reason == "not_toml_end"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(junk=st.text(max_size=30), at=st.floats(0, 1))
def test_whatever_is_typed_into_a_file_the_loader_refuses_or_reads_but_never_breaks(
    folder: Path, junk: str, at: float
) -> None:
    path = folder / "units" / "audit.toml"
    good = (LIST_FOLDER / "units" / "audit.toml").read_text(encoding="utf-8")
    cut = int(at * len(good))
    path.write_text(good[:cut] + junk + good[cut:], encoding="utf-8", errors="replace")
    found: tuple[Problem, ...] = ()
    try:
        load_list(folder)
    except ListError as error:
        found = error.problems
    assert all(texts.describe(problem) for problem in found)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_of_a_row_survives_writing_and_reading(text: str) -> None:
    assert tomllib.loads(f"a = {list_writer._quoted(text)}") == {"a": text}


def test_a_mistake_is_told_in_chinese_with_its_place(folder: Path) -> None:
    change(folder / "units" / "finance.toml", '"政府采购法 52"', '"政府采买法 52"')
    assert texts.describe(problems(folder)[0]) == (
        "units/finance.toml › CZ-01 › basis：法律表里没有《政府采买法》，请先加进去"
    )


def noted(path: Path) -> set[str]:
    """The reason codes that a module gives to ``note`` and ``Problem``, read from its source."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in ("note", "_wrong", "Problem"):
            reason = node.args[3] if name == "Problem" else node.args[-1]
            constants = [node for node in ast.walk(reason) if isinstance(node, ast.Constant)]
            codes = {str(each.value) for each in constants}
            found |= {f"not_{code}" if name == "_wrong" else code for code in codes}
    return found


def test_every_reason_a_reader_notes_has_its_words() -> None:
    room = LIST_FOLDER.parent
    modules = [*room.glob("list_*.py"), room / "loader.py", room / "workdays.py", room / "due.py"]
    reasons = set().union(*map(noted, modules)) - {"not_"}
    assert len(reasons) > 25
    assert reasons == set(texts.REASON)


def test_the_summary_counts_every_unit_and_says_the_seventeen_are_an_editors_choice(
    rlist: ResponsibilityList,
) -> None:
    words = texts.summary(rlist)
    assert words.count("✓") == 17
    assert "编者推定" in words
    assert all(unit.name in words for unit in rlist.units.values())
