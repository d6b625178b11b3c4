"""Stories of clerks and mediators: a case is worked to its end, and refused where it must be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from knowledge.advice import Danger, PetitionClass
from knowledge.matters import WayCode
from knowledge.procedure import RULES, Act, Role
from tests.handlers.staffkit import WAGES, register, status

if TYPE_CHECKING:
    from tests.kit import Office, Person

UNIT = "human-resources"


@pytest.fixture
async def li(office: Office) -> Person:
    """Clerk Li of the labour office."""
    return await office.staff("李承办", Role.CLERK, UNIT)


@pytest.fixture
async def ma(office: Office) -> Person:
    """Mediator Ma of the labour office."""
    return await office.staff("马调解", Role.MEDIATOR, UNIT)


async def test_a_case_goes_from_the_clerk_to_the_mediator_and_is_closed(
    office: Office, wang: Person, li: Person, ma: Person
) -> None:
    case = await register(office, wang)

    await li.says("/收件箱")
    assert "待办 1 件" in li.last.text
    assert "拖欠" in li.last.text
    await li.presses("2026-1 ")
    card = li.last
    assert case.number in card.text
    assert "王*" in card.text
    assert "13812341234" not in card.text
    assert "《信访工作条例》第23条" in card.text
    assert "东关街道" in card.text
    await li.presses("受理")
    assert "已通知信访人" in card.text
    await li.presses("转入调解")
    assert await status(office, wang, case) == "mediating"

    await ma.says("待办")
    await ma.presses("2026-1 ")
    await ma.presses("达成协议")
    assert "信访人会收到这段话" in ma.last.text
    await ma.says("公司十二月五日前一次付清一万二千元")
    assert "已达成协议" in ma.last.text
    assert await status(office, wang, case) == "agreed"
    await ma.presses("办结")
    assert await status(office, wang, case) == "closed"

    told = await office.told()
    terms = [n.params.get("text") for n in told if n.params.get("act") == "agree"]
    assert "公司十二月五日前一次付清一万二千元" in terms


async def test_the_buttons_of_a_card_are_exactly_the_acts_allowed(
    office: Office, wang: Person, li: Person
) -> None:
    from handlers.texts import labels

    case = await register(office, wang)
    await li.says("123")
    await li.says("1")
    allowed = await office.casebook.acts(case.id, await office.actor(li))
    shown = [label for label in li.last.labels if label in labels.ACT.values()]
    assert shown == [labels.ACT[act] for act in allowed]
    assert "评价" not in li.last.labels


async def test_one_line_is_enough_for_every_act(office: Office, wang: Person, li: Person) -> None:
    case = await register(office, wang)
    for line, then in (
        ("受理 1", "accepted"),
        ("办理 2026-1", "handling"),
        (f"备注 {case.number} 明天去公司看账", "handling"),
        ("告知 1 我们已经联系了公司", "handling"),
        ("答复 1 支持您的请求，公司应当付清工资。", "answered"),
        ("办结 1", "closed"),
    ):
        await li.says(line)
        assert await status(office, wang, case) == then, (line, li.last.text)


async def test_what_one_line_leaves_out_is_asked_for(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("退回 1")
    assert "请写一句退回的理由" in li.last.text
    assert "信访人看不到" in li.last.text
    await li.says("公司注册在西工区，应由西工区人社局处理")
    assert await status(office, wang, case) == "returned"


async def test_not_accepting_names_the_right_door_by_a_button(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("不予受理 1")
    await li.says("已经申请劳动仲裁")
    assert "应当去哪里" in li.last.text
    await li.presses("劳动仲裁：")
    assert await status(office, wang, case) == "rejected"
    steps = await office.casebook.history(case.id, await office.actor(wang))
    assert "劳动仲裁" in (steps[-1].door or "")


async def test_not_accepting_in_one_line_finds_reason_and_door(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("不予受理 1 法院已经立案；请到瀍河区法院等待判决")
    steps = await office.casebook.history(case.id, await office.actor(wang))
    assert (steps[-1].text, steps[-1].door) == ("法院已经立案", "请到瀍河区法院等待判决")


async def test_a_note_and_a_message_to_the_citizen_are_never_confused(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("1")
    await li.presses("内部备注")
    assert "【内部备注】" in li.last.text
    assert "信访人看不到" in li.last.text
    await li.says("此人情绪激动，先电话联系")
    assert "只有工作人员看得到" in li.last.text
    await li.presses("告知信访人")
    assert "【发给信访人】" in li.last.text
    assert "信访人会收到这段话" in li.last.text
    await li.says("请补充劳动合同")
    assert "已发给信访人：“请补充劳动合同”" in li.last.text

    steps = await office.casebook.history(case.id, await office.actor(wang))
    assert [step.text for step in steps if step.text] == ["请补充劳动合同"]
    told = [n.params.get("text") for n in await office.told()]
    assert "此人情绪激动，先电话联系" not in told


async def test_mediation_is_refused_with_the_reason_where_the_law_bars_it(
    office: Office, wang: Person
) -> None:
    barred = next(m for m in office.rlist.matters.values() if not m.mediable)
    clerk = await office.staff("孙承办", Role.CLERK, barred.unit)
    await register(office, wang, replace(WAGES, unit=barred.unit, matter_id=barred.id))
    await clerk.says("受理 1")
    assert "转入调解" not in clerk.labels
    await clerk.says("调解 1")
    assert "不适用调解" in clerk.last.text


async def test_a_clerk_of_another_unit_finds_nothing(office: Office, wang: Person) -> None:
    case = await register(office, wang)
    zhao = await office.staff("赵承办", Role.CLERK, "housing")
    await zhao.says("/收件箱")
    assert "没有待办" in zhao.last.text
    await zhao.says("受理 1")
    assert "没有找到" in zhao.last.text
    await zhao.presses_data(f"s:{case.id}:accept:registered")
    assert "没有找到" in zhao.said
    assert await status(office, wang, case) == "registered"


async def test_of_two_clerks_who_press_at_once_the_second_hears_what_happened(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    sun = await office.staff("孙承办", Role.CLERK, UNIT)
    await li.says("1")
    await sun.says("1")
    await li.presses("受理")
    await sun.presses("退回")
    assert "刚有变化" in sun.last.text
    assert "李承办" in sun.last.text
    assert "已受理" in sun.last.text
    assert await status(office, wang, case) == "accepted"
    await sun.presses("开始办理")
    assert await status(office, wang, case) == "handling"


async def test_a_form_that_was_overtaken_changes_nothing_and_says_so(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("1")
    await li.presses("退回")
    citizen = await office.actor(wang)
    await office.casebook.act(case.id, Act.WITHDRAW, by=citizen)
    await li.says("不归我们管，应当由住建局办理")
    assert "刚有变化" in li.last.text
    assert "没有提交" in li.last.text
    assert await status(office, wang, case) == "withdrawn"


async def test_a_button_of_last_week_changes_nothing(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("1")
    old = li.last.data("受理") or ""
    await li.presses("受理")
    await li.presses_data(old, message_id=li.last.message_id)
    assert "已经做过了" in li.last.text
    await li.presses("开始办理")
    await li.presses_data(old, message_id=li.last.message_id)
    assert "刚有变化" in li.last.text
    assert await status(office, wang, case) == "handling"


async def test_a_clerk_does_not_work_a_case_of_his_own(office: Office, li: Person) -> None:
    case = await register(office, li)
    await li.says("受理 1")
    assert "没有找到" in li.last.text
    await li.says("1")
    assert "没有找到" in li.last.text
    assert await status(office, li, case) == "registered"


async def test_a_form_is_left_by_cancel_and_by_turning_to_something_else(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("退回 1")
    await li.says("/取消")
    assert "没有改动" in li.last.text
    await li.says("退回 1")
    await li.says("/收件箱")
    assert "没有填完，未提交" in li.said
    await li.says("这句话不是理由")
    assert await status(office, wang, case) == "registered"


async def test_a_half_filled_form_survives_a_restart(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("退回 1")
    await office.restart()
    await li.says("公司注册在西工区，应由西工区处理")
    assert await status(office, wang, case) == "returned"


async def test_a_clerk_works_in_the_web_chat_as_on_telegram(office: Office, wang: Person) -> None:
    case = await register(office, wang)
    invitation = await office.people.invite(Role.CLERK, unit=UNIT, by=None)
    li = await office.visitor("李承办")
    await li.says(f"/start {invitation.code}")
    await li.presses("收件箱")
    await li.presses("2026-1 ")
    await li.presses("受理")
    assert await status(office, wang, case) == "accepted"


async def test_an_answer_that_looks_like_an_order_stays_an_answer(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("受理 1")
    await li.says("调解 1")
    await li.says("未成 1")
    await li.says("调解 2 次都没有谈拢")
    assert await status(office, wang, case) == "not_agreed"


async def test_a_late_choice_of_another_form_is_refused(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("不予受理 1 重复了")
    door = li.last.data("劳动仲裁：") or ""
    await li.says("/取消")
    await li.presses_data(door)
    assert "已经结束" in li.toast
    assert await status(office, wang, case) == "registered"


async def test_evidence_is_sent_and_looking_at_the_telephone_leaves_a_trace(
    office: Office, wang: Person, li: Person
) -> None:
    stored = await office.files.save("工资条.txt", "text/plain", b"3000")
    await register(office, wang, replace(WAGES, attachments=(stored,)))
    await li.says("1")
    assert "材料：1份" in li.last.text
    await li.presses("看材料")
    assert (li.last.document, li.last.filename) == (b"3000", "工资条.txt")
    await li.presses("看联系方式")
    assert "13812341234" in li.last.text
    assert "已经记录" in li.last.text


async def test_sixty_cases_are_paged_and_the_most_urgent_comes_first(
    office: Office, wang: Person, li: Person
) -> None:
    for n in range(60):
        await register(office, wang, replace(WAGES, text=f"第{n}件：拖欠工资"))
        office.clock.forward(minutes=1)
    await register(office, wang, replace(WAGES, text="老板要打人", danger=Danger.VIOLENCE))
    await li.says("/收件箱")
    assert "待办 61 件" in li.last.text
    assert "第1/8页" in li.last.text
    assert "老板要打人" in li.last.text.split("\n")[2]
    screen = li.last
    await li.presses("下一页")
    assert "第2/8页" in screen.text
    await li.presses("上一页")
    assert "第1/8页" in screen.text


async def test_what_citizens_type_is_shown_and_not_obeyed_as_markup(
    office: Office, wang: Person, li: Person
) -> None:
    nasty = "<b>老板</b> & <a href='x'>欠薪" * 200
    await register(office, wang, replace(WAGES, text=nasty, name="<i>", place_text="<路>"))
    await li.says("1")
    assert "&lt;b&gt;老板" in li.last.text
    await li.presses("看全文")
    assert "&lt;a href" in li.last.text


async def test_staff_who_have_a_matter_of_their_own_are_citizens_then(
    office: Office, li: Person
) -> None:
    await li.says("我家楼下烧烤店油烟太大")
    assert any("我要反映" in label for label in li.labels)
    await li.says("我要反映")
    await li.says("我家楼下烧烤店油烟太大")
    assert "没看懂" not in li.last.text
    assert "收件箱" not in "".join(li.labels)


async def test_an_invitation_is_good_for_one_person_once(office: Office) -> None:
    invitation = await office.people.invite(Role.CLERK, unit=UNIT, by=None)
    chen, gao = office.person("陈新人"), office.person("高路人")
    await chen.says(f"/start {invitation.code}")
    assert "人力资源和社会保障局" in chen.said
    assert "收件箱" in chen.labels
    await gao.says(invitation.code.lower())
    assert "已经用过" in gao.said
    assert not (await office.actor(gao)).is_staff


async def test_an_unknown_and_an_expired_invitation_are_refused_politely(office: Office) -> None:
    gao = office.person("高路人")
    await gao.says("/start ABCD-EFGH-JKMN")
    assert "没有这个邀请码" in gao.said
    invitation = await office.people.invite(Role.CLERK, unit=UNIT, by=None)
    office.clock.forward(days=8)
    await gao.says(invitation.code)
    assert "已经过期" in gao.said


async def test_help_speaks_only_of_what_the_role_may_do(office: Office, li: Person) -> None:
    await li.says("/帮助")
    assert "受理 123" in li.last.text
    assert "/人员" not in li.last.text
    admin = await office.staff("管理员", Role.ADMINISTRATOR, None)
    await admin.says("/help")
    assert "/人员" in admin.last.text
    assert "受理" not in admin.last.text


STAFF_ACTS = [act for act, rule in RULES.items() if rule.roles != {Role.CITIZEN}]


@pytest.mark.parametrize("act", STAFF_ACTS)
def test_every_act_of_staff_has_a_name_and_a_prompt_for_all_it_needs(act: Act) -> None:
    from handlers.texts import labels, staff

    assert staff.VERBS[labels.ACT[act]] is act
    for need in RULES[act].needs:
        assert (act, need) in staff._ASK


async def test_a_sealed_case_is_seen_by_the_discipline_clerk_and_not_by_the_accused_unit(
    office: Office, wang: Person, li: Person
) -> None:
    sealed = replace(
        WAGES,
        petition_class=PetitionClass.ACCUSATION,
        way=WayCode.DISCIPLINE,
        unit="discipline",
        matter_id=None,
        accused_unit=UNIT,
        text="劳动监察的科长收了老板的红包",
    )
    await register(office, wang, sealed)
    await li.says("/收件箱")
    assert "没有待办" in li.last.text
    for question in ("查 红包", "查 1"):
        await li.says(question)
        assert "没有找到" in li.last.text
    bao = await office.staff("包组长", Role.CLERK, "discipline")
    await bao.says("1")
    assert "密封" in bao.last.text
    assert "不得转给" in bao.last.text
