"""What the pages need of the rest of the house, handed in by whoever puts it together."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from aiohttp import web

from handlers.web.frames import Said
from knowledge.units import District
from storage.files import Files
from storage.lists import Lists
from storage.people import Actor, People

Frame = dict[str, Any]
Update = dict[str, Any]


class Channel(Protocol):
    """The web chat as the pages see it; ``bot.channels.web.WebChannel`` is one."""

    def connect(self, chat_id: int, since: int = 0) -> AsyncGenerator[Frame, None]:
        """Frames after ``since``, then ``{"kind": "ready"}``, then what happens, until closed."""

    async def take(self, actor: Actor, said: Said) -> Update | None:
        """Write down what a person said; return the update to feed.

        None for a button that its message does not have (any more).
        The same client id twice is written down once and gives an update with the same id.
        """

    async def opening(self, actor: Actor) -> Update | None:
        """The update that makes the bot greet; None where something was said already."""

    async def file(self, chat_id: int, message_id: int, key: str) -> dict[str, Any] | None:
        """Name and type of a file, if that message of that chat carries it."""

    async def close(self) -> None:
        """End every connection, so that the server can stop; the pages come back."""

    def connections(self, chat_id: int) -> int:
        """How many sockets look at a chat."""


async def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class WebParts:
    """Everything behind the pages.

    ``feed`` returns only after the update is stored, and says whether it was new. ``secure``
    is true where people come in by https: cookies then refuse anything else. ``alive`` says
    whether what ``/healthz`` stands for works, the database above all.
    """

    people: People
    channel: Channel
    files: Files
    feed: Callable[[str, Update], Awaitable[bool]]
    lists: Lists
    demo: bool
    public_url: str
    clock: Callable[[], datetime]
    secure: bool = False
    alive: Callable[[], Awaitable[bool]] = _always

    @property
    def district(self) -> District:
        """The district, as the list in force has it."""
        return self.lists.now.district


PARTS = web.AppKey("PARTS", WebParts)
