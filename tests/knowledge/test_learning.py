"""Learning: a correction counts from the next message, and can be taken back without a trace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.learning import Correction, Learner
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
        assert spoilt.ask(text).nearest == clean.ask(text).nearest


def test_learning_the_same_id_again_replaces_it() -> None:
    learner = Learner([example(1, "路灯坏了", "a"), example(1, "路灯坏了", "b")])
    assert [correction.unit for correction in learner.examples] == ["b"]
    lesson = learner.ask("路灯坏了")
    assert lesson.nearest is not None
    assert lesson.nearest.unit == "b"


def test_an_unlike_text_has_no_precedent() -> None:
    learner = Learner([example(1, "路灯坏了没人修", "a")])
    assert learner.ask("孩子上学要什么材料").precedent is None
