"""Files in and out: a visitor's evidence, and what was sent to this visitor."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from handlers.web import kinds
from handlers.web.frames import LONGEST, BadFrame, Enclosure, clean, client_id
from handlers.web.parts import PARTS, WebParts
from handlers.web.security import FILE_POLICY, Pace, check_origin, visitor
from storage.errors import FileMissing, TooLarge
from storage.people import Actor

LARGEST = 20 * 1024 * 1024
AT_ONCE = 4
"""Uploads held in memory at the same time."""

ACCEPT = (
    "image/*,audio/*,video/mp4,video/quicktime,application/pdf,"
    ".pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,.et,.ofd,.odt,.mp3,.m4a,.wav,.amr,.mp4"
)
"""What a page's file picker offers."""

FIELD_LIMIT = 4 * LONGEST
FIELDS = frozenset({"id", "kind", "caption", "width", "height", "duration"})
PACE = web.AppKey("UPLOAD_PACE", Pace)
GATE = web.AppKey("UPLOAD_GATE", asyncio.Semaphore)

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class WrongKind(BadFrame):
    """A file of a type we do not take."""


@dataclass(slots=True)
class Form:
    """What a multipart request brought."""

    name: str = ""
    content: bytes = b""
    fields: dict[str, str] = field(default_factory=dict)

    def number(self, name: str, *, most: int) -> int:
        """A whole number between 0 and ``most``; 0 if it is missing or none."""
        text = self.fields.get(name, "")
        return min(int(text), most) if text.isascii() and text.isdecimal() else 0


async def upload(request: web.Request) -> web.Response:
    """Take in one file as a message of the visitor; answered only when it is stored.

    The same ``id`` twice gives one message: a page sends again what was not answered.
    """
    check_origin(request)
    actor = await visitor(request)
    if wait := request.app[PACE].wait(actor.person_id):
        return _refuse(429, "slow", headers={"Retry-After": str(int(wait) + 1)})
    async with request.app[GATE]:
        try:
            form = await _read(request)
            client = await _keep(request.app[PARTS], actor, form=form)
        except TooLarge:
            return _refuse(413, "too_large")
        except WrongKind as error:
            return _refuse(415, error.why)
        except BadFrame as error:
            return _refuse(400, error.why)
    return web.json_response({"kind": "ack", "id": client})


async def _keep(parts: WebParts, actor: Actor, *, form: Form) -> str:
    client = client_id(form.fields.get("id"))
    if not form.content:
        raise BadFrame("empty", client=client)
    wish = form.fields.get("kind", "")
    kind = kinds.kind_of(form.content, form.name, spoken=wish == "voice")
    if kind is None:
        raise WrongKind("type", client=client)
    name = form.name if "." in form.name else f"{form.name or 'file'}.{kind.suffix}"
    file = await parts.files.save(name, kind.mime, form.content)
    said = Enclosure(
        client,
        _shown_as(kind, wish),
        file,
        caption=clean(form.fields.get("caption", "")).strip()[:LONGEST],
        width=form.number("width", most=20_000),
        height=form.number("height", most=20_000),
        duration=form.number("duration", most=24 * 3600),
    )
    update = await parts.channel.take(actor, said)
    if update is not None:
        await parts.feed("web", update)
    return client


def _shown_as(kind: kinds.Kind, wish: str) -> str:
    if kind.shown:
        return "photo"
    return "voice" if kind.played and wish == "voice" else "document"


async def _read(request: web.Request) -> Form:
    if (request.content_length or 0) > LARGEST + 2 * FIELD_LIMIT:
        raise TooLarge(LARGEST)
    if not request.content_type.startswith("multipart/"):
        raise BadFrame("shape")
    form = Form()
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if isinstance(part, BodyPartReader):
                await _take_part(form, part)
    except ValueError as error:  # a boundary or an encoding that is none
        raise BadFrame("shape") from error
    return form


async def _take_part(form: Form, part: BodyPartReader) -> None:
    if part.name == "file":
        form.name = part.filename or ""
        form.content = await _bytes(part, LARGEST)
    elif part.name in FIELDS:
        form.fields[part.name] = (await _bytes(part, FIELD_LIMIT)).decode("utf-8", "replace")


async def _bytes(part: BodyPartReader, limit: int) -> bytes:
    whole = bytearray()
    while chunk := await part.read_chunk():
        whole += chunk
        if len(whole) > limit:
            raise TooLarge(limit)
    return bytes(whole)


def _refuse(status: int, why: str, *, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response({"kind": "refused", "why": why}, status=status, headers=headers)


async def download(request: web.Request) -> web.Response:
    """A file, to the visitor in whose chat message ``m`` carries it, and to nobody else."""
    actor = await visitor(request)
    key, message = request.match_info["key"], request.query.get("m", "")
    if not (message.isascii() and message.isdecimal() and len(message) < 12):
        raise web.HTTPNotFound
    parts = request.app[PARTS]
    file = await parts.channel.file(actor.person_id, int(message), key)
    if file is None:
        raise web.HTTPNotFound
    try:
        content = await parts.files.open(key)
    except FileMissing as error:
        raise web.HTTPNotFound from error
    headers = {
        "Content-Type": file["mime"],
        "Content-Disposition": _disposition(file["name"], file["mime"]),
        "Content-Security-Policy": FILE_POLICY,
        "Cache-Control": "private, max-age=3600",
        "Accept-Ranges": "bytes",
    }
    return _part(request, content, headers=headers)


def _disposition(name: str, mime: str) -> str:
    inline = any(kind.mime == mime and (kind.shown or kind.played) for kind in KNOWN)
    return f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"


KNOWN = (
    kinds.JPEG, kinds.PNG, kinds.GIF, kinds.WEBP,
    kinds.MP3, kinds.OGG, kinds.WAV, kinds.M4A, kinds.WEBM,
)  # fmt: skip


def _part(request: web.Request, content: bytes, *, headers: dict[str, str]) -> web.Response:
    """The whole, or the one range asked for: players on iPhones insist on ranges."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        return web.Response(body=content, headers=headers)
    size = len(content)
    first, last = asked.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= end:
        return web.Response(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return web.Response(status=206, body=content[start:end], headers=headers)
