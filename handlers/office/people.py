"""The administrator's desk: who is on the staff, inviting and ending appointments."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message
from aiogram.types import InlineKeyboardButton as Button
from aiogram.types import InlineKeyboardMarkup as Keyboard

from handlers.mediator.callbacks import Menu, Turn
from handlers.mediator.filters import Said, Staff
from handlers.mediator.keyboards import button, pairs, turns
from handlers.mediator.worktop import Shown, Worktop, show
from handlers.office.unitnames import PLACES_UNIT
from handlers.texts import labels
from handlers.texts import office as texts
from handlers.texts import staff as staff_texts
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Role
from storage.people import Actor, Invitation, StaffMember

MEMBERS_A_PAGE = 10
UNIT_BOUND = frozenset({Role.CLERK, Role.MEDIATOR})
NOWHERE = "-"


class Invite(CallbackData, prefix="pi"):
    """The choices made so far for an invitation; each button holds all of them."""

    role: Role | None = None
    unit: str | None = None
    place: str | None = None


class Revoke(CallbackData, prefix="pr"):
    """End an appointment: asked first, done when ``sure``."""

    post: int
    sure: bool = False


def setup() -> Router:
    """Only administrators are heard here."""
    router = Router(name="office people")
    admin = Staff(Role.ADMINISTRATOR)
    router.message.register(people, admin, Said(*texts.PEOPLE))
    router.callback_query.register(press_people, admin, Menu.filter(F.go == "people"))
    router.callback_query.register(turn, admin, Turn.filter(F.which == "people"))
    router.callback_query.register(invite, admin, Invite.filter())
    router.callback_query.register(revoke, admin, Revoke.filter(F.sure))
    router.callback_query.register(ask_revoke, admin, Revoke.filter(~F.sure))
    return router


async def people(message: Message, work: Worktop) -> None:
    """Everybody with an appointment."""
    await show(message, await _people(work))


async def press_people(query: CallbackQuery, work: Worktop) -> None:
    """The same, by button, in place of a question that was dropped."""
    await query.answer()
    await show(query, await _people(work), edit=True)


async def turn(query: CallbackQuery, callback_data: Turn, work: Worktop) -> None:
    """Another page of people."""
    await query.answer()
    await show(query, await _people(work, callback_data.page), edit=True)


async def _people(work: Worktop, page: int = 1) -> Shown:
    members = await work.people.staff()
    pages = max(1, -(-len(members) // MEMBERS_A_PAGE))
    page = min(max(1, page), pages)
    shown = members[(page - 1) * MEMBERS_A_PAGE : page * MEMBERS_A_PAGE]
    head = texts.people_head(len(members), page, pages) if members else texts.PEOPLE_EMPTY
    text = "\n".join((head, *(texts.member(each, work.rlist) for each in shown)))
    ends = [button(texts.button_revoke(each), Revoke(post=each.post_id).pack()) for each in shown]
    rows = [[button(texts.BUTTON_INVITE, Invite().pack())], *pairs(ends, width=1)]
    return Shown(text, Keyboard(inline_keyboard=[*rows, *turns("people", page, pages)]))


async def invite(
    query: CallbackQuery,
    callback_data: Invite,
    work: Worktop,
    bot: Bot,
    public_url: str,
    channel: str,
) -> None:
    """Ask for what is not chosen yet: role, unit, place; then issue the invitation."""
    await query.answer()
    role, place = callback_data.role, callback_data.place
    question = _question(callback_data, work.rlist)
    if role is None or question is not None:
        await show(query, question or _roles(), edit=True)
        return
    issued = await work.people.invite(
        role,
        unit=callback_data.unit,
        place=None if place == NOWHERE else place,
        by=work.actor,
    )
    links = await _links(issued, bot, public_url, channel)
    await show(query, Shown(staff_texts.invitation(issued, work.rlist, links=links)), edit=True)


async def _links(issued: Invitation, bot: Bot, public_url: str, channel: str) -> list[str]:
    """Ways in: the page, and Telegram where that is how the administrator came.

    The code stands in the fragment, which browsers never send to a server or its log.
    """
    links = [f"{public_url.rstrip('/')}/office#{issued.code}"]
    if channel == "telegram":
        name = (await bot.me()).username
        links.append(f"https://t.me/{name}?start={issued.code}")
    return links


def _question(chosen: Invite, rlist: ResponsibilityList) -> Shown | None:
    if chosen.role is None:
        return _roles()
    if chosen.role in UNIT_BOUND and chosen.unit is None:
        units = [unit for unit in rlist.units.values() if unit.successor is None]
        return _ask(
            texts.INVITE_UNIT,
            [(unit.name, Invite(role=chosen.role, unit=unit.code)) for unit in units],
        )
    if chosen.unit == PLACES_UNIT and chosen.place is None:
        places = [(place.name, place.code) for place in rlist.places.values()]
        every = [*places, (texts.BUTTON_WHOLE_DISTRICT, NOWHERE)]
        return _ask(
            texts.INVITE_PLACE,
            [(n, Invite(role=chosen.role, unit=chosen.unit, place=code)) for n, code in every],
        )
    return None


def _roles() -> Shown:
    offers = [(labels.ROLE[role], Invite(role=role)) for role in texts.INVITE_NOTE]
    return _ask(texts.invite_roles(), offers)


def _ask(text: str, offers: list[tuple[str, Invite]]) -> Shown:
    rows: list[list[Button]] = pairs(button(name, data.pack()) for name, data in offers)
    rows.append([button(texts.BUTTON_NO_INVITE, Menu(go="people").pack())])
    return Shown(text, Keyboard(inline_keyboard=rows))


async def ask_revoke(query: CallbackQuery, callback_data: Revoke, work: Worktop) -> None:
    """Ask before an appointment ends."""
    member = await _member(callback_data.post, work)
    if member is None or _is_self(member, work.actor):
        why = texts.NOT_YOURSELF if member else texts.ALREADY_REVOKED
        await query.answer(why, show_alert=True)
        return
    await query.answer()
    yes = Revoke(post=member.post_id, sure=True).pack()
    row = [
        button(texts.BUTTON_YES_REVOKE, yes),
        button(texts.BUTTON_NO_REVOKE, Menu(go="people").pack()),
    ]
    text = texts.ask_revoke(member, work.rlist)
    await show(query, Shown(text, Keyboard(inline_keyboard=[row])), edit=True)


async def revoke(query: CallbackQuery, callback_data: Revoke, work: Worktop) -> None:
    """End the appointment; the person loses sight of every case of it at once."""
    member = await _member(callback_data.post, work)
    if member is None or _is_self(member, work.actor):
        why = texts.NOT_YOURSELF if member else texts.ALREADY_REVOKED
        await query.answer(why, show_alert=True)
        return
    await work.people.revoke(member.post_id, work.actor)
    await query.answer()
    back = Keyboard(inline_keyboard=[[button(texts.BUTTON_PEOPLE, Menu(go="people").pack())]])
    await show(query, Shown(texts.revoked(member, work.rlist), back), edit=True)


async def _member(post_id: int, work: Worktop) -> StaffMember | None:
    return next((each for each in await work.people.staff() if each.post_id == post_id), None)


def _is_self(member: StaffMember, actor: Actor) -> bool:
    """An administrator who ended his own post could lock everybody out."""
    return member.role is Role.ADMINISTRATOR and member.person_id == actor.person_id
