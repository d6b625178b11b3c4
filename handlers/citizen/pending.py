"""What a person leaves when he turns to a matter of his own: a rating half done, a case open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from handlers import opened
from handlers.citizen import following, own_data
from handlers.office.lists_draft import stop_asking
from handlers.states import Following, OwnData
from handlers.talk import Talk

# These go on with the rating; everything else leaves it.
GOES_ON = frozenset({following.scored, following.worded, following.wordless})

ANSWERS = frozenset({own_data.write, own_data.everything, own_data.give_up})
"""What answers, or leaves, the question about one's own data."""


class RateFirst(BaseMiddleware):
    """Before the person turns to anything else, the score is entered without words."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Enter a score that waits, then go on."""
        talk: Talk | None = data.get("talk")
        leaves = data["handler"].callback not in GOES_ON
        if talk is not None and leaves and await talk.state.get_state() == Following.rating.state:
            await following.enter_score(talk)
        return await handler(event, data)


class LeaveOwnData(BaseMiddleware):
    """Who turns to anything else is no longer asked what is to be corrected or deleted."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Leave the question unless this answers it, then go on."""
        talk: Talk | None = data.get("talk")
        leaves = data["handler"].callback not in ANSWERS
        if talk is not None and leaves and await talk.state.get_state() in OwnData:
            await talk.state.set_state(None)
        return await handler(event, data)


class LeaveWork(BaseMiddleware):
    """Staff who speak as citizens have no case before them: what they send is their own."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Close the case and the question about a list, then go on."""
        talk: Talk | None = data.get("talk")
        if talk is not None and talk.actor.is_staff:
            await opened.forget(talk.state)
            await stop_asking(talk.state)
        return await handler(event, data)
