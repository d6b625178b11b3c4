"""What a browser may say over its socket, checked before anything else looks at it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from math import isfinite
from typing import Any

from knowledge.errors import FenliuError
from storage.files import StoredFile

LONGEST = 10_000
"""Characters of one message, counted as code points."""

LONGEST_CALLBACK = 64
"""Bytes of callback data, Telegram's own limit."""

_CLIENT_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class BadFrame(FenliuError):
    """A frame no page of ours sends; ``why`` is a code, ``client`` its id if it had one."""

    def __init__(self, why: str, *, client: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.client = client


@dataclass(frozen=True, slots=True)
class Words:
    """Somebody typed something."""

    client: str
    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button of message ``message``."""

    client: str
    message: int
    data: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Somebody told where they are: degrees, and metres of accuracy if known."""

    client: str
    latitude: float
    longitude: float
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Somebody sent a file. ``kind`` is photo, voice or document."""

    client: str
    kind: str
    file: StoredFile
    caption: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0


@dataclass(frozen=True, slots=True)
class Ping:
    """The page wants to know whether the line still stands."""


@dataclass(frozen=True, slots=True)
class Elder:
    """The large-type mode was switched."""

    on: bool


Said = Words | Press | Spot | Enclosure


def read(raw: str) -> Words | Press | Spot | Ping | Elder:
    """The frame a page sent.

    Raises:
        BadFrame: not JSON, not a frame, or a part of it missing, wrong or too long.
    """
    try:
        frame = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadFrame("json") from error
    if not isinstance(frame, dict):
        raise BadFrame("shape")
    match frame.get("kind"):
        case "ping":
            return Ping()
        case "elder":
            return Elder(frame.get("on") is True)
        case kind:
            return _said(str(kind), frame)


def _said(kind: str, frame: dict[str, Any]) -> Words | Press | Spot:
    client = client_id(frame.get("id"))
    match kind:
        case "text":
            return Words(client, _words(frame.get("text"), client))
        case "press":
            return _press(client, frame)
        case "location":
            return _spot(client, frame)
    raise BadFrame("kind", client=client)


def client_id(value: object) -> str:
    """The id a page gave to what it sends: a UUID in lower case.

    Raises:
        BadFrame: it is none.
    """
    if not isinstance(value, str) or not _CLIENT_ID.fullmatch(value):
        raise BadFrame("id")
    return value


def clean(text: str) -> str:
    """A text that every database can store: no NUL, no half surrogate, one kind of line end."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = whole.replace("\r\n", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) != "Cc")


def _words(value: object, client: str) -> str:
    if not isinstance(value, str):
        raise BadFrame("text", client=client)
    text = clean(value).strip()
    if not text:
        raise BadFrame("empty", client=client)
    if len(text) > LONGEST:
        raise BadFrame("too_long", client=client)
    return text


def _press(client: str, frame: dict[str, Any]) -> Press:
    message, data = frame.get("message"), frame.get("data")
    if isinstance(message, bool) or not isinstance(message, int) or not 0 < message < 2**31:
        raise BadFrame("message", client=client)
    length = len(data.encode("utf-8", "replace")) if isinstance(data, str) else 0
    if not isinstance(data, str) or not 0 < length <= LONGEST_CALLBACK:
        raise BadFrame("data", client=client)
    return Press(client, message, data)


def _spot(client: str, frame: dict[str, Any]) -> Spot:
    latitude = _number(frame.get("latitude"), 90)
    longitude = _number(frame.get("longitude"), 180)
    if latitude is None or longitude is None:
        raise BadFrame("location", client=client)
    accuracy = _number(frame.get("accuracy"), 1e7)
    # The Bot API gives an accuracy of at most 1,500 metres.
    return Spot(client, latitude, longitude, accuracy and min(abs(accuracy), 1500.0))


def _number(value: object, limit: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if isfinite(value) and abs(value) <= limit else None
