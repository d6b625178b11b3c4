"""Cases: registered once, moved one act at a time, with a history nobody can change."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from knowledge.advice import Danger, PetitionClass
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Act, ActRefused, Role, Status
from storage.errors import CaseNotFound, NotPermitted, StaleCase
from storage.files import StoredFile
from tests.storage.conftest import Archive

PHOTO = StoredFile("0" * 32, "工资条.jpg", "image/jpeg", 1234, "a" * 64)


async def test_a_case_gets_the_number_of_its_year_and_a_code_to_read_out(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    first = await archive.register(wang)
    second = await archive.register(wang)
    assert [first.number, second.number] == ["瀍信〔2026〕000001号", "瀍信〔2026〕000002号"]
    assert len(first.code) == 9
    assert first.code[4] == "-"
    assert first.code.replace("-", "").isdigit()
    assert first.code != second.code


async def test_numbers_begin_again_when_the_new_year_begins_at_the_office(
    archive: Archive,
) -> None:
    wang = await archive.citizen("王秀英")
    archive.clock.now = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    old = await archive.register(wang)
    archive.clock.now = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    new = await archive.register(wang)
    assert old.number == "瀍信〔2026〕000001号"
    assert new.number == "瀍信〔2027〕000001号"


async def test_registering_twice_with_one_key_gives_one_case_and_the_same_receipt(
    archive: Archive,
) -> None:
    wang = await archive.citizen("王秀英")
    first = await archive.register(wang, intake_key="tap")
    again = await archive.register(wang, intake_key="tap")
    assert again == first
    assert len(await archive.book.mine(wang)) == 1


async def test_one_key_pressed_ten_times_at_once_gives_one_case_and_no_gap(
    archive: Archive,
) -> None:
    wang = await archive.citizen("王秀英")
    presses = [archive.register(wang, intake_key="tap") for _ in range(10)]
    receipts = set(await asyncio.gather(*presses))
    assert len(receipts) == 1
    assert (await archive.register(wang)).number == "瀍信〔2026〕000002号"


async def test_another_persons_equal_key_is_another_case(archive: Archive) -> None:
    wang, ma = await archive.citizen("王秀英"), await archive.citizen("马建国")
    mine = await archive.register(wang, intake_key="tap")
    his = await archive.register(ma, intake_key="tap")
    assert mine.case_id != his.case_id


async def test_fifty_people_registering_at_once_get_fifty_consecutive_numbers(
    archive: Archive,
) -> None:
    people = [await archive.citizen(f"信访人{n}") for n in range(50)]
    receipts = await asyncio.gather(*(archive.register(person) for person in people))
    numbers = sorted(receipt.number for receipt in receipts)
    assert numbers == [f"瀍信〔2026〕{n:06d}号" for n in range(1, 51)]


async def test_a_case_keeps_what_was_said_and_shows_contact_details_masked(
    archive: Archive, rlist: ResponsibilityList
) -> None:
    wang = await archive.citizen("王秀英")
    receipt = await archive.register(wang, candidates=("HR-01", "HR-02"), attachments=(PHOTO,))
    case = await archive.book.get(receipt.case_id, wang)
    assert case.text == "老板拖欠我三个月工资"
    assert case.request == "要求支付工资"
    assert case.place_text == "东关大街5号"
    assert (case.name, case.phone) == ("王*", "138****1234")
    assert case.candidates == ("HR-01", "HR-02")
    assert case.list_version == rlist.version
    assert case.attachments == 1
    assert case.mine
    assert case.created_at == archive.clock.now


async def test_a_case_is_walked_from_registration_to_its_rating(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(wang)).case_id
    await archive.walk(case_id, li, Act.ACCEPT, Act.HANDLE, Act.ANSWER, Act.CLOSE)
    case = await archive.book.act(case_id, Act.RATE, by=wang, score=2)
    assert case.status is Status.RATED
    assert case.rating == 2
    history = await archive.book.history(case_id, li)
    assert [entry.act for entry in history] == [
        Act.REGISTER, Act.ACCEPT, Act.HANDLE, Act.ANSWER, Act.CLOSE, Act.RATE,
    ]  # fmt: skip
    assert [entry.by_name for entry in history] == ["王*", *["李敏"] * 4, "王*"]
    assert [entry.role for entry in history[:2]] == [Role.CITIZEN, Role.CLERK]
    assert history[-1].score == 2


async def test_the_petitioner_sees_neither_internal_notes_nor_who_wrote_an_entry(
    archive: Archive,
) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(wang)).case_id
    await archive.walk(case_id, li, Act.NOTE, Act.ACCEPT, Act.RETURN)
    history = await archive.book.history(case_id, wang)
    assert [entry.act for entry in history] == [Act.REGISTER, Act.ACCEPT]
    assert {entry.by_name for entry in history} == {None}
    assert [entry.internal for entry in await archive.book.history(case_id, li)] == [
        False, True, False, True,
    ]  # fmt: skip


async def test_a_button_made_for_another_status_changes_nothing(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(wang)).case_id
    await archive.book.act(case_id, Act.ACCEPT, by=li, seen=Status.REGISTERED)
    with pytest.raises(StaleCase) as refused:
        await archive.book.act(case_id, Act.ACCEPT, by=li, seen=Status.REGISTERED)
    assert refused.value.now is Status.ACCEPTED
    assert len(await archive.book.history(case_id, li)) == 2


async def test_of_two_acts_at_once_one_wins_and_the_other_is_told(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    zhao = await archive.staff("赵刚", Role.CLERK, "human-resources")
    for _ in range(5):
        case_id = (await archive.register(wang)).case_id
        seen = Status.REGISTERED
        outcomes = await asyncio.gather(
            archive.book.act(case_id, Act.ACCEPT, by=li, seen=seen),
            archive.book.act(case_id, Act.RETURN, by=zhao, seen=seen, text="不归我局管"),
            return_exceptions=True,
        )
        lost = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert [type(outcome) for outcome in lost] == [StaleCase]
        assert len(await archive.book.history(case_id, li)) == 2


async def test_one_case_under_twenty_notes_at_once_loses_none(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(wang)).case_id
    notes = [archive.book.act(case_id, Act.NOTE, by=li, text=f"{n}") for n in range(20)]
    await asyncio.gather(*notes)
    history = await archive.book.history(case_id, li)
    assert {entry.text for entry in history[1:]} == {f"{n}" for n in range(20)}


async def test_a_reassigned_case_cannot_be_accepted_by_the_unit_that_lost_it(
    archive: Archive,
) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    bai = await archive.staff("白洁", Role.OFFICE)
    case_id = (await archive.register(wang)).case_id
    outcomes = await asyncio.gather(
        archive.book.act(case_id, Act.ASSIGN, by=bai, unit="housing", text="属物业纠纷"),
        archive.book.act(case_id, Act.ACCEPT, by=li),
        return_exceptions=True,
    )
    case = await archive.book.get(case_id, bai)
    if case.unit == "housing":
        assert isinstance(outcomes[1], CaseNotFound)
        assert case.status is Status.REGISTERED
    else:
        assert isinstance(outcomes[0], ActRefused)
        assert case.status is Status.ACCEPTED


@pytest.mark.parametrize(
    ("act", "given", "why"),
    [
        (Act.RETURN, {}, "needs_reason"),
        (Act.RETURN, {"text": "  \n"}, "needs_reason"),
        (Act.REJECT, {"text": "已由法院受理"}, "needs_door"),
        (Act.REJECT, {"door": "区人民法院"}, "needs_reason"),
        (Act.NOTE, {}, "needs_text"),
        (Act.CLOSE, {}, "status"),
        (Act.RATE, {"score": 3}, "role"),
        (Act.ASSIGN, {"unit": "housing", "text": "错了"}, "role"),
        (Act.REGISTER, {}, "role"),
    ],
)
async def test_an_act_that_is_not_allowed_is_refused_with_the_reason(
    archive: Archive, act: Act, given: dict[str, str], why: str
) -> None:
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(await archive.citizen("王秀英"))).case_id
    with pytest.raises(ActRefused) as refused:
        await archive.book.act(case_id, act, by=li, **given)  # type: ignore[arg-type]
    assert refused.value.why == why
    assert len(await archive.book.history(case_id, li)) == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"text": "错了"}, "needs_unit"),
        ({"unit": "housing"}, "needs_reason"),
        ({"unit": "moon", "text": "错了"}, "unknown_unit"),
        ({"unit": "housing", "text": "错了", "place": "999"}, "unknown_place"),
        ({"unit": "housing", "text": "错了", "matter_id": "XX-99"}, "unknown_matter"),
    ],
)
async def test_a_case_is_assigned_only_to_what_the_list_knows(
    archive: Archive, given: dict[str, str], why: str
) -> None:
    bai = await archive.staff("白洁", Role.OFFICE)
    case_id = (await archive.register(await archive.citizen("王秀英"))).case_id
    with pytest.raises(ActRefused) as refused:
        await archive.book.act(case_id, Act.ASSIGN, by=bai, **given)  # type: ignore[arg-type]
    assert refused.value.why == why


@pytest.mark.parametrize("score", [None, 0, 4, -1])
async def test_a_rating_is_one_of_three(archive: Archive, score: int | None) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(wang)).case_id
    await archive.walk(case_id, li, Act.ACCEPT, Act.HANDLE, Act.ANSWER, Act.CLOSE)
    with pytest.raises(ActRefused, match="needs_score"):
        await archive.book.act(case_id, Act.RATE, by=wang, score=score)


async def test_a_new_row_of_the_list_comes_with_its_way_and_version(
    archive: Archive, rlist: ResponsibilityList
) -> None:
    bai = await archive.staff("白洁", Role.OFFICE)
    case_id = (await archive.register(await archive.citizen("王秀英"), needs_person=True)).case_id
    matter = next(m for m in rlist.matters.values() if m.unit == "housing" and m.ways)
    case = await archive.book.act(
        case_id, Act.ASSIGN, by=bai, unit="housing", matter_id=matter.id, text="属物业纠纷"
    )
    assert (case.unit, case.matter_id, case.way) == ("housing", matter.id, matter.ways[0].code)
    assert case.list_version == rlist.version
    assert not case.needs_person


async def test_a_row_of_the_old_unit_does_not_go_along_to_the_new_one(
    archive: Archive, rlist: ResponsibilityList
) -> None:
    bai = await archive.staff("白洁", Role.OFFICE)
    matter = next(m for m in rlist.matters.values() if m.unit == "human-resources")
    case_id = (await archive.register(await archive.citizen("王"), matter_id=matter.id)).case_id
    case = await archive.walk(case_id, bai, Act.ASSIGN, unit="housing")
    assert case.matter_id is None


async def test_mediation_is_refused_where_the_list_does_not_allow_it(
    archive: Archive, rlist: ResponsibilityList
) -> None:
    wang = await archive.citizen("王秀英")
    firm = next(m for m in rlist.matters.values() if not m.mediable)
    li = await archive.staff("李敏", Role.CLERK, firm.unit)
    case_id = (await archive.register(wang, unit=firm.unit, matter_id=firm.id)).case_id
    await archive.walk(case_id, li, Act.ACCEPT)
    with pytest.raises(ActRefused, match="not_mediable"):
        await archive.book.act(case_id, Act.MEDIATE, by=li)
    assert Act.MEDIATE not in await archive.book.acts(case_id, li)


async def test_where_mediation_alone_is_not_allowed_handling_comes_first(
    archive: Archive, rlist: ResponsibilityList
) -> None:
    wang = await archive.citizen("王秀英")
    both = next(m for m in rlist.matters.values() if m.mediable and m.not_alone)
    li = await archive.staff("李敏", Role.CLERK, both.unit)
    case_id = (await archive.register(wang, unit=both.unit, matter_id=both.id)).case_id
    await archive.walk(case_id, li, Act.ACCEPT)
    with pytest.raises(ActRefused, match="not_alone"):
        await archive.book.act(case_id, Act.MEDIATE, by=li)
    case = await archive.walk(case_id, li, Act.HANDLE, Act.MEDIATE)
    assert case.status is Status.MEDIATING


async def test_a_draft_that_the_list_does_not_know_is_refused(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    for wrong in ({"unit": "moon"}, {"place_code": "1"}, {"matter_id": "XX-99"}):
        with pytest.raises(ValueError, match="not in the list"):
            await archive.register(wang, **wrong)
    assert await archive.book.mine(wang) == []


@pytest.mark.parametrize("table", ["history", "audit"])
@pytest.mark.parametrize("change", ["UPDATE {} SET case_id = case_id", "DELETE FROM {}"])
async def test_the_database_itself_refuses_to_change_history(
    archive: Archive, table: str, change: str
) -> None:
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(await archive.citizen("王秀英"))).case_id
    await archive.book.contact(case_id, li)
    with pytest.raises(DBAPIError, match="only added to"):
        async with archive.database.write() as session:
            await session.execute(text(change.format(table)))


async def test_a_clock_is_not_restarted_by_what_anybody_says(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(wang)).case_id
    first = (await archive.book.act(case_id, Act.ACCEPT, by=li)).due
    archive.clock.forward(days=10)
    await archive.book.act(case_id, Act.SUPPLEMENT, by=wang, text="补充一点")
    await archive.book.act(case_id, Act.INFORM, by=li, text="正在核实")
    later = (await archive.book.act(case_id, Act.NOTE, by=li, text="电话联系")).due
    assert first is not None
    assert later == first
    assert first.kind == "handle"


async def test_the_inbox_shows_danger_first_and_then_what_is_due_first(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    accepted = await archive.register(wang)
    await archive.walk(accepted.case_id, li, Act.ACCEPT)  # 60 days
    archive.clock.forward(days=3)
    fresh = await archive.register(wang)  # 15 days
    archive.clock.forward(days=1)
    fresher = await archive.register(wang)
    danger = await archive.register(wang, danger=Danger.SELF_HARM)
    answered = await archive.register(wang)
    await archive.walk(answered.case_id, li, Act.ACCEPT, Act.HANDLE, Act.ANSWER)
    gone = await archive.register(wang)
    await archive.book.act(gone.case_id, Act.WITHDRAW, by=wang)
    page = await archive.book.inbox(li)
    order = [danger, fresh, fresher, accepted, answered]
    assert [case.id for case in page.cases] == [receipt.case_id for receipt in order]
    assert page.total == 5
    second = await archive.book.inbox(li, limit=2, offset=2)
    assert [case.id for case in second.cases] == [fresher.case_id, accepted.case_id]
    assert second.total == 5


async def test_the_offices_inbox_holds_what_only_the_office_can_decide(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    bai = await archive.staff("白洁", Role.OFFICE)
    await archive.register(wang)
    asked = await archive.register(wang, needs_person=True)
    held = await archive.register(wang, unit="petition")
    returned = await archive.register(wang)
    await archive.walk(returned.case_id, li, Act.RETURN)
    page = await archive.book.inbox(bai)
    wanted = {asked.case_id, held.case_id, returned.case_id}
    assert {case.id for case in page.cases} == wanted
    assert returned.case_id not in {case.id for case in (await archive.book.inbox(li)).cases}
    assert (await archive.book.inbox(bai, everything=True)).total == 4


async def test_a_case_is_found_by_its_number_however_it_is_typed(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    bai = await archive.staff("白洁", Role.OFFICE)
    await archive.register(wang)
    second = await archive.register(wang)
    for typed in (
        second.number,
        "2",
        "000002",
        "2026-2",
        "〔2026〕2号",
        "瀍信[2026]０００００２号",
    ):
        found = await archive.book.find(bai, number=typed)
        assert [case.id for case in found] == [second.case_id], typed
    for typed in ("3", "2025-2", "", "王秀英", "0"):
        assert await archive.book.find(bai, number=typed) == [], typed


async def test_a_case_is_found_by_words_in_it(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    bai = await archive.staff("白洁", Role.OFFICE)
    wages = await archive.register(wang)
    smoke = await archive.register(
        wang, unit="urban-management", text="楼下烧烤店油烟扰民", request=None
    )
    for words, receipt in (("工资", wages), ("拖欠工资", wages), ("烧烤", smoke), ("油烟", smoke)):
        found = await archive.book.find(bai, words=words)
        assert [case.id for case in found] == [receipt.case_id], words
    for words in ("消防", "工资 油烟", "", "\"'*: & | !", "%"):
        assert await archive.book.find(bai, words=words) == [], words


async def test_opening_contact_details_is_put_on_record(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(wang)).case_id
    assert (await archive.book.contact(case_id, wang)).phone == "13812341234"
    opened = await archive.book.contact(case_id, li)
    assert (opened.name, opened.phone) == ("王秀英", "13812341234")
    async with archive.database.read() as session:
        rows = (await session.execute(text("SELECT person_id, what, case_id FROM audit"))).all()
    assert [tuple(row) for row in rows] == [(li.person_id, "contact", case_id)]


async def test_a_director_reads_cases_and_touches_nothing(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    sun = await archive.staff("孙主任", Role.DIRECTOR)
    case_id = (await archive.register(wang)).case_id
    assert (await archive.book.get(case_id, sun)).text == "老板拖欠我三个月工资"
    assert await archive.book.acts(case_id, sun) == ()
    with pytest.raises(NotPermitted):
        await archive.book.contact(case_id, sun)
    with pytest.raises(ActRefused):
        await archive.book.attach(case_id, PHOTO, sun)
    for act in Act:
        with pytest.raises(ActRefused):
            await archive.walk(case_id, sun, act)


async def test_a_file_is_a_supplement_and_is_listed(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case_id = (await archive.register(wang)).case_id
    await archive.book.attach(case_id, PHOTO, wang)
    assert await archive.book.attachments(case_id, li) == [PHOTO]
    last = (await archive.book.history(case_id, li))[-1]
    assert (last.act, last.text) == (Act.SUPPLEMENT, "工资条.jpg")


async def test_only_the_petitioner_is_shown_the_receipt_again(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    receipt = await archive.register(wang)
    assert await archive.book.receipt(receipt.case_id, wang) == receipt
    with pytest.raises(CaseNotFound):
        await archive.book.receipt(receipt.case_id, li)


async def test_times_come_back_aware_and_in_utc(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    case = await archive.book.get((await archive.register(wang)).case_id, wang)
    assert case.created_at.tzinfo is UTC


async def test_a_naive_moment_is_refused(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    archive.clock.now = datetime(2026, 11, 25)  # noqa: DTZ001 -- that is the point
    with pytest.raises(StatementError, match="aware"):
        await archive.register(wang)


async def test_an_accusation_is_sealed_whatever_it_is_about(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    receipt = await archive.register(
        wang, petition_class=PetitionClass.ACCUSATION, unit="discipline"
    )
    assert (await archive.book.get(receipt.case_id, wang)).sealed
