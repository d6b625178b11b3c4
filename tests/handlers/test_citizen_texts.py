"""What citizens type is recognised; what they read rests on laws of the list and fits a screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handlers import texts
from handlers.texts import advice, citizen, common, danger, errors, form, labels, words
from handlers.texts import notices as notice_texts
from handlers.texts.words import Wish
from knowledge.advice import Danger
from knowledge.procedure import RULES, Act, Status
from tests.kit import check_html

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("/help", Wish.HELP),
        ("帮助。", Wish.HELP),
        ("我的事项", Wish.MINE),
        (" 转人工！", Wish.PERSON),
        ("/person@fenliu_bot", Wish.PERSON),
        ("长辈模式", Wish.ELDER),
        ("取消", Wish.CANCEL),
        ("查询", Wish.PROGRESS),
        ("转人工的时候没人理我", None),
        ("老板取消了我的合同", None),
        ("", None),
    ],
)
def test_a_wish_is_one_only_when_it_stands_alone(typed: str, wish: Wish | None) -> None:
    assert words.wish(typed) is wish


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("查询 123 1234-5678", ("123", "12345678")),
        ("查询123 12345678", ("123", "12345678")),
        ("/查询 2026-123 1234 5678", ("2026-123", "12345678")),
        ("瀍信〔2026〕000123号 查询码 1234-5678", ("2026-123", "12345678")),
        ("查询　１２３　１２３４－５６７８", ("123", "12345678")),
        ("我的电话 138 3791 2345", None),
        ("查询 123", None),
    ],
)
def test_number_and_code_are_read_as_people_type_them(
    typed: str, found: tuple[str, str] | None
) -> None:
    assert words.number_and_code(typed) == found


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13837912345", "13837912345"),
        ("电话是138-3791-2345。", "13837912345"),
        ("+86 138 3791 2345", "13837912345"),
        ("１３８３７９１２３４５", "13837912345"),
        ("0379-63951234", "0379-63951234"),
        ("63951234", "63951234"),
        ("12345", None),
        ("138379123456", None),
        ("没有电话", None),
    ],
)
def test_a_telephone_number_is_read_as_people_type_it(typed: str, number: str | None) -> None:
    assert words.phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王桂兰", "王桂兰"),
        ("我叫王桂兰。", "王桂兰"),
        ("免贵姓王", "王"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("John Smith", "John Smith"),
        ("你管我叫什么", None),
        ("凭什么告诉你", None),
        ("把车还给我", None),
        ("12345", None),
        ("我在东关大街上被人打了", None),
    ],
)
def test_a_name_is_told_from_a_sentence(typed: str, name: str | None) -> None:
    assert words.name(typed) == name


@pytest.mark.parametrize("text", ["您好", "你好，在吗？", "喂", "早上好！"])
def test_a_greeting_is_a_greeting(text: str) -> None:
    assert words.is_greeting(text)


@pytest.mark.parametrize("text", ["你好坏", "喂狗的人不牵绳", "同志们的工资没发"])
def test_a_matter_that_begins_politely_is_a_matter(text: str) -> None:
    assert not words.is_greeting(text)


def test_every_law_that_a_text_quotes_is_in_the_list(rlist: ResponsibilityList) -> None:
    folder = Path(texts.__file__).parent
    quoted = {
        name
        for file in folder.glob("*.py")
        for name in re.findall(r'source\("(\S+) \d+"\)', file.read_text("utf-8"))
    }
    assert quoted
    assert quoted <= set(rlist.laws), "a citation without its law cannot be kept up to date"


@pytest.mark.parametrize("kind", list(Danger))
@pytest.mark.parametrize("elder", [False, True])
def test_every_danger_has_a_number_to_call(
    rlist: ResponsibilityList, kind: Danger, *, elder: bool
) -> None:
    warning = check_html(danger.warning(kind, rlist, elder=elder))
    assert re.search(r"<b>1(10|19|20)</b>", warning)
    assert all(line.verified for line in danger.hotlines(kind, rlist))


def test_everything_about_every_row_of_the_list_can_be_sent(rlist: ResponsibilityList) -> None:
    for matter in rlist.matters.values():
        notes = advice.notes(adjudicated=True, group=True)
        card = advice.whole(rlist, matter, ways=matter.ways, why="“工资”", notes=notes)
        check_html(card)
        assert not matter.needs_local_check or "须本地确认" in card
        assert all(common.esc(way.name) in card for way in matter.ways)
        check_html(advice.whole_inquiry(rlist, matter, ways=matter.ways))


def test_every_step_that_is_told_to_citizens_has_its_own_words(
    rlist: ResponsibilityList,
) -> None:
    told = [rule.act for rule in RULES.values() if rule.tells_citizen]
    for act in told:
        text = notice_texts.to_citizen(
            rlist, act, number="瀍信〔2026〕000001号", unit="housing", text="<好>", door=""
        )
        check_html(text)
        assert "新进展" not in text, act
        assert "&lt;好&gt;" in text


def test_every_step_that_is_told_to_staff_has_its_own_words() -> None:
    told = [rule.act for rule in RULES.values() if rule.tells_unit]
    for act in (Act.REGISTER, *told):
        text = notice_texts.to_staff(act, number="1", status=Status.REGISTERED, matter=None)
        assert labels.ACT[act] != text.splitlines()[0], act


@pytest.mark.parametrize("text", ["民法典 188", "劳动保障监察条例 17", "仲裁法 90；民法典 188"])
def test_a_source_keeps_its_numbers(text: str) -> None:
    assert set(re.findall(r"\d+", text)) == set(re.findall(r"\d+", common.source(text)))


def test_no_sentence_is_bureaucratic() -> None:
    heavy = re.compile(r"贵方|特此|鉴于|予以|兹|之规定|尔等|知悉|悉知|应予")
    for module in (citizen, errors, form):
        for name, value in vars(module).items():
            if isinstance(value, str) and name.isupper():
                assert not heavy.search(value), name
