"""The case book: the only place that writes a case. One act, one transaction, one entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from knowledge.advice import PetitionClass
from knowledge.clocks import office_day
from knowledge.procedure import Act, Role, Status, check
from storage import lessons, reclaims, search
from storage.cases import Case, Contact, Draft, Entry, Page, Receipt
from storage.changes import Change, Request, acting, current_unit, plan
from storage.counters import next_number, upsert
from storage.errors import NotPermitted, ReclaimRefused, StaleCase
from storage.files import StoredFile
from storage.numbers import case_number, new_salt
from storage.permissions import Actor, roles_towards, safe_unit
from storage.reading import CaseReading
from storage.tables import AttachmentRow, AuditRow, CaseParty, CaseRow, HistoryRow
from storage.tables.base import saved
from storage.telling import Telling

__all__ = ["Case", "CaseBook", "Contact", "Draft", "Entry", "Page", "Receipt", "StoredFile"]

# Who may open a petitioner's contact details, or add a file: those who work on the case.
WORKING = frozenset({Role.CITIZEN, Role.CLERK, Role.MEDIATOR, Role.OFFICE})


class CaseBook(CaseReading):
    """Cases, from registration to the last entry."""

    async def register(self, draft: Draft, *, by: Actor) -> Receipt:
        """Register the case; with an intake key of his that was used before, the same case.

        A case that accuses a unit never goes to it, whatever the draft says.

        Raises:
            ValueError: a unit, place or row that is not in the list.
        """
        draft = self._routed(draft)
        words = [] if _is_sealed(draft) else self._tokens(f"{draft.text}\n{draft.request or ''}")
        try:
            async with self._database.write() as session:
                row = await _registered(session, draft, by)
                if row is None:
                    row = await self._enter(session, draft, by, words=words)
                return self._receipt(row)
        except IntegrityError:
            async with self._database.read() as session:
                row = await _registered(session, draft, by)  # the same key at the same moment
            if row is None:
                raise
            return self._receipt(row)

    async def act(
        self,
        case_id: int,
        act: Act,
        *,
        by: Actor,
        seen: Status | None = None,
        text: str | None = None,
        unit: str | None = None,
        place: str | None = None,
        matter_id: str | None = None,
        door: str | None = None,
        score: int | None = None,
    ) -> Case:
        """Do one act. ``seen`` is the status the button was made for.

        Raises:
            CaseNotFound: there is no such case for this actor.
            StaleCase: the case is no longer where it was seen.
            ActRefused: see ``changes.plan``.
        """
        request = Request(act, text, unit, place, matter_id, door, score)
        async with self._database.write() as session:
            row, roles = await self._seen(session, case_id, by, lock=True)
            status = Status(row.status)
            if seen is not None and seen is not status:
                raise StaleCase(status)
            change = plan(row, request, roles=roles, lists=self._lists)
            unit = self._lists.heir(row.unit)
            await self._apply(session, row, change)
            self._enter_history(session, row, change, request=request, by=by, was=status)
            if act is Act.ASSIGN:
                await lessons.enter(session, row, was=unit, by=by, cipher=self._cipher)
            await self._tell(session, row, change, request=request, by=by)
            return (await self._records.cases(session, [row], by=by))[0]

    async def reclaim(self, number: str, code: str, *, by: Actor) -> Case:
        """Open a case by number and code, and make the actor one of its petitioners.

        Staff who see the case anyway stay staff.

        Raises:
            ReclaimRefused: ``wrong``, or ``locked`` after too many wrong tries.
        """
        now = self._clock()
        async with self._database.write() as session:
            row = await reclaims.opened(
                session, number, code, person_id=by.person_id, cipher=self._cipher, now=now
            )
            if isinstance(row, CaseRow):
                if not roles_towards(by, row, party=False):
                    await _add_party(session, row, by, now=now)
                return (await self._records.cases(session, [row], by=by))[0]
        raise ReclaimRefused(row)

    async def attach(self, case_id: int, file: StoredFile, by: Actor) -> None:
        """Add a file: a petitioner's is entered as a supplement, one of the staff as a note.

        Raises:
            ActRefused: the petitioner's case is over, or the actor only reads.
        """
        async with self._database.write() as session:
            row, roles = await self._seen(session, case_id, by, lock=True)
            act = Act.SUPPLEMENT if Role.CITIZEN in roles else Act.NOTE
            rule = check(act, Status(row.status), roles)
            change = Change(rule, acting(rule, roles), Status(row.status), {})
            quiet = await _just_supplemented(session, case_id, by)
            await self._apply(session, row, change)
            self._add_file(session, row, file, by=by)
            request = Request(act, text=file.name)
            was = Status(row.status)
            self._enter_history(session, row, change, request=request, by=by, was=was)
            if not quiet:
                await self._tell(session, row, change, request=request, by=by)

    async def contact(self, case_id: int, by: Actor) -> Contact:
        """Name and telephone in full; that staff opened them is put on record.

        Raises:
            NotPermitted: the actor only reads cases.
        """
        async with self._database.write() as session:
            row, roles = await self._seen(session, case_id, by)
            if not roles & WORKING:
                raise NotPermitted("contact")
            if Role.CITIZEN not in roles:
                opened = AuditRow(
                    at=self._clock(), person_id=by.person_id, what="contact", case_id=case_id
                )
                session.add(opened)
        plain = self._cipher.decrypt_or_none
        return Contact(plain(row.name), plain(row.phone))

    def _routed(self, draft: Draft) -> Draft:
        rlist = self._lists.now
        unit = current_unit(draft.unit, rlist)
        if unit is None:
            raise ValueError(f"unit {draft.unit} is not in the list")
        if draft.place_code is not None and draft.place_code not in rlist.places:
            raise ValueError(f"place {draft.place_code} is not in the list")
        if draft.matter_id is not None and draft.matter_id not in rlist.matters:
            raise ValueError(f"row {draft.matter_id} is not in the list")
        accused = current_unit(draft.accused_unit or "", rlist) or draft.accused_unit
        safe = safe_unit(unit, accused)
        # A row of the accused unit does not fit the unit that takes its place.
        kept = draft.matter_id if safe == unit else None
        return replace(draft, unit=safe, matter_id=kept, accused_unit=accused)

    async def _enter(
        self, session: AsyncSession, draft: Draft, by: Actor, *, words: list[str]
    ) -> CaseRow:
        now = self._clock()
        year = office_day(now).year
        serial = await next_number(session, f"case:{year}")
        row = self._row(draft, by, year=year, serial=serial, now=now)
        session.add(row)
        await session.flush()
        await _add_party(session, row, by, now=now)
        session.add(_first_entry(row, by))
        for file in draft.attachments:
            self._add_file(session, row, file, by=by)
        if not row.sealed:
            await search.remember(session, saved(row.id), words)
        tell = Telling(session, row, self._cipher, self._lists, now)
        await tell.staff(Act.REGISTER, by=by, given={})
        if row.danger is not None:
            await tell.danger()
        return row

    def _row(self, draft: Draft, by: Actor, *, year: int, serial: int, now: datetime) -> CaseRow:
        hidden = self._cipher.encrypt_or_none
        return CaseRow(
            year=year,
            serial=serial,
            number=case_number(self._lists.now.district.number_prefix, year, serial),
            code_salt=new_salt(),
            intake_key=draft.intake_key,
            petitioner_id=by.person_id,
            status=Status.REGISTERED.value,
            petition_class=draft.petition_class.value,
            matter_id=draft.matter_id,
            list_version=self._lists.now.version,
            unit=draft.unit,
            accused_unit=draft.accused_unit,
            place_code=draft.place_code,
            place_text=hidden(draft.place_text),
            text=self._cipher.encrypt(draft.text),
            request=hidden(draft.request),
            way=draft.way.value,
            name=hidden(draft.name),
            phone=hidden(draft.phone),
            channel=draft.channel,
            candidates=" ".join(draft.candidates),
            danger=draft.danger.value if draft.danger else None,
            sealed=_is_sealed(draft),
            adjudicated=draft.adjudicated,
            in_group=draft.group,
            needs_person=draft.needs_person,
            created_at=now,
            updated_at=now,
        )

    async def _apply(self, session: AsyncSession, row: CaseRow, change: Change) -> None:
        """Write the change if the case still stands where it was read; else nothing."""
        still = (
            col(CaseRow.id) == row.id,
            col(CaseRow.status) == row.status,
            col(CaseRow.version) == row.version,
        )
        columns = {**change.columns, "updated_at": self._clock()}
        moved = update(CaseRow).where(*still).values(**columns).returning(col(CaseRow.id))
        quietly = {"synchronize_session": False}
        written = (await session.execute(moved, execution_options=quietly)).all()
        await session.refresh(row)
        if len(written) != 1:
            raise StaleCase(Status(row.status))

    def _enter_history(
        self,
        session: AsyncSession,
        row: CaseRow,
        change: Change,
        *,
        request: Request,
        by: Actor,
        was: Status,
    ) -> None:
        entry = HistoryRow(
            case_id=saved(row.id),
            at=row.updated_at,
            act=request.act.value,
            role=change.role.value,
            person_id=by.person_id,
            unit=row.unit,
            from_status=was.value,
            to_status=change.to.value,
            text=self._cipher.encrypt_or_none(request.text),
            door=self._cipher.encrypt_or_none(request.door),
            score=request.score if request.act is Act.RATE else None,
            internal=change.internal,
        )
        session.add(entry)

    async def _tell(
        self, session: AsyncSession, row: CaseRow, change: Change, *, request: Request, by: Actor
    ) -> None:
        given = {"text": request.text, "door": request.door, "score": request.score}
        tell = Telling(session, row, self._cipher, self._lists, row.updated_at)
        if change.rule.tells_citizen:
            due = await self._records.due_of(session, row)
            await tell.parties(request.act, by=by, given=given, due=due)
        if change.rule.tells_unit:
            await tell.staff(request.act, by=by, given=given)

    def _add_file(
        self, session: AsyncSession, row: CaseRow, file: StoredFile, *, by: Actor
    ) -> None:
        attachment = AttachmentRow(
            case_id=saved(row.id),
            key=file.key,
            name=self._cipher.encrypt(file.name),
            mime=file.mime,
            size=file.size,
            sha256=file.sha256,
            person_id=by.person_id,
            at=self._clock(),
        )
        session.add(attachment)


def _is_sealed(draft: Draft) -> bool:
    """An accusation is sealed (Regulations on Petition Work art. 30)."""
    return draft.petition_class is PetitionClass.ACCUSATION


async def _registered(session: AsyncSession, draft: Draft, by: Actor) -> CaseRow | None:
    same = select(CaseRow).where(
        col(CaseRow.petitioner_id) == by.person_id, col(CaseRow.intake_key) == draft.intake_key
    )
    row: CaseRow | None = (await session.scalars(same)).one_or_none()
    return row


async def _add_party(session: AsyncSession, row: CaseRow, by: Actor, *, now: datetime) -> None:
    insert = upsert(session, CaseParty).values(case_id=row.id, person_id=by.person_id, since=now)
    await session.execute(insert.on_conflict_do_nothing())


async def _just_supplemented(session: AsyncSession, case_id: int, by: Actor) -> bool:
    """Whether the last entry is a supplement of the same person: the unit was told already."""
    last = select(HistoryRow).where(col(HistoryRow.case_id) == case_id)
    newest = last.order_by(col(HistoryRow.id).desc()).limit(1)
    entry = (await session.scalars(newest)).one()
    return entry.act == Act.SUPPLEMENT.value and entry.person_id == by.person_id


def _first_entry(row: CaseRow, by: Actor) -> HistoryRow:
    return HistoryRow(
        case_id=saved(row.id),
        at=row.created_at,
        act=Act.REGISTER.value,
        role=Role.CITIZEN.value,
        person_id=by.person_id,
        unit=row.unit,
        to_status=row.status,
    )
