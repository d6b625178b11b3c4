"""A test kit that speaks as people do: say, press a button by its label, read what comes back.

``Office`` is the whole house on a SQLite file: real storage, real desk, real routers, and a
bot whose session records what it is asked to send. A Bot API call that nobody expected fails
the test, and so does a message that Telegram would refuse (bad HTML, too long, a callback of
more than 64 bytes).
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import AsyncGenerator
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    SendChatAction,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import (
    BufferedInputFile,
    File,
    InlineKeyboardMarkup,
    Message,
    Update,
    User,
)

from bot.conversations import SqlStorage
from handlers import routers
from handlers.notices import render
from handlers.office.lists_draft import Lectern
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Role
from knowledge.triage import Desk
from storage.casebook import CaseBook
from storage.cipher import Cipher
from storage.conversations import Conversations
from storage.data_requests import DataRequests
from storage.database import Database
from storage.files import Files
from storage.lessons import Lessons
from storage.lists import Lists
from storage.lists_adopted import Adoptions
from storage.lists_desk import DeskInForce
from storage.lists_trial import PastCases
from storage.notices import Notice, Notices
from storage.people import Actor, People
from storage.statistics import Statistics
from tests.conftest import HandClock

BOT_ID = 7
LONGEST_TEXT = 4096
LONGEST_CALLBACK = 64
TAGS = frozenset({"a", "b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler"})


@dataclass
class Bubble:
    """One message a person sees; edits change it in place."""

    chat_id: int
    message_id: int
    text: str
    markup: InlineKeyboardMarkup | None = None
    document: bytes | None = None
    filename: str | None = None

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons, row by row."""
        return [button.text for row in self.rows for button in row]

    @property
    def rows(self) -> list[list[Any]]:
        """Its buttons as they are laid out."""
        return self.markup.inline_keyboard if self.markup else []

    def data(self, label: str) -> str | None:
        """What the button called ``label`` (or the only one that contains it) sends."""
        buttons = [button for row in self.rows for button in row]
        exact = [button for button in buttons if button.text == label]
        near = exact or [button for button in buttons if label in button.text]
        return near[0].callback_data if near else None


