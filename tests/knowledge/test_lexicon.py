"""Terms of the word files: literal words, combinations, orders and concepts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.lexicon import Entry, Lexicon, Target
from knowledge.matters import ResponsibilityList
from knowledge.words import HERE, WordProblem, load_words

WAGES = Target("row", "RS-01")


def finds(term: str, text: str, **concepts: list[str]) -> bool:
    return bool(Lexicon([Entry(term, WAGES, 4.0)], concepts).find(text))


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("拖欠工资", "公司拖欠工资三个月", True),
        ("老板+欠+钱", "钱老板一直欠着", True),
        ("老板+欠+钱", "老板走了。有人欠我的钱", False),
        ("老板+钱", "老板" + "说" * 40 + "钱", False),
        ("欠>钱", "欠了一年的钱", True),
        ("欠>钱", "钱一直欠着", False),
        ("<雇主>+<欠>", "单位不给发工资", True),
        ("<雇主>+<欠>", "邻居不给还钱", False),
        ("老板+老板", "老板来了", False),
    ],
)
def test_a_term_is_found_where_it_says(term: str, text: str, found: bool) -> None:
    assert finds(term, text, 雇主=["老板", "单位"], 欠=["欠", "不给"]) is found


def test_a_concept_may_name_another() -> None:
    assert finds("<当官的>", "村支书不管", 当官的=["局长", "<村官>"], 村官=["村支书"])


def test_concepts_that_name_each_other_do_not_run_for_ever() -> None:
    assert not finds("<甲>", "甲乙", 甲=["<乙>"], 乙=["<甲>"])


def test_a_term_with_an_unknown_concept_is_named_and_nothing_else_is_lost() -> None:
    lexicon = Lexicon([Entry("<无此>+钱", WAGES, 4.0), Entry("工资", WAGES, 4.0)], {})
    assert [trouble.why for trouble in lexicon.troubles] == ["unknown_concept"]
    assert lexicon.find("工资")


def homes(rlist: ResponsibilityList) -> dict[str, str]:
    return {row.id: row.unit for row in rlist.matters.values()}


def test_the_shipped_words_are_all_usable(rlist: ResponsibilityList) -> None:
    words = load_words(homes(rlist))
    assert words.problems == ()
    assert words.lexicon().troubles == ()


def test_wrong_word_files_are_named_by_file_section_and_term(
    rlist: ResponsibilityList, tmp_path: Path
) -> None:
    shutil.copytree(HERE / "language", tmp_path / "language")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "market.toml").write_text("[SG-01]\nloud = ['买']\n[RS-01]\n", "utf-8")
    (tmp_path / "words" / "tax.toml").write_text("[unit\n", "utf-8")
    problems = load_words(homes(rlist), tmp_path).problems
    assert WordProblem("market.toml", "SG-01", "loud", "tier") in problems
    assert WordProblem("market.toml", "RS-01", "", "section") in problems
    assert ("tax.toml", "syntax") in [(problem.file, problem.why) for problem in problems]


def test_a_misspelt_word_is_read_as_the_word_that_was_meant() -> None:
    entry = Entry("拖欠+工资", Target("unit", "human-resources"), 8.0)
    lexicon = Lexicon([entry], {}, {"拖欠": ["托欠"], "工资": ["工姿"]})
    assert [hit.term.text for hit in lexicon.find("老板托欠俺工姿")] == ["拖欠+工资"]


def test_no_shipped_misspelling_is_a_word_of_the_files(rlist: ResponsibilityList) -> None:
    words = load_words({row.id: row.unit for row in rlist.matters.values()})
    right = {entry.text for entry in words.entries} | set(words.spellings)
    wrong = [each for every in words.spellings.values() for each in every]
    assert right.isdisjoint(wrong)
    assert len(wrong) == len(set(wrong))
