"""Case numbers as they are printed, read out and typed in again; lookup codes."""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata

from storage.cipher import Cipher

# The last character of an official document's number; the prefix comes from the list.
NUMERO = chr(0x53F7)
SERIAL_DIGITS = 6
CODE_DIGITS = 8
NUMBER = re.compile(r"(?:(?<!\d)(20\d\d)\D+)?(?<!\d)0*([1-9]\d{0,5})\D*$")


def case_number(prefix: str, year: int, serial: int) -> str:
    """The number as printed: prefix, year in hexagonal brackets, six digits."""
    return f"{prefix}〔{year}〕{serial:0{SERIAL_DIGITS}d}{NUMERO}"


def read_number(typed: str) -> tuple[int | None, int] | None:
    """Year (None if not given) and serial of a number as people type it, or None."""
    found = NUMBER.search(unicodedata.normalize("NFKC", typed).strip())
    if found is None:
        return None
    year, serial = found.groups()
    return (int(year) if year else None), int(serial)


def new_salt() -> str:
    """What is stored of a code: random, and useless without the key."""
    return secrets.token_hex(16)


def lookup_code(cipher: Cipher, salt: str) -> str:
    """The eight digits that go with a case, shown as 1234-5678.

    They follow from the random salt and the secret key, so they can be shown again to
    the petitioner, while the database alone does not contain them.
    """
    digits = int(cipher.keyed_hash("lookup", salt), 16) % 10**CODE_DIGITS
    plain = f"{digits:0{CODE_DIGITS}d}"
    return f"{plain[:4]}-{plain[4:]}"


def same_code(typed: str, code: str) -> bool:
    """Whether the typed digits are the code, compared in constant time."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isdigit())
    return hmac.compare_digest(digits.encode(), code.replace("-", "").encode())
