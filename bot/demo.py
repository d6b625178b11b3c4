"""A year of invented cases, lived through the real case book with a clock that is moved."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.clock import system_clock
from bot.demo_stories import Complaint, Step, Storyteller, staff_names
from bot.desk import make_desk
from bot.settings import Settings
from bot.store import Store, open_store
from handlers.texts import cli as texts
from knowledge.advice import Advice, PetitionClass
from knowledge.clocks import office_day
from knowledge.procedure import Act, Role
from knowledge.triage import Desk
from storage.cases import Draft
from storage.people import Actor

FOLDER = "demo"
FILLED = "filled"
"""The file that says the demo was filled to its end."""
GUESTS = (
    (Role.OFFICE, None),
    (Role.DIRECTOR, None),
    (Role.ADMINISTRATOR, None),
    (Role.CLERK, "human-resources"),
    (Role.MEDIATOR, "human-resources"),
    (Role.CLERK, "housing"),
    (Role.MEDIATOR, "subdistrict"),
    (Role.CLERK, "discipline"),
)
"""As whom a visitor may look around."""


class MovingClock:
    """Stands where it was put; it never goes back, as a history never does."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        """The time the demo has reached."""
        return self._now

    def reach(self, moment: datetime) -> None:
        """Move on to ``moment``; a moment that has passed changes nothing."""
        self._now = max(self._now, moment)


def demo_settings(settings: Settings) -> Settings:
    """The same installation on a database of the demo's own, and without Telegram."""
    changes = {
        "data_dir": settings.data_dir / FOLDER,
        "database_url": None,
        "telegram_token": None,
        "demo": True,
    }
    return settings.model_copy(update=changes)


def is_filled(settings: Settings) -> bool:
    """Whether the demo was filled to its end."""
    return (settings.data_dir / FILLED).exists()


async def ensure_filled(settings: Settings, *, cases: int, seed: int) -> str:
    """Fill the demo unless that was done before; return what to tell, with fresh links.

    A filling that was broken off is thrown away: nothing in it is anybody's.
    """
    marker = settings.data_dir / FILLED
    desk = make_desk(settings.list_dir)
    if not is_filled(settings):
        for old in settings.data_dir.glob("fenliu.db*"):
            old.unlink()
        clock = MovingClock(system_clock() - timedelta(days=400))
        async with open_store(settings, desk, clock=clock) as store:
            await Filling(store, desk, clock, Storyteller(desk.rlist, seed=seed)).run(cases)
        marker.write_text(str(cases), encoding="ascii")
    async with open_store(settings, desk) as store:
        links = [await guest_link(store, desk, post) for post in GUESTS]
    return texts.demo_filled(int(marker.read_text()), links, address=settings.address)


async def guest_link(
    store: Store, desk: Desk, post: tuple[Role, str | None]
) -> tuple[Role, str, str]:
    """A fresh invitation for a visitor: role, name of the unit, code."""
    role, unit = post
    made = await store.people.invite(role, unit=unit, by=None)
    return role, desk.rlist.units[unit].name if unit else "", made.code


@dataclass(slots=True)
class File:
    """A case of the demo, and the unit that holds it."""

    case_id: int
    citizen: Actor
    unit: str


