"""Deadlines: how long a way stays open, counted from the day the citizen names."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.advice import Advice
from knowledge.triage import Desk

TODAY = date(2026, 11, 25)


def last_days(advice: Advice) -> dict[str, date]:
    mine = [deadline for deadline in advice.deadlines if deadline.way in advice.ways]
    return {deadline.way.code.value: deadline.last for deadline in mine}


def test_sixty_days_for_reconsideration_run_from_the_day_the_decision_came(desk: Desk) -> None:
    advice = desk.advise("我10月8号收到城管的处罚决定书，罚我两千块，我不服", today=TODAY)
    assert advice.facts.since == date(2026, 10, 8)
    assert last_days(advice)["reconsideration"] == date(2026, 12, 7)


def test_a_year_for_labour_arbitration_runs_from_the_dismissal(desk: Desk) -> None:
    advice = desk.advise("去年11月20日被公司辞退，一分钱赔偿没有", today=TODAY)
    assert last_days(advice)["arbitration"] == date(2026, 11, 20)


def test_the_nearest_deadline_comes_first(desk: Desk) -> None:
    advice = desk.advise("去年11月20日被公司辞退，一分钱赔偿没有", today=TODAY)
    assert list(advice.deadlines) == sorted(advice.deadlines, key=lambda found: found.last)


@pytest.mark.parametrize(
    "text",
    [
        "公司辞退我，一分钱赔偿没有",
        "3月2日去公司问了，4月5日又去问，6月7日打电话，都说不给补偿",
    ],
)
def test_nothing_is_counted_where_the_message_does_not_say_which_day_it_was(
    desk: Desk, text: str
) -> None:
    advice = desk.advise(text, today=TODAY)
    assert advice.facts.since is None
    assert advice.deadlines == ()


def test_a_day_to_come_starts_no_limit(desk: Desk) -> None:
    advice = desk.advise("通知说2027年3月1日拆我家房子", today=TODAY)
    assert advice.facts.since is None


def test_time_after_another_way_is_counted_only_if_that_way_was_taken(desk: Desk) -> None:
    advice = desk.advise("10月8日收到工伤不予认定的通知，不服", today=TODAY)
    starts = {each.way.apply_within.start for each in advice.deadlines if each.way.apply_within}
    assert not any("复议决定书" in start for start in starts)
