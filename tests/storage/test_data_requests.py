"""Requests about own data: for the office alone, answered once, never refused without a reason."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from knowledge.advice import PetitionClass
from knowledge.procedure import Role
from storage.data_requests import Standing, Wanted
from storage.errors import DataRequestGone, NotPermitted
from storage.people import Actor
from tests.storage.conftest import Archive

WRONG_NUMBER = "电话写错了，应该是13812345678"


@pytest.fixture
async def bai(archive: Archive) -> Actor:
    """Bai of the petition office."""
    return await archive.staff("白洁", Role.OFFICE)


async def test_the_office_is_told_and_finds_the_request_with_the_persons_cases(
    archive: Archive, bai: Actor
) -> None:
    wang = await archive.citizen("王秀英")
    receipt = await archive.register(wang)
    await archive.register(wang, petition_class=PetitionClass.ACCUSATION, unit="discipline")
    await archive.notices.settle()
    await archive.requests.ask(Wanted.CORRECT, f" {WRONG_NUMBER} ", wang)
    [notice] = await archive.told()
    assert (notice.person_id, notice.kind) == (bai.person_id, "data")
    assert WRONG_NUMBER not in str(notice.params)
    [waiting] = await archive.requests.waiting(bai)
    assert (waiting.wanted, waiting.text) == (Wanted.CORRECT, WRONG_NUMBER)
    assert waiting.cases == (receipt.number,), "what is sealed is not named"
    assert await archive.requests.count(bai) == 1


async def test_what_was_said_lies_encrypted(archive: Archive, bai: Actor) -> None:
    wang = await archive.citizen("王秀英")
    asked = await archive.requests.ask(Wanted.CORRECT, WRONG_NUMBER, wang)
    await archive.requests.answer(asked.id, bai, refused="号码核对不上")
    async with archive.database.read() as session:
        stored = (await session.execute(text("SELECT text, reason FROM data_requests"))).one()
    assert WRONG_NUMBER not in stored.text
    assert "核对" not in stored.reason


@pytest.mark.parametrize("role", [Role.CLERK, Role.MEDIATOR, Role.DIRECTOR, Role.ADMINISTRATOR])
async def test_nobody_else_reads_or_answers(archive: Archive, bai: Actor, role: Role) -> None:
    unit = "housing" if role in {Role.CLERK, Role.MEDIATOR} else None
    li, wang = await archive.staff("李敏", role, unit), await archive.citizen("王秀英")
    asked = await archive.requests.ask(Wanted.DELETE, "全部", wang)
    for actor in (li, wang):
        assert await archive.requests.count(actor) == 0
        with pytest.raises(NotPermitted):
            await archive.requests.waiting(actor)
        with pytest.raises(NotPermitted):
            await archive.requests.get(asked.id, actor)
        with pytest.raises(NotPermitted):
            await archive.requests.answer(asked.id, actor)
    assert await archive.requests.count(bai) == 1


async def test_nobody_answers_a_request_of_his_own(archive: Archive, bai: Actor) -> None:
    asked = await archive.requests.ask(Wanted.DELETE, "全部", bai)
    assert await archive.told() == []
    assert await archive.requests.waiting(bai) == []
    with pytest.raises(DataRequestGone):
        await archive.requests.answer(asked.id, bai)
    [mine] = await archive.requests.mine(bai)
    assert mine.standing is Standing.OPEN


async def test_the_answer_is_told_to_the_person_with_its_reason(
    archive: Archive, bai: Actor
) -> None:
    wang = await archive.citizen("王秀英")
    first = await archive.requests.ask(Wanted.CORRECT, WRONG_NUMBER, wang)
    second = await archive.requests.ask(Wanted.DELETE, "全部", wang)
    await archive.notices.settle()
    await archive.requests.answer(first.id, bai)
    await archive.requests.answer(second.id, bai, refused="档案保存期没有满")
    told = [(n.person_id, n.params["standing"], n.params["reason"]) for n in await archive.told()]
    assert told == [
        (wang.person_id, "done", None),
        (wang.person_id, "refused", "档案保存期没有满"),
    ]
    assert [each.standing for each in await archive.requests.mine(wang)] == [
        Standing.REFUSED, Standing.DONE,
    ]  # fmt: skip
    assert await archive.requests.waiting(bai) == []


async def test_a_refusal_needs_a_reason(archive: Archive, bai: Actor) -> None:
    asked = await archive.requests.ask(Wanted.DELETE, "全部", await archive.citizen("王秀英"))
    with pytest.raises(ValueError, match="reason"):
        await archive.requests.answer(asked.id, bai, refused=" ")
    with pytest.raises(IntegrityError):
        async with archive.database.write() as session:
            await session.execute(
                text("UPDATE data_requests SET standing = 'refused', answered_at = at")
            )
    assert await archive.requests.count(bai) == 1


async def test_of_two_who_answer_at_once_one_is_refused(archive: Archive, bai: Actor) -> None:
    hei = await archive.staff("黑子", Role.OFFICE)
    asked = await archive.requests.ask(Wanted.DELETE, "全部", await archive.citizen("王秀英"))
    await archive.notices.settle()
    results = await asyncio.gather(
        archive.requests.answer(asked.id, bai),
        archive.requests.answer(asked.id, hei, refused="保存期没有满"),
        return_exceptions=True,
    )
    assert [type(result) for result in results if result] == [DataRequestGone]
    assert len(await archive.told()) == 1


async def test_nothing_is_recorded_where_nothing_was_said(archive: Archive) -> None:
    with pytest.raises(ValueError, match="data"):
        await archive.requests.ask(Wanted.CORRECT, "  ", await archive.citizen("王秀英"))
