"""The statistics page: who gets in, what it says, and that it needs no script."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import openpyxl
import pytest
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from bot.channels.web import WebChannel
from handlers.web import office as pages
from handlers.web.app import make_app
from handlers.web.parts import Update, WebParts
from knowledge.advice import PetitionClass
from knowledge.matters import WayCode
from knowledge.procedure import Role
from storage.weblog import WebLog
from tests.handlers.staffkit import WAGES, register

if TYPE_CHECKING:
    from tests.kit import Office, Person

Browser = TestClient[Request, Application]


@pytest.fixture
async def browser(office: Office) -> AsyncIterator[Browser]:
    """A browser before the office's real server."""

    async def feed(channel: str, update: Update) -> bool:
        await office.feed(channel, update)
        return True

    channel = WebChannel(WebLog(office.database, office.clock), office.files, clock=office.clock)
    parts = WebParts(
        people=office.people,
        channel=channel,
        files=office.files,
        feed=feed,
        lists=office.lists,
        demo=False,
        public_url="http://127.0.0.1:8080",
        clock=office.clock,
    )
    app = make_app(parts, more=pages.routes(office.statistics, office.lists))
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as client:
        yield client
    await channel.close()


async def enter(browser: Browser, person: Person, question: str) -> str:
    """Ask in the chat, follow the link of the answer, return the page."""
    await person.says(question)
    await person.presses("打开图表页")
    link = urlsplit(re.findall(r'href="([^"]+)"', person.last.text)[0].replace("&amp;", "&"))
    async with browser.get(f"{link.path}?{link.query}") as response:
        assert response.status == 200
        assert response.url.path == "/office/statistics"
        return await response.text()


class Structure(HTMLParser):
    """Collects what a strict policy forbids, and what a screen reader needs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.tables = self.pictures = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        forbidden = [name for name in given if name == "style" or name.startswith("on")]
        self.inline += [f"{tag} {name}" for name in forbidden]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []
        self.tables += tag == "table"
        if tag == "svg" and given.get("role") == "img":
            assert given["aria-label"]
            self.pictures += 1


async def test_the_director_reaches_the_page_by_the_link_from_the_chat(
    office: Office, wang: Person, browser: Browser
) -> None:
    await register(office, wang)
    boss = await office.staff("领导", Role.DIRECTOR, None)
    page = await enter(browser, boss, "统计 本月")
    assert "2026年11月" in page
    assert "人力资源和社会保障局" in page
    assert "东关街道" in page
    assert "各项数字的含义" in page


async def test_the_page_keeps_to_a_strict_policy_and_every_chart_has_its_table(
    office: Office, wang: Person, browser: Browser
) -> None:
    await register(office, wang)
    boss = await office.staff("领导", Role.DIRECTOR, None)
    structure = Structure(await enter(browser, boss, "统计 今年"))
    assert structure.inline == []
    assert structure.pictures == structure.tables == 6
    async with browser.get("/office/statistics") as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


async def test_nobody_without_a_post_gets_in(browser: Browser, wang: Person) -> None:
    for _ in range(2):
        async with browser.get("/office/statistics") as response:
            assert response.status == 403
            assert "打开图表页" in await response.text()
        async with browser.get("/") as response:  # takes a visitor's cookie
            assert response.status == 200
    async with browser.get("/office/statistics.xlsx") as response:
        assert response.status == 403


async def test_a_clerk_sees_the_own_unit_whatever_the_address_says(
    office: Office, wang: Person, browser: Browser
) -> None:
    await register(office, wang)
    zhao = await office.staff("赵承办", Role.CLERK, "housing")
    page = await enter(browser, zhao, "统计 本月")
    assert "住房和城乡建设局" in page
    assert "人力资源和社会保障局" not in page
    async with browser.get("/office/statistics?unit=human-resources") as response:
        assert response.status == 403


async def test_the_page_offers_the_same_workbook(
    office: Office, wang: Person, browser: Browser
) -> None:
    await register(office, wang)
    boss = await office.staff("领导", Role.DIRECTOR, None)
    page = await enter(browser, boss, "统计 本月")
    link = re.findall(r'href="(/office/statistics\.xlsx[^"]+)"', page)[0].replace("&amp;", "&")
    async with browser.get(link) as response:
        assert "attachment" in response.headers["Content-Disposition"]
        book = openpyxl.load_workbook(io.BytesIO(await response.read()))
    assert book["明细"]["A2"].value == "瀍信〔2026〕000001号"


@pytest.mark.parametrize(
    "question",
    ["start=2026-12-01&end=2026-01-01", "start=gestern", "unit=nowhere", "outcome=maybe"],
)
async def test_a_crooked_address_is_answered_in_words(
    office: Office, browser: Browser, question: str
) -> None:
    boss = await office.staff("领导", Role.DIRECTOR, None)
    await enter(browser, boss, "统计 本月")
    async with browser.get(f"/office/statistics?{question}") as response:
        assert response.status == 400
        assert "写得不对" in await response.text()


async def test_a_sealed_case_is_in_the_total_and_nowhere_else(
    office: Office, wang: Person, browser: Browser
) -> None:
    sealed = replace(
        WAGES, petition_class=PetitionClass.ACCUSATION, way=WayCode.DISCIPLINE,
        unit="discipline", matter_id=None, text="科长收红包",
    )  # fmt: skip
    await register(office, wang, sealed)
    boss = await office.staff("领导", Role.DIRECTOR, None)
    page = await enter(browser, boss, "统计 本月")
    assert "<dt>收到</dt><dd>1</dd>" in page
    assert "<td>1</td>" not in page


async def test_a_link_used_twice_is_refused_politely(office: Office, browser: Browser) -> None:
    boss = await office.staff("领导", Role.DIRECTOR, None)
    await enter(browser, boss, "统计 本月")
    link = urlsplit(re.findall(r'href="([^"]+)"', boss.last.text)[0].replace("&amp;", "&"))
    again = browser.make_url(f"{link.path}?{link.query}")
    async with ClientSession() as stranger, stranger.get(again) as response:
        assert response.status == 410
