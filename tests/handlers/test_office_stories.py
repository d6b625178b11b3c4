"""Stories of the petition office, the director and the administrator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from knowledge.advice import Danger, PetitionClass
from knowledge.matters import WayCode
from knowledge.procedure import Act, Role
from tests.handlers.staffkit import WAGES, register, status

if TYPE_CHECKING:
    from tests.kit import Office, Person

UNROUTED = replace(WAGES, unit="petition", matter_id=None, needs_person=True)


@pytest.fixture
async def zhou(office: Office) -> Person:
    """Zhou of the petition office."""
    return await office.staff("周信访", Role.OFFICE, None)


async def test_an_undecided_case_goes_to_a_candidate_at_one_tap(
    office: Office, wang: Person, zhou: Person
) -> None:
    case = await register(office, wang, UNROUTED)
    await zhou.says("/待分派")
    assert "待分派 1 件" in zhou.last.text
    await zhou.presses("2026-1 ")
    assert "候选" in zhou.last.text
    assert "拖欠" in zhou.last.text
    await zhou.presses("分派→人力资源和社会保障局")
    seen = await office.casebook.get(case.id, await office.actor(wang))
    assert (seen.unit, seen.status.value, seen.matter_id) == (
        "human-resources", "registered", "RS-01",
    )  # fmt: skip
    steps = await office.casebook.history(case.id, await office.actor(wang))
    assert "按责任清单" in (steps[-1].text or "")
    await zhou.says("/待分派")
    assert "没有待分派" in zhou.last.text


async def test_the_queue_has_pages_and_leaves_out_what_is_not_to_be_routed(
    office: Office, wang: Person, zhou: Person
) -> None:
    for n in range(9):
        await register(office, wang, replace(UNROUTED, intake_key=f"waiting {n}"))
    await register(office, wang, WAGES)
    await zhou.says("/待分派")
    assert "待分派 9 件" in zhou.last.text
    assert "1/2" in zhou.last.text


async def test_the_registration_of_an_alert_is_not_a_second_alarm(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang, replace(WAGES, danger=Danger.SELF_HARM))
    await office.deliver()
    assert "刚才提醒的危险" in zhou.last.text
    assert "🚨" not in zhou.last.text


async def test_a_returned_case_is_routed_again_to_a_unit_typed_by_its_short_name(
    office: Office, wang: Person, zhou: Person
) -> None:
    li = await office.staff("李承办", Role.CLERK, "human-resources")
    case = await register(office, wang)
    await li.says("退回 1 是包工头个人雇用，应由住建局先清欠")
    await zhou.says("待分派")
    await zhou.presses("2026-1 ")
    assert "应由住建局先清欠" in zhou.last.text
    await zhou.presses("分派", on=None)
    await zhou.says("分派 1")
    assert "分派给哪个单位" in zhou.last.text
    await zhou.says("住建局")
    assert "理由" in zhou.last.text
    await zhou.says("工程款清欠由住建局牵头")
    seen = await office.casebook.get(case.id, await office.actor(wang))
    assert (seen.unit, seen.status.value) == ("housing", "registered")


async def test_one_line_assigns_and_an_unclear_name_is_asked_about(
    office: Office, wang: Person, zhou: Person
) -> None:
    case = await register(office, wang, UNROUTED)
    await zhou.says("分派 1 民政 救助对象由民政局核定")
    assert (await office.casebook.get(case.id, await office.actor(wang))).unit == "civil-affairs"
    other = await register(office, wang, UNROUTED)
    await zhou.says("分派 2")
    await zhou.says("没有这个局")
    assert "没有找到单位" in zhou.last.text
    await zhou.presses("下一页")
    await zhou.presses("下一页")
    await zhou.presses("退役军人事务局")
    await zhou.presses("就用这句理由")
    assert (await office.casebook.get(other.id, await office.actor(wang))).unit == "veterans"


async def test_a_street_is_chosen_by_its_own_name(
    office: Office, wang: Person, zhou: Person
) -> None:
    case = await register(office, wang, replace(UNROUTED, place_code=None))
    await zhou.says("分派 1 北窑 属地负责")
    seen = await office.casebook.get(case.id, await office.actor(wang))
    assert (seen.unit, seen.place_code) == ("subdistrict", "410304004")


async def test_an_old_assign_button_changes_nothing(
    office: Office, wang: Person, zhou: Person
) -> None:
    case = await register(office, wang, UNROUTED)
    await zhou.says("1")
    card = zhou.last
    old = card.data("分派→人力") or ""
    await office.casebook.act(case.id, Act.WITHDRAW, by=await office.actor(wang))
    await zhou.presses_data(old, message_id=card.message_id)
    assert "刚有变化" in card.text
    assert await status(office, wang, case) == "withdrawn"


async def test_a_case_is_found_by_number_and_by_words(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang)
    noise = replace(WAGES, text="东关大街夜里施工噪音太大", unit="urban-management", matter_id=None)
    await register(office, wang, noise)
    await register(office, wang, replace(noise, text="北窑广场舞噪音"))
    await zhou.says("查 1")
    assert "拖欠" in zhou.last.text
    await zhou.says("查 噪音 东关")
    assert "施工噪音" in zhou.last.text
    assert "办理记录" in zhou.last.text
    await zhou.says("查 噪音")
    assert "找到 2 件" in zhou.last.text
    await zhou.says("查 外星人")
    assert "没有找到" in zhou.last.text
    await zhou.says("查")
    assert "查什么" in zhou.last.text


async def test_the_petition_office_works_the_cases_it_holds_like_any_unit(
    office: Office, wang: Person, zhou: Person
) -> None:
    case = await register(office, wang, replace(UNROUTED, needs_person=False))
    for line in ("受理 1", "办理 1", "答复 1 已经解释清楚政策", "办结 1"):
        await zhou.says(line)
    assert await status(office, wang, case) == "closed"


async def test_the_director_reads_and_changes_nothing(office: Office, wang: Person) -> None:
    case = await register(office, wang)
    sealed = replace(
        WAGES, petition_class=PetitionClass.ACCUSATION, way=WayCode.DISCIPLINE,
        unit="discipline", matter_id=None, text="举报科长收红包",
    )  # fmt: skip
    await register(office, wang, sealed)
    boss = await office.staff("领导", Role.DIRECTOR, None)
    await boss.says("/在办")
    assert "全部在办 1 件" in boss.last.text
    await boss.presses("2026-1 ")
    assert "受理" not in boss.labels
    await boss.says("受理 1")
    assert "不在您的职责范围内" in boss.last.text
    assert await status(office, wang, case) == "registered"
    await boss.says("查 2")
    assert "没有找到" in boss.last.text


async def test_the_director_does_not_see_telephone_numbers(office: Office, wang: Person) -> None:
    await register(office, wang)
    boss = await office.staff("领导", Role.DIRECTOR, None)
    await boss.says("1")
    await boss.presses("看联系方式")
    assert "职责范围" in boss.toast
    assert "13812341234" not in boss.said


async def test_an_administrator_invites_and_ends_appointments_and_sees_no_case(
    office: Office, wang: Person
) -> None:
    await register(office, wang)
    admin = await office.staff("管理员", Role.ADMINISTRATOR, None)
    await admin.says("1")
    assert "没有找到" in admin.last.text
    await admin.says("/人员")
    assert "在岗人员 1 人次" in admin.last.text
    await admin.presses("邀请")
    await admin.presses("调解员")
    await admin.presses("乡镇人民政府、街道办事处")
    await admin.presses("东关街道")
    invitation = admin.last.text
    assert "/office#" in invitation
    assert "t.me/fenliu_bot?start=" in invitation
    code = invitation.split("<code>")[1].split("</code>")[0]
    ma = office.person("马调解")
    await ma.says(f"/start {code}")
    assert "东关街道 调解员" in ma.said

    await admin.says("/人员")
    assert "马调解" in admin.last.text
    await admin.presses("停用 马调解")
    await admin.presses("不停用")
    assert (await office.actor(ma)).is_staff
    await admin.presses("停用 马调解")
    await admin.presses("确认停用")
    assert not (await office.actor(ma)).is_staff
    await ma.says("/收件箱")
    assert "待办" not in ma.said


async def test_an_administrator_cannot_lock_everybody_out(office: Office) -> None:
    admin = await office.staff("管理员", Role.ADMINISTRATOR, None)
    await admin.says("/人员")
    await admin.presses("停用 管理员")
    assert "不能停用自己" in admin.toast
    assert (await office.actor(admin)).is_staff


async def test_other_staff_have_no_people_desk(office: Office, zhou: Person) -> None:
    await zhou.says("/人员")
    assert "在岗人员" not in zhou.said


async def test_a_sealed_case_cannot_be_assigned_to_the_accused_unit(
    office: Office, wang: Person, zhou: Person
) -> None:
    sealed = replace(
        UNROUTED, petition_class=PetitionClass.ACCUSATION, way=WayCode.DISCIPLINE,
        accused_unit="human-resources",
    )  # fmt: skip
    case = await register(office, wang, sealed)
    await zhou.says("分派 1 人社局 让他们自己查")
    assert "不能把检举控告转给被检举控告的单位" in zhou.last.text
    assert (await office.casebook.get(case.id, await office.actor(wang))).unit == "petition"
    await zhou.says("1")
    assert not any("人力资源" in label for label in zhou.labels)
