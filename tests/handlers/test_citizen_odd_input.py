"""Whatever people send, the answer is a polite Chinese sentence, and nothing is lost."""

from __future__ import annotations

import logging
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from handlers.citizen.form import LONGEST_TEXT
from knowledge.advice import Advice
from storage.files import LIMIT

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList
    from tests.kit import Office, Person

WAGES = "老板三个月没发工资，一共欠我一万八，我在五股路的工地上干活"

ODD = (
    ("   ", "没有收到字"),
    ("我", "多说几句"),
    ("😭😭😭", "表情"),
    ("https://example.com/a?b=1", "链接"),
    ("My boss did not pay me", "中文"),
    ("13 14 ???", "看不明白"),
    ("您好，在吗？", "我在"),
    ("我想投诉一下", "您请说"),
    ("你们这帮吃干饭的王八蛋", "委屈"),
    ("/nonsense", "有事直接说"),
)


@pytest.mark.parametrize(("text", "said"), ODD)
async def test_odd_text_gets_its_own_answer(wang: Person, text: str, said: str) -> None:
    await wang.says(text)
    assert wang.heard, "silence is no answer"
    assert said in wang.said


@pytest.mark.parametrize(("text", "said"), ODD)
async def test_odd_text_in_a_form_leaves_the_question_where_it_is(
    office: Office, wang: Person, text: str, said: str
) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    await wang.says(text)
    assert wang.heard
    await wang.registers_rest()
    assert len(await office.casebook.mine(await office.actor(wang))) == 1


@pytest.mark.parametrize(("text", "said"), ODD)
async def test_odd_text_under_a_card_leaves_the_card_in_force(
    wang: Person, text: str, said: str
) -> None:
    await wang.says(WAGES)
    await wang.says(text)
    assert wang.heard
    await wang.registers_rest(first="就是这个")
    assert "登记好了" in wang.last.text


async def test_an_empty_message_is_answered(wang: Person) -> None:
    await wang.says("")
    assert "没有收到字" in wang.said


async def test_a_novel_is_kept_whole(office: Office, wang: Person) -> None:
    text = WAGES + "。" + "我把前前后后都写下来，从去年春天进厂说起，一天一天地说。" * 500
    await wang.says(text)
    assert f"{len(text)}个字" in wang.said
    assert "人力资源和社会保障局" in wang.last.text
    await wang.registers_rest(first="就是这个")
    actor = await office.actor(wang)
    case = (await office.casebook.mine(actor))[0]
    assert len(case.text) <= LONGEST_TEXT
    files = await office.casebook.attachments(case.id, actor)
    assert [file.name for file in files] == ["全文.txt"]
    assert (await office.files.open(files[0].key)).decode() == text


async def test_traditional_characters_are_read(wang: Person) -> None:
    card = await wang.says("老闆三個月沒發工資，我在工地幹活")
    assert "人力资源和社会保障局" in card.text


async def test_a_curse_beside_a_matter_is_passed_over(wang: Person) -> None:
    card = await wang.says("王八蛋老板三个月没发工资，一共欠我一万八")
    assert "人力资源和社会保障局" in card.text
    assert "王八" not in wang.said


async def test_foreign_words_reach_a_person_as_they_were_written(
    office: Office, wang: Person
) -> None:
    await wang.says("My landlord keeps my deposit")
    await wang.presses("转人工")
    await wang.presses("不留姓名")
    await wang.presses("不留电话")
    await wang.presses("确认登记")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert "My landlord keeps my deposit" in case.text


async def test_a_forwarded_message_is_read_like_a_typed_one(wang: Person) -> None:
    await wang.forwards(WAGES)
    assert "转发" in wang.heard[0].text
    assert "就是这个" in wang.last.labels


async def test_a_sticker_is_answered(wang: Person) -> None:
    await wang.sends("sticker")
    assert "贴纸" in wang.said


async def test_a_voice_is_kept_and_a_line_of_text_asked_for(office: Office, wang: Person) -> None:
    await wang.sends("voice", b"spoken words")
    assert "打一行字" in wang.said
    await wang.says(WAGES)
    await wang.registers_rest(first="就是这个")
    actor = await office.actor(wang)
    case = (await office.casebook.mine(actor))[0]
    files = await office.casebook.attachments(case.id, actor)
    assert [await office.files.open(file.key) for file in files] == [b"spoken words"]


