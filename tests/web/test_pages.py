"""Pages, headers, cookies and the ways in."""

from __future__ import annotations

import json
import re

import pytest
from aiohttp import WSServerHandshakeError

from handlers.web.frames import LONGEST
from handlers.web.security import COOKIE, Pace, external_id, local_path
from knowledge.procedure import Role
from tests.web.conftest import Browser, House, letters


async def test_the_page_runs_nothing_but_our_own_files(browser: Browser) -> None:
    async with browser.session.get("/") as page:
        text = await page.text()
        policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"
    assert not re.search(r"\son\w+=|style=|javascript:|https?://", text)
    scripts = re.findall(r"<script([^>]*)>([^<]*)", text)
    assert [inside for attributes, inside in scripts if "json" not in attributes] == ["", ""]
    config = json.loads(next(inside for attributes, inside in scripts if "json" in attributes))
    assert config["longest"] == LONGEST
    assert {"转人工", "我的事项"} <= {item["text"] for item in config["quick"]}


async def test_every_file_of_the_page_is_there_and_may_be_kept(browser: Browser) -> None:
    async with browser.session.get("/") as page:
        text = await page.text()
    found = set(re.findall(r'"(/static/[^"]+)"', text))
    assert len(found) == 5
    for address in found:
        async with browser.session.get(address) as file:
            assert file.status == 200
            assert "immutable" in file.headers["Cache-Control"]
    async with browser.session.get("/static/old/main.js") as stale:
        assert stale.headers["Cache-Control"] == "no-cache"
    for wrong in ("/static/x/none.js", "/static/x/..%2Fpages.py", "/static/x/%2e%2e"):
        async with browser.session.get(wrong) as missing:
            assert missing.status == 404


async def test_a_visitor_keeps_the_cookie_and_scripts_cannot_read_it(browser: Browser) -> None:
    async with browser.session.get("/") as first:
        cookie = first.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    async with browser.session.get("/office") as second:
        assert second.cookies[COOKIE].value == first.cookies[COOKIE].value


async def test_the_staff_page_waits_with_the_invitation(browser: Browser) -> None:
    async with browser.session.get("/office?invite=ABCD-EFGH-JKLM") as page:
        text = await page.text()
    assert '"invite": "ABCD-EFGH-JKLM"' in text
    assert "工作台" in text
    async with browser.session.get('/office?invite="><script>') as page:
        assert '"invite": ""' in await page.text()


async def test_the_house_says_that_it_stands(browser: Browser) -> None:
    async with browser.session.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_sites_page_gets_no_line(browser: Browser, origin: str | None) -> None:
    async with browser.session.get("/"):
        pass
    with pytest.raises(WSServerHandshakeError) as refused:
        await browser.session.ws_connect("/ws", origin=origin)
    assert refused.value.status == 403


async def test_a_browser_without_cookie_gets_no_line(browser: Browser) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await browser.session.ws_connect("/ws", origin=browser.base)
    assert refused.value.status == 401


async def test_a_visitor_cannot_hold_any_number_of_lines(house: House) -> None:
    browser = house.browser()
    async with browser.session.get("/"):
        pass
    lines = [await browser.session.ws_connect("/ws", origin=browser.base) for _ in range(8)]
    for line in lines:
        await line.receive()
    with pytest.raises(WSServerHandshakeError) as refused:
        await browser.session.ws_connect("/ws", origin=browser.base)
    assert refused.value.status == 429
    for line in lines:
        await line.close()


async def test_a_ticket_makes_the_browser_its_owners_once(house: House, browser: Browser) -> None:
    clerk = await house.people.arrive("telegram", "42", name="李科")
    await house.channel.bot.send_message(clerk.person_id, "早上好，李科")
    ticket = await house.people.ticket(clerk.person_id)
    path = f"/office/enter?ticket={ticket}&next=/office"
    async with browser.session.get(path, allow_redirects=False) as entered:
        assert (entered.status, entered.headers["Location"]) == (303, "/office")
        token = entered.cookies[COOKIE].value
    assert (await house.people.arrive("web", external_id(token))).person_id == clerk.person_id
    async with browser.tab(room="office") as tab:
        assert "早上好，李科" in [letters(f) for f in await tab.settled() if "message" in f]
    async with browser.session.get(path) as again:
        assert again.status == 410
        assert "已经用过" in await again.text()
    ticket = await house.people.ticket(clerk.person_id)
    async with browser.session.get(
        f"/office/enter?ticket={ticket}&next=//evil.example", allow_redirects=False
    ) as entered:
        assert entered.headers["Location"] == "/office"
        assert entered.cookies[COOKIE].value == token, "the same person keeps the same browser"


