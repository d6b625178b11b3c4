"""Statutory limits in days: how they are counted, and which clock runs for a case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts import due as due_texts
from handlers.texts import labels
from knowledge.clocks import deadline, last_day, office_day
from knowledge.due import Clocks, load_clocks
from knowledge.list_fields import ListError
from knowledge.matters import Limit, LimitUnit, ResponsibilityList, WayCode
from knowledge.procedure import ALIVE, RULES, Act, Status
from knowledge.workdays import Calendar, load_calendar

CALENDAR = Calendar()
KNOWN = st.dates(date(2005, 1, 1), date(2024, 6, 1))
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
"""Monday, nine in the morning at the office."""


def limit(n: int, unit: LimitUnit) -> Limit:
    """A limit of which only the length matters here."""
    return Limit(n, unit, "", "")


@pytest.fixture(scope="module")
def clocks() -> Clocks:
    """The clocks as they are shipped."""
    return load_clocks()


@pytest.mark.parametrize(
    ("start", "n", "unit", "end"),
    [
        # The day of the event does not count.
        (date(2026, 3, 2), 15, LimitUnit.DAY, date(2026, 3, 17)),
        # 4 April 2026 is a Saturday in the Qingming holidays, which end on the 6th.
        (date(2026, 3, 20), 15, LimitUnit.DAY, date(2026, 4, 7)),
        # A Saturday worked in exchange for a holiday is a working day.
        (date(2026, 2, 13), 1, LimitUnit.WORKDAY, date(2026, 2, 14)),
        # Over the National Day holidays; the 10th is worked.
        (date(2026, 9, 30), 3, LimitUnit.WORKDAY, date(2026, 10, 10)),
        # No such day in the month: its last.
        (date(2025, 1, 31), 1, LimitUnit.MONTH, date(2025, 2, 28)),
        (date(2024, 2, 29), 1, LimitUnit.YEAR, date(2025, 2, 28)),
        (date(2025, 5, 20), 6, LimitUnit.MONTH, date(2025, 11, 20)),
        (date(2025, 11, 30), 3, LimitUnit.MONTH, date(2026, 2, 28)),
    ],
)
def test_a_period_ends_where_the_civil_code_says(
    start: date, n: int, unit: LimitUnit, end: date
) -> None:
    assert deadline(start, limit(n, unit), CALENDAR) == end


@given(KNOWN, st.integers(1, 400), st.sampled_from(LimitUnit))
def test_no_period_ends_on_a_day_off_or_before_it_began(
    start: date, n: int, unit: LimitUnit
) -> None:
    n = min(n, 24) if unit in (LimitUnit.MONTH, LimitUnit.YEAR) else n
    end = deadline(start, limit(n, unit), CALENDAR)
    assert end > start
    assert CALENDAR.is_workday(end)


@given(KNOWN, st.integers(1, 200), st.sampled_from(LimitUnit))
def test_a_longer_period_never_ends_sooner(start: date, n: int, unit: LimitUnit) -> None:
    n = min(n, 20) if unit in (LimitUnit.MONTH, LimitUnit.YEAR) else n
    shorter, longer = (deadline(start, limit(k, unit), CALENDAR) for k in (n, n + 1))
    assert shorter <= longer


@given(KNOWN, st.integers(1, 120))
def test_working_days_are_counted_one_by_one(start: date, n: int) -> None:
    end = deadline(start, limit(n, LimitUnit.WORKDAY), CALENDAR)
    days = ((start + timedelta(days=k)) for k in range(1, (end - start).days + 1))
    assert sum(map(CALENDAR.is_workday, days)) == n


@given(st.dates(), st.integers(1, 10_000), st.sampled_from([LimitUnit.MONTH, LimitUnit.YEAR]))
def test_a_slip_in_the_year_never_breaks_the_count(start: date, n: int, unit: LimitUnit) -> None:
    assert deadline(start, limit(n, unit), CALENDAR) >= start


def test_a_year_without_published_holidays_is_counted_by_weekdays_and_says_so() -> None:
    end = last_day(date(2031, 9, 30), limit(3, LimitUnit.WORKDAY), CALENDAR)
    assert end.date == date(2031, 10, 3)
    assert not end.certain
    assert last_day(date(2026, 3, 2), limit(15, LimitUnit.DAY), CALENDAR).certain


def test_the_offices_own_days_win_over_the_library(tmp_path: Path) -> None:
    (tmp_path / "calendar.toml").write_text(
        "off = [2026-03-17, 2031-10-01]\nwork = [2026-03-21]\nyears = [2031]\n", encoding="utf-8"
    )
    calendar = load_calendar(tmp_path)
    assert deadline(date(2026, 3, 2), limit(15, LimitUnit.DAY), calendar) == date(2026, 3, 18)
    assert calendar.is_workday(date(2026, 3, 21))
    assert last_day(date(2031, 9, 30), limit(1, LimitUnit.WORKDAY), calendar).certain


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("off = [2026-03-17]\nwork = [2026-03-17]", "twice"),
        ('off = ["2026-03-17"]', "not_days"),
        ("offf = []", "unknown_key"),
    ],
)
def test_a_wrong_calendar_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "calendar.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ListError) as caught:
        load_calendar(tmp_path)
    assert [problem.reason for problem in caught.value.problems] == [reason]


def test_late_in_the_evening_at_greenwich_it_is_already_tomorrow_at_the_office() -> None:
    assert office_day(datetime(2026, 3, 1, 16, tzinfo=UTC)) == date(2026, 3, 2)


def test_a_citizen_is_told_within_fifteen_days_of_registration(clocks: Clocks) -> None:
    due = clocks.due(Status.REGISTERED, [(Act.REGISTER, NINE)])
    assert due is not None
    assert (due.kind, due.date, due.source) == ("inform", date(2026, 3, 17), "信访工作条例 23")


def test_a_case_sent_on_keeps_the_fifteen_days_but_the_new_unit_may_object_for_five(
    clocks: Clocks,
) -> None:
    events = [(Act.REGISTER, NINE), (Act.ASSIGN, NINE + timedelta(days=7))]
    objection, inform = clocks.running(Status.REGISTERED, events)
    assert (objection.kind, objection.date) == ("objection", date(2026, 3, 16))
    assert objection.right
    assert (inform.kind, inform.date) == ("inform", date(2026, 3, 17))


def test_a_case_sent_back_and_taken_by_nobody_is_still_due(clocks: Clocks) -> None:
    events = [(Act.REGISTER, NINE), (Act.RETURN, NINE + timedelta(days=3))]
    due = clocks.due(Status.RETURNED, events)
    assert due is not None
    assert (due.kind, due.date) == ("transfer", date(2026, 3, 17))


def test_an_accepted_case_is_settled_within_sixty_days_also_while_mediated(
    clocks: Clocks,
) -> None:
    events = [(Act.REGISTER, NINE), (Act.ACCEPT, NINE), (Act.MEDIATE, NINE + timedelta(days=50))]
    kinds = {due.kind: due.date for due in clocks.running(Status.MEDIATING, events)}
    assert kinds == {"handle": date(2026, 5, 6), "mediate": date(2026, 5, 21)}


def test_an_agreement_may_be_confirmed_for_thirty_days_and_nothing_is_owed(
    clocks: Clocks,
) -> None:
    events = [(Act.ACCEPT, NINE), (Act.AGREE, NINE)]
    assert clocks.due(Status.AGREED, events) is None
    (confirm,) = clocks.running(Status.AGREED, events)
    assert (confirm.kind, confirm.date, confirm.right) == ("confirm", date(2026, 4, 1), True)


def test_labour_inspection_has_its_own_limit_instead_of_the_sixty_days(
    clocks: Clocks, rlist: ResponsibilityList
) -> None:
    wages, events = rlist.matters["RS-01"], [(Act.ACCEPT, NINE)]
    inspected = clocks.due(Status.HANDLING, events, way=WayCode.ADMIN, matter=wages)
    petition = clocks.due(Status.HANDLING, events, way=WayCode.PETITION, matter=wages)
    assert inspected is not None
    assert petition is not None
    assert inspected.source == "劳动保障监察条例 17"
    assert petition.source == "信访工作条例 34"


def test_mediation_of_a_labour_quarrel_takes_fifteen_days_by_its_own_law(
    clocks: Clocks, rlist: ResponsibilityList
) -> None:
    events = [(Act.ACCEPT, NINE), (Act.MEDIATE, NINE)]
    due = clocks.due(Status.MEDIATING, events, matter=rlist.matters["RS-01"])
    assert due is not None
    assert (due.kind, due.limit.n, due.source) == ("mediate", 15, "劳动争议调解仲裁法 14")


QUIET = sorted(act for act, rule in RULES.items() if rule.to is None)


@given(
    status=st.sampled_from(sorted(ALIVE)),
    remarks=st.lists(st.tuples(st.sampled_from(QUIET), st.integers(1, 500)), max_size=8),
)
def test_a_comment_never_moves_a_date(
    clocks: Clocks, status: Status, remarks: list[tuple[Act, int]]
) -> None:
    acts = (Act.REGISTER, Act.ACCEPT, Act.MEDIATE, Act.AGREE, Act.ANSWER)
    events = [(act, NINE + timedelta(hours=n)) for n, act in enumerate(acts)]
    later = [(act, NINE + timedelta(days=days)) for act, days in remarks]
    assert clocks.running(status, events + later) == clocks.running(status, events)


def test_every_open_status_has_a_clock(clocks: Clocks) -> None:
    acts = (Act.REGISTER, Act.ACCEPT, Act.MEDIATE, Act.NOT_AGREE)
    events = [(act, NINE) for act in acts]
    open_statuses = {s for s in ALIVE if s not in (Status.AGREED, Status.ANSWERED)}
    assert all(clocks.due(status, events) for status in open_statuses)


def test_every_kind_of_clock_has_its_words_and_an_unverified_one_says_so(clocks: Clocks) -> None:
    assert {clock.kind for clock in clocks.table} == set(labels.DUE)
    due = clocks.due(Status.MEDIATING, [(Act.MEDIATE, NINE)])
    assert due is not None
    assert "须本地确认" in due_texts.doubts(due)


def test_a_misspelt_status_in_the_table_of_clocks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clocks.toml").write_text(
        '[[clock]]\nkind = "x"\nstarts = ["register"]\nrunning = ["sleeping"]\n'
        'n = 1\nunit = "day"\nfrom = "a"\nsource = "b"\n',
        encoding="utf-8",
    )
    with pytest.raises(ListError) as caught:
        load_clocks(tmp_path)
    reasons = [problem.reason for problem in caught.value.problems]
    assert reasons == ["unknown_code", "missing"]