class _Checker(HTMLParser):
    """Refuses what Telegram's HTML parse mode refuses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}> is not allowed in a message"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another tag"


def check_html(text: str) -> str:
    """Return ``text`` if Telegram would take it."""
    assert text.strip(), "an empty message"
    assert len(text) <= LONGEST_TEXT, f"{len(text)} characters in one message"
    checker = _Checker()
    checker.feed(text)
    checker.close()
    assert not checker.open, f"never closed: {checker.open}"
    return text


def check_markup(markup: Any) -> InlineKeyboardMarkup | None:
    """Return ``markup`` if Telegram would take it."""
    if markup is None:
        return None
    assert isinstance(markup, InlineKeyboardMarkup), "only inline keyboards, so that web shows them"
    for row in markup.inline_keyboard:
        for button in row:
            assert button.text
            data = button.callback_data
            assert data or button.url, f"{button.text} does nothing"
            assert not data or len(data.encode()) <= LONGEST_CALLBACK, data
    return markup


@dataclass
class Toast:
    """The answer to a press: a short line above the chat."""

    query_id: str
    text: str
    alert: bool


class RecordingSession(BaseSession):
    """Takes what the bot sends and keeps it; hands out the files people sent."""

    def __init__(self) -> None:
        super().__init__()
        self.bubbles: list[Bubble] = []
        self.toasts: list[Toast] = []
        self.uploads: dict[str, bytes] = {}
        self.refusing: Exception | None = None
        self._last_id = 1000

    def next_id(self) -> int:
        """A message id that was not used before, in any chat."""
        self._last_id += 1
        return self._last_id

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109  # the signature is aiogram's
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """The bytes of an uploaded file."""
        yield self.uploads[url.rsplit("/", 1)[-1]]

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  # the signature is aiogram's
    ) -> TelegramType:
        """Record ``method`` and answer as Telegram would."""
        if self.refusing is not None:
            raise self.refusing
        answer: Any = self._answer(bot, method)
        return answer  # type: ignore[no-any-return]

    def _answer(self, bot: Bot, method: TelegramMethod[Any]) -> object:
        match method:
            case SendMessage():
                return self._send(bot, method.chat_id, method.text, method.reply_markup)
            case SendDocument():
                return self._send_file(bot, method, method.document)
            case SendPhoto():
                return self._send_file(bot, method, method.photo)
            case EditMessageText():
                return self._edit(bot, method, method.text)
            case EditMessageReplyMarkup():
                return self._edit(bot, method, None)
            case AnswerCallbackQuery():
                self.toasts.append(
                    Toast(method.callback_query_id, method.text or "", bool(method.show_alert))
                )
                assert len(method.text or "") <= 200, "a toast holds 200 characters"
                return True
            case GetFile():
                return File(
                    file_id=method.file_id,
                    file_unique_id=method.file_id,
                    file_size=len(self.uploads[method.file_id]),
                    file_path=f"files/{method.file_id}",
                )
            case DeleteMessage():
                self.bubbles = [b for b in self.bubbles if b.message_id != method.message_id]
                return True
            case SendChatAction():
                return True
            case GetMe():
                return User(id=BOT_ID, is_bot=True, first_name="分流", username="fenliu_bot")
        raise AssertionError(f"nobody expected {type(method).__name__}")

    def _send(self, bot: Bot, chat_id: Any, text: str, markup: Any) -> Message:
        bubble = Bubble(int(chat_id), self.next_id(), check_html(text), check_markup(markup))
        self.bubbles.append(bubble)
        return self._message(bot, bubble)

    def _send_file(self, bot: Bot, method: Any, media: Any) -> Message:
        assert isinstance(media, BufferedInputFile), "files are sent from memory"
        caption = check_html(method.caption) if method.caption else ""
        bubble = Bubble(int(method.chat_id), self.next_id(), caption)
        bubble.markup = check_markup(method.reply_markup)
        bubble.document, bubble.filename = media.data, media.filename
        self.bubbles.append(bubble)
        return self._message(bot, bubble)

    def _edit(self, bot: Bot, method: Any, text: str | None) -> Message:
        found = [b for b in self.bubbles if b.message_id == method.message_id]
        assert found, "an edit of a message that was never sent"
        if text is not None:
            found[0].text = check_html(text)
        found[0].markup = check_markup(method.reply_markup)
        return self._message(bot, found[0])

    def _message(self, bot: Bot, bubble: Bubble) -> Message:
        return Message.model_validate(
            {
                "message_id": bubble.message_id,
                "date": 0,
                "chat": {"id": bubble.chat_id, "type": "private"},
                "text": bubble.text,
                "from": {"id": BOT_ID, "is_bot": True, "first_name": "分流"},
            },
            context={"bot": bot},
        )


@dataclass
class Person:
    """Somebody with a telephone. Every action returns when the bot has said all it will."""

    office: Office
    user_id: int
    name: str
    channel: str = "telegram"
    chat: dict[str, Any] = field(default_factory=dict)
    heard: list[Bubble] = field(default_factory=list)
    toast: str = ""
    acknowledged: bool = False
    last_sent: int = 0
    seen: list[list[str]] = field(default_factory=list)
    """What the buttons of every message send, also those that were taken away since."""

    def __post_init__(self) -> None:
        self.chat = self.chat or {"id": self.user_id, "type": "private", "first_name": self.name}

    @property
    def bubbles(self) -> list[Bubble]:
        """Everything on the screen, oldest first."""
        return [b for b in self.office.session.bubbles if b.chat_id == self.chat["id"]]

    @property
    def last(self) -> Bubble:
        """The newest message on the screen."""
        assert self.bubbles, f"{self.name} has heard nothing yet"
        return self.bubbles[-1]

    @property
    def said(self) -> str:
        """All that was said in answer to the last action, in one text."""
        return "\n".join(bubble.text for bubble in self.heard)

    @property
    def labels(self) -> list[str]:
        """The labels on the newest message that still has buttons."""
        return self._with_buttons()[-1].labels

    def _with_buttons(self) -> list[Bubble]:
        return [bubble for bubble in self.bubbles if bubble.markup]

    async def says(self, text: str, **more: Any) -> Bubble:
        """Type ``text``; returns the newest message on the screen afterwards."""
        return await self._message(text=text, **more)

    async def forwards(self, text: str) -> Bubble:
        """Forward somebody else's message."""
        origin = {"type": "hidden_user", "date": 0, "sender_user_name": "老同学"}
        return await self._message(text=text, forward_origin=origin)

    async def edits(self, text: str, *, message_id: int | None = None) -> Bubble:
        """Edit an own message (the last one, unless told)."""
        edited = message_id or self.last_sent
        payload = self._payload({"text": text, "edit_date": 1, "message_id": edited})
        self.last_sent = edited
        return await self._feed({"edited_message": payload})

    async def sends(self, kind: str, content: bytes = b"data", **more: Any) -> Bubble:
        """Send a photo, document, voice, video, audio, video_note, sticker or location."""
        file_id = f"file{self.office.session.next_id()}"
        self.office.session.uploads[file_id] = content
        size = more.pop("size", len(content))
        return await self._message(**_media(kind, file_id, size, more), **more)

    async def presses(self, label: str, *, on: Bubble | None = None) -> Bubble:
        """Press the button called ``label``, on the newest message that has it."""
        shown = [on] if on else [b for b in reversed(self.bubbles) if b.data(label)]
        assert shown, f"no button {label}; there are {[b.labels for b in self._with_buttons()]}"
        data = shown[0].data(label)
        assert data, f"no button {label}; there are {shown[0].labels}"
        return await self.presses_data(data, message_id=shown[0].message_id)

    async def presses_data(self, data: str, *, message_id: int = 1) -> Bubble:
        """Press a button that is no longer on the screen."""
        query = {
            "id": str(self.office.session.next_id()),
            "from": self._user(),
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": message_id, "date": 1, "chat": self.chat, "text": "…"},
        }
        return await self._feed({"callback_query": query})

    async def registers(
        self,
        text: str = "老板三个月没发工资，一共欠我一万八",
        *,
        place: str = "东关街道",
        request: str = "请尽快解决",
        name: str = "王德福",
        phone: str = "13837912345",
    ) -> Bubble:
        """Say a matter that the desk is sure of, and answer every question of the form."""
        await self.says(text)
        return await self.registers_rest(
            first="就是这个", place=place, request=request, name=name, phone=phone
        )

    async def registers_rest(
        self,
        *,
        first: str | None = None,
        stop: bool = False,
        place: str = "东关街道",
        request: str = "请尽快解决",
        name: str = "王德福",
        phone: str = "13837912345",
    ) -> Bubble:
        """Answer every question that is left; with ``stop`` only up to the summary."""
        if first or "就是这个" in self.last.labels:
            await self.presses(first or "就是这个")
        typed = {"按规定办就行": request, "不留电话": phone}
        pressed = {"说不清": place, "没有了": "没有了", "发完了": "发完了"}
        for _ in range(12):
            labels = self.last.labels
            if "确认登记" in labels:
                return self.last if stop else await self.presses("确认登记")
            press = next((pressed[label] for label in labels if label in pressed), None)
            say = next((typed[label] for label in labels if label in typed), name)
            await (self.presses(press) if press else self.says(say))
        raise AssertionError(f"the form never ends: {self.last}")

    async def _message(self, **payload: Any) -> Bubble:
        return await self._feed({"message": self._payload(payload)})

    def _payload(self, more: dict[str, Any]) -> dict[str, Any]:
        self.last_sent = self.office.session.next_id()
        date = int(self.office.clock().timestamp())
        base = {"message_id": self.last_sent, "date": date, "chat": self.chat}
        return {**base, "from": self._user(), **more}

    def _user(self) -> dict[str, Any]:
        return {"id": self.user_id, "is_bot": False, "first_name": self.name}

    async def _feed(self, update: dict[str, Any]) -> Bubble:
        session = self.office.session
        before, toasts = {id(b) for b in session.bubbles}, len(session.toasts)
        await self.office.feed(self.channel, update)
        self.heard = [b for b in self.bubbles if id(b) not in before]
        self.acknowledged = len(session.toasts) > toasts
        self.toast = session.toasts[-1].text if self.acknowledged else ""
        self.seen += [_sends(bubble) for bubble in self.heard if bubble.markup]
        return self.last if self.bubbles else Bubble(self.chat["id"], 0, "")


