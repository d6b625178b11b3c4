"""Photos, documents, voices, videos and locations as messages bring them: named and stored."""

from __future__ import annotations

import json
from dataclasses import dataclass

from aiogram.enums import ContentType
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Location, Message

from handlers.talk import Talk
from handlers.texts import citizen as texts
from storage.errors import TooLarge
from storage.files import StoredFile

KINDS = frozenset(
    {
        ContentType.PHOTO,
        ContentType.DOCUMENT,
        ContentType.VOICE,
        ContentType.AUDIO,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.LOCATION,
    }
)
SPOKEN = frozenset({"voice", "audio", "video_note"})
# A web chat's file may come without a kind.
ANY_MIME = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file as a message names it; ``file_id`` is empty for a location."""

    kind: str
    name: str
    mime: str
    file_id: str = ""
    size: int = 0


def piece_of(message: Message) -> Piece:
    """What was sent, under a name that says what it is."""
    kind = message.content_type
    file_id, size, name, mime = "", 0, None, None
    if message.photo:
        largest = message.photo[-1]
        file_id, size, mime = largest.file_id, largest.file_size or 0, "image/jpeg"
    media = message.document or message.voice or message.audio or message.video
    if media is not None:
        file_id, size, mime = media.file_id, media.file_size or 0, media.mime_type
        name = getattr(media, "file_name", None)
    elif message.video_note:
        note = message.video_note
        file_id, size, mime = note.file_id, note.file_size or 0, "video/mp4"
    elif message.location:
        mime = "application/json"
    return Piece(kind, name or texts.FILE_NAMES.get(kind, kind), mime or ANY_MIME, file_id, size)


async def store(message: Message, talk: Talk) -> StoredFile:
    """Fetch what was sent and keep it.

    Raises:
        TooLarge: it is over the limit, or the messenger will not hand it out.
    """
    piece = piece_of(message)
    if message.location is not None:
        return await talk.files.save(piece.name, piece.mime, _as_json(message.location))
    if piece.size > talk.files.limit:
        raise TooLarge(talk.files.limit)
    try:
        content = await talk.bot.download(piece.file_id)
    except TelegramBadRequest as refused:
        raise TooLarge(talk.files.limit) from refused
    return await talk.files.save(piece.name, piece.mime, content.read() if content else b"")


def _as_json(location: Location) -> bytes:
    point = {"latitude": location.latitude, "longitude": location.longitude}
    return json.dumps(point).encode()
