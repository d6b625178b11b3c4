"""A list that waits to be adopted: read, compared with the one in force, tried on past cases."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import TelegramObject

from handlers.mediator.worktop import Worktop
from handlers.texts import list_diff as diff_texts
from knowledge.list_book import read_sent
from knowledge.list_diff import ListDiff, diff
from knowledge.list_trial import Trial, retry
from knowledge.list_versions import Term, digest
from knowledge.matters import ResponsibilityList
from storage.errors import ListRefused
from storage.files import StoredFile
from storage.lists import Lists
from storage.lists_adopted import Adoption, Adoptions, Proposal
from storage.lists_desk import DeskInForce
from storage.lists_trial import Batch, PastCases

KEY = "list_draft"
MOST_TRIED = 1000
"""Past cases a proposal in the chat is tried on; the command line tries all."""
ANSWERED_WITHIN = timedelta(hours=1)
"""How long a question about a draft waits: what is said much later answers something else."""


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
    as an earlier version. ``digest`` is that of the list that was shown, ``against`` the version
    it was compared with, ``seen`` the last decision then; ``asks`` says whether a date or a name
    is waited for, ``asked_at`` since when.
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
    asked_at: str = ""
    digest: str = ""
    against: str = ""

    @property
    def day(self) -> date | None:
        """The day that was chosen; None for the day on which the button is pressed."""
        return date.fromisoformat(self.start) if self.start else None

    def asking(self, what: str, now: datetime) -> Draft:
        """The draft waiting for a date or a name."""
        return replace(self, asks=what, asked_at=now.isoformat())

    def waits_for(self, now: datetime) -> str:
        """What is still waited for: ``date``, ``name``, or nothing any more."""
        if not self.asked_at:
            return ""
        is_over = now - datetime.fromisoformat(self.asked_at) > ANSWERED_WITHIN
        return "" if is_over else self.asks

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
            ListError, FileMissing: it cannot be read any more.
            NotPermitted, ListRefused: see ``Adoptions.adopt``; also ``changed``, where it is no
                longer what was shown, or another list is in force than it was compared with.
        """
        rlist = await self.read(lectern, work)
        if (digest(rlist), lectern.lists.now.version) != (self.digest, self.against):
            raise ListRefused("changed")
        # Under the name that was shown: a taxonomy is named anew in every month.
        named = replace(rlist, version=self.version)
        made = Proposal(named, self.summary, self.seen, self.sha256)
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
    shown = replace(draft, token=token, version=new.version, summary=summary, seen=seen)
    shown = replace(shown, digest=digest(new), against=old.version, asks="")
    return Offer(shown, old, new, found, tried)


def _try(desk: DeskInForce, new: ResponsibilityList, past: Batch) -> Trial:
    return retry(past.cases, desk.desk, desk.over(new), sealed=past.sealed)


class LeaveQuestion(BaseMiddleware):
    """Who turns to anything else is no longer asked for a date; the draft keeps its buttons.

    A name may still come: it is said to be a signature, so nothing else is taken for it.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Stop asking, unless this is the answer, then go on."""
        if not data.get("draft"):
            await stop_asking(data["state"])
        return await handler(event, data)


async def stop_asking(state: FSMContext) -> None:
    """A date that was asked for is no longer waited for."""
    draft = await Draft.load(state)
    if draft is not None and draft.asks == "date":
        await replace(draft, asks="").save(state)
