"""Examples: messages written for rows of the list, and what a new message shares with them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.advice import EXAMPLES, Outcome
from knowledge.examples import (
    COUNTS,
    FOLDER,
    UNLIKE,
    Example,
    Examples,
    Likeness,
    count_pairs,
    known_pairs,
    load_examples,
    read_examples,
)
from knowledge.matters import ResponsibilityList
from knowledge.triage import Desk
from knowledge.words import HERE

HOMES = {"A-01": "lamps", "A-02": "lamps", "B-01": "water"}
SAID = [
    *(Example(f"路灯灭了{n}天", "A-01") for n in range(4)),
    *(Example(f"灯杆倒了没人扶{n}", "A-02") for n in range(4)),
    *(Example(f"水管爆了{n}天", "B-01") for n in range(4)),
]


def counted(examples: Sequence[Example], homes: Mapping[str, str] = HOMES) -> Examples:
    return Examples(json.loads(count_pairs(examples)), homes)


def ask(text: str, examples: Examples) -> Likeness:
    every = {text[start : start + 2] for start in range(len(text))}
    return examples.ask(known_pairs(text, every))


def test_the_counts_beside_the_examples_are_those_of_the_examples() -> None:
    """After a change: ``python -m bot list examples``."""
    shipped = (HERE / FOLDER / COUNTS).read_text("utf-8")
    assert shipped == count_pairs(read_examples(HERE))


def test_every_example_is_of_a_row_of_the_list_or_says_that_it_is_of_none(
    rlist: ResponsibilityList,
) -> None:
    rows = {example.row for example in read_examples(HERE)} - {""}
    assert rows <= set(rlist.matters)
    assert set(rlist.units) == {rlist.matters[row].unit for row in rows}, "each unit has examples"


def test_no_example_is_written_twice() -> None:
    lines: list[str] = []
    for path in (HERE / FOLDER).glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            lines += [line["text"] for line in csv.DictReader(file)]
    assert len(set(lines)) == len(lines)


def test_a_message_is_believed_to_be_of_the_unit_whose_examples_it_is_like() -> None:
    belief = ask("我们这儿路灯灭了", counted(SAID)).units
    assert belief["lamps"] > 0 > belief["water"]
    assert sum(belief.values()) == pytest.approx(0)


def test_the_passages_tell_which_letters_led_there_and_add_up() -> None:
    even = [example for example in SAID if example.row in {"A-01", "B-01"}]
    text = "我们这儿路灯灭了好久，水管爆了"
    like = ask(text, counted(even, {"A-01": "lamps", "B-01": "water"}))
    lamps, water = dict(like.passages("lamps")), dict(like.passages("water"))
    assert [text[start:end] for start, end in lamps] == ["路灯灭了"]
    assert [text[start:end] for start, end in water] == ["水管爆了"]
    told = sum(lamps.values()) - sum(water.values())
    assert like.units["lamps"] - like.units["water"] == pytest.approx(told)


def test_no_order_of_a_set_shows_in_an_answer() -> None:
    said = ("match", "干了仨月一分钱没见着，包工头电话也打不通了", "--json")
    answers = {
        subprocess.run(
            [sys.executable, "-m", "bot", *said],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_examples_of_rows_that_the_list_has_not_say_nothing() -> None:
    assert ask("路灯灭了", counted(SAID, {})) == UNLIKE
    assert ask("路灯灭了", counted(SAID, {"A-01": "lamps", "A-02": "lamps"})) == UNLIKE


def test_what_only_other_lists_rows_say_takes_nothing_from_what_this_one_says() -> None:
    homes = {"A-01": "lamps", "B-01": "water"}
    own = [example for example in SAID if example.row in homes]
    text = "路灯灭了，灯杆倒了没人扶"
    assert ask(text, counted(SAID, homes)).units["lamps"] == pytest.approx(
        ask(text, counted(own, homes)).units["lamps"], rel=0.35
    )


def test_a_row_that_another_unit_took_over_takes_its_examples_along() -> None:
    moved = ask("灯杆倒了", counted(SAID, {**HOMES, "A-02": "water"})).units
    assert moved["water"] > moved["lamps"]


def test_a_list_without_examples_is_read_all_the_same(tmp_path: Path) -> None:
    assert ask("路灯灭了", load_examples(tmp_path, HOMES)) == UNLIKE


@given(st.permutations(SAID))
def test_the_order_of_the_examples_makes_no_difference(examples: list[Example]) -> None:
    assert count_pairs(examples) == count_pairs(SAID)


@given(st.text(max_size=200))
def test_any_text_gets_an_answer_and_the_same_one_again(text: str) -> None:
    examples = counted(SAID)
    assert ask(text, examples) == ask(text, examples)


def test_likeness_alone_makes_nothing_certain_and_is_told_as_such(
    rlist: ResponsibilityList,
) -> None:
    desk = Desk(rlist)
    for text in ("今儿天儿不错", "哈哈哈你吃了吗"):
        assert desk.advise(text).outcome is not Outcome.MATCHED
    advice = desk.advise("干了仨月一分钱没见着，包工头电话也打不通了")
    assert advice.best is not None
    assert {evidence.source for evidence in advice.best.evidence} & {EXAMPLES}
