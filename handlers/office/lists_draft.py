"""A list that waits to be adopted: read, compared with the one in force, tried on past cases."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from aiogram.fsm.context import FSMContext

from handlers.mediator.worktop import Worktop
from handlers.texts import list_diff as diff_texts
from knowledge.list_book import read_sent
from knowledge.list_diff import ListDiff, diff
from knowledge.list_trial import Trial, retry
from knowledge.list_versions import Term
from knowledge.matters import ResponsibilityList
from storage.files import StoredFile
from storage.lists import Lists
from storage.lists_adopted import Adoption, Adoptions, Proposal
from storage.lists_desk import DeskInForce
from storage.lists_trial import Batch, PastCases

KEY = "list_draft"
MOST_TRIED = 1000
"""Past cases a proposal in the chat is tried on; the command line tries all."""


@dataclass(frozen=True, slots=True)
class Lectern:
    """What a list is proposed and adopted with."""

    lists: Lists
    adoptions: Adoptions
    desk: DeskInForce
    past: PastCases


@dataclass(frozen=True, slots=True)
class Draft:
    """What is kept of a proposal while the person decides.

    The list itself is read again when it is adopted: from the file that was sent (``key``), or
    as an earlier version. ``seen`` is the last decision when it was shown; ``asks`` says
    whether a date or a name is waited for.
    """

    token: str
    version: str
    summary: str
    seen: int
    key: str | None = None
    name: str = ""
    sha256: str | None = None
    start: str | None = None
    asks: str = ""

    @property
    def day(self) -> date | None:
        """The day that was chosen; None for the day on which the button is pressed."""
        return date.fromisoformat(self.start) if self.start else None

    def asking(self, what: str) -> Draft:
        """The draft waiting for a date or a name."""
        return replace(self, asks=what)

    def beginning(self, start: date) -> Draft:
        """The draft with another day."""
        return replace(self, start=start.isoformat(), asks="")

    async def read(self, lectern: Lectern, work: Worktop) -> ResponsibilityList:
        """The list.

        Raises:
            ListError, FileMissing: it cannot be read any more.
        """
        if self.key is None:
            return await lectern.adoptions.load(Term(self.version, work.today))
        content = await work.files.open(self.key)
        return await asyncio.to_thread(
            read_sent, content, self.name, lectern.lists.now, today=work.today
        )

    async def adopt(self, lectern: Lectern, work: Worktop, *, name: str | None) -> Adoption:
        """Put it in force.

        Raises:
            NotPermitted, ListRefused: see ``Adoptions.adopt``.
        """
        rlist = await self.read(lectern, work)
        made = Proposal(rlist, self.summary, self.seen, self.sha256)
        start = self.day or work.today
        return await lectern.adoptions.adopt(made, by=work.actor, start=start, name=name)

    async def offer(self, lectern: Lectern, work: Worktop) -> Offer:
        """The same once more, against the list that is in force now."""
        rlist = await self.read(lectern, work)
        return await _offer(lectern, work, rlist, self)

    @classmethod
    async def load(cls, state: FSMContext) -> Draft | None:
        """The draft of this conversation, if there is one."""
        raw: dict[str, Any] | None = (await state.get_data()).get(KEY)
        return cls(**raw) if raw else None

    async def save(self, state: FSMContext) -> None:
        """Keep it; an earlier draft makes way."""
        await state.update_data({KEY: asdict(self)})

    @staticmethod
    async def drop(state: FSMContext) -> None:
        """Forget it."""
        await state.update_data({KEY: None})


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft with everything a person must see before adopting it."""

    draft: Draft
    old: ResponsibilityList
    new: ResponsibilityList
    found: ListDiff
    tried: Trial


async def offer_sent(lectern: Lectern, work: Worktop, file: StoredFile) -> Offer:
    """What a file that was sent proposes.

    Raises:
        ListError: with every mistake in it.
    """
    blank = Draft("", "", "", 0, key=file.key, name=file.name, sha256=file.sha256)
    return await blank.offer(lectern, work)


async def offer_again(lectern: Lectern, work: Worktop, version: str) -> Offer:
    """What going back to a version proposes."""
    return await Draft("", version, "", 0).offer(lectern, work)


async def _offer(lectern: Lectern, work: Worktop, rlist: ResponsibilityList, draft: Draft) -> Offer:
    old = lectern.lists.now
    new = await lectern.adoptions.named(rlist)
    seen = await lectern.adoptions.last()
    found = diff(old, new)
    past = await lectern.past.read(work.actor, limit=MOST_TRIED)
    tried = await asyncio.to_thread(_try, lectern.desk, new, past)
    summary = diff_texts.totals(found) if found else diff_texts.SAME
    token = secrets.token_urlsafe(6)
    draft = replace(draft, token=token, version=new.version, summary=summary, seen=seen)
    return Offer(draft, old, new, found, tried)


def _try(desk: DeskInForce, new: ResponsibilityList, past: Batch) -> Trial:
    return retry(past.cases, desk.desk, desk.over(new), sealed=past.sealed)
