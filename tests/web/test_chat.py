"""A visitor talks with the bot over the socket: real server, real dispatcher, real storage."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.conftest import HandClock
from tests.web.conftest import Browser, House, letters, open_house


async def test_a_visitor_is_greeted_once_and_answered_with_buttons(browser: Browser) -> None:
    async with browser.tab() as tab:
        greeting = await tab.bot()
        assert letters(greeting).startswith("您好，这里是信访局。")
        assert {"t": "b", "c": ["信访局"]} in greeting["message"]["text"]
        answer = await tab.says("老板拖欠工资")
        assert letters(answer) == "您说的是：老板拖欠工资"
        labels = [[b["text"] for b in row] for row in answer["message"]["buttons"]]
        assert labels == [["就是这个", "不对，换一个"], ["看法律原文"], ["转人工"]]
    async with browser.tab() as tab:
        frames = await tab.settled()
        assert [letters(f) for f in frames if f["kind"] == "message"][1:] == [
            "老板拖欠工资",
            "您说的是：老板拖欠工资",
        ]


async def test_a_pressed_button_changes_its_message(browser: Browser) -> None:
    async with browser.tab() as tab:
        answer = await tab.says("楼上漏水")
        while "楼上漏水" not in letters(answer):
            answer = await tab.bot()
        pressed = await tab.press(answer, "就是这个")
        edit = await tab.next("edit")
        assert edit["message"]["id"] == answer["message"]["id"]
        assert letters(edit) == "您说的是：楼上漏水\n✅ 已选 yes"
        assert "buttons" not in edit["message"]
        toast = next((f for f in tab.heard if f["kind"] == "toast"), None)
        assert toast is not None
        assert (toast["id"], toast["text"]) == (pressed, "好的")


async def test_a_button_that_is_no_longer_there_is_told_to_have_expired(
    browser: Browser,
) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        answer = await tab.says("路灯不亮")
        first = await tab.press(answer, "就是这个")
        await tab.next("edit")
        await tab.send("press", message=answer["message"]["id"], data="yes", id=first)
        await tab.next("ack")
        assert "expired" not in [frame["kind"] for frame in tab.heard]
        again = await tab.press(answer, "不对，换一个")
        assert (await tab.next("expired"))["id"] == again
        assert (await tab.next("ack"))["id"] == again


async def test_nobody_presses_what_no_message_offers(browser: Browser) -> None:
    async with browser.tab() as tab:
        greeting = await tab.bot()
        forged = await tab.send("press", message=greeting["message"]["id"], data="person")
        assert (await tab.next("expired"))["id"] == forged


async def test_what_was_missed_is_shown_when_the_browser_comes_back(
    house: House, browser: Browser
) -> None:
    async with browser.tab() as tab:
        await tab.settled()
        answer = await tab.says("第一件")
        while "第一件" not in letters(answer):
            answer = await tab.bot()
        seen = max(frame.get("seq", 0) for frame in tab.heard)
    person = (await house.people.arrive("web", await _external(browser))).person_id
    await house.channel.bot.send_message(person, "您的事项已受理")
    await house.channel.bot.edit_message_text(
        "改过的话", chat_id=person, message_id=answer["message"]["id"]
    )
    async with browser.tab(since=seen) as tab:
        frames = await tab.settled()
        told = [(f["kind"], letters(f)) for f in frames if "message" in f]
        assert told == [("message", "您的事项已受理"), ("edit", "改过的话")]
    async with browser.tab() as tab:
        fresh = [f for f in await tab.settled() if "message" in f]
        assert [letters(f) for f in fresh][-2:] == ["改过的话", "您的事项已受理"]
        assert {f["kind"] for f in fresh} == {"message"}


async def test_the_same_words_sent_again_are_taken_once(house: House, browser: Browser) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        sent = await tab.send("text", text="我要反映")
        await tab.bot()
        await tab.send("text", text="我要反映", id=sent)
        assert (await tab.next("ack"))["id"] == sent
    async with browser.tab() as tab:
        await tab.send("text", text="我要反映", id=sent)
        await tab.next("ack")
        await house.intake.idle()
        words = [letters(f) for f in await tab.settled() if f["kind"] == "message"]
    assert words.count("我要反映") == 1
    assert words.count("您说的是：我要反映") == 1


async def test_the_same_words_from_two_tabs_at_once_are_taken_once(
    house: House, browser: Browser
) -> None:
    async with browser.tab() as one, browser.tab() as two:
        await one.settled()
        await two.settled()
        sent = await one.send("text", text="同时")
        await two.send("text", text="同时", id=sent)
        await asyncio.gather(one.next("ack"), two.next("ack"))
        await house.intake.idle()
    async with browser.tab() as tab:
        words = [letters(f) for f in await tab.settled() if f["kind"] == "message"]
    assert words.count("同时") == words.count("您说的是：同时") == 1


async def test_a_restart_loses_nothing_and_repeats_nothing(
    tmp_path: Path, clock: HandClock
) -> None:
    async with open_house(tmp_path, clock) as before:
        browser = before.browser()
        async with browser.tab() as tab:
            await tab.bot()
            sent = await tab.send("text", text="停电了")
            await tab.next("ack")
            await tab.bot()
            cookies = browser.session.cookie_jar
            values = {cookie.key: cookie.value for cookie in cookies}
    async with open_house(tmp_path, clock) as after:
        again = after.browser()
        again.session.cookie_jar.update_cookies(values)
        async with again.tab() as tab:
            await tab.send("text", text="停电了", id=sent)
            await tab.next("ack")
            await after.intake.idle()
            said = [letters(f) for f in await tab.settled() if f["kind"] == "message"]
        async with again.tab() as tab:
            said = [letters(f) for f in await tab.settled() if f["kind"] == "message"]
        assert said.count("停电了") == said.count("您说的是：停电了") == 1


async def test_two_tabs_of_one_visitor_show_the_same(browser: Browser) -> None:
    async with browser.tab() as one, browser.tab() as two:
        await one.bot()
        await two.bot()
        await one.send("text", text="都看得到")
        assert [letters(await two.next("message")) for _ in range(2)] == [
            "都看得到",
            "您说的是：都看得到",
        ]


async def test_visitors_never_hear_one_another(house: House) -> None:
    async with house.browser().tab() as wang, house.browser().tab() as li:
        await wang.bot()
        await li.bot()
        await wang.says("只说给我听")
        await li.says("另一个人")
        assert not [f for f in li.heard if "message" in f and "只说给我听" in letters(f)]


async def test_typing_is_shown_and_what_is_taken_back_disappears(browser: Browser) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        await tab.says("慢慢说")
        assert "typing" in [frame["kind"] for frame in tab.heard]
        await tab.send("text", text="收回")
        removed = await tab.next("delete")
    async with browser.tab() as tab:
        ids = [f["message"]["id"] for f in await tab.settled() if f["kind"] == "message"]
    assert removed["message"]["id"] not in ids


async def test_ten_thousand_characters_arrive_whole_and_one_more_is_refused(
    browser: Browser,
) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        long = "冤😀" * 5000
        assert letters(await tab.says(long)) == f"您说的是：{long}"
        refused = await tab.send("text", text=long + "屈")
        frame = await tab.next("refused")
        assert (frame["id"], frame["why"]) == (refused, "too_long")


async def test_markup_that_somebody_types_stays_words(browser: Browser) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        typed = "<script>alert(1)</script> & <b>"
        assert letters(await tab.says(typed)) == f"您说的是：{typed}"


async def test_nonsense_is_refused_and_the_line_stands(browser: Browser) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        for raw in ("{", "[]", '{"kind":"text","id":"x","text":"a"}', '{"kind":"boom"}'):
            await tab.socket.send_str(raw)
            assert (await tab.next("refused"))["kind"] == "refused"
        await tab.send("text", text=" \u0000 ")
        assert (await tab.next("refused"))["why"] == "empty"
        await tab.send("press", message=True, data="x")
        assert (await tab.next("refused"))["why"] == "message"
        assert letters(await tab.says("还在吗\ud800")).startswith("您说的是：还在吗")


async def test_a_place_arrives_as_a_place(browser: Browser) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        await tab.send("location", latitude=34.684, longitude=112.483, accuracy=30)
        mine = await tab.next("message")
        assert mine["message"]["location"]["latitude"] == 34.684
        assert letters(await tab.bot()) == "收到位置 34.684"
        await tab.send("location", latitude=91, longitude=0)
        assert (await tab.next("refused"))["why"] == "location"


async def test_large_type_is_remembered_with_the_person(house: House, browser: Browser) -> None:
    async with browser.tab() as tab:
        assert (await tab.next("hello"))["elder"] is False
        await tab.send("elder", on=True)
        await tab.says("好了")
    async with browser.tab() as tab:
        assert (await tab.next("hello"))["elder"] is True
        person = (await house.people.arrive("web", await _external(browser))).person_id
        await tab.settled()
        await house.people.set_elder(person, elder=False)
        await tab.send("text", text="换回来")
        assert (await tab.next("person"))["elder"] is False


async def test_who_talks_too_fast_is_asked_to_wait_and_then_heard(browser: Browser) -> None:
    async with browser.tab() as tab:
        await tab.bot()
        sent = [await tab.send("text", text=f"第{n}句") for n in range(60)]
        slow = await tab.next("slow")
        assert slow["id"] in sent
        assert 0 < slow["wait"] <= 1
        await asyncio.sleep(slow["wait"] + 0.1)
        while slow["kind"] != "ack":
            await tab.send("text", text="再说一次", id=slow["id"])
            slow = await tab.next("slow", "ack")
            await asyncio.sleep(slow.get("wait", 0))


async def test_the_staff_page_does_not_greet_like_a_citizen(browser: Browser) -> None:
    async with browser.tab(room="office") as tab:
        assert [f["kind"] for f in await tab.settled()] == ["hello", "ready"]


async def _external(browser: Browser) -> str:
    from handlers.web.security import COOKIE, external_id

    cookies = {cookie.key: cookie.value for cookie in browser.session.cookie_jar}
    return external_id(cookies[COOKIE])
