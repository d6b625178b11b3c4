"""Versions of the list: who may adopt, from when, and that nothing of it is ever changed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from knowledge.advice import PetitionClass
from knowledge.clocks import office_day
from knowledge.list_versions import read_record
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Act, Role
from storage.database import Database
from storage.errors import CaseNotFound, ListRefused, NotPermitted
from storage.lists import Lists
from storage.lists_adopted import Adoption, Adoptions, Proposal
from storage.lists_trial import PastCases
from storage.permissions import Actor, Post
from tests.storage.conftest import Archive


def titled(rlist: ResponsibilityList, title: str, version: str) -> ResponsibilityList:
    """The list with another title for unpaid wages."""
    row = replace(rlist.matters["RS-01"], title=title)
    return replace(rlist, version=version, matters={**rlist.matters, "RS-01": row})


def merged(rlist: ResponsibilityList, old: str, new: str) -> ResponsibilityList:
    """The list after one unit went into another."""
    units = {**rlist.units, old: replace(rlist.units[old], successor=new)}
    return replace(rlist, version=f"{rlist.version}-merged", units=units)


@pytest.fixture
async def bai(archive: Archive) -> Actor:
    """Bai of the petition office."""
    return await archive.staff("白洁", Role.OFFICE)


async def adopt(
    archive: Archive, rlist: ResponsibilityList, by: Actor, *, start: date | None = None
) -> Adoption:
    """Adopt from today on, having seen the last decision."""
    seen = await archive.adoptions.last()
    today = office_day(archive.clock())
    made = Proposal(rlist, "事项修改1。", seen, "0" * 64)
    return await archive.adoptions.adopt(made, by=by, start=start or today)


async def test_an_adoption_keeps_who_when_from_and_what(
    archive: Archive, rlist: ResponsibilityList, bai: Actor
) -> None:
    await archive.adoptions.keep(rlist)
    await adopt(archive, titled(rlist, "讨薪", "2027.1"), bai)
    (decided,) = await archive.adoptions.all()
    assert (decided.number, decided.version, decided.name) == (1, "2027.1", "白洁")
    assert decided.person_id == bai.person_id
    assert (decided.at, decided.start) == (archive.clock(), office_day(archive.clock()))
    assert (decided.summary, decided.source_sha256) == ("事项修改1。", "0" * 64)
    assert await archive.adoptions.versions() == ["2026.11", "2027.1"]
    loaded = await archive.adoptions.load(decided)
    assert loaded.adopted == decided.start
    assert loaded.matters["RS-01"].title == "讨薪"


@pytest.mark.parametrize("role", [Role.CLERK, Role.MEDIATOR, Role.DIRECTOR, None])
async def test_only_the_petition_office_and_administrators_adopt(
    archive: Archive, rlist: ResponsibilityList, role: Role | None
) -> None:
    unit = "housing" if role in {Role.CLERK, Role.MEDIATOR} else None
    li = await (archive.staff("李敏", role, unit) if role else archive.citizen("李敏"))
    with pytest.raises(NotPermitted):
        await adopt(archive, rlist, li)
    with pytest.raises(NotPermitted):
        await PastCases(archive.database, archive.cipher).read(li)
    assert await archive.adoptions.all() == []
    admin = await archive.staff("管理员", Role.ADMINISTRATOR)
    assert (await adopt(archive, rlist, admin)).number == 1


async def test_a_list_is_not_adopted_from_a_day_that_is_over_in_the_office(
    archive: Archive, rlist: ResponsibilityList, bai: Actor
) -> None:
    archive.clock.forward(hours=14)  # half past eleven in the evening, the next day is near
    today = office_day(archive.clock())
    with pytest.raises(ListRefused, match="past"):
        await adopt(archive, rlist, bai, start=today - timedelta(days=1))
    archive.clock.forward(hours=1)
    with pytest.raises(ListRefused, match="past"):
        await adopt(archive, rlist, bai, start=today)
    assert await archive.adoptions.last() == 0


async def test_nobody_adopts_without_a_name(archive: Archive, rlist: ResponsibilityList) -> None:
    nameless = Actor(person_id=1, posts=(Post(Role.OFFICE),))
    with pytest.raises(ListRefused, match="unnamed"):
        await adopt(archive, rlist, nameless)


async def test_the_list_in_force_is_the_last_that_has_begun(
    archive: Archive, rlist: ResponsibilityList, bai: Actor
) -> None:
    async def now() -> str | None:
        term = await archive.adoptions.in_force()
        return term.version if term else None

    today = office_day(archive.clock())
    later = today + timedelta(days=10)
    await adopt(archive, titled(rlist, "甲", "a"), bai, start=later)
    assert await now() is None
    await adopt(archive, titled(rlist, "乙", "b"), bai, start=today)
    assert await now() == "b"
    archive.clock.forward(days=10)
    assert await now() == "a"
    await adopt(archive, titled(rlist, "丙", "c"), bai, start=later)
    assert await now() == "c", "of two from one day the later decision holds"
    await adopt(archive, titled(rlist, "乙", "b"), bai)
    assert await now() == "b", "an earlier version is adopted again"
    assert len(await archive.adoptions.versions()) == 3


async def test_of_two_adoptions_at_once_one_is_refused(
    archive: Archive, rlist: ResponsibilityList, bai: Actor
) -> None:
    lists = [titled(rlist, title, "2027.1") for title in ("甲", "乙")]
    today = office_day(archive.clock())
    results = await asyncio.gather(
        *(archive.adoptions.adopt(Proposal(each, "", 0), by=bai, start=today) for each in lists),
        return_exceptions=True,
    )
    refused = [result for result in results if isinstance(result, ListRefused)]
    assert [refusal.why for refusal in refused] == ["overtaken"]
    assert len(await archive.adoptions.all()) == 1
    assert (await adopt(archive, lists[1], bai)).number == 2


async def test_a_version_never_means_two_lists(
    archive: Archive, rlist: ResponsibilityList, bai: Actor
) -> None:
    await archive.adoptions.keep(rlist)
    other = await adopt(archive, titled(rlist, "讨薪", rlist.version), bai)
    again = await adopt(archive, titled(rlist, "讨薪", rlist.version), bai)
    third = await adopt(archive, titled(rlist, "要账", rlist.version), bai)
    assert [each.version for each in (other, again, third)] == [
        "2026.11-2", "2026.11-2", "2026.11-3",
    ]  # fmt: skip
    changed = await archive.adoptions.keep(titled(rlist, "程序改的", rlist.version))
    assert changed.version == "2026.11-4", "also where a new program brings another list"


@pytest.mark.parametrize("table", ["list_versions", "list_adoptions"])
@pytest.mark.parametrize("change", ["UPDATE {} SET version = 'x'", "DELETE FROM {}"])
async def test_the_database_refuses_to_change_the_record(
    archive: Archive, rlist: ResponsibilityList, bai: Actor, table: str, change: str
) -> None:
    await adopt(archive, rlist, bai)
    with pytest.raises(DBAPIError, match="only added to"):
        async with archive.database.write() as session:
            await session.execute(text(change.format(table)))


async def test_another_process_with_a_folder_of_its_own_finds_everything(
    archive: Archive, rlist: ResponsibilityList, bai: Actor, database_url: str, tmp_path: Path
) -> None:
    await archive.adoptions.keep(rlist)
    await adopt(archive, titled(rlist, "讨薪", "2027.1"), bai)
    database = Database.open(database_url)
    root = tmp_path / "elsewhere" / "lists"
    other = Adoptions(database, root, cipher=archive.cipher, clock=archive.clock)
    term = await other.in_force()
    assert term is not None
    lists = Lists(await other.load(term), root)
    assert lists.of("2026.11").matters["RS-01"].title == rlist.matters["RS-01"].title
    assert [each.version for each in read_record(root)] == ["2027.1"]
    await database.close()


async def test_a_case_keeps_its_row_when_the_list_changes(
    archive: Archive, rlist: ResponsibilityList, bai: Actor
) -> None:
    wang = await archive.citizen("王秀英")
    await archive.adoptions.keep(rlist)
    receipt = await archive.register(wang, matter_id="RS-01")
    decided = await adopt(archive, titled(rlist, "讨薪", "2027.1"), bai)
    archive.lists.put(await archive.adoptions.load(decided))
    case = await archive.book.get(receipt.case_id, wang)
    assert case.list_version == "2026.11"
    assert case.matter is not None
    assert case.matter.title == rlist.matters["RS-01"].title
    fresh = Lists(archive.lists.now, archive.lists._root)
    assert fresh.matter("2026.11", "RS-01") == case.matter


async def test_the_successor_sees_and_works_what_the_merged_unit_had(
    archive: Archive, rlist: ResponsibilityList
) -> None:
    wang = await archive.citizen("王秀英")
    receipt = await archive.register(wang, unit="audit")
    tong = await archive.staff("统计", Role.CLERK, "statistics")
    old = await archive.staff("审计", Role.CLERK, "audit")
    await archive.notices.settle()
    archive.lists.put(merged(rlist, "audit", "statistics"))
    for member in (tong, old):
        actor = await archive.people.actor(member.person_id, "web")
        assert (await archive.book.inbox(actor)).total == 1
        case = await archive.book.get(receipt.case_id, actor)
        assert case.unit == "statistics"
        assert Act.ACCEPT in await archive.book.acts(receipt.case_id, actor)
    await archive.book.act(receipt.case_id, Act.SUPPLEMENT, by=wang, text="还有账本")
    told = await archive.told()
    assert {notice.person_id for notice in told} == {tong.person_id, old.person_id}
    summary = await archive.statistics.summary(
        await archive.people.actor(tong.person_id, "web"),
        start=date(2026, 1, 1), end=date(2026, 12, 31), unit="statistics",
    )  # fmt: skip
    assert [(row.unit, row.received) for row in summary.by_unit] == [("statistics", 1)]
    archive.lists.put(rlist)
    actor = await archive.people.actor(tong.person_id, "web")
    with pytest.raises(CaseNotFound):
        await archive.book.get(receipt.case_id, actor)


async def test_the_successor_of_an_accused_unit_is_accused(
    archive: Archive, rlist: ResponsibilityList, bai: Actor
) -> None:
    wang = await archive.citizen("王秀英")
    receipt = await archive.register(
        wang, petition_class=PetitionClass.ACCUSATION, unit="discipline", accused_unit="audit"
    )
    both = await archive.staff("兼职", Role.CLERK, "discipline")
    invited = await archive.people.invite(Role.CLERK, unit="statistics", by=None)
    await archive.people.join(invited.code, both.person_id)
    await archive.notices.settle()
    archive.lists.put(merged(rlist, "audit", "statistics"))
    actor = await archive.people.actor(both.person_id, "web")
    with pytest.raises(CaseNotFound):
        await archive.book.get(receipt.case_id, actor)
    await archive.book.act(receipt.case_id, Act.SUPPLEMENT, by=wang, text="还有")
    assert both.person_id not in {notice.person_id for notice in await archive.told()}
    case = await archive.book.get(receipt.case_id, bai)
    assert case.accused_unit == "statistics"


async def test_past_cases_are_read_without_a_trace_and_sealed_ones_only_counted(
    archive: Archive, bai: Actor
) -> None:
    wang = await archive.citizen("王秀英")
    await archive.register(wang)
    archive.clock.forward(days=2)
    await archive.register(wang, text="举报科长", petition_class=PetitionClass.ACCUSATION)
    await archive.register(wang, text="楼道堆满杂物")
    past = PastCases(archive.database, archive.cipher)
    batch = await past.read(bai)
    assert [case.text for case in batch.cases] == ["楼道堆满杂物", "老板拖欠我三个月工资"]
    assert [case.number for case in batch.cases] == ["2026-3", "2026-1"]
    assert batch.sealed == 1
    since = office_day(archive.clock())
    assert [case.number for case in (await past.read(bai, since=since)).cases] == ["2026-3"]
    assert len((await past.read(None, limit=1)).cases) == 1
    admin = await archive.staff("管理员", Role.ADMINISTRATOR)
    assert {case.number for case in (await past.read(admin)).cases} == {""}


async def test_a_list_is_not_tried_on_cases_that_its_reader_may_not_read(
    archive: Archive, bai: Actor
) -> None:
    wang = await archive.citizen("王秀英")
    await archive.register(wang)
    await archive.register(bai, text="我家楼道堆满杂物")
    await archive.register(
        wang, petition_class=PetitionClass.ACCUSATION, unit="housing", accused_unit="petition"
    )
    past = PastCases(archive.database, archive.cipher)
    batch = await past.read(bai)
    assert [case.number for case in batch.cases] == ["2026-1"], "his own is not among them"
    assert batch.sealed == 0, "nor is it counted what accuses his unit"
    whole = await past.read(None)
    assert ([case.number for case in whole.cases], whole.sealed) == (["2026-2", "2026-1"], 1)
