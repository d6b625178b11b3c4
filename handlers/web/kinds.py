"""What an uploaded file really is, told from its first bytes and never from its name."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO

OFFICE = "application/vnd.openxmlformats-officedocument"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type we take: ``shown`` as an image, ``played`` as sound, or only handed on."""

    mime: str
    suffix: str
    shown: bool = False
    played: bool = False


JPEG = Kind("image/jpeg", "jpg", shown=True)
PNG = Kind("image/png", "png", shown=True)
GIF = Kind("image/gif", "gif", shown=True)
WEBP = Kind("image/webp", "webp", shown=True)
HEIC = Kind("image/heic", "heic")
PDF = Kind("application/pdf", "pdf")
DOCX = Kind(f"{OFFICE}.wordprocessingml.document", "docx")
XLSX = Kind(f"{OFFICE}.spreadsheetml.sheet", "xlsx")
PPTX = Kind(f"{OFFICE}.presentationml.presentation", "pptx")
OFD = Kind("application/ofd", "ofd")
ODF = Kind("application/vnd.oasis.opendocument.text", "odt")
MP3 = Kind("audio/mpeg", "mp3", played=True)
OGG = Kind("audio/ogg", "ogg", played=True)
WAV = Kind("audio/wav", "wav", played=True)
AMR = Kind("audio/amr", "amr")
M4A = Kind("audio/mp4", "m4a", played=True)
WEBM = Kind("audio/webm", "webm", played=True)
MP4 = Kind("video/mp4", "mp4")
MOV = Kind("video/quicktime", "mov")
THREE_GP = Kind("video/3gpp", "3gp")

OLE_KINDS = {
    "doc": Kind("application/msword", "doc"),
    "xls": Kind("application/vnd.ms-excel", "xls"),
    "ppt": Kind("application/vnd.ms-powerpoint", "ppt"),
    "wps": Kind("application/vnd.ms-works", "wps"),
    "et": Kind("application/vnd.ms-excel", "et"),
}

STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"OggS", OGG),
    (b"ID3", MP3),
    (b"#!AMR", AMR),
    (b"\x1a\x45\xdf\xa3", WEBM),
)
BRANDS = {
    b"M4A": M4A, b"M4B": M4A, b"qt ": MOV, b"3gp": THREE_GP,
    b"iso": MP4, b"mp4": MP4, b"M4V": MP4, b"avc": MP4, b"MSN": MP4, b"das": MP4,
    b"hei": HEIC, b"hev": HEIC, b"mif": HEIC, b"msf": HEIC,
}  # fmt: skip
"""By the first three letters of the brand: the fourth is a version."""
INSIDE_ZIP = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX), ("OFD.xml", OFD), ("mimetype", ODF))


def kind_of(content: bytes, name: str, *, spoken: bool = False) -> Kind | None:
    """The kind, if it is one we take. The name only tells apart old Office files.

    ``spoken``: the page recorded it, so an MP4 holds sound alone.
    """
    for start, kind in STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(content[8:12])
    if content[4:8] == b"ftyp":
        brand = BRANDS.get(content[8:11])
        return M4A if spoken and brand is MP4 else brand
    if content.startswith(OLE):
        return OLE_KINDS.get(name.rpartition(".")[2].lower())
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    return MP3 if _mpeg_frame(content) else None


def _zipped(content: bytes) -> Kind | None:
    """Only the table of contents is read: nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    for start, kind in INSIDE_ZIP:
        if any(name.startswith(start) for name in names):
            return kind
    return None


def _mpeg_frame(content: bytes) -> bool:
    """An MP3 without a tag: eleven set bits, MPEG 1 or 2, layer III, a real bit rate."""
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        return False
    version, layer, rate = content[1] >> 3 & 3, content[1] >> 1 & 3, content[2] >> 4
    return version != 1 and layer == 1 and rate not in (0, 15)
