"""Advice cards: short enough for a telephone, every way named, and the rest one press away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from handlers.texts import advice, common, labels, ways
from knowledge.advice import Deadline
from knowledge.clocks import office_day
from knowledge.matters import Limit, LimitUnit, Matter, Way, WayCode
from tests.kit import check_html

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList
    from tests.kit import Office, Person

WAGES = "老板三个月没发工资，一共欠我一万八，我在五股路的工地上干活"
SMOKE = "楼下烧烤店油烟大得很，天天熏得开不了窗"
QUESTION = "想问问低保怎么申请，要什么材料"
LONGEST_SHORT = 520
"""Characters of a card in standard mode with remarks on it: less than two small screens."""
LONGEST_ELDER = 220


def limits(matter: Matter) -> list[str]:
    """The limits to apply within, of every way of a row."""
    return [labels.limit(way.apply_within) for way in matter.ways if way.apply_within]


async def test_the_first_way_is_told_in_full_and_every_other_in_a_line(wang: Person) -> None:
    card = (await wang.says(WAGES)).text
    first, _, others = card.partition("还可以")
    assert "先走：劳动监察" in first
    assert "去哪里：区人社局劳动保障监察机构" in first
    assert "《劳动保障监察条例》第20条" in first
    lines = [line for line in others.splitlines() if line[:1].isdecimal()]
    assert lines[0].startswith("2. 劳动仲裁")
    assert "1年内提" in lines[0]
    assert len(lines) >= 3
    assert "详细说明" in wang.last.labels


async def test_the_rest_takes_the_cards_place_and_decides_nothing(wang: Person) -> None:
    card = await wang.says(WAGES)
    short, before = card.text, len(wang.bubbles)
    await wang.presses("详细说明")
    assert len(wang.bubbles) == before
    assert len(card.text) > len(short)
    assert "《劳动争议调解仲裁法》第27条" in card.text
    assert "依据" in card.text
    assert card.labels == ["就是这个", "不对，换一个", "转人工"]
    await wang.presses("就是这个")
    assert "怎么解决" in wang.last.text


async def test_the_rest_of_an_old_card_is_not_told_for_a_new_one(wang: Person) -> None:
    old = await wang.says(WAGES)
    detail = old.data("详细说明")
    assert detail
    await wang.presses("就是这个")
    await wang.presses_data(detail, message_id=old.message_id)
    assert "已经选过" in wang.toast


async def test_a_report_keeps_the_button_that_seals_it(wang: Person) -> None:
    await wang.says(SMOKE)
    assert "告的是公职人员，要保密" in wang.last.labels
    await wang.presses("详细说明")
    assert "告的是公职人员，要保密" in wang.last.labels


async def test_a_question_is_answered_shortly_and_in_full_on_demand(wang: Person) -> None:
    answer = await wang.says(QUESTION)
    short = answer.text
    assert answer.labels == ["登记这件事", "不对，换一个", "详细说明", "转人工"]
    await wang.presses("详细说明")
    assert len(answer.text) > len(short)
    assert "登记这件事" in answer.labels


async def test_in_elder_mode_a_card_has_three_large_buttons(wang: Person) -> None:
    await wang.says("长辈模式")
    card = await wang.says(WAGES)
    assert card.labels == ["就是这个", "详细说明", "转人工"]
    assert "人力资源和社会保障局" in card.text
    assert "您先做" in card.text
    assert "劳动仲裁，<b>1年内提</b>" in card.text, "the limit that ends first, with its way"
    await wang.presses("详细说明")
    for way in ("劳动监察", "劳动仲裁", "支付令", "调解"):
        assert way in card.text, "in full, no way is left out"
    assert card.labels == ["就是这个", "不对，换一个", "转人工"]
    assert all(len(row) == 1 for row in card.rows)


async def test_in_elder_mode_a_wrong_card_is_refused_by_a_word(wang: Person) -> None:
    await wang.says("长辈模式")
    await wang.says(WAGES)
    await wang.says("不对")
    assert "都不是" in wang.last.labels


def test_every_row_makes_a_card_that_fits_and_names_every_way(rlist: ResponsibilityList) -> None:
    notes = advice.notes(adjudicated=True, group=True)
    for matter in rlist.matters.values():
        card = check_html(advice.card(rlist, matter, ways=matter.ways, why="", notes=notes))
        assert all(common.esc(way.name) in card for way in matter.ways)
        assert all(limit in card for limit in limits(matter)), "no limit waits behind a button"
        assert not matter.needs_local_check or "须本地确认" in card
        assert len(card) < LONGEST_SHORT + 200, matter.id
        answer = check_html(advice.inquiry(rlist, matter, ways=matter.ways))
        assert all(common.esc(way.name) in answer for way in matter.ways)


def test_every_row_makes_an_elder_card_of_a_few_lines(rlist: ResponsibilityList) -> None:
    notes = advice.notes(adjudicated=False, group=False, elder=True)
    for matter in rlist.matters.values():
        card = check_html(advice.elder_card(rlist, matter, ways=matter.ways, notes=notes))
        assert len(card) < LONGEST_ELDER, matter.id
        assert matter.advice in card
        assert ways.nearest(matter.ways) in card
        assert not matter.needs_local_check or "须本地确认" in card
        check_html(advice.elder_inquiry(rlist, matter, ways=matter.ways))


@pytest.mark.parametrize(
    ("length", "unit", "first"),
    [(70, LimitUnit.WORKDAY, "B"), (2, LimitUnit.MONTH, "A"), (1, LimitUnit.YEAR, "B")],
)
def test_the_nearest_limit_is_the_one_that_ends_first(
    length: int, unit: LimitUnit, first: str
) -> None:
    own = Way(WayCode.ADMIN, "A", "", Limit(length, unit, "", ""))
    other = Way(WayCode.LITIGATION, "B", "", Limit(90, LimitUnit.DAY, "", ""))
    assert ways.nearest([own, other]).startswith(first)
    assert ways.nearest([Way(WayCode.CONSULT, "C", "")]) == ""


def test_a_limit_that_runs_already_comes_before_one_that_a_later_paper_starts() -> None:
    later = Way(WayCode.LITIGATION, "L", "", Limit(15, LimitUnit.DAY, "收到复议决定书之日", ""))
    now = Way(WayCode.RECONSIDERATION, "N", "", Limit(60, LimitUnit.DAY, "知道行为之日", ""))
    assert ways.nearest([later, now]).startswith("N")
    assert ways.nearest([later]).startswith("L")


async def test_two_people_at_once_see_their_own_rest(office: Office, wang: Person) -> None:
    li = office.person("李师傅")
    card, other = await wang.says(WAGES), await li.says(SMOKE)
    await wang.presses("详细说明", on=card)
    await li.presses("详细说明", on=other)
    assert "劳动监察" in card.text
    assert "油烟" in other.text


async def test_the_card_says_until_when_each_way_is_open_from_the_day_that_was_named(
    office: Office, wang: Person
) -> None:
    day = office_day(office.clock()) - timedelta(days=20)
    await wang.says(f"{day.month}月{day.day}日收到人社局的决定，不给我认定工伤，我不服，要复议")
    card = wang.last
    assert f"从您说的{common.day(day)}算起" in card.text
    assert f"行政复议最晚<b>{common.day(day + timedelta(days=60))}" in card.text


def test_a_day_that_is_past_is_told_without_closing_the_door() -> None:
    way = Way(WayCode.ARBITRATION, "劳动仲裁", "仲裁委")
    told = ways.counted([Deadline(way, date(2024, 1, 2), date(2025, 1, 2), over=True)], elder=False)
    assert "已过" in told
    assert "别自己先放弃" in told
