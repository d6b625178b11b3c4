"""Statistics: counted within what the asker may see, telling nothing about few people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from knowledge.advice import PetitionClass
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Act, Role, Status
from storage.errors import NotPermitted
from storage.people import Actor
from storage.statistics import MonthRow, Row, Summary, UnitRow
from tests.storage.conftest import Archive

START, END = date(2026, 11, 1), date(2026, 11, 30)


async def ask(archive: Archive, by: Actor, **changes: Any) -> Summary:
    """This month's summary."""
    asked = {"start": START, "end": END, **changes}
    return await archive.statistics.summary(by, **asked)


@pytest.fixture
async def bai(archive: Archive) -> Actor:
    """Somebody at the petition office."""
    return await archive.staff("白洁", Role.OFFICE)


@pytest.fixture
async def month(archive: Archive, bai: Actor) -> dict[str, int]:
    """A month: mediated and rated, answered, rejected, withdrawn, new, and two sealed."""
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    ids = {}
    for name in ("agreed", "answered", "rejected", "withdrawn", "new"):
        ids[name] = (await archive.register(wang)).case_id
    for unit in ("housing", "human-resources"):
        await archive.register(
            wang, petition_class=PetitionClass.ACCUSATION, unit=unit, accused_unit=unit
        )
    walk = archive.walk
    await walk(ids["agreed"], li, Act.ACCEPT, Act.MEDIATE, Act.NOT_AGREE, Act.HANDLE, Act.MEDIATE)
    await walk(ids["agreed"], li, Act.AGREE, Act.CLOSE)
    await walk(ids["agreed"], wang, Act.RATE, score=2)
    await walk(ids["answered"], li, Act.ACCEPT, Act.HANDLE, Act.ANSWER)
    await walk(ids["rejected"], li, Act.REJECT)
    await walk(ids["withdrawn"], wang, Act.WITHDRAW)
    return ids


async def test_every_figure_counts_what_it_says(
    archive: Archive, bai: Actor, month: dict[str, int]
) -> None:
    summary = await ask(archive, bai)
    assert (summary.received, summary.open, summary.decided) == (7, 3, 1)
    assert (summary.closed, summary.rejected, summary.withdrawn) == (1, 1, 1)
    assert (summary.mediated, summary.agreed, summary.not_agreed, summary.answered) == (1, 1, 1, 1)
    assert (summary.rated, summary.satisfied, summary.unsatisfied) == (1, 1, 0)
    assert summary.basically == 1
    assert summary.closed_in_period == 1
    parts = summary.open, summary.decided, summary.closed, summary.rejected, summary.withdrawn
    assert sum(parts) == summary.received


async def test_what_is_sealed_is_in_the_totals_only(
    archive: Archive, bai: Actor, month: dict[str, int]
) -> None:
    summary = await ask(archive, bai)
    assert [(row.unit, row.received) for row in summary.by_unit] == [("human-resources", 5)]
    assert summary.by_class == (Row("claim", received=5, open=1, closed=1),)
    assert summary.by_place == (Row("410304001", received=5, open=1, closed=1),)
    assert summary.by_month == (MonthRow(date(2026, 11, 1), received=5, open=1, closed=1),)
    assert sum(summary.by_status.values()) == 5
    lines = await archive.statistics.rows(bai, start=START, end=END)
    assert {line.petition_class for line in lines} == {PetitionClass.CLAIM}
    assert len(lines) == 5


async def test_a_total_narrowed_down_does_not_tell_of_sealed_cases(
    archive: Archive, bai: Actor, month: dict[str, int]
) -> None:
    assert (await ask(archive, bai, unit="discipline")).received == 0
    assert (await ask(archive, bai, outcome=Status.REGISTERED)).received == 1


async def test_a_clerk_counts_his_own_unit_and_never_what_accuses_it(
    archive: Archive, month: dict[str, int]
) -> None:
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    ji = await archive.staff("纪检", Role.CLERK, "discipline")
    summary = await ask(archive, li)
    assert summary.received == 5
    assert [row.unit for row in summary.by_unit] == ["human-resources"]
    assert (await ask(archive, li, unit="human-resources")).received == 5
    with pytest.raises(NotPermitted):
        await ask(archive, li, unit="housing")
    own = await ask(archive, ji)
    assert (own.received, own.by_unit) == (2, ())


async def test_citizens_and_administrators_get_no_statistics(archive: Archive) -> None:
    for actor in (
        await archive.citizen("王秀英"),
        await archive.staff("管理员", Role.ADMINISTRATOR),
    ):
        with pytest.raises(NotPermitted):
            await ask(archive, actor)


