"""The report on learning: a case is never judged by what it taught itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from knowledge.learning import Correction, Learner
from knowledge.learning_report import Decided, Line, measure
from knowledge.triage import Desk

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ODD = "夹马营那个铁皮棚子又开始唱上了"
WAGES = "老板拖欠我三个月工资不给，怎么办"


@pytest.fixture
def taught(desk: Desk) -> Desk:
    """A desk that somebody told twice where such a matter belongs."""
    corrections = (
        Correction(id_, f"{ODD}{id_}", "culture-tourism", "王芳", NOON) for id_ in ("1", "2")
    )
    return desk.taught_by(Learner(corrections, terms=desk.terms))


def test_corrections_help_other_cases_and_are_counted_by_unit(taught: Desk) -> None:
    worth = measure(
        taught,
        [
            Decided("1", f"{ODD}1", "culture-tourism"),
            Decided("2", f"{ODD}2", "culture-tourism"),
            Decided("3", WAGES, "human-resources"),
        ],
    )
    assert worth.units == (
        Line("culture-tourism", n=2, before=0, after=2, better=2, worse=0),
        Line("human-resources", n=1, before=1, after=1, better=0, worse=0),
    )
    assert worth.total == Line(None, n=3, before=1, after=3, better=2, worse=0)
    assert worth.examples == 2


def test_a_correction_does_not_prove_itself_right(taught: Desk) -> None:
    taught.learner.unlearn(["2"])
    worth = measure(taught, [Decided("1", f"{ODD}1", "culture-tourism")])
    assert worth.total.after == 0
    assert len(taught.learner) == 1, "it counts again afterwards"


def test_a_wrong_correction_is_seen_as_worse(desk: Desk) -> None:
    wrong = Learner([Correction("9", WAGES, "tax", "王芳", NOON)], terms=desk.terms)
    worth = measure(desk.taught_by(wrong), [Decided("3", WAGES, "human-resources")])
    assert (worth.total.better, worth.total.worse) == (0, 1)


def test_without_cases_there_is_nothing_to_say(desk: Desk) -> None:
    worth = measure(desk, [])
    assert (worth.units, worth.total) == ((), Line(None, 0, 0, 0, 0, 0))
