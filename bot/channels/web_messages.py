"""Between Bot API objects and the rows of a web chat's log."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardRemove

from bot.channels.web_html import Rich, plain, rich, safe_href
from storage.files import StoredFile

Payload = dict[str, Any]

HTML = "html"


class CannotShow(ValueError):
    """A browser chat has no way to show this; the argument says what."""


def said(text: Rich, *, by: str, at: datetime) -> Payload:
    """A message of words. ``by`` is ``bot`` or ``me``."""
    return {"from": by, "at": at.astimezone(UTC).isoformat(), **words(text)}


def words(text: Rich) -> Payload:
    """The three forms of a text, as they lie in a row."""
    return {"text": text.nodes, "plain": text.plain, "entities": text.entities}


def read(text: str, parse_mode: str | None) -> Rich:
    """The bot's text in the mode it was sent in.

    Raises:
        CannotShow: a mode that is not HTML.
    """
    if parse_mode is None:
        return plain(text)
    if parse_mode.lower() != HTML:
        raise CannotShow(f"parse mode {parse_mode}")
    return rich(text)


def attached(file: StoredFile) -> Payload:
    """A stored file as it lies in a row."""
    return {"key": file.key, "name": file.name, "mime": file.mime, "size": file.size}


def buttons(markup: object) -> list[list[Payload]]:
    """The rows of an inline keyboard.

    Raises:
        CannotShow: another kind of keyboard, or of button.
    """
    if markup is None or isinstance(markup, ReplyKeyboardRemove):
        return []
    if not isinstance(markup, InlineKeyboardMarkup):
        raise CannotShow(type(markup).__name__)
    return [[_button(button) for button in row] for row in markup.inline_keyboard]


def _button(button: InlineKeyboardButton) -> Payload:
    if button.callback_data is not None:
        return {"text": button.text, "data": button.callback_data}
    if href := safe_href(button.url):
        return {"text": button.text, "url": href}
    raise CannotShow(f"button {button.text!r} without callback_data or a safe url")


def offers(payload: Payload, data: str) -> bool:
    """Whether a message has a button that sends ``data``."""
    return any(button.get("data") == data for row in payload.get("buttons", ()) for button in row)


def chat(chat_id: int) -> Payload:
    """A private chat, in Bot API terms."""
    return {"id": chat_id, "type": "private"}


def as_message(chat_id: int, message_id: int, payload: Payload) -> Payload:
    """A row as a Bot API message, to be given to handlers."""
    at = datetime.fromisoformat(payload["at"])
    message: Payload = {
        "message_id": message_id,
        "date": int(at.timestamp()),
        "chat": chat(chat_id),
        **_body(payload),
    }
    if payload.get("edited"):
        message["edit_date"] = int(datetime.fromisoformat(payload["edited"]).timestamp())
    if payload.get("buttons"):
        message["reply_markup"] = {"inline_keyboard": [_row(row) for row in payload["buttons"]]}
    return message


def _row(row: list[Payload]) -> list[Payload]:
    return [
        {"text": button["text"], "callback_data": button["data"]}
        if "data" in button
        else {"text": button["text"], "url": button["url"]}
        for button in row
    ]


def _body(payload: Payload) -> Payload:
    body: Payload = {}
    if photo := payload.get("photo"):
        size = {"width": photo.get("width", 0), "height": photo.get("height", 0)}
        body["photo"] = [{**_file(photo), **size}]
    elif voice := payload.get("voice"):
        body["voice"] = {
            **_file(voice), "duration": voice.get("duration", 0), "mime_type": voice["mime"],
        }  # fmt: skip
    elif document := payload.get("document"):
        names = {"file_name": document["name"], "mime_type": document["mime"]}
        body["document"] = {**_file(document), **names}
    elif location := payload.get("location"):
        return {"location": location}
    name, marks = ("caption", "caption_entities") if body else ("text", "entities")
    if payload["plain"]:
        body[name] = payload["plain"]
        if payload["entities"]:
            body[marks] = payload["entities"]
    return body


def _file(file: Payload) -> Payload:
    return {"file_id": file["key"], "file_unique_id": file["key"], "file_size": file["size"]}
