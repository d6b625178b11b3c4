"""Evidence goes up and comes down: told by its content, and only to whom it was sent."""

from __future__ import annotations

import zipfile
from io import BytesIO
from uuid import uuid4

import pytest

from handlers.web import kinds
from handlers.web.uploads import LARGEST
from tests.web.conftest import Browser, House, letters
from tests.web.echo import PNG

PDF = b"%PDF-1.7\n%%EOF"


def zipped(*names: str) -> bytes:
    """A zip file with these entries."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PNG, "照片", kinds.PNG),
        (b"\xff\xd8\xff\xe0", "a.png", kinds.JPEG),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a", kinds.WEBP),
        (b"RIFF\0\0\0\0AVI LIST", "a.avi", None),
        (PDF, "合同.pdf", kinds.PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.docx", kinds.DOCX),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a.docx", kinds.XLSX),
        (zipped("OFD.xml"), "a.ofd", kinds.OFD),
        (zipped("run.exe"), "a.docx", None),
        (b"PK\x03\x04broken", "a.docx", None),
        (kinds.OLE, "旧合同.doc", kinds.OLE_KINDS["doc"]),
        (kinds.OLE, "setup.msi", None),
        (b"\0\0\0\x20ftypisom", "a.mp4", kinds.MP4),
        (b"\0\0\0\x20ftypM4A ", "a.m4a", kinds.M4A),
        (b"\0\0\0\x20ftypheic", "a.heic", kinds.HEIC),
        (b"\0\0\0\x20ftypavif", "a.avif", None),
        (b"ID3\x04", "a.mp3", kinds.MP3),
        (b"\xff\xfb\x90\x00", "a.mp3", kinds.MP3),
        (b"\xff\xfe<\0h\0", "a.mp3", None),
        (b"#!AMR\n", "a.amr", kinds.AMR),
        (b"MZ\x90\0", "照片.jpg", None),
        (b"<html><script>", "a.png", None),
        (b"<svg xmlns=", "a.svg", None),
        (b"", "空", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say(
    content: bytes, name: str, kind: kinds.Kind | None
) -> None:
    assert kinds.kind_of(content, name) == kind


def test_what_an_iphone_records_is_sound() -> None:
    assert kinds.kind_of(b"\0\0\0\x20ftypisom", "voice.mp4", spoken=True) == kinds.M4A


async def test_a_photo_reaches_the_handler_and_is_shown_to_its_sender_only(
    house: House, browser: Browser
) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        status, answer = await browser.upload(PNG, "现场.png", width="1", height="1")
        assert (status, answer["kind"]) == (200, "ack")
        mine = await tab.next("message")
        photo = mine["message"]["photo"]
        assert (photo["name"], photo["mime"], photo["width"]) == ("现场.png", "image/png", 1)
        assert letters(await tab.bot()) == f"收到photo，{len(PNG)}字节"
    async with browser.session.get(photo["url"]) as shown:
        assert await shown.read() == PNG
        assert shown.headers["Content-Type"] == "image/png"
        assert shown.headers["Content-Disposition"].startswith("inline")
        assert "sandbox" in shown.headers["Content-Security-Policy"]
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
    stranger = house.browser()
    async with stranger.tab() as tab:
        await tab.bot()
    async with stranger.session.get(photo["url"]) as refused:
        assert refused.status == 404
    async with house.browser().session.get(photo["url"]) as unknown:
        assert unknown.status == 401


async def test_a_voice_is_a_voice_and_a_paper_a_paper(browser: Browser) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        await browser.upload(b"\x1a\x45\xdf\xa3webm", "voice.webm", kind="voice", duration="7")
        assert (await tab.next("message"))["message"]["voice"]["duration"] == 7
        assert letters(await tab.bot()).startswith("收到voice")
        await browser.upload(PDF, "../../etc/劳动合同.pdf", caption="合同第一页")
        mine = await tab.next("message")
        assert mine["message"]["document"]["name"] == "劳动合同.pdf"
        assert letters(mine) == "合同第一页"
        assert letters(await tab.bot()).startswith("收到document")
        url = mine["message"]["document"]["url"]
    async with browser.session.get(url, headers={"Range": "bytes=1-3"}) as part:
        assert (part.status, await part.read()) == (206, b"PDF")
        assert part.headers["Content-Disposition"].startswith("attachment")
    async with browser.session.get(url, headers={"Range": "bytes=-3"}) as part:
        assert await part.read() == b"EOF"
    async with browser.session.get(url, headers={"Range": "bytes=900-"}) as part:
        assert part.status == 416
    async with browser.tab() as tab:
        await tab.settled()
        await browser.upload(PDF + b"x" * 3_000_000, "大.pdf")
        big = (await tab.next("message"))["message"]["document"]
    async with browser.session.get(big["url"]) as got:
        assert len(await got.read()) == big["size"] == len(PDF) + 3_000_000
    for wrong in ("", "?m=", "?m=999", "?m=1e3"):
        async with browser.session.get(url.partition("?")[0] + wrong) as refused:
            assert refused.status == 404


async def test_what_the_bot_sends_can_be_downloaded(browser: Browser) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        sheet = (await tab.says("表格"))["message"]["document"]
        picture = (await tab.says("图片"))["message"]["photo"]
    assert sheet["name"] == "本月统计.csv"
    async with browser.session.get(sheet["url"]) as got:
        assert await got.read() == b"a,b\n1,2\n"
        assert "%E6%9C%AC%E6%9C%88" in got.headers["Content-Disposition"]
    async with browser.session.get(picture["url"]) as got:
        assert await got.read() == PNG


async def test_the_same_file_sent_again_is_taken_once(house: House, browser: Browser) -> None:
    same = str(uuid4())
    async with browser.tab() as tab:
        await tab.bot()
        await browser.upload(PDF, "a.pdf", id=same)
        await tab.bot()
        status, _ = await browser.upload(PDF, "a.pdf", id=same)
        assert status == 200
        await house.intake.idle()
    async with browser.tab() as tab:
        messages = [f["message"] for f in await tab.settled() if f["kind"] == "message"]
    assert len([m for m in messages if "document" in m]) == 1


async def test_what_we_do_not_take_is_refused_with_the_reason(browser: Browser) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        assert await browser.upload(b"MZ", "照片.jpg") == (
            415,
            {"kind": "refused", "why": "type"},
        )
        assert (await browser.upload(b"", "a.pdf"))[1]["why"] == "empty"
        assert (await browser.upload(PDF, "a.pdf", id="1"))[1]["why"] == "id"
        large = PDF + b"x" * LARGEST
        assert await browser.upload(large, "a.pdf") == (
            413,
            {"kind": "refused", "why": "too_large"},
        )
        origin = {"Origin": browser.base}
        async with browser.session.post("/upload", data=b"x", headers=origin) as answer:
            assert answer.status == 400
        async with browser.session.post("/upload", data=b"x") as answer:
            assert answer.status == 403
        assert letters(await tab.says("还在")) == "您说的是：还在"
