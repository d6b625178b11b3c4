"""The page in a real Chromium: what a person with a phone, a mouse or only a keyboard does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import (
    Browser,
    FilePayload,
    Locator,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

from handlers.web.security import COOKIE, external_id
from knowledge.procedure import Role
from tests.conftest import HandClock
from tests.web.conftest import House, open_house
from tests.web.echo import PNG

pytestmark = pytest.mark.browser

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --use-fake-ui-for-media-stream"
    " --use-fake-device-for-media-stream"
)
PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1280, height=860)
NAMELESS = """() => [...document.querySelectorAll("button, a, input, textarea, audio")]
    .filter((e) => e.offsetParent !== null && e.type !== "file")
    .filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.length))
    .map((e) => e.outerHTML)"""
SMALL = """() => [...document.querySelectorAll("main button, header button, a.choice")]
    .filter((e) => e.offsetParent !== null && e.getBoundingClientRect().height < 43.5)
    .map((e) => e.outerHTML)"""
WIDTH = "(e) => e.clientWidth"
COVERED = """() => {
    const log = document.querySelector("#log").getBoundingClientRect();
    return [...document.querySelectorAll(".foot, .foot button")]
        .filter((e) => e.offsetParent !== null)
        .some((e) => e.getBoundingClientRect().top < log.bottom - 0.5);
}"""
WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Reader:
    """A person at the page."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    async def says(self, text: str) -> None:
        await self.page.locator("#words").fill(text)
        await self.page.locator("#send").click()

    def bubbles(self, text: str) -> Locator:
        return self.page.locator(".msg").filter(has_text=text)

    def button(self, label: str) -> Locator:
        return self.page.locator("#log").get_by_role("button", name=label).last


