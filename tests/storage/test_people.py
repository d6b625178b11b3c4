"""People: one person with several addresses, posts by invitation, links that work once."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError

from knowledge.procedure import Role
from storage.errors import IdentityTaken, InvitationRefused, NotPermitted, TicketRefused
from storage.people import Address, Post, Preferences, looks_like_code
from storage.tables import PostRow
from tests.storage.conftest import Archive


async def test_a_returning_visitor_is_the_same_person(archive: Archive) -> None:
    first = await archive.people.arrive("telegram", "42", name="Wang")
    again = await archive.people.arrive("telegram", "42")
    assert again == first
    assert again.name == "Wang"
    assert not again.is_staff
    assert (await archive.people.arrive("web", "42")).person_id != first.person_id


async def test_ten_first_messages_at_once_make_one_person(archive: Archive) -> None:
    visits = [archive.people.arrive("telegram", "42", name="Wang") for _ in range(10)]
    assert len({actor.person_id for actor in await asyncio.gather(*visits)}) == 1


async def test_a_new_display_name_replaces_the_old_one(archive: Archive) -> None:
    await archive.people.arrive("telegram", "42", name="Wang")
    assert (await archive.people.arrive("telegram", "42", name="Ma")).name == "Ma"


async def test_notices_go_where_the_person_was_last(archive: Archive) -> None:
    person = (await archive.people.arrive("web", "cookie")).person_id
    archive.clock.forward(minutes=1)
    await archive.people.attach(person, "telegram", "42")
    telegram, web = Address("telegram", "42"), Address("web", "cookie")
    assert await archive.people.addresses(person) == [telegram, web]
    archive.clock.forward(minutes=1)
    await archive.people.arrive("web", "cookie")
    assert await archive.people.addresses(person) == [web, telegram]


async def test_an_address_belongs_to_one_person_only(archive: Archive) -> None:
    wang = await archive.people.arrive("web", "a")
    ma = await archive.people.arrive("web", "b")
    await archive.people.attach(wang.person_id, "web", "a")
    with pytest.raises(IdentityTaken):
        await archive.people.attach(ma.person_id, "web", "a")


async def test_an_invitation_makes_its_first_user_a_clerk_and_nobody_else(
    archive: Archive,
) -> None:
    li, zhao = await archive.citizen("李敏"), await archive.citizen("赵刚")
    invited = await archive.people.invite(Role.CLERK, unit="housing", place="410304001", by=None)
    post = await archive.people.join(f"  {invited.code.lower()} ", li.person_id)
    assert post == Post(Role.CLERK, "housing", "410304001")
    assert (await archive.people.actor(li.person_id, "web")).posts == (post,)
    with pytest.raises(InvitationRefused, match="used"):
        await archive.people.join(invited.code, zhao.person_id)
    assert await archive.people.join(invited.code, li.person_id) == post
    assert len(await archive.people.staff()) == 1


async def test_two_people_with_one_code_at_once_give_one_post(archive: Archive) -> None:
    people = [await archive.citizen(name) for name in ("李敏", "赵刚")]
    code = (await archive.people.invite(Role.CLERK, unit="housing", by=None)).code
    tries = [archive.people.join(code, person.person_id) for person in people]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvitationRefused", "Post"]
    assert len(await archive.people.staff()) == 1


async def test_an_invitation_ends_after_its_days(archive: Archive) -> None:
    li = await archive.citizen("李敏")
    invited = await archive.people.invite(Role.OFFICE, by=None, days=2)
    assert invited.unit == "petition"
    archive.clock.forward(days=2)
    with pytest.raises(InvitationRefused, match="expired"):
        await archive.people.join(invited.code, li.person_id)
    with pytest.raises(InvitationRefused, match="unknown"):
        await archive.people.join("2222-2222-2222", li.person_id)


async def test_only_an_administrator_invites_and_revokes(archive: Archive) -> None:
    chief = await archive.staff("管理员", Role.ADMINISTRATOR)
    bai = await archive.staff("白洁", Role.OFFICE)
    post_id = next(m.post_id for m in await archive.people.staff() if m.name == "白洁")
    with pytest.raises(NotPermitted):
        await archive.people.invite(Role.DIRECTOR, by=bai)
    with pytest.raises(NotPermitted):
        await archive.people.revoke(post_id, bai)
    await archive.people.invite(Role.DIRECTOR, by=chief)
    await archive.people.revoke(post_id, chief)
    assert not (await archive.people.actor(bai.person_id, "web")).is_staff
    assert [member.name for member in await archive.people.staff()] == ["管理员"]


async def test_a_revoked_post_does_not_come_back_with_the_old_code(archive: Archive) -> None:
    li = await archive.citizen("李敏")
    code = (await archive.people.invite(Role.CLERK, unit="housing", by=None)).code
    await archive.people.join(code, li.person_id)
    await archive.people.revoke((await archive.people.staff())[0].post_id, None)
    with pytest.raises(InvitationRefused, match="used"):
        await archive.people.join(code, li.person_id)
    assert await archive.people.staff() == []


async def test_posts_that_make_no_sense_are_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="no invitation"):
        await archive.people.invite(Role.CITIZEN, by=None)
    with pytest.raises(ValueError, match="needs a unit"):
        await archive.people.invite(Role.MEDIATOR, by=None)


@pytest.mark.parametrize(("role", "unit"), [("king", "housing"), ("clerk", None)])
async def test_the_database_backs_the_rules_on_posts(
    archive: Archive, role: str, unit: str | None
) -> None:
    li = await archive.citizen("李敏")
    post = PostRow(person_id=li.person_id, since=archive.clock.now, role=role, unit=unit)
    with pytest.raises(DBAPIError):
        async with archive.database.write() as session:
            session.add(post)


async def test_a_ticket_carries_its_person_to_a_page_once(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    ticket = await archive.people.ticket(wang.person_id)
    assert await archive.people.redeem(ticket) == wang.person_id
    with pytest.raises(TicketRefused, match="used"):
        await archive.people.redeem(ticket)
    with pytest.raises(TicketRefused, match="unknown"):
        await archive.people.redeem("nonsense")
    late = await archive.people.ticket(wang.person_id)
    archive.clock.forward(minutes=10)
    with pytest.raises(TicketRefused, match="expired"):
        await archive.people.redeem(late)


async def test_preferences_are_remembered(archive: Archive) -> None:
    wang = (await archive.citizen("王秀英")).person_id
    assert await archive.people.preferences(wang) == Preferences(elder=False, greeted=None)
    await archive.people.set_elder(wang, elder=True)
    await archive.people.greeted(wang, "2026-11")
    assert await archive.people.preferences(wang) == Preferences(elder=True, greeted="2026-11")


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        ("2345-ABCD-XYZ9", True),
        (" 2345abcdxyz9 ", True),
        ("2345 ABCD XYZ9", True),
        ("２３４５-ABCD-XYZ9", True),
        ("2345-ABCD-XYZ", False),
        ("2345-ABCD-XYZ1", False),
        ("老板欠我工资2345ABCDXYZ9", False),
        ("13812341234", False),
        ("", False),
    ],
)
def test_a_bare_invitation_code_is_recognised(text: str, is_code: bool) -> None:
    assert looks_like_code(text) is is_code
