"""Corrections: entered with the re-routing, named, dated, reversible, and read by every process."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from knowledge.advice import PetitionClass
from knowledge.procedure import Act, Role
from knowledge.triage import Desk
from storage.database import Database
from storage.errors import NotPermitted
from storage.lessons import Example, Lessons, Which
from storage.lessons_decided import DecidedCases
from storage.lessons_desk import School
from storage.permissions import Actor
from storage.tables import CorrectionRow
from tests.storage.conftest import Archive

ODD = "夹马营那个铁皮棚子又开始唱上了"
ALL = Which()


@pytest.fixture
def lessons(archive: Archive) -> Lessons:
    return lessons_over(archive, archive.database)


def lessons_over(archive: Archive, database: Database) -> Lessons:
    return Lessons(database, archive.lists, cipher=archive.cipher, clock=archive.clock)


async def office(archive: Archive, name: str = "王芳") -> Actor:
    return await archive.staff(name, Role.OFFICE)


async def rerouted(archive: Archive, by: Actor, *, to: str = "housing", said: str = ODD) -> int:
    """A new case of the petition office's that ``by`` gave to another unit."""
    citizen = await archive.citizen("王秀英")
    receipt = await archive.register(citizen, text=said, unit="petition")
    await archive.walk(receipt.case_id, by, Act.ASSIGN, unit=to)
    return receipt.case_id


async def live(lessons: Lessons) -> list[Example]:
    return await lessons.find(Which(live=True), None)


async def test_a_rerouting_becomes_a_dated_and_named_example(
    archive: Archive, lessons: Lessons
) -> None:
    wang = await office(archive)
    case_id = await rerouted(archive, wang, said="夹馬營　那個鐵皮棚子")

    found = (await lessons.find(ALL, wang))[0]

    assert (found.text, found.was, found.unit) == ("夹马营 那个铁皮棚子", "petition", "housing")
    assert (found.by, found.person_id, found.at) == ("王芳", wang.person_id, archive.clock.now)
    assert found.number == (await archive.book.get(case_id, wang)).number
    assert found.list_version == archive.lists.now.version
    assert found.until is None


async def test_the_text_of_an_example_is_stored_encrypted(
    archive: Archive, lessons: Lessons
) -> None:
    await rerouted(archive, await office(archive))

    async with archive.database.read() as session:
        stored = (await session.scalars(select(CorrectionRow))).one()
    assert "夹马营" not in stored.text
    assert archive.cipher.decrypt(stored.text) == ODD


async def test_a_confirmation_is_no_example(archive: Archive, lessons: Lessons) -> None:
    await rerouted(archive, await office(archive), to="petition")

    assert await live(lessons) == []


async def test_nothing_is_learned_from_a_sealed_case(archive: Archive, lessons: Lessons) -> None:
    wang, citizen = await office(archive), await archive.citizen("李建国")
    accusation = await archive.register(
        citizen, petition_class=PetitionClass.ACCUSATION, unit="petition", accused_unit="market"
    )
    await archive.walk(accusation.case_id, wang, Act.ASSIGN, unit="discipline")

    assert await live(lessons) == []


async def test_an_act_that_is_refused_teaches_nothing(archive: Archive, lessons: Lessons) -> None:
    wang = await office(archive)
    case_id = await rerouted(archive, wang)
    clerk = await archive.staff("赵强", Role.CLERK, "housing")
    await archive.walk(case_id, clerk, Act.ACCEPT)

    with pytest.raises(Exception, match="assign"):
        await archive.walk(case_id, wang, Act.ASSIGN, unit="market")

    assert [each.unit for each in await live(lessons)] == ["housing"]


async def test_a_returned_case_that_is_rerouted_teaches_where_it_went_last(
    archive: Archive, lessons: Lessons
) -> None:
    wang = await office(archive)
    case_id = await rerouted(archive, wang)
    clerk = await archive.staff("赵强", Role.CLERK, "housing")
    await archive.walk(case_id, clerk, Act.RETURN)
    await archive.walk(case_id, wang, Act.ASSIGN, unit="market")

    assert [each.unit for each in await live(lessons)] == ["market", "housing"]
    changes = await lessons.changes(0)
    held = changes.cases[case_id]
    assert held is not None
    assert (held.id, held.unit, held.by) == (str(case_id), "market", "王芳")


