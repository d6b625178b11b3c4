"""Learning: a correction counts from the next message, and can be taken back without a trace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from knowledge.examples import UNLIKE
from knowledge.learning import Correction, Learner
from knowledge.matcher import Scores
from knowledge.matters import ResponsibilityList
from knowledge.triage import Desk

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ODD = "夹马营那个铁皮棚子又开始唱上了"


def example(n: int, text: str, unit: str, row: str | None = None) -> Correction:
    return Correction(f"c{n}", text, unit, "王芳", NOON + timedelta(hours=n), row)


def test_one_correction_counts_from_the_next_message_and_is_named(
    rlist: ResponsibilityList,
) -> None:
    desk = Desk(rlist)
    desk.learner.learn(example(1, desk.normalise(ODD), "culture-tourism", "WL-03"))
    advice = desk.advise(ODD)
    assert advice.best is not None
    assert advice.best.matter.id == "WL-03"
    assert advice.precedent is not None
    assert (advice.precedent.by, advice.precedent.at) == ("王芳", NOON + timedelta(hours=1))


def test_taken_back_it_is_as_if_it_had_never_been(rlist: ResponsibilityList) -> None:
    desk = Desk(rlist)
    before = desk.advise(ODD)
    desk.learner.learn(example(1, desk.normalise(ODD), "culture-tourism"))
    assert desk.learner.unlearn(["c1", "unheard of"]) == 1
    assert desk.advise(ODD) == before
    assert len(desk.learner) == 0


TEXTS = st.lists(
    st.tuples(st.text("路灯坏了水电费车", min_size=1, max_size=12), st.sampled_from("abc")),
    max_size=12,
)


@given(kept=TEXTS, wrong=TEXTS)
def test_a_batch_of_wrong_corrections_leaves_no_trace(
    kept: list[tuple[str, str]], wrong: list[tuple[str, str]]
) -> None:
    clean = Learner(example(n, *pair) for n, pair in enumerate(kept))
    spoilt = Learner(example(n, *pair) for n, pair in enumerate(kept))
    batch = [example(100 + n, *pair) for n, pair in enumerate(wrong)]
    for correction in batch:
        spoilt.learn(correction)
    spoilt.unlearn(correction.id for correction in batch)
    assert spoilt.examples == clean.examples
    for text, _ in (*kept, *wrong):
        assert spoilt.ask(text) == clean.ask(text), "to the last digit"


@given(texts=TEXTS, seed=st.randoms())
def test_the_order_of_learning_makes_no_difference(
    texts: list[tuple[str, str]], seed: Random
) -> None:
    corrections = [example(n, *pair) for n, pair in enumerate(texts)]
    forwards = Learner(corrections)
    seed.shuffle(corrections)
    anyhow = Learner(corrections)
    for text, _ in texts:
        assert anyhow.ask(text) == forwards.ask(text)


def test_learning_the_same_id_again_replaces_it() -> None:
    learner = Learner([example(1, "路灯坏了", "a"), example(1, "路灯坏了", "b")])
    assert [correction.unit for correction in learner.examples] == ["b"]
    lesson = learner.ask("路灯坏了")
    assert lesson.nearest is not None
    assert lesson.nearest.unit == "b"


def test_of_two_like_examples_the_later_is_the_precedent() -> None:
    learner = Learner([example(2, "路灯坏了", "b"), example(1, "路灯坏了", "a")])
    nearest = learner.ask("路灯坏了").nearest
    assert nearest is not None
    assert nearest.id == "c2"


def test_a_correction_counts_beside_a_long_letter_as_beside_a_short_message() -> None:
    lesson = Learner([example(1, "路灯坏了", "a")]).ask("路灯坏了")
    added = [
        Scores({"b": told}, {}, {}, {}, told).with_examples(UNLIKE, lesson, None).units["a"]
        for told in (40.0, 10.0, 0.0)
    ]
    assert added == sorted(added, reverse=True)
    assert added[0] > added[-1] > 0


def test_many_examples_outweigh_one_that_was_wrong(rlist: ResponsibilityList) -> None:
    texts = [f"{ODD}第{n}天" for n in range(8)]
    right = [example(n, text, "culture-tourism") for n, text in enumerate(texts)]
    desk = Desk(rlist).taught_by(Learner([example(9, f"{ODD}第9天", "tax"), *right]))
    best = desk.advise(f"{ODD}第3天").best
    assert best is not None
    assert best.unit == "culture-tourism"


def test_what_one_desk_is_taught_the_desk_it_was_made_from_does_not_know(
    rlist: ResponsibilityList,
) -> None:
    desk = Desk(rlist)
    taught = desk.taught_by(Learner([example(1, ODD, "tax")], terms=desk.terms))
    assert taught.advise(ODD).precedent is not None
    assert desk.advise(ODD).precedent is None


def test_asking_while_others_learn_and_take_back_never_fails() -> None:
    learner = Learner([example(n, f"路灯坏了{n}", "a") for n in range(40)])
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            for n in range(400):
                learner.ask(f"路灯坏了{n % 40}")
        except RuntimeError as error:
            failed.append(error)

    asking = [Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    for n in range(400):
        learner.learn(example(100 + n, f"新的词{n}路灯", "b"))
        learner.unlearn([f"c{100 + n}"])
    for thread in asking:
        thread.join()
    assert not failed


def test_an_unlike_text_has_no_precedent() -> None:
    learner = Learner([example(1, "路灯坏了没人修", "a")])
    assert learner.ask("孩子上学要什么材料").precedent is None
