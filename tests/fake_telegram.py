"""A Bot API server on loopback: real HTTP, real long polls, and faults on demand.

It keeps what the bot sent per chat and what people did, so that a test reads like a
conversation. A method nobody wrote here is kept in ``unexpected``; the fixture fails on it.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
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
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _last_id: int = 0

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
        """A person presses the newest button whose label contains ``label``."""
        for message in reversed(self.shown[person]):
            for button in buttons(message):
                if label in button["text"]:
                    return await self._press(person, message, button["callback_data"])
        raise AssertionError(f"no button {label} for {person}: {self.labels(person)}")

    async def again(self, update: Payload) -> None:
        """Deliver an update once more, as Telegram does when an answer was lost."""
        async with self.changed:
            self.updates.append(update)
            self.changed.notify_all()

    def labels(self, person: int) -> list[str]:
        """Every button on the newest message that has any."""
        having = [m for m in self.shown[person] if buttons(m)]
        return [button["text"] for button in buttons(having[-1])] if having else []

    def texts(self, person: int) -> str:
        """All a person can read, in one text."""
        return "\n".join(str(message["text"]) for message in self.shown[person])

    async def until(self, person: int, words: str, *, seconds: float = 15) -> str:
        """Wait until ``words`` stand on the person's screen; return the message."""

        def found() -> str | None:
            return next((m["text"] for m in self.shown[person] if words in m["text"]), None)

        async with self.changed:
            try:
                await asyncio.wait_for(self.changed.wait_for(lambda: found()), seconds)
            except TimeoutError:
                raise AssertionError(f"{words!r} not on screen:\n{self.texts(person)}") from None
        return str(found())

    async def settled(self, *, seconds: float = 15) -> None:
        """Wait until the bot has confirmed every update there is."""
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(self._all_confirmed), seconds)

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
        update = {"update_id": self.next_id(), kind: payload}
        async with self.changed:
            self.updates.append(update)
            self.changed.notify_all()
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
        async with self.changed:
            self.changed.notify_all()
            try:
                wait = min(float(payload.get("timeout") or 0), 5)
                await asyncio.wait_for(self.changed.wait_for(lambda: self._fresh(offset)), wait)
            except TimeoutError:
                return []
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
        message = {
            "message_id": self.next_id(),
            "date": 1_790_000_000,
            "chat": self._chat(chat),
            "from": BOT,
            "text": text,
        }
        message |= markup(payload)
        async with self.changed:
            self.shown[chat].append(message)
            self.changed.notify_all()
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
                async with self.changed:
                    self.changed.notify_all()
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
