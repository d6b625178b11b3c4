"""The desk over the list in force, which changes on the day another list begins."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import structlog

from knowledge.list_versions import Term
from knowledge.loader import ListError
from knowledge.matters import ResponsibilityList
from knowledge.triage import Desk
from knowledge.units import heir
from storage.lessons import Lessons
from storage.lessons_desk import School
from storage.lists import Lists
from storage.lists_adopted import Adoptions

log = structlog.get_logger()


class DeskInForce:
    """Gives the desk that holds at this moment.

    It is asked before every message: the first one on the day another list begins finds the new
    desk, and the first one after a correction a desk that has learned it, in this process and in
    every other over the same database. The desk it is given stays as it was.
    """

    def __init__(
        self,
        desk: Desk,
        lists: Lists,
        adoptions: Adoptions,
        lessons: Lessons,
        *,
        words: Path | None = None,
    ) -> None:
        self.desk = desk
        self._lists = lists
        self._adoptions = adoptions
        self._school = School(lessons)
        self._words = words
        self._changing = asyncio.Lock()

    async def open(self) -> None:
        """Be up to date at the start; the list that came first is kept for its cases."""
        if await self._adoptions.in_force() is None:
            self._lists.put(await self._adoptions.keep(self._lists.now))
        self.desk = await self._school.enrol(self.desk)
        await self()

    async def __call__(self) -> Desk:
        """The desk in force."""
        term = await self._adoptions.in_force()
        if term is not None and term.version != self._lists.now.version:
            async with self._changing:
                if term.version != self._lists.now.version:
                    await self._change(term)
        await self._school.catch_up(lambda: self.desk)
        return self.desk

    def over(self, rlist: ResponsibilityList) -> Desk:
        """A desk over another list with what this one has learned; it takes a second."""
        desk = Desk(rlist, words=self._words)
        for each in self.desk.learner.examples:
            desk.learner.learn(replace(each, unit=heir(rlist.units, each.unit)))
        return desk

    async def _change(self, term: Term) -> None:
        try:
            rlist = await self._adoptions.load(term)
        except ListError as error:
            log.error("the adopted list cannot be read", kind=term.version, exc_info=error)
            return
        async with self._school.still:
            desk = await asyncio.to_thread(self.over, rlist)
            self._lists.put(rlist)
            self.desk = desk
        log.info("list changed", kind=term.version)
