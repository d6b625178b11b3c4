"""Tickets: one-time links that carry a person from the chat to a page."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlmodel import col, select

from storage.accounts import Registry
from storage.errors import TicketRefused
from storage.tables import TicketRow

TICKET_LIFE = timedelta(minutes=10)


class Tickets(Registry):
    """Tickets are kept as keyed hashes only."""

    async def ticket(self, person_id: int) -> str:
        """A ticket for this person: good once, for ten minutes."""
        token = secrets.token_urlsafe(24)
        row = TicketRow(
            token_hash=self._cipher.keyed_hash("ticket", token),
            person_id=person_id,
            expires_at=self._clock() + TICKET_LIFE,
        )
        async with self._database.write() as session:
            session.add(row)
        return token

    async def redeem(self, ticket: str) -> int:
        """The person a ticket was made for; it is used up.

        Raises:
            TicketRefused: unknown, used or expired.
        """
        hashed = self._cipher.keyed_hash("ticket", ticket)
        found = select(TicketRow).where(col(TicketRow.token_hash) == hashed).with_for_update()
        async with self._database.write() as session:
            row = (await session.scalars(found)).one_or_none()
            if row is None:
                raise TicketRefused("unknown")
            if row.used_at is not None:
                raise TicketRefused("used")
            if row.expires_at <= self._clock():
                raise TicketRefused("expired")
            row.used_at = self._clock()
        return row.person_id