async def test_when_the_later_of_two_is_taken_back_the_earlier_holds_again(
    archive: Archive, lessons: Lessons
) -> None:
    wang, li = await office(archive), await office(archive, "李梅")
    case_id = await rerouted(archive, wang)
    await archive.walk(case_id, await archive.staff("赵强", Role.CLERK, "housing"), Act.RETURN)
    await archive.walk(case_id, li, Act.ASSIGN, unit="market")
    seen = await lessons.last()

    assert await lessons.revoke(Which(person=li.person_id), wang) == 1

    held = (await lessons.changes(seen)).cases[case_id]
    assert held is not None
    assert held.unit == "housing"


async def test_a_batch_is_taken_back_by_person_and_by_time(
    archive: Archive, lessons: Lessons
) -> None:
    wang, li = await office(archive), await office(archive, "李梅")
    begun = archive.clock.now
    for by in (wang, li, li, wang, li):
        await rerouted(archive, by)
        archive.clock.forward(hours=1)
    wrong = Which(
        person=li.person_id, since=begun + timedelta(hours=2), until=begun + timedelta(hours=4)
    )

    assert await lessons.revoke(wrong, wang) == 2
    assert await lessons.revoke(wrong, wang) == 0, "what is taken back is not taken back again"

    kept = await live(lessons)
    assert [each.by for each in kept] == ["王芳", "李梅", "王芳"]
    gone = [each for each in await lessons.find(ALL, None) if each.until]
    assert {(each.undone_by, each.until) for each in gone} == {("王芳", archive.clock.now)}


async def test_single_ones_are_taken_back_by_their_number(
    archive: Archive, lessons: Lessons
) -> None:
    wang = await office(archive)
    for _ in range(3):
        await rerouted(archive, wang)
    last, middle, first = [each.id for each in await live(lessons)]

    assert await lessons.revoke(Which(ids=(first, last)), None) == 2

    assert [each.id for each in await live(lessons)] == [middle]


async def test_all_are_never_taken_back_for_want_of_a_condition(lessons: Lessons) -> None:
    for which in (Which(), Which(live=True)):
        with pytest.raises(ValueError, match="which"):
            await lessons.revoke(which, None)


@pytest.mark.parametrize("role", [Role.CLERK, Role.MEDIATOR, Role.DIRECTOR])
async def test_others_neither_read_nor_take_back(
    archive: Archive, lessons: Lessons, role: Role
) -> None:
    await rerouted(archive, await office(archive))
    unit = "housing" if role in (Role.CLERK, Role.MEDIATOR) else None
    other = await archive.staff("赵强", role, unit)

    with pytest.raises(NotPermitted):
        await lessons.find(ALL, other)
    with pytest.raises(NotPermitted):
        await lessons.revoke(Which(person=1), other)
    assert len(await live(lessons)) == 1


async def test_an_administrator_gets_neither_number_nor_text_and_takes_them_back(
    archive: Archive, lessons: Lessons
) -> None:
    await rerouted(archive, await office(archive))
    keeper = await archive.staff("钱进", Role.ADMINISTRATOR)

    found = (await lessons.find(ALL, keeper))[0]

    assert (found.number, found.text) == (None, None)
    assert (found.was, found.unit, found.by) == ("petition", "housing", "王芳")
    assert await lessons.revoke(Which(ids=(found.id,)), keeper) == 1


async def test_the_number_of_a_precedent_is_for_those_who_may_see_its_case(
    archive: Archive, lessons: Lessons, desk: Desk
) -> None:
    wang = await office(archive)
    case_id = await rerouted(archive, wang)
    taught = await School(lessons).enrol(desk)
    precedent = taught.advise(ODD).precedent
    assert precedent is not None
    number = (await archive.book.get(case_id, wang)).number

    ours = await archive.staff("赵强", Role.CLERK, "housing")
    theirs = await archive.staff("孙丽", Role.CLERK, "market")

    assert await lessons.number(precedent, wang) == number
    assert await lessons.number(precedent, ours) == number
    assert await lessons.number(precedent, theirs) is None