@pytest.fixture
async def chrome(chromium: str) -> AsyncIterator[Browser]:
    """A Chromium without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield browser
        await browser.close()


@asynccontextmanager
async def reading(
    chrome: Browser, house: House, *, path: str = "/", size: ViewportSize = DESK, **more: Any
) -> AsyncIterator[Reader]:
    """Open the page; at the end nothing may have gone wrong in its scripts."""
    context = await chrome.new_context(viewport=size, **more)
    page = await context.new_page()
    reader = Reader(page)
    page.on("pageerror", lambda error: reader.complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            reader.complaints.append(said.text) if "Security Policy" in said.text else None
        ),
    )
    await page.goto(house.base + path)
    await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
    yield reader
    assert not reader.complaints
    await context.close()


async def test_a_person_types_is_answered_and_presses_a_button(
    chrome: Browser, house: House
) -> None:
    async with reading(chrome, house) as reader:
        await expect(reader.bubbles("您好，这里是信访局")).to_have_count(1)
        await reader.says("老板<b>拖欠</b>工资\n三个月了")
        answer = reader.bubbles("您说的是")
        await expect(answer).to_contain_text("老板<b>拖欠</b>工资")
        await expect(reader.page.locator(".msg.me")).to_have_count(1)
        await expect(reader.page.locator(".msg.pending")).to_have_count(0)
        await reader.button("就是这个").click()
        await expect(answer).to_contain_text("已选 yes")
        await expect(answer.get_by_role("button")).to_have_count(0)
        await expect(answer.locator(".picked")).to_have_text("已选：就是这个")
        await expect(reader.page.locator("#note")).to_have_text("好的")
        await reader.says("还有一件")
        link = reader.page.get_by_role("link", name="看法律原文").last
        assert await link.get_attribute("href") == "https://flk.npc.gov.cn/"
        assert await link.get_attribute("rel") == "noopener noreferrer"
        await reader.button("转人工").click()
        dialog = reader.page.get_by_role("dialog")
        await expect(dialog).to_contain_text("已为您转人工")
        await dialog.get_by_role("button", name="知道了").click()
        await expect(dialog).to_be_hidden()


async def test_the_keyboard_alone_is_enough(chrome: Browser, house: House) -> None:
    async with reading(chrome, house) as reader:
        keys, focused = reader.page.keyboard, reader.page.locator(":focus")
        await keys.press("Tab")
        await expect(focused).to_have_text("跳到输入框")
        await keys.press("Enter")
        await expect(focused).to_have_id("words")
        await keys.type("路灯不亮")
        await keys.press("Shift+Enter")
        await keys.type("三天了")
        await keys.press("Enter")
        await expect(reader.bubbles("您说的是：路灯不亮\n三天了")).to_have_count(1)
        await expect(focused).to_have_id("words")
        while "就是这个" not in await focused.inner_text():
            await keys.press("Shift+Tab")
        await keys.press("Enter")
        await expect(reader.bubbles("已选 yes")).to_have_count(1)
        # The button has gone; the keyboard is on the message it belonged to.
        await expect(focused).to_contain_text("已选 yes")
        await reader.page.locator("#more").focus()
        await keys.press("Enter")
        await expect(reader.page.get_by_role("button", name="使用帮助")).to_be_visible()
        await keys.press("Escape")
        await expect(focused).to_have_id("more")


async def test_a_screen_reader_finds_its_way(chrome: Browser, house: House) -> None:
    async with reading(chrome, house) as reader:
        await reader.says("图片")
        await expect(reader.page.locator(".picture img")).to_be_visible()
        await reader.says("表格")
        await expect(reader.page.get_by_role("link", name="下载文件 本月统计.csv")).to_be_visible()
        log = reader.page.get_by_role("log", name="对话记录")
        await expect(log).to_have_attribute("aria-busy", "false")
        await expect(reader.page.get_by_role("textbox", name="请输入您要说的话")).to_be_visible()
        assert await reader.page.evaluate(NAMELESS) == []
        assert await reader.page.evaluate("document.documentElement.lang") == "zh-Hans"


@pytest.mark.parametrize("width", [320, 360, 412])
async def test_a_phone_never_scrolls_sideways_and_every_button_can_be_hit(
    chrome: Browser, house: House, width: int
) -> None:
    size = ViewportSize(width=width, height=740)
    async with reading(chrome, house, size=size, is_mobile=True, has_touch=True) as reader:
        await reader.says("https://example.cn/" + "a" * 200)
        await expect(reader.bubbles("您说的是")).to_have_count(1)
        for _ in range(2):
            await reader.page.locator("#attach").tap()
            await expect(reader.page.get_by_role("button", name="拍照")).to_be_visible()
            assert not await reader.page.evaluate(WIDE)
            assert await reader.page.evaluate(SMALL) == []
            await reader.page.locator("#attach").tap()
            await reader.page.locator("#about-open").tap()
            await expect(reader.page.get_by_role("link", name="110")).to_be_visible()
            assert not await reader.page.evaluate(WIDE)
            await reader.page.locator("#about-close").tap()
            await reader.page.locator("#large").tap()


@pytest.mark.parametrize("width", [360, 375, 390, 412])
@pytest.mark.parametrize("large", [False, True])
async def test_the_header_of_a_phone_is_one_line(
    chrome: Browser, house: House, width: int, *, large: bool
) -> None:
    size = ViewportSize(width=width, height=740)
    async with reading(chrome, house, size=size, is_mobile=True, has_touch=True) as reader:
        if large:
            await reader.page.locator("#large").tap()
        name = reader.page.locator(".names h1")
        height, letter = await name.evaluate(
            "(e) => [e.offsetHeight, parseFloat(getComputedStyle(e).fontSize)]"
        )
        assert height < 2 * letter
        await expect(name).to_have_js_property("scrollWidth", await name.evaluate(WIDTH))


@pytest.mark.parametrize("large", [False, True])
async def test_a_long_card_begins_in_sight_and_its_buttons_wait_above_the_composer(
    chrome: Browser, house: House, *, large: bool
) -> None:
    async with reading(chrome, house, size=PHONE, is_mobile=True, has_touch=True) as reader:
        page = reader.page
        if large:
            await page.locator("#large").tap()
        await reader.says("长卡片")
        card = reader.bubbles("卡片开头")
        await expect(card.get_by_text("卡片开头")).to_be_in_viewport()
        docked = page.locator("#docked").get_by_role("button")
        await expect(docked).to_have_text(["就是这个", "不对，换一个"])
        await expect(page.locator("#down")).to_be_visible()
        assert not await page.evaluate(COVERED), "what lies on the log covers its words"
        assert not await page.evaluate(WIDE)
        assert await page.evaluate(SMALL) == []
        await page.locator("#down").tap()
        await expect(card.get_by_role("button", name="就是这个")).to_be_in_viewport()
        await expect(page.locator("#dock")).to_be_hidden()
        await page.mouse.move(180, 300)
        await page.mouse.wheel(0, -500)
        await docked.first.tap()
        await expect(card).to_contain_text("已选 yes")
        await expect(page.locator("#docked")).to_be_hidden()


async def test_the_way_down_is_offered_without_choices_too(chrome: Browser, house: House) -> None:
    async with reading(chrome, house, size=PHONE) as reader:
        page = reader.page
        await reader.says("哪个街道")
        await expect(page.get_by_role("button", name="往下看")).to_be_visible()
        await expect(page.locator("#docked")).to_be_hidden()
        assert not await page.evaluate(COVERED)
        await page.get_by_role("button", name="往下看").click()
        await expect(page.locator("#dock")).to_be_hidden()
        await expect(reader.button("第19街道")).to_be_in_viewport()


async def test_choices_never_stand_under_another_message_than_their_own(
    chrome: Browser, house: House
) -> None:
    async with reading(chrome, house, size=PHONE) as reader:
        page = reader.page
        await reader.says("长卡片再来通知")
        await expect(page.get_by_role("button", name="有新消息")).to_be_visible()
        await expect(page.locator("#docked")).to_be_hidden()
        await page.get_by_role("button", name="有新消息").click()
        await expect(reader.button("评价")).to_be_in_viewport()


async def test_the_keyboard_reaches_docked_choices_and_is_not_lost(
    chrome: Browser, house: House
) -> None:
    async with reading(chrome, house, size=PHONE) as reader:
        await reader.says("长卡片")
        docked = reader.page.locator("#docked").get_by_role("button", name="就是这个")
        await docked.focus()
        await reader.page.keyboard.press("Enter")
        await expect(reader.bubbles("已选 yes")).to_have_count(1)
        await expect(reader.page.locator(":focus")).to_have_count(1)


async def test_large_type_lasts_and_the_bot_knows(chrome: Browser, house: House) -> None:
    async with reading(chrome, house, size=PHONE) as reader:
        root, large = reader.page.locator("html"), reader.page.locator("#large")
        await expect(large).to_have_attribute("aria-pressed", "false")
        before = await reader.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        await large.click()
        await expect(root).to_have_attribute("data-size", "large")
        after = await reader.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert after >= before * 1.3
        await reader.says("好了")
        await expect(reader.bubbles("您说的是：好了")).to_have_count(1)
        person = (await house.people.arrive("web", await external(reader.page))).person_id
        assert (await house.people.preferences(person)).elder
        await reader.page.reload()
        await expect(root).to_have_attribute("data-size", "large")
        await expect(large).to_have_attribute("aria-pressed", "true")
        await house.people.set_elder(person, elder=False)
        await reader.says("换回来")
        await expect(large).to_have_attribute("aria-pressed", "false")


async def test_what_is_said_while_the_line_is_down_is_sent_once_and_what_was_missed_is_shown(
    chrome: Browser, tmp_path: Path, clock: HandClock
) -> None:
    async with open_house(tmp_path, clock) as before:
        port = before.server.port
        context = await chrome.new_context(viewport=DESK)
        page = await context.new_page()
        await page.goto(before.base)
        reader = Reader(page)
        await reader.says("第一件")
        await expect(reader.bubbles("您说的是：第一件")).to_have_count(1)
        person = (await before.people.arrive("web", await external(page))).person_id
    await expect(page.locator("#line")).to_contain_text("重新连接")
    await reader.says("断线时说的")
    await expect(page.locator(".msg.pending")).to_contain_text("等待发送")
    async with open_house(tmp_path, clock, port=port) as after:
        await after.channel.bot.send_message(person, "您离开时的通知")
        await expect(reader.bubbles("您说的是：断线时说的")).to_have_count(1, timeout=20_000)
        await expect(page.locator(".rule.missed")).to_have_text("以下是您离开期间的消息")
        await expect(reader.bubbles("您离开时的通知")).to_have_count(1)
        await expect(page.locator(".msg.pending")).to_have_count(0)
        await expect(page.locator(".msg.me").filter(has_text="断线时说的")).to_have_count(1)
        assert await page.evaluate("Object.keys(localStorage).filter((k) => /out/.test(k))") == []
        await page.reload()
        await expect(page.locator(".msg.me")).to_have_count(2)
        await context.close()


async def test_what_waits_survives_a_reload(
    chrome: Browser, tmp_path: Path, clock: HandClock
) -> None:
    async with open_house(tmp_path, clock) as before:
        port = before.server.port
        context = await chrome.new_context(viewport=DESK)
        page = await context.new_page()
        await page.goto(before.base)
        await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
    reader = Reader(page)
    await reader.says("没发出去的话")
    await page.locator("#words").fill("写了一半")
    async with open_house(tmp_path, clock, port=port) as after:
        await page.goto(after.base)
        await expect(reader.bubbles("您说的是：没发出去的话")).to_have_count(1, timeout=20_000)
        await expect(page.locator(".msg.me")).to_have_count(1)
        await expect(page.locator("#words")).to_have_value("写了一半")
        await context.close()


async def test_too_long_a_text_is_told_before_it_is_sent(chrome: Browser, house: House) -> None:
    async with reading(chrome, house) as reader:
        await reader.says("字" * 10_001)
        await expect(reader.page.locator("#note")).to_contain_text(
            "一次最多 10000 字，现在有 10001"
        )
        assert len(await reader.page.locator("#words").input_value()) == 10_001
        await expect(reader.page.locator(".msg.me")).to_have_count(0)
        await reader.says("😀" * 10_000)
        await expect(reader.page.locator(".msg.bot").last).to_contain_text("😀😀")


async def test_photos_papers_and_voice_go_up_and_are_shown(
    chrome: Browser, house: House, tmp_path: Path
) -> None:
    async with reading(chrome, house) as reader:
        page = reader.page
        photo = FilePayload(name="现场.png", mimeType="image/png", buffer=PNG)
        await page.locator("#file-photo").set_input_files([photo])
        await expect(reader.bubbles("收到photo")).to_have_count(1)
        await expect(page.locator(".msg.me img")).to_have_attribute("alt", "图片")
        paper = FilePayload(name="合同.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")
        await page.locator("#file-document").set_input_files([paper])
        await expect(reader.bubbles("收到document，8字节")).to_have_count(1)
        async with page.expect_download() as download:
            await page.get_by_role("link", name="下载文件 合同.pdf").click()
        assert (await download.value).suggested_filename == "合同.pdf"
        wrong = FilePayload(name="程序.exe", mimeType="", buffer=b"MZ")
        await page.locator("#file-document").set_input_files([wrong])
        await expect(page.locator(".msg.failed")).to_contain_text("“程序.exe”这种文件不能发")
        large = tmp_path / "很大.pdf"
        large.write_bytes(b"%PDF-" + bytes(21 * 1024 * 1024))
        await page.locator("#file-document").set_input_files(large)
        await expect(page.locator("#note")).to_contain_text("“很大.pdf”太大了")
        await page.locator("#attach").click()
        await page.locator("#record").click()
        await expect(page.locator("#recorder")).to_be_visible()
        await page.wait_for_timeout(1100)
        await page.locator("#record-stop").click()
        await expect(reader.bubbles("收到voice")).to_have_count(1)
        await expect(page.locator(".msg.me audio")).to_have_count(1)


async def test_a_place_is_told_by_one_tap(chrome: Browser, house: House) -> None:
    spot = {"latitude": 34.684, "longitude": 112.483}
    async with reading(chrome, house, permissions=["geolocation"], geolocation=spot) as reader:
        await reader.page.locator("#attach").click()
        await reader.page.get_by_role("button", name="位置", exact=True).click()
        await expect(reader.bubbles("收到位置 34.684")).to_have_count(1)


async def test_the_quick_row_says_it_for_you(chrome: Browser, house: House) -> None:
    async with reading(chrome, house, size=PHONE) as reader:
        await reader.page.locator("#quick").get_by_role("button", name="转人工").click()
        await expect(reader.bubbles("您说的是：转人工")).to_have_count(1)
        await reader.page.locator("#more").click()
        await reader.page.get_by_role("button", name="用编号查进度").click()
        await expect(reader.bubbles("您说的是：查询")).to_have_count(1)
        await expect(reader.page.locator("#more-list")).to_be_hidden()


@pytest.mark.parametrize("path", ["/office?invite=ABCD-EFGH-JKLM", "/office#ABCD-EFGH-JKLM"])
async def test_an_invitation_is_accepted_by_one_button(
    chrome: Browser, house: House, path: str
) -> None:
    async with reading(chrome, house, path=path) as reader:
        await expect(reader.page.locator(".invite code")).to_have_text("ABCD-EFGH-JKLM")
        assert "ABCD" not in reader.page.url
        await reader.page.get_by_role("button", name="加入", exact=True).click()
        await expect(reader.bubbles("/start ABCD-EFGH-JKLM")).to_have_count(1)
        await expect(reader.bubbles("您好，这里是信访局")).to_have_count(1)


async def test_a_clerk_finds_the_work_in_the_quick_row(chrome: Browser, house: House) -> None:
    async with reading(chrome, house, path="/office", size=PHONE) as reader:
        quick = reader.page.locator("#quick").get_by_role("button")
        await expect(quick).to_have_text(["更多"])
        person = (await house.people.arrive("web", await external(reader.page))).person_id
        invited = await house.people.invite(Role.CLERK, unit="market", by=None)
        await house.people.join(invited.code, person)
        await reader.says("好了")
        await expect(quick).to_have_text(["收件箱", "统计", "更多"])


async def test_a_button_pressed_twice_is_sent_once(chrome: Browser, house: House) -> None:
    async with reading(chrome, house) as reader:
        await reader.says("楼上漏水")
        yes = reader.button("就是这个")
        await yes.wait_for()
        await yes.evaluate("(button) => { button.click(); button.click(); }")
        await expect(reader.bubbles("已选 yes")).to_have_count(1)
        assert "过期" not in await reader.page.locator("#note").inner_text()


async def external(page: Page) -> str:
    """The address of the page's visitor in the case book."""
    cookies = await page.context.cookies()
    return external_id(next(c["value"] for c in cookies if c["name"] == COOKIE))
