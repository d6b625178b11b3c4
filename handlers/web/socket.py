"""The line between a page and the desk: frames up, frames down, and nothing lost between.

A page keeps what it sends until it is acknowledged, and it is acknowledged only when it is
stored. Whatever goes wrong here ends the line; the page comes back, says how far it has read
and sends again what is open, and the inbox drops what it has already.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from dataclasses import dataclass
from math import ceil
from typing import Any

import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from handlers.web import frames
from handlers.web.parts import PARTS, Update, WebParts
from handlers.web.security import CHANNEL, Pace, check_origin, visitor
from storage.people import Actor

log = structlog.get_logger()

LARGEST_FRAME = 128 * 1024
"""Bytes; 10,000 characters are at most 60 kB of JSON, even all escaped."""

MOST_LINES = 8
"""Open sockets of one visitor: tabs and devices."""

HEARTBEAT = 25.0
"""Seconds; proxies commonly cut what has been silent for 60."""

ANSWERS = frozenset({"message", "edit", "toast"})
"""Frames by which the bot may have said that large type or a post is now the person's."""

OFFICE = "office"
PACE = web.AppKey("SOCKET_PACE", Pace)


async def socket(request: web.Request) -> web.WebSocketResponse:
    """One open page. ``since`` is the last number it has seen, ``room`` which page it is."""
    check_origin(request)
    actor = await visitor(request)
    parts = request.app[PARTS]
    if parts.channel.connections(actor.person_id) >= MOST_LINES:
        raise web.HTTPTooManyRequests(text="lines")
    ws = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST_FRAME)
    await ws.prepare(request)
    line = Line(ws, parts, actor, request.app[PACE])
    await line.serve(since=_since(request), greet=request.query.get("room") != OFFICE)
    return ws


def _since(request: web.Request) -> int:
    text = request.query.get("since", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


@dataclass(frozen=True, slots=True)
class Line:
    """One socket of one visitor."""

    ws: web.WebSocketResponse
    parts: WebParts
    actor: Actor
    pace: Pace

    async def serve(self, *, since: int, greet: bool) -> None:
        """Talk until either side hangs up. The outermost edge: a failure only ends the line."""
        down = asyncio.create_task(self._down(since))
        try:
            if greet:
                await self._feed(await self.parts.channel.opening(self.actor))
            await self._up()
        except ConnectionError:
            pass  # the page went away while we spoke
        except Exception as error:
            log.error("line failed", person_id=self.actor.person_id, exc_info=error)
        finally:
            down.cancel()
            await asyncio.gather(down, return_exceptions=True)
            with suppress(ConnectionError):
                await self.ws.close(code=WSCloseCode.TRY_AGAIN_LATER)

    async def _down(self, since: int) -> None:
        """Send what the log has and what happens; then hang up."""
        try:
            person = await self._person()
            await self._send({"kind": "hello", **person})
            live = False
            async with aclosing(self.parts.channel.connect(self.actor.person_id, since)) as heard:
                async for frame in heard:
                    await self._send(frame)
                    live = live or frame["kind"] == "ready"
                    if live and frame["kind"] in ANSWERS and person != await self._person():
                        person = await self._person()
                        await self._send({"kind": "person", **person})
        except ConnectionError:
            pass
        except Exception as error:
            log.error("line failed", person_id=self.actor.person_id, exc_info=error)
        await self.ws.close(code=WSCloseCode.GOING_AWAY)

    async def _person(self) -> dict[str, Any]:
        """What the page looks like depends on: large type, and the posts held."""
        people, person_id = self.parts.people, self.actor.person_id
        likes, actor = await people.preferences(person_id), await people.actor(person_id, CHANNEL)
        return {"elder": likes.elder, "roles": sorted({post.role for post in actor.posts})}

    async def _up(self) -> None:
        async for message in self.ws:
            if message.type is not WSMsgType.TEXT:
                return
            await self._hear(message.data)

    async def _hear(self, raw: str) -> None:
        """Take in one frame, and say what became of it."""
        try:
            said = frames.read(raw)
        except frames.BadFrame as error:
            await self._send({"kind": "refused", "id": error.client, "why": error.why})
            return
        if isinstance(said, frames.Ping):
            await self._send({"kind": "pong"})
            return
        client = getattr(said, "client", None)
        if wait := self.pace.wait(self.actor.person_id):
            await self._send({"kind": "slow", "id": client, "wait": ceil(wait * 10) / 10})
            return
        if isinstance(said, frames.Elder):
            await self.parts.people.set_elder(self.actor.person_id, said.on)
            return
        update = await self.parts.channel.take(self.actor, said)
        await self._feed(update)
        if update is None:
            await self._send({"kind": "expired", "id": client})
        await self._send({"kind": "ack", "id": client})

    async def _feed(self, update: Update | None) -> None:
        if update is not None:
            await self.parts.feed(CHANNEL, update)

    async def _send(self, frame: dict[str, Any]) -> None:
        await self.ws.send_json(frame)