def _sends(bubble: Bubble) -> list[str]:
    return [button.callback_data for row in bubble.rows for button in row if button.callback_data]


def _media(kind: str, file_id: str, size: int, more: dict[str, Any]) -> dict[str, Any]:
    one = {"file_id": file_id, "file_unique_id": file_id, "file_size": size}
    sized = {"width": 90, "height": 90}
    match kind:
        case "photo":
            return {"photo": [{**one, **sized}]}
        case "document":
            name, mime = more.pop("name", "合同.pdf"), more.pop("mime", "application/pdf")
            return {"document": {**one, "file_name": name, "mime_type": mime}}
        case "sticker":
            kinds = {"type": "regular", "is_animated": False, "is_video": False}
            return {"sticker": {**one, **sized, **kinds}}
        case "location":
            place = {"latitude": more.pop("latitude"), "longitude": more.pop("longitude")}
            return {"location": place}
        case "video":
            return {"video": {**one, **sized, "duration": 3, "mime_type": "video/mp4"}}
        case "voice" | "audio":
            return {kind: {**one, "duration": 3, "mime_type": "audio/ogg"}}
        case "video_note":
            return {"video_note": {**one, "length": 90, "duration": 3}}
    raise AssertionError(kind)


DATABASE, KEY = "fenliu.db", "secret.key"
_NEW_HOUSES: dict[int, tuple[ResponsibilityList, bytes, bytes]] = {}
"""A database just made, and its key, by list: making one takes longer than most stories."""


