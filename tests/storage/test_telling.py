"""Who is told of an act, and what of it."""

from __future__ import annotations

import pytest

from knowledge.advice import Danger, PetitionClass
from knowledge.procedure import Act, ActRefused, Role
from tests.storage.conftest import Archive


async def told(archive: Archive) -> list[tuple[int, str, str]]:
    """Who is told what, taken out of the outbox."""
    waiting = await archive.told()
    return sorted((n.person_id, n.params["to"], n.params["act"]) for n in waiting)


async def test_each_side_is_told_what_the_other_did(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    zhao = await archive.staff("赵刚", Role.MEDIATOR, "human-resources")
    await archive.staff("钱进", Role.CLERK, "health")
    await archive.staff("东关", Role.CLERK, "human-resources", place="410304002")
    case_id = (await archive.register(wang)).case_id
    staff = [li.person_id, zhao.person_id]
    assert await told(archive) == [(person, "staff", "register") for person in staff]
    await archive.book.act(case_id, Act.ACCEPT, by=li)
    assert await told(archive) == [(wang.person_id, "citizen", "accept")]
    await archive.book.act(case_id, Act.NOTE, by=li, text="内部")
    assert await told(archive) == []
    await archive.book.act(case_id, Act.SUPPLEMENT, by=wang, text="还有加班费")
    assert await told(archive) == [(person, "staff", "supplement") for person in staff]


async def test_a_notice_says_what_the_reader_needs(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    receipt = await archive.register(wang)
    await archive.notices.settle()
    await archive.book.act(
        receipt.case_id, Act.REJECT, by=li, text="已由法院受理", door="区人民法院"
    )
    [notice] = await archive.told()
    assert notice.kind == "act"
    assert notice.params.items() >= {
        ("to", "citizen"), ("case_id", receipt.case_id), ("act", "reject"),
        ("number", receipt.number), ("status", "rejected"), ("unit", "human-resources"),
        ("text", "已由法院受理"), ("door", "区人民法院"),
    }  # fmt: skip


async def test_a_notice_keeps_the_day_that_is_due_unless_the_case_is_sealed(
    archive: Archive,
) -> None:
    wang = await archive.citizen("王秀英")
    bai = await archive.staff("白洁", Role.OFFICE)
    claim = await archive.register(wang)
    sealed = await archive.register(
        wang, petition_class=PetitionClass.ACCUSATION, unit="discipline", accused_unit="housing"
    )
    await archive.notices.settle()
    for receipt in (claim, sealed):
        await archive.book.act(receipt.case_id, Act.INFORM, by=bai, text="请带身份证来")
    told = [notice.params.get("due") for notice in await archive.told()]
    assert [due and (due["kind"], due["date"]) for due in told] == [("inform", "2026-12-10"), None]


async def test_a_returned_case_is_the_offices_to_route(archive: Archive) -> None:
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    bai = await archive.staff("白洁", Role.OFFICE)
    ding = await archive.staff("丁一", Role.CLERK, "housing")
    wang = await archive.citizen("王秀英")
    case_id = (await archive.register(wang)).case_id
    await archive.notices.settle()
    await archive.book.act(case_id, Act.RETURN, by=li, text="不归我局管")
    assert await told(archive) == [(bai.person_id, "staff", "return")]
    await archive.book.act(case_id, Act.ASSIGN, by=bai, unit="housing", text="属物业纠纷")
    expected = [(wang.person_id, "citizen", "assign"), (ding.person_id, "staff", "assign")]
    assert await told(archive) == sorted(expected)


async def test_where_a_unit_has_nobody_the_office_is_told(archive: Archive) -> None:
    bai = await archive.staff("白洁", Role.OFFICE)
    await archive.register(await archive.citizen("王秀英"))
    assert await told(archive) == [(bai.person_id, "staff", "register")]


async def test_danger_alerts_the_whole_office(archive: Archive) -> None:
    office = [await archive.staff(name, Role.OFFICE) for name in ("白洁", "黑子")]
    await archive.staff("李敏", Role.CLERK, "human-resources")
    await archive.register(await archive.citizen("王秀英"), danger=Danger.SELF_HARM)
    alerts = [n for n in await archive.told() if n.kind == "danger"]
    assert {alert.person_id for alert in alerts} == {person.person_id for person in office}
    assert {alert.params["danger"] for alert in alerts} == {"self_harm"}


async def test_of_a_sealed_case_a_notice_says_only_that_there_is_something_to_read(
    archive: Archive,
) -> None:
    wang = await archive.citizen("王秀英")
    ji = await archive.staff("纪检", Role.CLERK, "discipline")
    await archive.staff("调解", Role.MEDIATOR, "discipline")
    both = await archive.staff("兼职", Role.CLERK, "discipline")
    invited = await archive.people.invite(Role.CLERK, unit="housing", by=None)
    await archive.people.join(invited.code, both.person_id)
    receipt = await archive.register(
        wang, petition_class=PetitionClass.ACCUSATION, unit="housing", accused_unit="housing"
    )
    await archive.book.act(receipt.case_id, Act.SUPPLEMENT, by=wang, text="他收了钱")
    notices = await archive.told()
    assert {notice.person_id for notice in notices} == {ji.person_id}
    assert all("text" not in notice.params for notice in notices)
    assert all(notice.params["matter"] is None for notice in notices)


async def test_a_refused_act_tells_nobody(archive: Archive) -> None:
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(await archive.citizen("王秀英"))).case_id
    await archive.notices.settle()
    with pytest.raises(ActRefused):
        await archive.book.act(case_id, Act.CLOSE, by=li)
    assert await archive.told() == []