async def test_the_database_refuses_every_change_but_taking_back(
    archive: Archive, lessons: Lessons
) -> None:
    await rerouted(archive, await office(archive))
    await lessons.revoke(Which(ids=(1,)), None)
    await rerouted(archive, await office(archive))
    for statement in (
        "UPDATE corrections SET unit = 'market' WHERE id = 2",
        "UPDATE corrections SET revoked_at = at, unit = 'market' WHERE id = 2",
        "UPDATE corrections SET revoked_at = NULL WHERE id = 1",
        "UPDATE corrections SET change = 9 WHERE id = 2",
        "DELETE FROM corrections WHERE id = 2",
    ):
        with pytest.raises(DBAPIError, match="only added"):
            async with archive.database.write() as session:
                await session.execute(text(statement))


async def test_a_desk_learns_and_unlearns_with_the_next_message(
    archive: Archive, lessons: Lessons, desk: Desk
) -> None:
    school = School(lessons)
    taught = await school.enrol(desk)
    before = taught.advise(ODD)

    await rerouted(archive, await office(archive), to="culture-tourism")
    await school.catch_up(lambda: taught)
    best = taught.advise(ODD).best
    assert best is not None
    assert best.unit == "culture-tourism"

    await lessons.revoke(Which(ids=(1,)), None)
    await school.catch_up(lambda: taught)
    assert taught.advise(ODD) == before
    assert len(desk.learner) == 0, "the desk it was made from learned nothing"


async def test_what_was_taken_back_is_not_learned_at_the_next_start(
    archive: Archive, lessons: Lessons, desk: Desk
) -> None:
    for to in ("culture-tourism", "market"):
        await rerouted(archive, await office(archive), to=to)
    await lessons.revoke(Which(ids=(2,)), None)

    taught = await School(lessons).enrol(desk)

    assert [each.unit for each in taught.learner.examples] == ["culture-tourism"]


async def test_a_second_process_learns_what_the_first_entered(
    archive: Archive, lessons: Lessons, desk: Desk, database_url: str
) -> None:
    other = Database.open(database_url)
    theirs = School(lessons_over(archive, other))
    taught = await theirs.enrol(desk)

    wang = await office(archive)
    await asyncio.gather(*(rerouted(archive, wang, to="market") for _ in range(5)))
    await lessons.revoke(Which(ids=(3,)), wang)
    await asyncio.gather(*(theirs.catch_up(lambda: taught) for _ in range(4)))
    await other.close()

    assert len(taught.learner) == 4
    assert await lessons.last() == 6


async def test_decided_is_what_the_office_assigned_or_the_unit_accepted(
    archive: Archive,
) -> None:
    wang, citizen = await office(archive), await archive.citizen("李建国")
    clerk = await archive.staff("赵强", Role.CLERK, "housing")
    moved = await rerouted(archive, wang)
    accepted = (await archive.register(citizen, unit="housing")).case_id
    await archive.walk(accepted, clerk, Act.ACCEPT)
    await archive.register(citizen)
    returned = await rerouted(archive, wang)
    await archive.walk(returned, clerk, Act.RETURN)
    sealed = await archive.register(
        citizen, petition_class=PetitionClass.ACCUSATION, unit="petition", accused_unit="market"
    )
    await archive.walk(sealed.case_id, wang, Act.ASSIGN, unit="discipline")
    cases = DecidedCases(archive.database, archive.lists, archive.cipher)

    found = await cases.read(wang)

    assert [(each.id, each.unit) for each in found] == [
        (str(moved), "housing"),
        (str(accepted), "housing"),
    ]
    with pytest.raises(NotPermitted):
        await cases.read(clerk)


async def test_nobody_is_measured_on_a_case_he_brought_himself(archive: Archive) -> None:
    wang, li = await office(archive), await office(archive, "李梅")
    receipt = await archive.register(li, unit="petition")
    await archive.walk(receipt.case_id, wang, Act.ASSIGN, unit="housing")
    cases = DecidedCases(archive.database, archive.lists, archive.cipher)

    assert [each.id for each in await cases.read(wang)] == [str(receipt.case_id)]
    assert await cases.read(li) == []
