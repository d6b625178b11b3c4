"""Back into a case by number and code; never by guessing."""

from __future__ import annotations

import asyncio

import pytest

from knowledge.procedure import Role
from storage.casebook import Receipt
from storage.errors import ReclaimRefused
from storage.people import Actor
from tests.storage.conftest import Archive


async def refusal(archive: Archive, number: str, code: str, by: Actor) -> str:
    """Why it was refused."""
    with pytest.raises(ReclaimRefused) as refused:
        await archive.book.reclaim(number, code, by=by)
    return refused.value.why


def wrong(receipt: Receipt) -> str:
    """A code that is not the receipt's."""
    return "1111-1111" if receipt.code != "1111-1111" else "2222-2222"


async def test_whoever_lost_the_browser_gets_back_with_number_and_code(archive: Archive) -> None:
    receipt = await archive.register(await archive.citizen("王秀英"))
    new = await archive.citizen("new browser")
    case = await archive.book.reclaim(receipt.number, receipt.code, by=new)
    assert case.id == receipt.case_id
    assert case.mine
    assert [case.id for case in await archive.book.mine(new)] == [receipt.case_id]


@pytest.mark.parametrize("number", ["1", "2026-1", "000001"])
@pytest.mark.parametrize("change", [str, lambda code: code.replace("-", ""), lambda c: f" {c} "])
async def test_number_and_code_may_be_typed_in_many_ways(
    archive: Archive, number: str, change: type[str]
) -> None:
    receipt = await archive.register(await archive.citizen("王秀英"))
    new = await archive.citizen("new browser")
    assert (await archive.book.reclaim(number, change(receipt.code), by=new)).mine


async def test_a_wrong_code_and_a_number_that_does_not_exist_are_refused_alike(
    archive: Archive,
) -> None:
    receipt = await archive.register(await archive.citizen("王秀英"))
    thief = await archive.citizen("thief")
    assert await refusal(archive, receipt.number, wrong(receipt), thief) == "wrong"
    assert await refusal(archive, "2026-999", receipt.code, thief) == "wrong"
    assert await refusal(archive, "no number", "no code", thief) == "wrong"
    assert await archive.book.mine(thief) == []


async def test_after_five_wrong_tries_the_person_is_locked_for_a_day(archive: Archive) -> None:
    receipt = await archive.register(await archive.citizen("王秀英"))
    thief = await archive.citizen("thief")
    for number in ("1", "2", "3", "nonsense", "4"):
        assert await refusal(archive, number, wrong(receipt), thief) == "wrong"
    assert await refusal(archive, receipt.number, receipt.code, thief) == "locked"
    archive.clock.forward(hours=24, seconds=1)
    assert (await archive.book.reclaim(receipt.number, receipt.code, by=thief)).mine


@pytest.mark.parametrize("number", ["1", "77"])
async def test_after_five_wrong_tries_by_anybody_the_number_is_locked_even_if_there_is_no_such_case(
    archive: Archive, number: str
) -> None:
    receipt = await archive.register(await archive.citizen("王秀英"))
    for n in range(5):
        thief = await archive.citizen(f"thief {n}")
        assert await refusal(archive, number, wrong(receipt), thief) == "wrong"
    last = await archive.citizen("last")
    assert await refusal(archive, number, receipt.code, last) == "locked"


async def test_unreadable_numbers_lock_nobody_but_who_typed_them(archive: Archive) -> None:
    receipt = await archive.register(await archive.citizen("王秀英"))
    for n in range(6):
        assert await refusal(archive, "??", "0", await archive.citizen(f"child {n}")) == "wrong"
    ma = await archive.citizen("马建国")
    assert await refusal(archive, "??", receipt.code, ma) == "wrong"
    assert (await archive.book.reclaim(receipt.number, receipt.code, by=ma)).mine


async def test_twenty_guesses_at_once_are_not_more_than_five(archive: Archive) -> None:
    receipt = await archive.register(await archive.citizen("王秀英"))
    thief = await archive.citizen("thief")
    tries = [refusal(archive, receipt.number, wrong(receipt), thief) for _ in range(20)]
    outcomes = await asyncio.gather(*tries)
    assert sorted(outcomes) == ["locked"] * 15 + ["wrong"] * 5


async def test_the_clerk_who_helps_with_the_code_stays_the_clerk(archive: Archive) -> None:
    receipt = await archive.register(await archive.citizen("王秀英"))
    li = await archive.staff("李敏", Role.CLERK, "human-resources")
    case = await archive.book.reclaim(receipt.number, receipt.code, by=li)
    assert not case.mine
    assert await archive.book.acts(receipt.case_id, li)
