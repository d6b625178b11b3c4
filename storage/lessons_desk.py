"""Keeping a desk's examples in step with the table of corrections."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from knowledge.learning import Learner
from knowledge.triage import Desk
from storage.lessons import Changes, Lessons


class School:
    """What one desk has been taught so far, whichever process the corrections were entered in.

    It is asked to catch up before every message, so what was entered or taken back anywhere
    counts from the next message on. ``still`` is held while the examples must not change.
    """

    def __init__(self, lessons: Lessons) -> None:
        self.still = asyncio.Lock()
        self._lessons = lessons
        self._seen = 0

    async def enrol(self, desk: Desk) -> Desk:
        """A desk like this one with all examples that hold now; thousands take seconds."""
        taught = desk.taught_by(Learner(terms=desk.terms))
        async with self.still:
            changes = await self._lessons.changes(0)
            await asyncio.to_thread(_take, taught.learner, changes)
            self._seen = changes.last
        return taught

    async def catch_up(self, desk: Callable[[], Desk]) -> None:
        """Learn and unlearn what changed since the last time."""
        if await self._lessons.last() == self._seen:
            return
        async with self.still:
            changes = await self._lessons.changes(self._seen)
            _take(desk().learner, changes)
            self._seen = changes.last


def _take(learner: Learner, changes: Changes) -> None:
    for case_id, correction in changes.cases.items():
        if correction is None:
            learner.unlearn([str(case_id)])
        else:
            learner.learn(correction)
