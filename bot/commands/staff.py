"""``staff``: invite, list and revoke, from the machine the service runs on."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.commands.arguments import known_place, known_unit
from bot.refusals import BadArgument
from bot.settings import Settings, load_settings
from bot.store import Reader, load_reader, open_store
from handlers.texts import cli as texts
from knowledge.clocks import OFFICE_ZONE
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Role
from storage.people import Invitation

UNIT_BOUND = frozenset({Role.MEDIATOR, Role.CLERK})


def invite(
    role: Annotated[Role, typer.Argument(help=texts.HELP["staff.role"])],
    unit: Annotated[str | None, typer.Option(help=texts.HELP["staff.unit"])] = None,
    place: Annotated[str | None, typer.Option(help=texts.HELP["staff.place"])] = None,
    days: Annotated[int, typer.Option(help=texts.HELP["staff.days"], min=1, max=90)] = 7,
) -> None:
    """Make a one-time invitation; print its code and link."""
    settings = load_settings()
    reader = load_reader(settings)
    if role not in texts.STAFF_ROLES:
        raise BadArgument("bad_role")
    if role in UNIT_BOUND and unit is None:
        raise BadArgument("needs_unit")
    known_unit(unit, reader.rlist)
    known_place(place, reader.rlist)
    made = asyncio.run(_invite(settings, reader, (role, unit, place, days)))
    typer.echo(invitation_text(made, reader.rlist, settings))


async def _invite(
    settings: Settings, reader: Reader, post: tuple[Role, str | None, str | None, int]
) -> Invitation:
    role, unit, place, days = post
    async with open_store(settings, reader) as store:
        return await store.people.invite(role, unit=unit, place=place, by=None, days=days)


def invitation_text(made: Invitation, rlist: ResponsibilityList, settings: Settings) -> str:
    """The invitation as it is printed."""
    until = made.expires_at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
    unit = rlist.units[made.unit].name if made.unit else None
    return texts.invitation(
        made.role, unit, made.code, link=office_link(settings.address, made.code), expires=until
    )


def office_link(address: str, code: str) -> str:
    """The link that opens the staff chat and joins; a fragment never reaches a server's log."""
    return f"{address}/office#{code}"


def members() -> None:
    """Print who holds which post."""
    settings = load_settings()
    reader = load_reader(settings)
    lines = asyncio.run(_members(settings, reader))
    typer.echo("\n".join(lines) or texts.NO_STAFF)


async def _members(settings: Settings, reader: Reader) -> list[str]:
    async with open_store(settings, reader) as store:
        return [
            texts.staff_row(
                member.post_id,
                member.role,
                unit=_unit(member.unit, reader.rlist),
                name=member.name or "",
                since=member.since.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d"),
            )
            for member in await store.people.staff()
        ]


def _unit(code: str | None, rlist: ResponsibilityList) -> str:
    """The unit's name; its code where the list no longer has it."""
    unit = rlist.units.get(code or "")
    return unit.name if unit else code or ""


def revoke(post: Annotated[int, typer.Argument(help=texts.HELP["staff.post"])]) -> None:
    """End one appointment; what its holder did stays in the histories."""
    settings = load_settings()
    asyncio.run(_revoke(settings, load_reader(settings), post))
    typer.echo(texts.REVOKED)


async def _revoke(settings: Settings, reader: Reader, post: int) -> None:
    async with open_store(settings, reader) as store:
        if post not in {member.post_id for member in await store.people.staff()}:
            raise BadArgument("no_such_post", post)
        await store.people.revoke(post, None)
