"""Stories of learning: what the office moves once, the next like message finds by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from knowledge.advice import PetitionClass
from knowledge.procedure import Act, Role
from storage.lessons import Which
from tests.handlers.staffkit import WAGES, register

if TYPE_CHECKING:
    from tests.kit import Office, Person

ODD = "夹马营那个铁皮棚子又开始唱上了"
LIKE = "夹马营那个铁皮棚子又开始唱上了，烦人"
RIGHT = "文化和旅游局"
SAID = "本局曾把类似的诉求交给"


@pytest.fixture
async def zhou(office: Office) -> Person:
    """Zhou of the petition office."""
    return await office.staff("周信访", Role.OFFICE, None)


async def told(office: Office, name: str, text: str = LIKE) -> str:
    """What somebody new is told about ``text``."""
    person = office.person(name)
    await person.says("/start")
    return (await person.says(text)).text


async def test_the_next_like_message_finds_the_right_unit_until_it_is_taken_back(
    office: Office, wang: Person, zhou: Person
) -> None:
    before = await told(office, "孙大爷")
    assert RIGHT not in before
    await wang.registers(ODD, name="王德福", phone="13837912345", request="别唱了")
    await zhou.says("分派 1 文旅局 演出归文旅局管")

    after = await told(office, "赵阿姨")
    assert f"归 <b>{RIGHT}" in after
    assert f"{SAID}{RIGHT}办理（2026年11月25日）" in after
    assert "周信访" not in after
    assert "王德福" not in after

    await zhou.says("纠正")
    assert ODD in zhou.last.text
    assert "周信访" in zhou.last.text
    await zhou.presses("撤销 1")
    await zhou.presses("不撤销")
    assert await told(office, "钱师傅") == after, "a question drops nothing"
    await zhou.presses("撤销 1")
    await zhou.presses("确定撤销")
    assert "已撤销第1条" in zhou.last.text
    assert await told(office, "李大妈") == before


async def test_what_is_agreed_to_goes_to_that_unit_and_names_no_row(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang, replace(WAGES, text=ODD, unit="petition", matter_id=None))
    await zhou.says("分派 1 文旅局 演出归文旅局管")
    zhao = office.person("赵阿姨")
    await zhao.says("/start")
    card = await zhao.says(LIKE)
    assert "事项" not in card.text, "nobody has said which row it is"

    await zhao.registers_rest(first="就是这个")

    case = (await office.casebook.mine(await office.actor(zhao)))[0]
    assert (case.unit, case.matter_id, case.needs_person) == ("culture-tourism", None, False)


async def test_who_says_it_is_something_else_is_not_asked_about_that_unit_again(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang, replace(WAGES, text=ODD, unit="petition", matter_id=None))
    await zhou.says("分派 1 文旅局 演出归文旅局管")
    zhao = office.person("赵阿姨")
    await zhao.says("/start")
    await zhao.says(LIKE)

    await zhao.presses("不对，换一个")

    assert RIGHT not in zhao.said


async def test_where_the_office_named_the_row_the_next_card_is_that_rows(
    office: Office, wang: Person, zhou: Person
) -> None:
    case = await register(office, wang, replace(WAGES, text=ODD, unit="petition", matter_id=None))
    await office.casebook.act(
        case.id,
        Act.ASSIGN,
        by=await office.actor(zhou),
        text="演出归文旅局管",
        unit="culture-tourism",
        matter_id="WL-03",
    )

    card = await told(office, "赵阿姨")

    assert office.rlist.matters["WL-03"].title in card
    assert SAID in card


async def test_in_elder_mode_it_is_said_in_few_words(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang, replace(WAGES, text=ODD, unit="petition", matter_id=None))
    await zhou.says("分派 1 文旅局 演出归文旅局管")
    zhang = office.person("张奶奶")
    await office.people.set_elder((await office.actor(zhang)).person_id, elder=True)
    await zhang.says("/start")

    card = (await zhang.says(LIKE)).text

    assert SAID in card
    assert len(card) < 120


async def test_a_correction_outlives_a_restart(office: Office, wang: Person, zhou: Person) -> None:
    await register(office, wang, replace(WAGES, text=ODD, unit="petition", matter_id=None))
    await zhou.says("分派 1 文旅局 演出归文旅局管")

    await office.restart()

    assert SAID in await told(office, "赵阿姨")


async def test_the_card_says_who_moved_a_like_case_when_and_which(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang, replace(WAGES, text=ODD, unit="petition", matter_id=None))
    await zhou.says("分派 1 文旅局 演出归文旅局管")
    await register(office, wang, replace(WAGES, text=LIKE, unit="culture-tourism", matter_id=None))
    clerk = await office.staff("何承办", Role.CLERK, "culture-tourism")
    other = await office.staff("邢承办", Role.CLERK, "market")

    await clerk.says("查 2")
    why = "2026年11月25日，周信访把类似的瀍信〔2026〕000001号改派给"
    assert why in clerk.last.text
    await zhou.says("查 1")
    assert "周信访把本件改派给" in zhou.last.text

    await register(office, wang, replace(WAGES, text=LIKE, unit="market", matter_id=None))
    await other.says("查 3")
    assert "改派给" not in other.last.text, "it does not speak for the unit that has the case"


async def test_a_batch_of_one_person_is_taken_back(
    office: Office, wang: Person, zhou: Person
) -> None:
    before = await told(office, "孙大爷")
    new = await office.staff("新来的", Role.OFFICE, None)
    for number in (1, 2, 3):
        text = f"{ODD}{'！' * number}"
        await register(office, wang, replace(WAGES, text=text, unit="petition", matter_id=None))
        await (zhou if number == 2 else new).says(f"分派 {number} 税务局 {number}")
    actor = await office.actor(new)
    since = office.clock.now - timedelta(hours=1)

    taken = await office.lessons.revoke(Which(person=actor.person_id, since=since), None)

    assert taken == 2
    await zhou.says("/纠正")
    assert zhou.last.labels == ["撤销 2"]
    assert before != await told(office, "赵阿姨")
    await zhou.presses("撤销 2")
    await zhou.presses("确定撤销")
    assert await told(office, "李大妈") == before


async def test_an_accusation_teaches_nothing(office: Office, wang: Person, zhou: Person) -> None:
    accusation = replace(
        WAGES,
        text=ODD,
        unit="discipline",
        matter_id=None,
        petition_class=PetitionClass.ACCUSATION,
    )
    before = await told(office, "孙大爷", ODD)
    await register(office, wang, accusation)
    await zhou.says("分派 1 信访局 先核对")

    assert await told(office, "赵阿姨", ODD) == before
    await zhou.says("纠正")
    assert "还没有纠正" in zhou.last.text


async def test_somebody_else_took_it_back_meanwhile(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang, replace(WAGES, text=ODD, unit="petition", matter_id=None))
    await zhou.says("分派 1 文旅局 演出归文旅局管")
    await zhou.says("纠正")
    await office.lessons.revoke(Which(ids=(1,)), None)

    await zhou.presses("撤销 1")

    assert "已经撤销过了" in zhou.toast


async def test_corrections_are_for_the_petition_office_alone(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang, replace(WAGES, text=ODD, unit="petition", matter_id=None))
    await zhou.says("分派 1 文旅局 演出归文旅局管")
    await zhou.says("纠正")
    data = zhou.last.data("撤销 1")
    for role, unit in ((Role.CLERK, "market"), (Role.DIRECTOR, None), (Role.ADMINISTRATOR, None)):
        other = await office.staff(f"别人{role}", role, unit)
        await other.says("/纠正")
        assert "夹马营" not in other.said
        await other.presses_data(str(data).replace("cu:1:0", "cu:1:1"))
    assert len(await office.lessons.find(Which(live=True), None)) == 1