async def test_a_link_on_another_site_must_be_confirmed(house: House, browser: Browser) -> None:
    somebody = await house.people.arrive("telegram", "43")
    ticket = await house.people.ticket(somebody.person_id)
    path, cross = f"/office/enter?ticket={ticket}", {"Sec-Fetch-Site": "cross-site"}
    async with browser.session.get(path, headers={"Sec-Purpose": "prefetch"}) as early:
        assert early.status == 503
    async with browser.session.get(path, headers=cross) as asked:
        assert asked.status == 200
        assert COOKIE not in asked.cookies
        assert ticket in await asked.text()
    form = {"ticket": ticket, "next": "/office"}
    async with browser.session.post("/office/enter", data=form) as refused:
        assert refused.status == 403
    own = {"Origin": browser.base}
    async with browser.session.post(
        "/office/enter", data=form, headers=own, allow_redirects=False
    ) as entered:
        assert entered.status == 303
        assert COOKIE in entered.cookies


async def test_who_leaves_a_shared_machine_leaves_nothing(browser: Browser) -> None:
    async with browser.session.get("/") as page:
        before = page.cookies[COOKIE].value
    async with browser.session.post("/leave", allow_redirects=False) as refused:
        assert refused.status == 403
    own = {"Origin": browser.base}
    async with browser.session.post("/leave", headers=own, allow_redirects=False) as left:
        assert left.status == 303
        assert "storage" in left.headers["Clear-Site-Data"]
    async with browser.session.get("/") as page:
        assert page.cookies[COOKIE].value != before


async def test_an_error_is_told_in_plain_words(browser: Browser) -> None:
    html = {"Accept": "text/html"}
    async with browser.session.get("/nowhere", headers=html) as missing:
        assert missing.status == 404
        assert "没有这个页面" in await missing.text()
    async with browser.session.get("/upload", headers=html) as wrong:
        assert (wrong.status, wrong.headers["Allow"]) == (405, "POST")
    async with browser.session.get("/nowhere") as missing:
        assert (await missing.json())["why"] == 404


async def test_a_broken_part_shows_no_traceback(house: House, browser: Browser) -> None:
    async with browser.session.get("/"):
        pass
    await house.people._database.close()

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    house.people.arrive = broken  # type: ignore[method-assign, assignment]
    async with browser.session.get("/files/x?m=1", headers={"Accept": "text/html"}) as failed:
        text = await failed.text()
    assert failed.status == 500
    assert "secret" not in text
    assert "出了点问题" in text


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/office/statistics?a=1", "/office/statistics?a=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/x\nSet-Cookie: a", "/"),
        ("", "/"),
    ],
)
def test_a_redirect_never_leaves_the_house(asked: str, given: str) -> None:
    assert local_path(asked, otherwise="/") == given


def test_each_visitor_has_a_pace_of_his_own() -> None:
    time = [0.0]
    pace = Pace(burst=2, per_second=1, now=lambda: time[0], most=2)
    assert [pace.wait(1), pace.wait(1)] == [0, 0]
    assert pace.wait(1) == 1
    assert pace.wait(2) == 0
    time[0] = 1.5
    assert pace.wait(1) == 0
    assert pace.wait(1) == 0.5


async def test_an_invited_clerk_joins_on_the_staff_page(house: House, browser: Browser) -> None:
    invited = await house.people.invite(Role.CLERK, unit="market", by=None)
    async with browser.tab(room="office") as tab:
        await tab.settled()
        assert letters(await tab.says(f"/start {invited.code}")).startswith("您好")
