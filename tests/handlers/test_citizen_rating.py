"""The rating: by every button that offers it, late, twice, left half way, in both modes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.procedure import Act, Role, Status
from tests.handlers.staffkit import register, status

if TYPE_CHECKING:
    from storage.cases import Case
    from tests.kit import Office, Person


async def close(office: Office, citizen: Person) -> Case:
    """A case that was answered and closed, and the notice of it."""
    clerk = await office.staff("人社局的陈", Role.CLERK, "human-resources")
    case = await register(office, citizen)
    by = await office.actor(clerk)
    for act, text in (
        (Act.ACCEPT, None), (Act.HANDLE, None), (Act.ANSWER, "单位已补发工资"), (Act.CLOSE, None),
    ):  # fmt: skip
        await office.casebook.act(case.id, act, by=by, text=text)
    await office.deliver()
    return case


async def rating(office: Office, citizen: Person, case: Case) -> int | None:
    """What the citizen has said of the case."""
    return (await office.casebook.get(case.id, await office.actor(citizen))).rating


@pytest.mark.parametrize(("label", "score"), [("满意", 3), ("基本满意", 2), ("不满意", 1)])
@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("where", ["notice", "case"])
async def test_every_tap_path_ends_in_a_rating(
    office: Office, wang: Person, label: str, score: int, *, elder: bool, where: str
) -> None:
    if elder:
        await wang.says("长辈模式")
    case = await close(office, wang)
    if where == "case":
        await wang.presses("看这件事")
    await wang.presses("评价")
    assert wang.last.labels == ["满意", "基本满意", "不满意"]
    await wang.presses(label)
    if not elder:
        await wang.presses("直接提交")
    assert "谢谢" in wang.last.text
    assert await rating(office, wang, case) == score
    assert await status(office, wang, case) == Status.RATED


@pytest.mark.parametrize("elder", [False, True])
async def test_the_button_of_an_old_notice_still_works_and_then_says_it_was_used(
    office: Office, wang: Person, *, elder: bool
) -> None:
    if elder:
        await wang.says("长辈模式")
    case = await close(office, wang)
    notice = wang.last
    office.clock.forward(days=90)
    await wang.registers("楼下烧烤店油烟大得很，天天熏得开不了窗")
    await wang.presses("评价", on=notice)
    await wang.presses("满意")
    if not elder:
        await wang.presses("直接提交")
    assert await rating(office, wang, case) == 3
    await wang.presses("评价", on=notice)
    assert "已经评价过" in wang.toast
    assert not wang.heard
    assert await rating(office, wang, case) == 3


async def test_the_last_score_pressed_before_it_was_entered_counts(
    office: Office, wang: Person
) -> None:
    case = await close(office, wang)
    await wang.presses("评价")
    scores = wang.last
    bad, good = scores.data("不满意"), scores.data("满意")
    assert bad
    assert good
    await wang.presses_data(bad, message_id=scores.message_id)
    await wang.presses_data(good, message_id=scores.message_id)
    await wang.presses("直接提交")
    assert await rating(office, wang, case) == 3


@pytest.mark.parametrize("instead", ["我的事项", "转人工", "长辈模式"])
async def test_a_score_counts_also_where_the_words_are_never_given(
    office: Office, wang: Person, instead: str
) -> None:
    case = await close(office, wang)
    await wang.presses("评价")
    await wang.presses("基本满意")
    await wang.says(instead)
    assert "评价“基本满意”已经记下" in wang.said
    assert len(wang.heard) > 1, "what was asked for instead is answered too"
    assert await rating(office, wang, case) == 2


async def test_a_photo_instead_of_words_leaves_the_rating_as_pressed(
    office: Office, wang: Person
) -> None:
    case = await close(office, wang)
    await wang.presses("评价")
    await wang.presses("满意")
    await wang.sends("photo")
    assert await rating(office, wang, case) == 3


async def test_a_rating_survives_a_restart_half_way(office: Office, wang: Person) -> None:
    case = await close(office, wang)
    await wang.presses("评价")
    await wang.presses("不满意")
    await office.restart()
    await wang.says("等了三个月")
    assert await rating(office, wang, case) == 1


async def test_somebody_elses_rating_button_rates_nothing(office: Office, wang: Person) -> None:
    case = await close(office, wang)
    press = wang.last.data("评价")
    assert press
    li = office.person("李师傅")
    await li.says("/start")
    await li.presses_data(press)
    assert "没有找到" in li.toast
    assert await rating(office, wang, case) is None


async def test_before_the_end_there_is_nothing_to_rate(office: Office, wang: Person) -> None:
    case = await register(office, wang)
    await wang.presses_data(f"c:{case.id}:r::")
    assert "不能" in wang.toast
    assert await rating(office, wang, case) is None
