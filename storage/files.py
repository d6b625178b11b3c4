"""Evidence on disk: encrypted, under names nobody chose."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path

from storage.cipher import Cipher
from storage.errors import FileMissing, TooLarge, WrongKey

LIMIT = 20 * 1024 * 1024
KEY = re.compile(r"[0-9a-f]{32}")
NAME_LENGTH = 120
UNSAFE = re.compile(r'[/\\:*?"<>|]')
PLAIN_MIME = re.compile(r"[a-z0-9.+-]{1,63}/[a-z0-9.+-]{1,63}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was kept: ``size`` and ``sha256`` are those of the plain content."""

    key: str
    name: str
    mime: str
    size: int
    sha256: str


class Files:
    """Files under one folder, each encrypted as a whole; at most ``limit`` bytes."""

    def __init__(self, folder: Path, cipher: Cipher, *, limit: int = LIMIT) -> None:
        self._folder = folder
        self._cipher = cipher
        self.limit = limit

    async def save(self, name: str, mime: str, content: bytes | AsyncIterable[bytes]) -> StoredFile:
        """Keep the content; when this returns it is on disk.

        Raises:
            TooLarge: it is, or grows while read, above the limit; nothing is kept.
        """
        whole = await self._gather(content)
        key = secrets.token_hex(16)
        digest = await asyncio.to_thread(self._write, key, whole)
        return StoredFile(key, safe_name(name), safe_mime(mime), len(whole), digest)

    async def open(self, key: str) -> bytes:
        """The content again.

        Raises:
            FileMissing: nothing is kept under this key, or it was altered.
        """
        if not KEY.fullmatch(key):
            raise FileMissing(key)
        return await asyncio.to_thread(self._read, key)

    async def _gather(self, content: bytes | AsyncIterable[bytes]) -> bytes:
        whole = bytearray()
        if isinstance(content, bytes):
            whole += content
            self._check(whole)
        else:
            async for chunk in content:
                whole += chunk
                self._check(whole)
        return bytes(whole)

    def _check(self, content: bytearray) -> None:
        if len(content) > self.limit:
            raise TooLarge(self.limit)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key

    def _write(self, key: str, content: bytes) -> str:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = path.with_suffix(".part")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as stream:
            stream.write(self._cipher.encrypt_bytes(content))
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
        return hashlib.sha256(content).hexdigest()

    def _read(self, key: str) -> bytes:
        try:
            return self._cipher.decrypt_bytes(self._path(key).read_bytes())
        except (FileNotFoundError, WrongKey) as reason:
            raise FileMissing(key) from reason


def safe_name(name: str) -> str:
    """A name fit to be offered for download: no path, no control or direction characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    cleaned = UNSAFE.sub("_", kept).strip(". ")
    return _shortened(cleaned) or "file"


def _shortened(name: str) -> str:
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        return name[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(suffix) - 1]}.{suffix}"


def safe_mime(mime: str) -> str:
    """The media type without parameters, or that of unknown bytes."""
    plain = mime.partition(";")[0].strip().lower()
    return plain if PLAIN_MIME.fullmatch(plain) else "application/octet-stream"
