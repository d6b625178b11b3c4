"""Evidence on disk, and the key it is locked with."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.cipher import Cipher, Envelope
from storage.errors import FileMissing, TooLarge, WrongKey
from storage.files import Files, safe_mime, safe_name

PHOTO = b"\xff\xd8 a photo of a payslip " * 100


@pytest.fixture
def files(tmp_path: Path, cipher: Cipher) -> Files:
    """Files in a folder of this test's own."""
    return Files(tmp_path / "files", cipher, limit=5000)


def on_disk(tmp_path: Path) -> list[Path]:
    """Every file that was kept."""
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


async def test_a_file_comes_back_as_it_was(files: Files) -> None:
    stored = await files.save("工资条.jpg", "image/jpeg", PHOTO)
    assert await files.open(stored.key) == PHOTO
    assert (stored.name, stored.mime, stored.size) == ("工资条.jpg", "image/jpeg", len(PHOTO))
    assert stored.sha256 == hashlib.sha256(PHOTO).hexdigest()


async def test_on_disk_a_file_shows_neither_content_nor_name(files: Files, tmp_path: Path) -> None:
    await files.save("工资条.jpg", "image/jpeg", PHOTO)
    [path] = on_disk(tmp_path)
    assert b"payslip" not in path.read_bytes()
    assert "工资条" not in str(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_stream_is_read_no_further_than_the_limit(files: Files, tmp_path: Path) -> None:
    read = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            read.append(1)
            yield b"x" * 1000

    with pytest.raises(TooLarge) as refused:
        await files.save("big", "video/mp4", endless())
    assert refused.value.limit == 5000
    assert len(read) == 6
    assert on_disk(tmp_path) == []
    with pytest.raises(TooLarge):
        await files.save("big", "video/mp4", b"x" * 5001)
    assert (await files.save("just", "video/mp4", b"x" * 5000)).size == 5000


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "0" * 32, "0" * 31 + "/", "A" * 32])
async def test_a_key_that_was_never_given_out_opens_nothing(files: Files, key: str) -> None:
    with pytest.raises(FileMissing):
        await files.open(key)


async def test_an_altered_file_is_not_shown(files: Files, tmp_path: Path) -> None:
    stored = await files.save("a", "text/plain", PHOTO)
    [path] = on_disk(tmp_path)
    path.write_bytes(path.read_bytes()[:-10] + b"0123456789")
    with pytest.raises(FileMissing):
        await files.open(stored.key)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("工资条.jpg", "工资条.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\王\\证据.doc", "证据.doc"),
        ("a\x00b\r\n.txt", "ab.txt"),
        ("cod\u202egpj.exe", "codgpj.exe"),
        ('a"b<c>.txt', "a_b_c_.txt"),
        ("...", "file"),
        ("", "file"),
        ("长" * 300 + ".jpeg", "长" * 115 + ".jpeg"),
        ("x" * 300, "x" * 120),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert len(safe_name(given)) <= 120


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("image/jpeg", "image/jpeg"),
        ("Text/HTML; charset=utf-8", "text/html"),
        ("nonsense", "application/octet-stream"),
        ("a/b\r\nX: y", "application/octet-stream"),
    ],
)
def test_media_types_are_made_safe(given: str, kept: str) -> None:
    assert safe_mime(given) == kept


def test_the_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "key"
    locked = Cipher.load_or_create(path).encrypt("王秀英")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Cipher.load_or_create(path).decrypt(locked) == "王秀英"
    assert [each.name for each in path.parent.iterdir()] == ["key"]


def test_another_key_opens_nothing(cipher: Cipher) -> None:
    other = Cipher(Cipher.new_key())
    with pytest.raises(WrongKey):
        other.decrypt(cipher.encrypt("王秀英"))
    assert other.keyed_hash("x", "y") != cipher.keyed_hash("x", "y")
    assert cipher.keyed_hash("x", "y") != cipher.keyed_hash("z", "y")


def test_an_envelope_opens_what_was_closed_with_or_without_key(cipher: Cipher) -> None:
    value = {"text": "gAAAA", "n": [1, None, "王"]}
    assert Envelope(cipher).open(Envelope(cipher).close(value)) == value
    assert Envelope(cipher).open(Envelope(None).close(value)) == value
    with pytest.raises(WrongKey):
        Envelope(None).open(Envelope(cipher).close(value))
