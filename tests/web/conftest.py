"""The web chat over real storage, a real dispatcher and a real server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, FormData
from aiohttp.test_utils import TestServer

from knowledge.loader import load_list
from storage.cipher import Cipher
from storage.database import Database
from storage.files import Files
from storage.inbox import Inbox
from storage.lists import Lists
from storage.people import People
from storage.weblog import WebLog
from tests.conftest import HandClock

if TYPE_CHECKING:
    from bot.channels.web import WebChannel
    from bot.intake import Intake

Frame = dict[str, Any]
SOON = 5.0


def letters(frame: Frame) -> str:
    """The words of a frame's message, without their marks."""

    def flat(node: Any) -> str:
        return node if isinstance(node, str) else "".join(map(flat, node["c"]))

    return "".join(map(flat, frame["message"]["text"]))


@dataclass
class Tab:
    """One open page: says things, keeps what it hears."""

    socket: ClientWebSocketResponse
    heard: list[Frame] = field(default_factory=list)

    async def next(self, *kinds: str) -> Frame:
        """The next frame of one of these kinds (of any kind, if none is named)."""
        while True:
            frame: Frame = json.loads(await asyncio.wait_for(self.socket.receive_str(), SOON))
            self.heard.append(frame)
            if not kinds or frame["kind"] in kinds:
                return frame

    async def bot(self) -> Frame:
        """The next message of the bot."""
        while True:
            frame = await self.next("message", "edit")
            if frame["message"]["from"] == "bot":
                return frame

    async def settled(self) -> list[Frame]:
        """Everything up to ``ready``."""
        while (await self.next())["kind"] != "ready":
            continue
        return self.heard

    async def send(self, kind: str, **parts: Any) -> str:
        """Send a frame; return its id."""
        client = parts.pop("id", None) or str(uuid4())
        await self.socket.send_str(json.dumps({"id": client, "kind": kind, **parts}))
        return client

    async def says(self, text: str) -> Frame:
        """Type something; return the bot's answer."""
        await self.send("text", text=text)
        return await self.bot()

    async def press(self, frame: Frame, label: str) -> str:
        """Press the button of a message that is called so."""
        rows = frame["message"]["buttons"]
        data = next(b["data"] for row in rows for b in row if b["text"] == label)
        return await self.send("press", message=frame["message"]["id"], data=data)


@dataclass
class Browser:
    """One visitor's browser: a cookie jar and the pages it opens."""

    session: ClientSession
    base: str

    @asynccontextmanager
    async def tab(self, *, since: int = 0, room: str = "chat") -> AsyncIterator[Tab]:
        """Open the page, then its socket."""
        async with self.session.get("/" if room == "chat" else "/office") as page:
            assert page.status == 200
        path = f"/ws?since={since}&room={room}"
        async with self.session.ws_connect(path, origin=self.base) as socket:
            yield Tab(socket)

    async def upload(self, content: bytes, name: str, **fields: str) -> tuple[int, Frame]:
        """Send a file as the page does; return status and answer."""
        form = FormData(quote_fields=False)
        for key, value in {"id": str(uuid4()), **fields}.items():
            form.add_field(key, value)
        form.add_field("file", BytesIO(content), filename=name)
        origin = {"Origin": self.base}
        async with self.session.post("/upload", data=form, headers=origin) as answer:
            return answer.status, await answer.json()


@dataclass
class House:
    """The running web chat, and the parts a test may look at."""

    server: TestServer
    channel: WebChannel
    intake: Intake
    people: People
    weblog: WebLog
    files: Files
    clock: Callable[[], datetime]
    browsers: list[Browser] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Where it is served."""
        return f"http://{self.server.host}:{self.server.port}"

    def browser(self) -> Browser:
        """A browser that was never here."""
        jar = CookieJar(unsafe=True)
        browser = Browser(ClientSession(self.base, cookie_jar=jar), self.base)
        self.browsers.append(browser)
        return browser


@asynccontextmanager
async def open_house(
    folder: Path, clock: Callable[[], datetime], *, demo: bool = False, port: int | None = None
) -> AsyncIterator[House]:
    """The web chat with the echo bot behind it; ``folder`` and ``port`` may be an earlier one's."""
    from aiogram import Dispatcher

    from bot.channels.web import WebChannel
    from bot.intake import Intake
    from handlers.web.app import make_app
    from handlers.web.parts import WebParts
    from tests.web import echo

    database = Database.open(f"sqlite:///{folder / 'web.db'}")
    await database.migrate()
    cipher = Cipher.load_or_create(folder / "key")
    people, files = People(database, cipher, clock), Files(folder / "files", cipher)
    weblog, inbox = WebLog(database, clock, cipher=cipher), Inbox(database, clock, cipher=cipher)
    channel = WebChannel(weblog, files, clock=clock)
    dispatcher = Dispatcher()
    dispatcher.include_router(echo.setup())
    intake = Intake(inbox, dispatcher, bots={"web": channel.bot})
    rlist = load_list()
    district = replace(rlist.district, office_phone="0379-00000000")
    parts = WebParts(
        people=people, channel=channel, files=files, feed=intake.feed,
        lists=Lists(replace(rlist, district=district)), demo=demo, public_url="", clock=clock,
    )  # fmt: skip
    server = TestServer(make_app(parts), port=port)
    await server.start_server(reuse_port=port is not None)
    house = House(server, channel, intake, people, weblog, files, clock)
    await intake.replay()
    try:
        yield house
    finally:
        for browser in house.browsers:
            await browser.session.close()
        await server.close()
        await intake.stop()
        await database.close()


@pytest.fixture
async def house(tmp_path: Path, clock: HandClock) -> AsyncIterator[House]:
    """The web chat this morning."""
    async with open_house(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
async def browser(house: House) -> Browser:
    """A browser that was never here."""
    return house.browser()
