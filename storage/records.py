"""Rows turned into cases for one actor: decrypted, masked, with the clock that runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.advice import Danger, PetitionClass
from knowledge.due import Clocks, Due, Event
from knowledge.matters import Matter, WayCode
from knowledge.procedure import STAGES, Act, Role, Status
from storage.cases import Case, Entry, masked_name, masked_phone
from storage.cipher import Cipher
from storage.lists import Lists
from storage.permissions import Actor
from storage.tables import AttachmentRow, CaseParty, CaseRow, HistoryRow, PersonRow
from storage.tables.base import saved

Events = dict[int, list[Event]]


class Records:
    """Reads cases inside a session that the caller has opened."""

    def __init__(self, lists: Lists, cipher: Cipher, clocks: Clocks) -> None:
        self._lists = lists
        self._cipher = cipher
        self._clocks = clocks

    def matter(self, matter_id: str | None, version: str) -> Matter | None:
        """The row of a case, as it stood in the version the case was routed by."""
        return self._lists.matter(version, matter_id)

    async def cases(
        self, session: AsyncSession, rows: Sequence[CaseRow], *, by: Actor
    ) -> list[Case]:
        """The rows as ``by`` sees them, in their order; the caller has checked that he may."""
        ids = [saved(row.id) for row in rows]
        mine = await _owned(session, ids, by)
        counts = await _attachment_counts(session, ids)
        events = await events_of(session, col(HistoryRow.case_id).in_(ids))
        return [
            self._case(row, events[saved(row.id)], files=counts.get(row.id, 0), mine=row.id in mine)
            for row in rows
        ]

    async def entries(self, session: AsyncSession, case_id: int, *, for_staff: bool) -> list[Entry]:
        """The history, oldest first; without what is internal unless ``for_staff``."""
        found = (
            select(HistoryRow, PersonRow.name)
            .join(PersonRow, col(PersonRow.id) == HistoryRow.person_id)
            .where(col(HistoryRow.case_id) == case_id)
            .order_by(col(HistoryRow.id))
        )
        if not for_staff:
            found = found.where(col(HistoryRow.internal).is_(False))
        rows = (await session.execute(found)).all()
        return [self._entry(row, name if for_staff else None) for row, name in rows]

    def due(
        self, status: str, events: Sequence[Event], *, way: str, matter: Matter | None
    ) -> Due | None:
        """The duty that ends first now."""
        return self._clocks.due(Status(status), events, way=WayCode(way), matter=matter)

    async def due_of(self, session: AsyncSession, row: CaseRow) -> Due | None:
        """The same for a case as it stands in this session."""
        events = await events_of(session, col(HistoryRow.case_id) == row.id)
        matter = self.matter(row.matter_id, row.list_version)
        return self.due(row.status, events[saved(row.id)], way=row.way, matter=matter)

    def _case(self, row: CaseRow, events: Sequence[Event], *, files: int, mine: bool) -> Case:
        plain = self._cipher.decrypt_or_none
        status = Status(row.status)
        matter = self.matter(row.matter_id, row.list_version)
        return Case(
            id=saved(row.id),
            number=row.number,
            status=status,
            stage=STAGES[status],
            petition_class=PetitionClass(row.petition_class),
            matter_id=row.matter_id,
            list_version=row.list_version,
            unit=self._lists.heir(row.unit),
            place_code=row.place_code,
            place_text=plain(row.place_text),
            text=self._cipher.decrypt(row.text),
            request=plain(row.request),
            way=WayCode(row.way),
            sealed=row.sealed,
            urgent=row.danger is not None,
            created_at=row.created_at,
            updated_at=row.updated_at,
            due=self.due(row.status, events, way=row.way, matter=matter),
            rating=row.rating,
            name=masked_name(plain(row.name)),
            phone=masked_phone(plain(row.phone)),
            needs_person=row.needs_person,
            channel=row.channel,
            attachments=files,
            mine=mine,
            candidates=tuple(row.candidates.split()),
            danger=Danger(row.danger) if row.danger else None,
            adjudicated=row.adjudicated,
            group=row.in_group,
            accused_unit=row.accused_unit and self._lists.heir(row.accused_unit),
            matter=matter,
        )

    def _entry(self, row: HistoryRow, name: str | None) -> Entry:
        role = Role(row.role)
        full = self._cipher.decrypt_or_none(name)
        return Entry(
            at=row.at,
            act=Act(row.act),
            role=role,
            unit=row.unit,
            from_status=Status(row.from_status) if row.from_status else None,
            to_status=Status(row.to_status),
            text=self._cipher.decrypt_or_none(row.text),
            internal=row.internal,
            by_name=masked_name(full) if role is Role.CITIZEN else full,
            door=self._cipher.decrypt_or_none(row.door),
            score=row.score,
        )


async def events_of(session: AsyncSession, condition: ColumnElement[bool]) -> Events:
    """The acts of the cases whose history meets the condition, by case, oldest first."""
    found = select(HistoryRow.case_id, HistoryRow.act, HistoryRow.at).where(condition)
    events: Events = defaultdict(list)
    for case_id, act, at in await session.execute(found.order_by(col(HistoryRow.id))):
        events[case_id].append((Act(act), at))
    return events


async def _owned(session: AsyncSession, ids: Sequence[int], by: Actor) -> frozenset[int]:
    found = select(CaseParty.case_id).where(
        col(CaseParty.case_id).in_(ids), col(CaseParty.person_id) == by.person_id
    )
    return frozenset(await session.scalars(found))


async def _attachment_counts(session: AsyncSession, ids: Sequence[int]) -> dict[int | None, int]:
    counted = (
        select(AttachmentRow.case_id, func.count())
        .where(col(AttachmentRow.case_id).in_(ids))
        .group_by(col(AttachmentRow.case_id))
    )
    return {case_id: n for case_id, n in await session.execute(counted)}  # noqa: C416 -- typed


def urgency(due: Due | None, created_at: datetime, *, danger: bool) -> tuple[bool, date, datetime]:
    """Sort key of a list of work: danger first, then what is due first, then the oldest."""
    return (not danger, due.date if due else date.max, created_at)
