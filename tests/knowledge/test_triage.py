"""Triage: danger first, accusations sealed, courts apart, and never a door closed."""

from __future__ import annotations

import pytest

from knowledge.advice import Danger, Outcome, PetitionClass
from knowledge.matters import ResponsibilityList, WayCode
from knowledge.questions import question
from knowledge.text import normalise
from knowledge.triage import Desk


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("再不给我解决我就从楼顶跳下去", Danger.SELF_HARM),
        ("厨房有煤气味，我妈头晕", Danger.FIRE),
        ("我老公喝了酒又打我，拿刀了", Danger.VIOLENCE),
        ("路中间井盖没了", Danger.LIFE),
        ("明天我们全村去堵政府大门", Danger.UNREST),
    ],
)
def test_danger_is_heard(desk: Desk, text: str, danger: Danger) -> None:
    assert desk.advise(text).danger is danger


@pytest.mark.parametrize(
    "text",
    [
        "小区里电动车乱停，怕着火",
        "商场打折说是跳楼价，其实是假货",
        "门口的车堵路，请挪一下",
        "老板拖欠工资",
        "公司要倒闭了，押金不退",
    ],
)
def test_what_only_sounds_dangerous_rings_no_bell(desk: Desk, text: str) -> None:
    assert desk.advise(text).danger is None


@pytest.mark.parametrize(
    ("text", "petition_class", "way"),
    [
        ("请问办身份证需要什么材料？", PetitionClass.INQUIRY, WayCode.CONSULT),
        ("建议在广场旁边增加几个公交站", PetitionClass.SUGGESTION, WayCode.SUGGESTION),
        ("举报我们局长受贿，收了开发商的好处费", PetitionClass.ACCUSATION, WayCode.DISCIPLINE),
        ("给社区民警送锦旗，非常感谢他", PetitionClass.THANKS, WayCode.PETITION),
    ],
)
def test_the_class_settles_the_way(
    desk: Desk, text: str, petition_class: PetitionClass, way: WayCode
) -> None:
    advice = desk.advise(text)
    assert (advice.petition_class, advice.way) == (petition_class, way)


def test_an_accusation_is_sealed(desk: Desk) -> None:
    assert desk.advise("实名举报村支书贪污征地补偿款，以权谋私").sealed


def test_a_matter_already_judged_stays_with_the_courts(desk: Desk) -> None:
    advice = desk.advise("法院一审判决下来了，我不服，准备上诉")
    assert advice.adjudicated
    assert advice.way is WayCode.LITIGATION


@pytest.mark.parametrize("text", ["老板拖欠工资三个月", "邻居家漏水到我家", "罚款五百我不服"])
def test_the_petition_procedure_is_always_told_and_told_last(desk: Desk, text: str) -> None:
    ways = desk.advise(text).ways
    assert ways[-1].code is WayCode.PETITION


def test_no_way_of_the_row_is_left_out(desk: Desk) -> None:
    for text in ("老板拖欠工资三个月", "请问工伤怎么认定", "楼上漏水"):
        advice = desk.advise(text)
        assert advice.best is not None
        assert set(advice.best.matter.ways) <= set(advice.ways)


@pytest.mark.parametrize(
    "text", ["给我讲个笑话", "美国签证被拒了怎么办", "转人工", "你是机器人吗", "喂喂能听到不"]
)
def test_what_is_not_for_the_desk_is_unknown(desk: Desk, text: str) -> None:
    assert desk.advise(text).outcome is Outcome.UNKNOWN


def test_two_matters_in_one_message_are_both_found(desk: Desk) -> None:
    advice = desk.advise("①老板拖欠我三个月工资不给。②小区门口的路灯坏了一个月没人修。")
    units = {part.unit for part in advice.several}
    assert units == {"human-resources", "urban-management"}


def test_a_question_between_close_rows_is_made_from_the_list(desk: Desk) -> None:
    advice = desk.advise("楼上太吵")
    choices = question(advice)
    if advice.outcome is Outcome.AMBIGUOUS and choices:
        assert all(choice.text == choice.matter.plain for choice in choices)
        assert len({choice.text for choice in choices}) == len(choices) == 2


def test_a_refused_row_is_not_offered_again(desk: Desk) -> None:
    advice = desk.advise("房子漏水没人管，物业和开发商互相推")
    refused = [candidate.matter.id for candidate in advice.candidates[:1]]
    assert all(choice.matter.id not in refused for choice in question(advice, refused=refused))


def test_the_names_of_the_district_are_words_for_search(
    desk: Desk, rlist: ResponsibilityList
) -> None:
    for place in rlist.places.values():
        assert normalise(place.name) in desk.tokens(f"我住在{place.name}这边")