def _furnish(folder: Path, rlist: ResponsibilityList) -> bool:
    """Begin with a copy of an earlier new house, if there was one with this list."""
    house = _NEW_HOUSES.get(id(rlist))
    if house is None:
        return False
    _, database, key = house
    (folder / DATABASE).write_bytes(database)
    (folder / KEY).write_bytes(key)
    return True


def _keep_for_others(folder: Path, rlist: ResponsibilityList) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        _NEW_HOUSES[id(rlist)] = (rlist, database.serialize(), (folder / KEY).read_bytes())


class Office:
    """The whole house on one SQLite file; ``restart`` is what a new process would see."""

    def __init__(
        self, folder: Path, *, rlist: ResponsibilityList, desk: Desk, clock: HandClock
    ) -> None:
        self.folder, self.first, self.clock = folder, desk, clock
        assert desk.rlist is rlist
        self.session = RecordingSession()
        properties = DefaultBotProperties(parse_mode=ParseMode.HTML)
        self.bots = {
            "telegram": Bot("7:telegram", session=self.session, default=properties),
            "web": Bot("1:web", session=self.session, default=properties),
        }
        self._updates = 0

    async def open(self) -> Office:
        """Open the database (creating it the first time) and put the house together."""
        new = not (self.folder / DATABASE).exists()
        furnished = new and _furnish(self.folder, self.first.rlist)
        self.database = Database.open(f"sqlite+aiosqlite:///{self.folder / DATABASE}")
        await self.database.migrate()
        cipher = Cipher.load_or_create(self.folder / KEY)
        self.lists = Lists(self.first.rlist, self.folder / "lists")
        self.adoptions = Adoptions(
            self.database, self.folder / "lists", cipher=cipher, clock=self.clock
        )
        self.lessons = Lessons(self.database, self.lists, cipher=cipher, clock=self.clock)
        self.desk_in_force = DeskInForce(self.first, self.lists, self.adoptions, self.lessons)
        await self.desk_in_force.open()
        if new and not furnished:
            _keep_for_others(self.folder, self.first.rlist)
        self.past = PastCases(self.database, cipher)
        self.people = People(self.database, cipher, self.clock, kin=self.lists.kin)
        self.casebook = CaseBook(
            self.database, self.lists, cipher=cipher, clock=self.clock, tokens=self.desk.tokens
        )
        self.requests = DataRequests(self.database, cipher, self.clock)
        self.files = Files(self.folder / "files", cipher)
        self.notices = Notices(self.database, self.clock, cipher=cipher)
        self.statistics = Statistics(self.database, self.lists, self.clock)
        self.dispatcher = self._dispatcher(cipher)
        return self

    def _dispatcher(self, cipher: Cipher) -> Dispatcher:
        dispatcher = Dispatcher(
            storage=SqlStorage(Conversations(self.database, cipher=cipher)),
            events_isolation=SimpleEventIsolation(),
            casebook=self.casebook,
            requests=self.requests,
            people=self.people,
            desk_in_force=self.desk_in_force,
            lessons=self.lessons,
            lectern=Lectern(self.lists, self.adoptions, self.desk_in_force, self.past),
            statistics=self.statistics,
            files=self.files,
            notices=self.notices,
            clock=self.clock,
            public_url="http://127.0.0.1:8080",
        )
        dispatcher.include_router(routers.setup())
        return dispatcher

    @property
    def rlist(self) -> ResponsibilityList:
        """The list in force."""
        return self.lists.now

    @property
    def desk(self) -> Desk:
        """The desk over it."""
        return self.desk_in_force.desk

    async def close(self) -> None:
        """Let go of the database."""
        await self.database.close()

    async def restart(self) -> None:
        """Stop and start again on the same folder; screens stay as they were."""
        await self.close()
        await self.open()

    async def feed(self, channel: str, update: dict[str, Any]) -> None:
        """Hand one update to the routers, as a channel does."""
        self._updates += 1
        bot = self.bots[channel]
        whole = Update.model_validate({"update_id": self._updates, **update}, context={"bot": bot})
        await self.dispatcher.feed_update(bot, whole, channel=channel)

    def person(self, name: str, *, channel: str = "telegram") -> Person:
        """Somebody new on Telegram."""
        return Person(self, zlib.crc32(name.encode()), name, channel)

    async def visitor(self, name: str) -> Person:
        """Somebody new in the web chat: there the chat's number is the person's."""
        actor = await self.people.arrive("web", f"{name}'s cookie", name=None)
        return Person(self, actor.person_id, name, "web")

    async def staff(
        self, name: str, role: Role, unit: str | None, *, place: str | None = None
    ) -> Person:
        """Somebody with an appointment, already joined."""
        person = self.person(name)
        actor = await self.people.arrive(person.channel, str(person.user_id), name=name)
        invitation = await self.people.invite(role, unit=unit, place=place, by=None)
        await self.people.join(invitation.code, actor.person_id)
        return person

    async def actor(self, person: Person) -> Actor:
        """Who ``person`` is to the case book."""
        if person.channel == "web":
            return await self.people.actor(person.user_id, person.channel)
        return await self.people.arrive(person.channel, str(person.user_id))

    async def deliver(self) -> int:
        """Send what waits in the outbox; returns how many notices went out."""
        went = 0
        while waiting := await self.notices.claim():
            for notice in waiting:
                await self._deliver(notice)
            went += len(waiting)
        return went

    async def _deliver(self, notice: Notice) -> None:
        address = (await self.people.addresses(notice.person_id))[0]
        likes = await self.people.preferences(notice.person_id)
        shown = render(notice, self.rlist, elder=likes.elder)
        chat_id = notice.person_id if address.channel == "web" else int(address.external_id)
        bot = self.bots[address.channel]
        await bot.send_message(chat_id, shown.text, reply_markup=shown.keyboard)
        await self.notices.sent(notice.id)

    async def told(self) -> list[Notice]:
        """What waits in the outbox, taken out of it unsent."""
        found: list[Notice] = []
        while waiting := await self.notices.claim():
            found += waiting
            for notice in waiting:
                await self.notices.sent(notice.id)
        return found