@dataclass(slots=True)
class Filling:
    """The demo being filled: what will happen when, in the order of time."""

    store: Store
    desk: Desk
    clock: MovingClock
    teller: Storyteller
    staff: dict[tuple[Role, str | None], Actor] = field(default_factory=dict)
    coming: list[tuple[datetime, int, File, list[Step]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    async def run(self, cases: int) -> None:
        """Live through the year up to now."""
        now = system_clock()
        await self._hire()
        for number, complaint in enumerate(self.teller.year(cases, until=office_day(now))):
            await self._catch_up(complaint.at)
            await self._receive(complaint, number)
        await self._catch_up(now)
        self.clock.reach(now)
        await self.store.notices.settle()

    async def _hire(self) -> None:
        for role, unit, name in staff_names(list(self.desk.rlist.units)):
            person = await self.store.people.arrive("web", identity(f"{role} {unit}"), name=name)
            invitation = await self.store.people.invite(role, unit=unit, by=None)
            await self.store.people.join(invitation.code, person.person_id)
            self.staff[role, unit] = await self.store.people.actor(person.person_id, "web")

    async def _receive(self, complaint: Complaint, number: int) -> None:
        self.clock.reach(complaint.at)
        who = identity(f"citizen {complaint.citizen}")
        citizen = await self.store.people.arrive("web", who, name=complaint.name)
        advice = self.desk.advise(complaint.text)
        draft = self._draft(complaint, advice, number)
        receipt = await self.store.casebook.register(draft, by=citizen)
        file = File(receipt.case_id, citizen, draft.unit)
        self._plan(complaint.at, file, self._steps(complaint, draft))

    def _draft(self, complaint: Complaint, advice: Advice, number: int) -> Draft:
        """What the citizen would have confirmed; now and then it goes to a wrong unit first."""
        fitting = [c for c in advice.candidates if c.unit == complaint.unit]
        wrong = [c for c in advice.candidates if c.unit != complaint.unit and c.unit != "petition"]
        reroutes = bool(wrong) and self.teller.reroutes() and not advice.sealed
        chosen = wrong[0] if reroutes else fitting[0] if fitting else None
        return Draft(
            intake_key=f"demo-{number}",
            text=complaint.text,
            unit=chosen.unit if chosen else complaint.unit,
            petition_class=advice.petition_class,
            way=advice.way,
            channel="web",
            matter_id=chosen.matter.id if chosen else None,
            place_code=complaint.place,
            request=complaint.request,
            name=complaint.name,
            phone=complaint.phone,
            candidates=tuple(c.matter.id for c in advice.candidates[:3]),
            danger=advice.danger,
            adjudicated=advice.adjudicated,
            group=advice.group,
            needs_person=chosen is None,
        )

    def _steps(self, complaint: Complaint, draft: Draft) -> list[Step]:
        matter = self.desk.rlist.matters.get(draft.matter_id or "")
        if draft.unit != complaint.unit:
            return self.teller.wrong_unit(complaint.unit, mediable=False)
        sealed = draft.petition_class is PetitionClass.ACCUSATION
        mediable = matter is not None and matter.mediable and not sealed
        alone = matter is not None and not matter.not_alone
        return self.teller.course(mediable=mediable, alone=alone)

    def _plan(self, after: datetime, file: File, steps: list[Step]) -> None:
        """Put the next step of a case among what is coming, with the rest behind it."""
        if not steps:
            return
        at = after + timedelta(days=steps[0].days)
        if steps[0].by is not Role.CITIZEN:
            at = self.teller.office_hours(at)
        heapq.heappush(self.coming, (at, next(self.order), file, steps))

    async def _catch_up(self, until: datetime) -> None:
        while self.coming and self.coming[0][0] <= until:
            at, _, file, steps = heapq.heappop(self.coming)
            self.clock.reach(at)
            await self._act(file, steps[0])
            self._plan(at, file, steps[1:])

    async def _act(self, file: File, step: Step) -> None:
        case = await self.store.casebook.act(
            file.case_id,
            step.act,
            by=self._who(file, step),
            text=step.text,
            unit=step.unit,
            door=step.door,
            score=step.score,
        )
        file.unit = case.unit

    def _who(self, file: File, step: Step) -> Actor:
        if step.by is Role.CITIZEN:
            return file.citizen
        if step.act is Act.ASSIGN or file.unit == "petition":
            return self.staff[Role.OFFICE, None]
        return self.staff[step.by, file.unit]


def identity(who: str) -> str:
    """What the browser of somebody invented would be known by; no browser has it."""
    return hashlib.sha256(f"demo {who}".encode()).hexdigest()