@pytest.mark.parametrize(
    ("outcome", "names"),
    [
        (Status.AGREED, {"agreed"}),
        (Status.NOT_AGREED, {"agreed"}),
        (Status.CLOSED, {"agreed"}),
        (Status.ANSWERED, {"answered"}),
        (Status.REJECTED, {"rejected"}),
        (Status.WITHDRAWN, {"withdrawn"}),
        (Status.REGISTERED, {"new"}),
        (Status.HANDLING, set()),
    ],
)
async def test_an_outcome_is_where_a_case_ever_came(
    archive: Archive, bai: Actor, month: dict[str, int], outcome: Status, names: set[str]
) -> None:
    lines = await archive.statistics.rows(bai, start=START, end=END, outcome=outcome)
    found = {name for name, case_id in month.items() if f"{case_id:06d}" in {
        line.number[-7:-1] for line in lines
    }}  # fmt: skip
    assert found == names
    assert (await ask(archive, bai, outcome=outcome)).received == len(names)


async def test_a_line_of_the_spreadsheet_has_codes_and_days(
    archive: Archive, bai: Actor, month: dict[str, int], rlist: ResponsibilityList
) -> None:
    [line] = await archive.statistics.rows(bai, start=START, end=END, outcome=Status.AGREED)
    assert line.registered == line.closed == date(2026, 11, 25)
    assert (line.unit, line.place_code, line.rating) == ("human-resources", "410304001", 2)
    assert (line.mediated, line.agreed, line.status) == (True, True, Status.RATED)
    assert line.list_version == rlist.version


async def test_days_and_months_are_those_of_the_office(archive: Archive, bai: Actor) -> None:
    wang = await archive.citizen("王秀英")
    archive.clock.now = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)  # 23:59 in Luoyang
    await archive.register(wang)
    archive.clock.now = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # midnight
    await archive.register(wang)
    archive.clock.now = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)
    await archive.register(wang)
    archive.clock.now = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    await archive.register(wang)
    assert (await ask(archive, bai)).received == 2
    assert (await ask(archive, bai, start=date(2026, 10, 31), end=date(2026, 10, 31))).received == 1
    year = await ask(archive, bai, start=date(2026, 9, 1), end=date(2026, 12, 31))
    assert [(row.month, row.received) for row in year.by_month] == [
        (date(2026, 9, 1), 0),
        (date(2026, 10, 1), 1),
        (date(2026, 11, 1), 2),
        (date(2026, 12, 1), 1),
    ]


@pytest.mark.parametrize(
    ("start", "end", "received"),
    [(date.min, date.max, 1), (date(2027, 1, 1), date.max, 0), (END, START, 0)],
)
async def test_any_period_can_be_asked_for(
    archive: Archive, bai: Actor, start: date, end: date, received: int
) -> None:
    await archive.register(await archive.citizen("王秀英"))
    summary = await ask(archive, bai, start=start, end=end)
    assert summary.received == received
    assert len(summary.by_month) <= 120


async def test_few_people_of_a_sensitive_subject_are_not_told(
    archive: Archive, bai: Actor, rlist: ResponsibilityList
) -> None:
    wang = await archive.citizen("王秀英")
    matter = next(m for m in rlist.matters.values() if m.unit == "health")
    sick = [await archive.register(wang, unit="health", matter_id=matter.id) for _ in range(4)]
    for unit, count in (("housing", 3), ("human-resources", 6)):
        for _ in range(count):
            await archive.register(wang, unit=unit)
    summary = await ask(archive, bai)
    assert summary.received == 13
    # Housing goes with it, or 13 - 6 - 3 would tell.
    assert UnitRow(unit="health", suppressed=True) in summary.by_unit
    assert UnitRow(unit="housing", suppressed=True) in summary.by_unit
    assert summary.by_matter == (Row(matter.id, suppressed=True),)
    assert (await ask(archive, bai, unit="health")).suppressed
    assert await archive.statistics.rows(bai, start=START, end=END, unit="health") == []
    lines = await archive.statistics.rows(bai, start=START, end=END)
    assert {line.unit for line in lines if line.number in {r.number for r in sick}} == {None}
    await archive.register(wang, unit="health", matter_id=matter.id)
    told = await ask(archive, bai)
    assert [row.received for row in told.by_unit] == [6, 5, 3]
    assert [row.received for row in told.by_matter] == [5]