async def test_a_photo_with_words_is_a_complaint_with_evidence(
    office: Office, wang: Person
) -> None:
    await wang.sends("photo", b"a photo", caption=WAGES)
    await wang.registers_rest(first="就是这个")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.text == WAGES
    assert case.attachments == 1


@pytest.mark.parametrize(
    "kind", ["photo", "document", "voice", "audio", "video", "video_note", "location"]
)
async def test_every_kind_of_evidence_is_accepted_when_it_is_asked_for(
    office: Office, wang: Person, kind: str
) -> None:
    more: dict[str, Any] = {}
    if kind == "location":
        more = {"latitude": 34.68, "longitude": 112.48}
    await wang.says(WAGES)
    await wang.presses("就是这个")
    await wang.presses("按规定办就行")
    await wang.says("王德福")
    await wang.presses("不留电话")
    await wang.sends(kind, **more)
    await wang.sends(kind, **more)
    assert "共2份" in wang.last.text
    await wang.presses("发完了")
    assert "材料：2份" in wang.last.text
    await wang.presses("确认登记")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.attachments == 2


async def test_a_location_answers_where_it_was(office: Office, wang: Person) -> None:
    await wang.says("楼下烧烤店油烟大得很，天天熏得开不了窗")
    await wang.presses("就是这个")
    await wang.sends("location", latitude=34.68, longitude=112.48)
    assert "34.68" not in wang.last.text
    assert "怎么解决" in wang.last.text
    await wang.registers_rest(stop=True)
    assert "34.68" in wang.last.text


async def test_a_photo_in_the_middle_of_a_question_is_kept_and_the_question_repeated(
    wang: Person,
) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    await wang.sends("photo")
    assert "照片已存好" in wang.last.text
    assert "怎么解决" in wang.last.text


async def test_a_file_that_is_too_large_is_refused_with_its_limit(
    office: Office, wang: Person
) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    await wang.sends("video", b"x", size=LIMIT + 1)
    assert f"{LIMIT // 1024 // 1024}MB" in wang.said
    await wang.registers_rest()
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.attachments == 0


async def test_an_old_message_edited_later_changes_nothing(office: Office, wang: Person) -> None:
    await wang.registers(WAGES)
    await wang.edits("别的什么", message_id=5)
    assert "补充" in wang.said
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.text == WAGES


async def test_in_a_group_nothing_is_discussed(office: Office) -> None:
    zhang = office.person("群里的张")
    zhang.chat = {"id": -100123, "type": "supergroup", "title": "业主群"}
    await zhang.says("/start")
    assert "私聊" in zhang.said
    await zhang.says("@fenliu_bot 物业乱收停车费")
    assert "私聊" in zhang.said
    before = len(zhang.bubbles)
    await zhang.says("晚上一起吃饭")
    assert len(zhang.bubbles) == before, "what is not for us is not answered"


class BrokenDesk:
    """A desk whose every answer is an error that quotes the citizen."""

    def __init__(self, rlist: ResponsibilityList) -> None:
        self.rlist = rlist

    def advise(self, text: str, *, today: date | None = None) -> Advice:
        """Never."""
        raise RuntimeError(text)


async def test_what_breaks_is_told_with_a_code_and_logged_without_words(
    office: Office, wang: Person, caplog: pytest.LogCaptureFixture
) -> None:
    sound = office.desk
    office.desk_in_force.desk = BrokenDesk(office.rlist)  # type: ignore[assignment]
    with caplog.at_level(logging.ERROR):
        await wang.says("我叫王德福，电话13837912345，老板不发工资")
    assert "代号" in wang.last.text
    assert "Traceback" not in wang.last.text
    reference = re.findall(r"[0-9A-F]{6}", wang.last.text)[0]
    assert reference in caplog.text
    assert "王德福" not in caplog.text
    assert "13837912345" not in caplog.text
    office.desk_in_force.desk = sound
    await wang.says(WAGES)
    assert "就是这个" in wang.last.labels, "the next message is handled as ever"
