"""A Bot API server on loopback: real HTTP, real long polls, and faults on demand.

It keeps what the bot sent per chat and what people did, so that a test reads like a
conversation. A method nobody wrote here is kept in ``unexpected``; the fixture fails on it.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "7:telegram"
BOT = {"id": 7, "is_bot": True, "first_name": "分流", "username": "fenliu_bot"}
MISSING = "Bad Request: message to edit not found"

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer that is not the wished one."""

    method: str
    status: int
    retry_after: int | None = None


@dataclass
class FakeTelegram:
    """The server. ``shown[chat]`` is a person's screen: texts with their buttons, in order."""

    updates: list[Payload] = field(default_factory=list)
    calls: list[tuple[str, Payload]] = field(default_factory=list)
    shown: dict[int, list[Payload]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    confirmed: int = 0
    _last_id: int = 0
    _shown_at: dict[int, int] = field(default_factory=dict)
    _acted_at: dict[int, int] = field(default_factory=dict)

    async def start(self) -> FakeTelegram:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self.server = TestServer(app)
        await self.server.start_server()
        return self

    async def stop(self) -> None:
        """Stop listening; polls that wait are cut."""
        await self.server.close()

    @property
    def url(self) -> str:
        """The base address to set as ``FENLIU_TELEGRAM_API``."""
        return str(self.server.make_url("")).rstrip("/")

    def next_id(self) -> int:
        """A number not used before, for updates and messages alike."""
        self._last_id += 1
        return self._last_id

    async def says(self, person: int, text: str, **more: Any) -> Payload:
        """A person writes to the bot."""
        return await self._update("message", {**self._message(person), "text": text, **more})

    async def sends_document(self, person: int, name: str, content: bytes) -> Payload:
        """A person sends a file."""
        file_id = f"file{self.next_id()}"
        self.files[file_id] = content
        document = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "mime_type": "application/pdf",
            "file_size": len(content),
        }
        return await self._update("message", {**self._message(person), "document": document})

    async def presses(self, person: int, label: str) -> Payload:
        """A person presses the newest button called ``label``, or else one that contains it."""
        found = self._button(person, label)
        assert found, f"no button {label} for {person}: {self.labels(person)}"
        return await self._press(person, *found)

    def _button(self, person: int, label: str) -> tuple[Payload, str] | None:
        """The message and the data of a button."""
        every = [(m, b) for m in reversed(self.shown[person]) for b in buttons(m)]
        exact = [(m, b["callback_data"]) for m, b in every if b["text"] == label]
        near = [(m, b["callback_data"]) for m, b in every if label in b["text"]]
        return next(iter(exact + near), None)

    def fresh(self, person: int) -> list[Payload]:
        """What was shown or changed since the person last did anything."""
        since = self._acted_at.get(person, 0)
        return [m for m in self.shown[person] if self._shown_at[m["message_id"]] > since]

    async def presses_when_shown(self, person: int, label: str, *, seconds: float = 15) -> None:
        """Wait for a button whose label contains ``label``, then press it."""

        await self._wait(
            lambda: self._button(person, label) is not None, f"button {label!r}", person, seconds
        )
        await self.presses(person, label)

    async def again(self, update: Payload) -> None:
        """Deliver an update once more, as Telegram does when an answer was lost."""
        self.updates.append(update)

    def labels(self, person: int) -> list[str]:
        """Every button on the newest message that has any."""
        having = [m for m in self.shown[person] if buttons(m)]
        return [button["text"] for button in buttons(having[-1])] if having else []

    def texts(self, person: int) -> str:
        """All a person can read, in one text."""
        return "\n".join(str(message["text"]) for message in self.shown[person])

    async def until(self, person: int, words: str, *, seconds: float = 15) -> str:
        """Wait for a message with ``words``, sent or changed since the person last did anything."""

        def found() -> str | None:
            return next((m["text"] for m in self.fresh(person) if words in m["text"]), None)

        await self._wait(lambda: found() is not None, repr(words), person, seconds)
        return str(found())

    async def _wait(self, true: Callable[[], bool], what: str, person: int, seconds: float) -> None:
        if not await becomes(true, seconds):
            screen = f"{self.texts(person)}\n{self.labels(person)}"
            raise AssertionError(f"{what} is not on the screen:\n{screen}")

    async def settled(self, *, seconds: float = 15) -> None:
        """Wait until the bot has confirmed every update there is."""
        assert await becomes(self._all_confirmed, seconds), "an update was never confirmed"

    def _all_confirmed(self) -> bool:
        return all(update["update_id"] <= self.confirmed for update in self.updates)

    def _person(self, person: int) -> Payload:
        return {"id": person, "is_bot": False, "first_name": f"P{person}"}

    def _chat(self, person: int) -> Payload:
        return {"id": person, "type": "private", "first_name": f"P{person}"}

    def _message(self, person: int) -> Payload:
        return {
            "message_id": self.next_id(),
            "date": 1_790_000_000,
            "chat": self._chat(person),
            "from": self._person(person),
        }

    async def _press(self, person: int, message: Payload, data: str) -> Payload:
        query = {
            "id": str(self.next_id()),
            "from": self._person(person),
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        return await self._update("callback_query", query)

    async def _update(self, kind: str, payload: Payload) -> Payload:
        number = self.next_id()
        update = {"update_id": number, kind: payload}
        self._acted_at[payload["from"]["id"]] = number
        self.updates.append(update)
        return update

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return refusal(401, "Unauthorized")
        payload = await fields(request)
        self.calls.append((method, payload))
        for fault in self.faults:
            if fault.method == method:
                self.faults.remove(fault)
                return refusal(fault.status, "fault", retry_after=fault.retry_after)
        answer = getattr(self, f"_on_{method.lower()}", None)
        if answer is None:
            self.unexpected.append(method)
            return refusal(404, f"Not Found: {method}")
        result = await answer(payload)
        return result if isinstance(result, web.Response) else accepted(result)

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["path"].rpartition("/")[2]])

    async def _on_getme(self, payload: Payload) -> Payload:
        return BOT

    async def _on_deletewebhook(self, payload: Payload) -> bool:
        return True

    async def _on_setmycommands(self, payload: Payload) -> bool:
        return True

    async def _on_sendchataction(self, payload: Payload) -> bool:
        return True

    async def _on_getupdates(self, payload: Payload) -> list[Payload]:
        offset = int(payload.get("offset") or 0)
        self.confirmed = max(self.confirmed, offset - 1)
        await becomes(lambda: bool(self._fresh(offset)), float(payload.get("timeout") or 0))
        return self._fresh(offset)

    def _fresh(self, offset: int) -> list[Payload]:
        return [update for update in self.updates if update["update_id"] >= offset][:100]

    async def _on_sendmessage(self, payload: Payload) -> Payload:
        return await self._show(payload, str(payload["text"]))

    async def _on_senddocument(self, payload: Payload) -> Payload:
        return await self._show(payload, str(payload.get("caption") or payload["document"]))

    async def _on_sendphoto(self, payload: Payload) -> Payload:
        return await self._show(payload, str(payload.get("caption") or "photo"))

    async def _show(self, payload: Payload, text: str) -> Payload:
        chat = int(payload["chat_id"])
        number = self.next_id()
        message = {
            "message_id": number,
            "date": 1_790_000_000,
            "chat": self._chat(chat),
            "from": BOT,
            "text": text,
            **markup(payload),
        }
        self.shown[chat].append(message)
        self._shown_at[number] = number
        return message

    async def _on_editmessagetext(self, payload: Payload) -> Payload | web.Response:
        return await self._edit(payload, text=str(payload["text"]))

    async def _on_editmessagereplymarkup(self, payload: Payload) -> Payload | web.Response:
        return await self._edit(payload)

    async def _edit(self, payload: Payload, **changes: str) -> Payload | web.Response:
        number = int(payload["message_id"])
        for message in self.shown[int(payload["chat_id"])]:
            if message["message_id"] == number:
                message.pop("reply_markup", None)
                message.update(changes | markup(payload))
                self._shown_at[number] = self.next_id()
                return message
        return refusal(400, MISSING)

    async def _on_deletemessage(self, payload: Payload) -> bool:
        screen = self.shown[int(payload["chat_id"])]
        screen[:] = [m for m in screen if m["message_id"] != int(payload["message_id"])]
        return True

    async def _on_answercallbackquery(self, payload: Payload) -> bool:
        return True

    async def _on_getfile(self, payload: Payload) -> Payload:
        file_id = str(payload["file_id"])
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": len(self.files[file_id]),
            "file_path": f"documents/{file_id}",
        }


async def becomes(true: Callable[[], bool], seconds: float) -> bool:
    """Wait until ``true()``, at most so long; return whether it is."""
    end = asyncio.get_running_loop().time() + seconds
    while not true() and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 -- the fake has no events to wait for
        await asyncio.sleep(0.01)
    return true()


async def fields(request: web.Request) -> Payload:
    """The parameters of a call; a file is given as its name."""
    form = await request.post()
    return {k: v.filename if isinstance(v, web.FileField) else v for k, v in form.items()}


def markup(payload: Payload) -> Payload:
    """The inline keyboard of a call, as Telegram hands it back."""
    given = payload.get("reply_markup")
    return {"reply_markup": json.loads(str(given))} if given else {}


def buttons(message: Payload) -> list[Payload]:
    """The buttons of a message, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def accepted(result: object) -> web.Response:
    """The Bot API's answer when all is well."""
    return web.json_response({"ok": True, "result": result})


def refusal(status: int, words: str, *, retry_after: int | None = None) -> web.Response:
    """The Bot API's answer when something is not."""
    body: Payload = {"ok": False, "error_code": status, "description": words}
    if retry_after is not None:
        body["parameters"] = {"retry_after": retry_after}
    return web.json_response(body, status=status)
