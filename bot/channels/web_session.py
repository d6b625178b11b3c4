"""The Bot API as a browser: what the bot sends is written into the chat's log and shown."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteMyCommands,
    DeleteWebhook,
    EditMessageCaption,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    GetMyCommands,
    SendChatAction,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVoice,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import BotCommand, File, InputFile, Message, User

from bot.channels import web_messages as messages
from bot.channels.web_hub import Hub
from bot.channels.web_transcript import Transcript
from storage.files import Files, StoredFile

Payload = dict[str, Any]

BOT_ID = 1
FILE_URL = "web:"
FALLBACK_TYPE = "application/octet-stream"


class UnexpectedMethod(TelegramNotFound):
    """The bot asked for something a web chat does not have."""


class WebSession(BaseSession):
    """Carries out Bot API methods on the chats of browsers.

    Answers are the same types Telegram gives, and so are errors: ``TelegramBadRequest`` for
    what cannot be done, ``UnexpectedMethod`` for a method that has no meaning here.
    """

    def __init__(
        self,
        transcript: Transcript,
        hub: Hub,
        *,
        files: Files,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(api=TelegramAPIServer(base="web:{method}", file=FILE_URL + "{path}"))
        self.me = User(id=BOT_ID, is_bot=True, first_name="Fenliu", username="fenliu_web_bot")
        self.commands: list[BotCommand] = []
        self._transcript = transcript
        self._hub = hub
        self._files = files
        self._clock = clock
        self._acts: dict[type[Any], Callable[[Bot, Any], Awaitable[Any]]] = {
            SendMessage: self._send_message,
            SendDocument: self._send_document,
            SendPhoto: self._send_photo,
            SendVoice: self._send_voice,
            SendChatAction: self._send_chat_action,
            EditMessageText: self._edit_text,
            EditMessageCaption: self._edit_caption,
            EditMessageReplyMarkup: self._edit_markup,
            DeleteMessage: self._delete,
            AnswerCallbackQuery: self._answer,
            GetMe: self._get_me,
            GetFile: self._get_file,
            GetMyCommands: self._get_commands,
            SetMyCommands: self._set_commands,
            DeleteMyCommands: self._set_commands,
            DeleteWebhook: self._nothing,
        }

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 -- the base class names it so
    ) -> TelegramType:
        """Carry out one method."""
        act = self._acts.get(type(method))
        if act is None:
            raise UnexpectedMethod(method, f"the web chat has no {type(method).__name__}")
        try:
            result: TelegramType = await act(bot, method)
        except messages.CannotShow as error:
            raise TelegramBadRequest(method, f"the web chat cannot show {error}") from error
        return result

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,  # noqa: ARG002
        timeout: int = 30,  # noqa: ARG002, ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: ARG002
    ) -> AsyncGenerator[bytes, None]:
        """The bytes of a stored file, by the address ``GetFile`` gave."""
        content = await self._files.open(url.removeprefix(FILE_URL))
        for start in range(0, len(content), chunk_size):
            yield content[start : start + chunk_size]

    async def close(self) -> None:
        """Nothing is held open here."""

    def _words(self, bot: Bot, text: str | None, parse_mode: str | Default | None) -> Payload:
        mode = bot.default[parse_mode.name] if isinstance(parse_mode, Default) else parse_mode
        return messages.words(messages.read(text or "", mode))

    async def _post(
        self, bot: Bot, method: Any, *, words: Payload, more: Payload | None = None
    ) -> Message:
        chat_id = _chat(method)
        payload = {"from": "bot", "at": self._now(), **words, **(more or {})}
        if rows := messages.buttons(method.reply_markup):
            payload["buttons"] = rows
        message_id = await self._transcript.post(chat_id, payload)
        return self._shown(bot, (chat_id, message_id), payload)

    def _shown(self, bot: Bot, where: tuple[int, int], payload: Payload) -> Message:
        raw = messages.as_message(*where, payload)
        raw["from"] = self.me.model_dump(mode="json", exclude_none=True)
        return Message.model_validate(raw, context={"bot": bot})

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat()

    async def _send_message(self, bot: Bot, method: SendMessage) -> Message:
        words = self._words(bot, method.text, method.parse_mode)
        if not words["plain"].strip():
            raise TelegramBadRequest(method, "message text is empty")
        return await self._post(bot, method, words=words)

    async def _send_document(self, bot: Bot, method: SendDocument) -> Message:
        file = messages.attached(await self._stored(bot, method, method.document))
        words = self._words(bot, method.caption, method.parse_mode)
        return await self._post(bot, method, words=words, more={"document": file})

    async def _send_photo(self, bot: Bot, method: SendPhoto) -> Message:
        file = messages.attached(await self._stored(bot, method, method.photo))
        words = self._words(bot, method.caption, method.parse_mode)
        return await self._post(bot, method, words=words, more={"photo": file})

    async def _send_voice(self, bot: Bot, method: SendVoice) -> Message:
        file = messages.attached(await self._stored(bot, method, method.voice))
        file["duration"] = method.duration or 0
        words = self._words(bot, method.caption, method.parse_mode)
        return await self._post(bot, method, words=words, more={"voice": file})

    async def _stored(self, bot: Bot, method: Any, file: InputFile | str) -> StoredFile:
        """What the bot sends, put into the store. An id says too little: names differ by chat."""
        if isinstance(file, str):
            raise TelegramBadRequest(method, "wrong file identifier: send the file itself")
        content = b"".join([chunk async for chunk in file.read(bot)])
        name = file.filename or "file"
        mime = mimetypes.guess_type(name)[0] or FALLBACK_TYPE
        return await self._files.save(name, mime, content)

    async def _send_chat_action(self, _bot: Bot, method: SendChatAction) -> bool:
        self._hub.flash(_chat(method), {"kind": "typing"})
        return True

    async def _edit_text(self, bot: Bot, method: EditMessageText) -> Message:
        words = self._words(bot, method.text, method.parse_mode)
        return await self._edit(bot, method, words)

    async def _edit_caption(self, bot: Bot, method: EditMessageCaption) -> Message:
        words = self._words(bot, method.caption, method.parse_mode)
        return await self._edit(bot, method, words)

    async def _edit_markup(self, bot: Bot, method: EditMessageReplyMarkup) -> Message:
        return await self._edit(bot, method, {})

    async def _edit(self, bot: Bot, method: Any, words: Payload) -> Message:
        """Change a message; one that stays as it was is left alone."""
        where, old = await self._of_bot(method)
        new = {**old, **words, "buttons": messages.buttons(method.reply_markup)}
        if not new["buttons"]:
            del new["buttons"]
        if new != old:
            new["edited"] = self._now()
            await self._transcript.change(*where, new)
        return self._shown(bot, where, new)

    async def _of_bot(self, method: Any) -> tuple[tuple[int, int], Payload]:
        where = _chat(method), int(method.message_id)
        found = await self._transcript.message(*where)
        if found is None or found["from"] != "bot":
            raise TelegramBadRequest(method, "message to edit not found")
        return where, found

    async def _delete(self, _bot: Bot, method: DeleteMessage) -> bool:
        where = _chat(method), int(method.message_id)
        if await self._transcript.message(*where) is None:
            raise TelegramBadRequest(method, "message to delete not found")
        await self._transcript.remove(*where)
        return True

    async def _answer(self, _bot: Bot, method: AnswerCallbackQuery) -> bool:
        """Stop the button's waiting; what is said to it is kept for a browser that is away."""
        chat, _, client = method.callback_query_id.partition(":")
        if not client or not chat.isdecimal():
            raise TelegramBadRequest(method, "query id is invalid")
        frame = {"id": client, "text": method.text or "", "alert": bool(method.show_alert)}
        if method.text:
            await self._transcript.toast(int(chat), {**frame, "at": self._now()})
        else:
            self._hub.flash(int(chat), {"kind": "toast", **frame})
        return True

    async def _get_me(self, _bot: Bot, _method: GetMe) -> User:
        return self.me

    async def _get_file(self, _bot: Bot, method: GetFile) -> File:
        key = method.file_id
        return File(file_id=key, file_unique_id=key, file_path=key)

    async def _get_commands(self, _bot: Bot, _method: GetMyCommands) -> list[BotCommand]:
        return self.commands

    async def _set_commands(self, _bot: Bot, method: Any) -> bool:
        self.commands = list(getattr(method, "commands", ()))
        return True

    async def _nothing(self, _bot: Bot, _method: Any) -> bool:
        return True


def _chat(method: Any) -> int:
    """The chat a method is for: the number of a person."""
    try:
        return int(method.chat_id)
    except (TypeError, ValueError) as error:
        raise TelegramBadRequest(method, "chat not found") from error