def row_of(rlist: ResponsibilityList, unit: str) -> str:
    """A row of the unit's."""
    return next(matter.id for matter in rlist.matters.values() if matter.unit == unit)


def changed(
    rlist: ResponsibilityList, *, merge: str = "", into: str = "housing", drop: str = ""
) -> ResponsibilityList:
    """A later version: a unit merged with its rows kept, and a row dropped."""
    units = dict(rlist.units)
    if merge:
        units[merge] = replace(units[merge], successor=into)
    matters = {key: row for key, row in rlist.matters.items() if key != drop}
    return replace(rlist, version="later", units=units, matters=matters)


async def test_few_people_of_a_sensitive_unit_are_not_told_after_it_was_merged(
    archive: Archive, bai: Actor, rlist: ResponsibilityList
) -> None:
    wang, row = await archive.citizen("王秀英"), row_of(rlist, "health")
    sick = [await archive.register(wang, unit="health", matter_id=row) for _ in range(2)]
    for _ in range(7):
        await archive.register(wang)
    archive.lists.put(changed(rlist, merge="health"))
    summary = await ask(archive, bai)
    assert UnitRow(unit="housing", suppressed=True) in summary.by_unit
    assert (await ask(archive, bai, unit="housing")).suppressed
    assert (await ask(archive, bai, unit="health")).suppressed
    assert Row(row, suppressed=True) in summary.by_matter
    lines = await archive.statistics.rows(bai, start=START, end=END)
    numbers = {receipt.number for receipt in sick}
    assert {(line.unit, line.matter_id) for line in lines if line.number in numbers} == {
        (None, None)
    }


async def test_among_the_many_of_its_successor_the_few_are_not_told_by_their_row(
    archive: Archive, bai: Actor, rlist: ResponsibilityList
) -> None:
    wang, row = await archive.citizen("王秀英"), row_of(rlist, "health")
    others = row_of(rlist, "housing")
    await archive.register(wang, unit="health", matter_id=row)
    for _ in range(6):
        await archive.register(wang, unit="housing", matter_id=others)
    archive.lists.put(changed(rlist, merge="health"))
    await archive.register(wang, unit="housing", matter_id=row)
    summary = await ask(archive, bai)
    assert [(each.unit, each.received) for each in summary.by_unit] == [("housing", 8)]
    assert summary.by_matter == (Row(others, received=6, open=6), Row(row, suppressed=True))
    lines = await archive.statistics.rows(bai, start=START, end=END)
    assert {(line.unit, line.matter_id) for line in lines} == {("housing", None)}
    for _ in range(3):
        await archive.register(wang, unit="housing", matter_id=row)
    lines = await archive.statistics.rows(bai, start=START, end=END)
    assert {line.matter_id for line in lines} == {others, row}


@pytest.mark.parametrize("change", ["moved", "dropped", "never known"])
async def test_few_people_are_not_told_by_a_row_that_was_moved_or_dropped(
    archive: Archive, bai: Actor, rlist: ResponsibilityList, change: str
) -> None:
    wang, row = await archive.citizen("王秀英"), row_of(rlist, "health")
    receipt = await archive.register(wang, unit="health", matter_id=row)
    bob = await archive.staff("白洁", Role.OFFICE)
    await archive.book.act(
        receipt.case_id, Act.ASSIGN, by=bob, unit="housing", text="归它", matter_id=row
    )
    for _ in range(6):
        await archive.register(wang, unit="housing", matter_id=None)
    moved = {**rlist.matters, row: replace(rlist.matters[row], unit="housing")}
    later = {
        "moved": replace(rlist, version="later", matters=moved),
        "dropped": changed(rlist, drop=row),
        "never known": changed(rlist, drop=row),
    }[change]
    archive.lists.put(later)
    if change == "never known":
        archive.lists._versions.pop(rlist.version)  # as where the old version was lost
    summary = await ask(archive, bai)
    assert summary.by_matter == (Row(row, suppressed=True),)
    lines = await archive.statistics.rows(bai, start=START, end=END)
    assert {line.matter_id for line in lines} == {None}


async def test_staff_of_a_sensitive_unit_see_their_own_few(archive: Archive) -> None:
    ma = await archive.staff("马丽", Role.CLERK, "ethnic-religious")
    await archive.register(await archive.citizen("王秀英"), unit="ethnic-religious")
    summary = await ask(archive, ma)
    assert [(row.unit, row.received, row.suppressed) for row in summary.by_unit] == [
        ("ethnic-religious", 1, False)
    ]
