"""The outbox: who is told of an act, and how sending is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from knowledge.advice import Danger, PetitionClass
from knowledge.procedure import Act, ActRefused, Role
from storage.notices import FIRST_WAIT, LONGEST_WAIT, MOST_TRIES, Notice, wait_after
from tests.storage.conftest import Archive


async def told(archive: Archive) -> list[tuple[int, str, str]]:
    """Who is told what, and take it out of the outbox."""
    found = []
    for notice in await archive.notices.due(100):
        found.append((notice.person_id, notice.params["to"], notice.params["act"]))
        await archive.notices.sent(notice.id)
    return sorted(found)


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
    [notice] = await archive.notices.due(10)
    assert notice.kind == "act"
    assert notice.params.items() >= {
        ("to", "citizen"), ("case_id", receipt.case_id), ("act", "reject"),
        ("number", receipt.number), ("status", "rejected"), ("unit", "human-resources"),
        ("text", "已由法院受理"), ("door", "区人民法院"),
    }  # fmt: skip


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
    alerts = [n for n in await archive.notices.due(10) if n.kind == "danger"]
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
    notices = await archive.notices.due(10)
    assert {notice.person_id for notice in notices} == {ji.person_id}
    assert all("text" not in notice.params for notice in notices)
    assert all(notice.params["matter_id"] is None for notice in notices)


async def test_a_refused_act_tells_nobody(archive: Archive) -> None:
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(await archive.citizen("王秀英"))).case_id
    await archive.notices.settle()
    with pytest.raises(ActRefused):
        await archive.book.act(case_id, Act.CLOSE, by=li)
    assert await archive.notices.due(10) == []


async def test_sending_is_tried_again_later_and_later(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    await archive.notices.queue(wang.person_id, "act", {"text": "答复"})
    [notice] = await archive.notices.due(10)
    await archive.notices.failed(notice.id, None)
    assert await archive.notices.due(10) == []
    archive.clock.forward(seconds=FIRST_WAIT.total_seconds())
    [again] = await archive.notices.due(10)
    assert again == Notice(notice.id, wang.person_id, "act", {"text": "答复"}, tries=1)
    await archive.notices.failed(notice.id, 90.0)
    archive.clock.forward(seconds=89)
    assert await archive.notices.due(10) == []
    archive.clock.forward(seconds=1)
    assert len(await archive.notices.due(10)) == 1


async def test_a_notice_that_never_goes_out_is_given_up(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    await archive.notices.queue(wang.person_id, "act", {"text": "答复"})
    for _ in range(MOST_TRIES):
        archive.clock.forward(hours=2)
        [notice] = await archive.notices.due(10)
        await archive.notices.failed(notice.id)
    archive.clock.forward(days=30)
    assert await archive.notices.due(10) == []


async def test_what_was_sent_or_given_up_leaves_no_text_behind(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    for _ in range(2):
        await archive.notices.queue(wang.person_id, "act", {"text": "答复", "number": "1"})
    one, two = await archive.notices.due(10)
    await archive.notices.sent(one.id)
    await archive.notices.refused(two.id)
    assert await archive.notices.due(10) == []
    async with archive.database.read() as session:
        stored = set(await session.scalars(text("SELECT params FROM notices")))
    assert stored == {'{"number": "1"}'}
    await archive.notices.forget(archive.clock.forward(days=1))
    async with archive.database.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM notices")) == 0


def test_waits_double_up_to_an_hour() -> None:
    assert [wait_after(n) for n in (1, 2, 3)] == [FIRST_WAIT * n for n in (1, 2, 4)]
    assert wait_after(11) == wait_after(500) == LONGEST_WAIT == timedelta(hours=1)
