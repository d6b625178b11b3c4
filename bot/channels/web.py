"""The web chat as a channel: a bot whose messages a browser shows, and updates from browsers.

The chat of a person is numbered as the person is, whichever browser they use.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode

from bot.channels import web_messages as messages
from bot.channels import web_updates as updates
from bot.channels.web_html import plain
from bot.channels.web_hub import Frame, Hub
from bot.channels.web_session import BOT_ID, WebSession
from bot.channels.web_transcript import FILES, Log, Transcript
from handlers.web.frames import Enclosure, Press, Said, Spot, Words
from storage.files import Files
from storage.people import Actor, Address

Payload = dict[str, Any]

START = "/start"
PRESSES = 1000
"""Presses remembered, so that one sent again is told from one that comes too late."""


class WebChannel:
    """Everything between the pages and the dispatcher.

    What a person says is in the log before its update exists, under a key made from the
    page's own id: said twice, it is logged once and makes the same update.
    """

    name = "web"

    def __init__(self, weblog: Log, files: Files, *, clock: Callable[[], datetime]) -> None:
        self._hub = Hub()
        self._transcript = Transcript(weblog, self._hub)
        self._session = WebSession(self._transcript, self._hub, files=files, clock=clock)
        self._clock = clock
        self._presses: deque[str] = deque(maxlen=PRESSES)
        self.bot = Bot(
            f"{BOT_ID}:web",
            self._session,
            default=DefaultBotProperties(parse_mode=ParseMode.HTML),
        )

    def chat(self, address: Address, person_id: int) -> int:  # noqa: ARG002 -- the seam's shape
        """The chat in which a person reads: one for all their browsers."""
        return person_id

    def connect(self, chat_id: int, since: int = 0) -> AsyncGenerator[Frame, None]:
        """Frames after ``since``, then ``{"kind": "ready"}``, then what happens, until closed."""
        return self._transcript.follow(chat_id, since)

    def connections(self, chat_id: int) -> int:
        """How many browsers look at a chat right now."""
        return self._hub.count(chat_id)

    async def take(self, actor: Actor, said: Said) -> Payload | None:
        """Write down what a person said; return its update.

        None for a button that its message does not have (any more): nothing happens then.
        """
        if isinstance(said, Press):
            return await self._pressed(actor, said)
        payload = self._payload(said)
        message_id = await self._transcript.post_once(actor.person_id, payload)
        return updates.of_message(actor, message_id, payload=payload, client=said.client)

    async def opening(self, actor: Actor) -> Payload | None:
        """The ``/start`` nobody typed, for a chat in which nothing was said yet."""
        message_id = await self._transcript.opening(actor.person_id)
        if message_id is None:
            return None
        at = int(self._clock().timestamp())
        return updates.of_command(actor, message_id, text=START, at=at)

    async def file(self, chat_id: int, message_id: int, key: str) -> Payload | None:
        """Name and type of a file, if that message of that chat carries it."""
        message = await self._transcript.message(chat_id, message_id) or {}
        carried = (message.get(name) for name in FILES)
        return next((file for file in carried if file and file["key"] == key), None)

    async def close(self) -> None:
        """Let go of every browser; they come back by themselves."""
        self._hub.close()

    async def _pressed(self, actor: Actor, press: Press) -> Payload | None:
        message = await self._transcript.message(actor.person_id, press.message)
        if message is None or not self._may_press(message, press):
            return None
        bot = self._session.me.model_dump(mode="json", exclude_none=True)
        return updates.of_press(actor, press, payload=message, bot=bot)

    def _may_press(self, message: Payload, press: Press) -> bool:
        """Whether the button is there, or was when the same press came before."""
        if messages.offers(message, press.data):
            self._presses.append(press.client)
            return True
        return press.client in self._presses

    def _payload(self, said: Words | Spot | Enclosure) -> Payload:
        text = said.text if isinstance(said, Words) else getattr(said, "caption", "")
        words = messages.said(plain(text), by="me", at=self._clock())
        return {**words, "client": said.client, **_beside_words(said)}


def _beside_words(said: Words | Spot | Enclosure) -> Payload:
    match said:
        case Spot():
            spot: Payload = {"latitude": said.latitude, "longitude": said.longitude}
            if said.accuracy:
                spot["horizontal_accuracy"] = said.accuracy
            return {"location": spot}
        case Enclosure(kind="photo"):
            size = {"width": said.width, "height": said.height}
            return {"photo": {**messages.attached(said.file), **size}}
        case Enclosure(kind="voice"):
            return {"voice": {**messages.attached(said.file), "duration": said.duration}}
        case Enclosure():
            return {"document": messages.attached(said.file)}
    return {}
