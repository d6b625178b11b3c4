"""Personal data at rest: encryption, keyed hashes, and the key's file."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from storage.errors import WrongKey

# Every Fernet token starts so (version byte 0x80); JSON never does.
TOKEN_START = "gAAAA"  # noqa: S105 -- how a token begins, not one


class Cipher:
    """Encrypts texts and bytes, and hashes codes, with one secret key of this installation.

    ``key`` is what ``cryptography`` calls a Fernet key: 32 random bytes in URL-safe base64.
    """

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)
        raw = base64.urlsafe_b64decode(key)
        # Its own key, so that a hash never says anything about the encryption.
        self._hash_key = hmac.digest(raw, b"fenliu codes", hashlib.sha256)

    @staticmethod
    def new_key() -> bytes:
        """A fresh random key."""
        return Fernet.generate_key()

    @classmethod
    def load_or_create(cls, path: Path) -> Cipher:
        """The cipher of the key in ``path``; a missing file is made, readable by its owner only."""
        try:
            return cls(path.read_bytes().strip())
        except FileNotFoundError:
            pass
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and linked: a second process starting now sees all of it or nothing.
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(cls.new_key())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        return cls(path.read_bytes().strip())

    def encrypt(self, text: str) -> str:
        """The text as it may be stored."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, stored: str) -> str:
        """The text again.

        Raises:
            WrongKey: it was stored under another key, or altered.
        """
        return self.decrypt_bytes(stored.encode()).decode()

    def encrypt_bytes(self, content: bytes) -> bytes:
        """A file's content as it may be stored."""
        return self._fernet.encrypt(content)

    def decrypt_bytes(self, stored: bytes) -> bytes:
        """The content again; raises WrongKey like ``decrypt``."""
        try:
            return self._fernet.decrypt(stored)
        except InvalidToken as reason:
            raise WrongKey("not encrypted with this key") from reason

    def encrypt_or_none(self, text: str | None) -> str | None:
        """None stays None."""
        return None if text is None else self.encrypt(text)

    def decrypt_or_none(self, stored: str | None) -> str | None:
        """None stays None."""
        return None if stored is None else self.decrypt(stored)

    def keyed_hash(self, purpose: str, value: str) -> str:
        """HMAC-SHA-256 in hex: equal values meet, and without the key nobody can try them out."""
        return hmac.digest(self._hash_key, f"{purpose}\0{value}".encode(), hashlib.sha256).hex()


class Envelope:
    """JSON values as text for one column: encrypted when there is a cipher."""

    def __init__(self, cipher: Cipher | None) -> None:
        self._cipher = cipher

    def close(self, value: dict[str, Any]) -> str:
        """The value as stored."""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return plain if self._cipher is None else self._cipher.encrypt(plain)

    def open(self, stored: str) -> dict[str, Any]:
        """The value again, whether it was stored plain or encrypted; nothing stored is ``{}``."""
        if stored.startswith(TOKEN_START):
            if self._cipher is None:
                raise WrongKey("stored encrypted, and there is no key")
            stored = self._cipher.decrypt(stored)
        value: dict[str, Any] = json.loads(stored) if stored else {}
        return value
