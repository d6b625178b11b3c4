"""Accounts: one person, one or several addresses, and how he likes to be spoken to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.clocks import Clock
from knowledge.procedure import Role
from storage.cipher import Cipher
from storage.counters import upsert
from storage.database import Database
from storage.errors import IdentityTaken
from storage.permissions import Actor, Kin, Post, alone
from storage.tables import IdentityRow, PersonRow, PostRow
from storage.tables.base import saved

# "Last seen" only orders a person's addresses; it need not be written with every message.
SEEN_GRAIN = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a person likes to be spoken to; ``greeted`` is the version of the privacy notice seen."""

    elder: bool
    greeted: str | None


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person can be reached."""

    channel: str
    external_id: str


class Registry:
    """What accounts, posts and tickets all need."""

    def __init__(
        self, database: Database, cipher: Cipher, clock: Clock, *, kin: Kin = alone
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._kin = kin


class Accounts(Registry):
    """People and their addresses. Display names are stored encrypted."""

    async def arrive(self, channel: str, external_id: str, *, name: str | None = None) -> Actor:
        """The person behind this address, made on the first visit; notes that he was seen."""
        async with self._database.read() as session:
            identity = await find_identity(session, channel, external_id)
            if identity is not None:
                person = await session.get_one(PersonRow, identity.person_id)
                if not self._is_news(identity, person, name):
                    return await self._actor(session, person, channel)
        async with self._database.write() as session:
            person = await self._visited(session, channel, external_id)
            if name is not None:
                person.name = self._cipher.encrypt(name)
            return await self._actor(session, person, channel)

    async def actor(self, person_id: int, channel: str) -> Actor:
        """The person with his posts, acting over ``channel``."""
        async with self._database.read() as session:
            person = await session.get_one(PersonRow, person_id)
            return await self._actor(session, person, channel)

    async def attach(self, person_id: int, channel: str, external_id: str) -> None:
        """Give the person a further address; again with the same one changes nothing.

        Raises:
            IdentityTaken: the address is somebody else's.
        """
        async with self._database.write() as session:
            found = await self._claim(session, channel, external_id, person_id)
            if found.person_id != person_id:
                raise IdentityTaken(channel)

    async def addresses(self, person_id: int) -> list[Address]:
        """Where the person can be reached, the address he used last first."""
        mine = select(IdentityRow).where(col(IdentityRow.person_id) == person_id)
        newest = mine.order_by(col(IdentityRow.seen_at).desc(), col(IdentityRow.id).desc())
        async with self._database.read() as session:
            rows = await session.scalars(newest)
            return [Address(row.channel, row.external_id) for row in rows]

    async def preferences(self, person_id: int) -> Preferences:
        """What the person has chosen."""
        async with self._database.read() as session:
            person = await session.get_one(PersonRow, person_id)
        return Preferences(person.elder, person.greeted)

    async def set_elder(self, person_id: int, elder: bool) -> None:
        """Switch short sentences and large choices on or off."""
        async with self._database.write() as session:
            (await session.get_one(PersonRow, person_id)).elder = elder

    async def greeted(self, person_id: int, version: str) -> None:
        """Note which version of the privacy notice the person was shown."""
        async with self._database.write() as session:
            (await session.get_one(PersonRow, person_id)).greeted = version

    def _is_news(self, identity: IdentityRow, person: PersonRow, name: str | None) -> bool:
        renamed = name is not None and self._cipher.decrypt_or_none(person.name) != name
        return renamed or self._clock() - identity.seen_at > SEEN_GRAIN

    async def _visited(self, session: AsyncSession, channel: str, external_id: str) -> PersonRow:
        identity = await find_identity(session, channel, external_id)
        if identity is None:
            fresh = PersonRow(created_at=self._clock())
            session.add(fresh)
            await session.flush()
            identity = await self._claim(session, channel, external_id, saved(fresh.id))
            if identity.person_id != fresh.id:  # another request was quicker
                await session.delete(fresh)
        seen = update(IdentityRow).where(col(IdentityRow.id) == identity.id)
        await session.execute(seen.values(seen_at=self._clock()))
        return await session.get_one(PersonRow, identity.person_id)

    async def _claim(
        self, session: AsyncSession, channel: str, external_id: str, person_id: int
    ) -> IdentityRow:
        insert = upsert(session, IdentityRow).values(
            channel=channel, external_id=external_id, person_id=person_id, seen_at=self._clock()
        )
        await session.execute(insert.on_conflict_do_nothing())
        found = await find_identity(session, channel, external_id)
        if found is None:  # only where somebody deletes identities by hand
            raise IdentityTaken(channel)
        return found

    async def _actor(self, session: AsyncSession, person: PersonRow, channel: str) -> Actor:
        current = select(PostRow).where(
            col(PostRow.person_id) == person.id, col(PostRow.revoked_at).is_(None)
        )
        rows = await session.scalars(current.order_by(col(PostRow.id)))
        posts = tuple(
            Post(Role(row.role), row.unit, row.place).after_mergers(self._kin) for row in rows
        )
        name = self._cipher.decrypt_or_none(person.name)
        return Actor(saved(person.id), posts, channel, name)


async def find_identity(
    session: AsyncSession, channel: str, external_id: str
) -> IdentityRow | None:
    """The identity with this address, if there is one."""
    found = select(IdentityRow).where(
        col(IdentityRow.channel) == channel, col(IdentityRow.external_id) == external_id
    )
    row: IdentityRow | None = (await session.scalars(found)).one_or_none()
    return row
