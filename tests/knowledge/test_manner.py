"""How a message is put: likeness to examples of danger, of a class, or of no matter at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.examples import FOLDER, Example, known_pairs, read_examples
from knowledge.manner import COUNTS, DANGER, INQUIRY, NOTHING, OWN, Manner, count_marks, load_manner
from knowledge.text import normalise
from knowledge.words import HERE

SAID = [
    *(Example(f"他拿着刀堵在门口{n}", "A-01", "report", danger=True) for n in range(4)),
    *(Example(f"刀具摊占了门口的路{n}", "A-02", "report") for n in range(4)),
    *(Example(f"欠我的工钱不给{n}", "B-01", "claim") for n in range(4)),
    *(Example(f"请问几点上班{n}", "B-01", "inquiry") for n in range(4)),
    *(Example(f"今天天气真好{n}", "") for n in range(4)),
]


def counted(examples: Sequence[Example] = SAID) -> Manner:
    return Manner(json.loads(count_marks(examples)))


def ask(text: str, manner: Manner | None = None) -> dict[str, float]:
    manner = manner or counted()
    return dict(manner.ask(text, known_pairs(text, manner.pairs)))


def test_the_counts_beside_the_examples_are_those_of_the_examples() -> None:
    """After a change: ``python -m bot list examples``."""
    shipped = (HERE / FOLDER / COUNTS).read_text("utf-8")
    assert shipped == count_marks(read_examples(HERE))


def test_a_message_is_like_the_examples_it_shares_most_with() -> None:
    assert ask("他拿着刀来了")[DANGER] > 0 > ask("刀具摊占路")[DANGER]
    assert ask("我的工钱不给")[OWN] > 0 > ask("占了门口的路")[OWN]
    assert ask("请问几点")[INQUIRY] > 0 > ask("欠我的工钱")[INQUIRY]
    assert ask("天气真好")[NOTHING] > 0 > ask("欠我的工钱")[NOTHING]


def test_a_long_letter_is_as_dangerous_as_its_worst_passage() -> None:
    calm = "刀具摊占了门口的路。" * 20
    assert ask(calm + "他拿着刀堵在门口。")[DANGER] > ask(calm)[DANGER] + 1
    assert ask(calm + "他拿着刀堵在门口。")[DANGER] == pytest.approx(
        ask("他拿着刀堵在门口。")[DANGER]
    )


def test_the_ends_of_lines_are_no_sentences() -> None:
    letter = "刀具摊占了门口的路。" * 10 + "他拿着刀。堵在门口。" + "刀具摊占了门口的路。" * 10
    lines = letter.replace("。", "!!\n")
    assert ask(lines)[DANGER] == pytest.approx(ask(letter)[DANGER], abs=1)


def test_without_examples_nothing_is_in_common_with_anything(tmp_path: Path) -> None:
    assert ask("他拿着刀来了", load_manner(tmp_path)) == {}


def test_a_mark_that_no_example_has_speaks_neither_for_nor_against() -> None:
    calm = [example for example in SAID if not example.danger]
    assert ask("刀具摊占了路", counted(calm))[DANGER] == 0.0


@given(st.permutations(SAID))
def test_the_order_of_the_examples_makes_no_difference(examples: list[Example]) -> None:
    assert count_marks(examples) == count_marks(SAID)


@given(st.text(max_size=200))
def test_any_text_gets_an_answer_and_the_same_one_again(text: str) -> None:
    plain = normalise(text)
    assert ask(plain) == ask(plain)
