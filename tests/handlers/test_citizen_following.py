"""A case after it was registered: seen, supplemented, withdrawn, rated, found again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.procedure import Act, Role, Status

if TYPE_CHECKING:
    from storage.cases import Case
    from tests.kit import Office, Person

WAGES = "老板三个月没发工资，一共欠我一万八，我在五股路的工地上干活"


async def only_case(office: Office, person: Person) -> Case:
    """The one case of a person."""
    (case,) = await office.casebook.mine(await office.actor(person))
    return case


async def registered(office: Office, wang: Person) -> tuple[Case, Person]:
    """Wang's case, and the clerk who holds it."""
    clerk = await office.staff("人社局的陈", Role.CLERK, "human-resources")
    await wang.registers(WAGES)
    return await only_case(office, wang), clerk


def number_and_code(text: str) -> tuple[str, str]:
    """What is on a receipt."""
    number = re.search(r"瀍信〔\d{4}〕\d{6}号", text)
    code = re.search(r"\b\d{4}-\d{4}\b", text)
    assert number
    assert code
    return number[0], code[0]


async def test_nothing_registered_yet_is_said_with_what_to_do(wang: Person) -> None:
    await wang.says("我的事项")
    assert "查询" in wang.last.text


async def test_the_list_opens_a_case_and_its_history(office: Office, wang: Person) -> None:
    case, clerk = await registered(office, wang)
    by = await office.actor(clerk)
    await office.casebook.act(case.id, Act.ACCEPT, by=by)
    await office.casebook.act(case.id, Act.NOTE, by=by, text="对方已跑路，先不要告诉他")
    await wang.says("我的事项")
    await wang.presses("2026-1")
    assert "已经受理" in wang.last.text
    assert "138****2345" in wang.last.text
    assert "王*" in wang.last.text
    assert "13837912345" not in wang.last.text
    await wang.presses("办理记录")
    assert "受理" in wang.last.text
    assert "跑路" not in wang.last.text, "what is internal stays internal"


async def test_a_lost_receipt_can_be_read_again(office: Office, wang: Person) -> None:
    receipt = await wang.registers(WAGES)
    await wang.presses("看这件事")
    await wang.presses("查询码")
    assert number_and_code(wang.last.text) == number_and_code(receipt.text)


async def test_the_citizen_is_told_at_each_step_in_plain_words(
    office: Office, wang: Person
) -> None:
    case, clerk = await registered(office, wang)
    by = await office.actor(clerk)
    steps = (
        (Act.ACCEPT, None, "受理了"),
        (Act.HANDLE, None, "开始办"),
        (Act.MEDIATE, None, "进入调解"),
        (Act.AGREE, "十二月五日前付清一万八", "谈成了"),
        (Act.CLOSE, None, "办结了"),
    )
    for act, text, told in steps:
        await office.casebook.act(case.id, act, by=by, text=text)
        await office.deliver()
        assert case.number in wang.last.text
        assert told in wang.last.text
        assert (text or "") in wang.last.text
        assert "看这件事" in wang.last.labels
    assert "评价" in wang.last.labels


async def test_a_refusal_comes_with_its_reason_and_the_right_door(
    office: Office, wang: Person
) -> None:
    case, clerk = await registered(office, wang)
    by = await office.actor(clerk)
    reason, door = "您说的是承揽关系", "请到区人民法院起诉"
    await office.casebook.act(case.id, Act.REJECT, by=by, text=reason, door=door)
    await office.deliver()
    assert reason in wang.last.text
    assert door in wang.last.text


async def test_staff_are_told_without_names_or_words(office: Office, wang: Person) -> None:
    _, clerk = await registered(office, wang)
    await office.deliver()
    assert "新事项" in clerk.last.text
    for private in ("王德福", "王*", "138", "一万八"):
        assert private not in clerk.last.text


async def test_a_supplement_reaches_the_case_and_the_clerk(office: Office, wang: Person) -> None:
    case, clerk = await registered(office, wang)
    await office.deliver()
    await wang.presses("看这件事")
    await wang.presses("补充")
    await wang.says("工头叫李四")
    await wang.sends("photo", b"a contract")
    await wang.presses("补充完了")
    actor = await office.actor(wang)
    entries = await office.casebook.history(case.id, actor)
    said = next(entry for entry in entries if entry.act is Act.SUPPLEMENT)
    assert said.text == "工头叫李四"
    assert (await only_case(office, wang)).attachments == 1
    await office.deliver()
    assert "补充" in clerk.last.text
    await wang.says("老板三个月没发工资")
    assert "就是这个" in wang.last.labels, "afterwards free text is free again"


async def test_withdrawing_asks_first(office: Office, wang: Person) -> None:
    await registered(office, wang)
    await wang.presses("看这件事")
    await wang.presses("撤回")
    assert "确定" in wang.last.text
    await wang.presses("不撤了")
    assert (await only_case(office, wang)).status is Status.REGISTERED
    await wang.presses("看这件事")
    await wang.presses("撤回")
    await wang.presses("确定撤回")
    assert (await only_case(office, wang)).status is Status.WITHDRAWN
    await wang.presses("看这件事")
    assert "撤回" not in wang.last.labels


async def closed(office: Office, wang: Person) -> Case:
    """A case answered and closed."""
    case, clerk = await registered(office, wang)
    by = await office.actor(clerk)
    await office.casebook.act(case.id, Act.ACCEPT, by=by)
    await office.casebook.act(case.id, Act.HANDLE, by=by)
    await office.casebook.act(case.id, Act.ANSWER, by=by, text="单位已补发工资")
    await office.casebook.act(case.id, Act.CLOSE, by=by)
    await office.deliver()
    return case


async def test_rating_with_a_word(office: Office, wang: Person) -> None:
    case = await closed(office, wang)
    await wang.presses("评价")
    assert wang.last.labels == ["满意", "基本满意", "不满意"]
    await wang.presses("基本满意")
    await wang.says("就是慢了点")
    assert "谢谢" in wang.last.text
    assert (await only_case(office, wang)).rating == 2
    last = (await office.casebook.history(case.id, await office.actor(wang)))[-1]
    assert last.text == "就是慢了点"


async def test_rating_without_a_word(office: Office, wang: Person) -> None:
    await closed(office, wang)
    await wang.presses("评价")
    await wang.presses("满意")
    await wang.presses("直接提交")
    assert (await only_case(office, wang)).status is Status.RATED


async def test_in_elder_mode_a_rating_is_one_press(office: Office, wang: Person) -> None:
    await closed(office, wang)
    await wang.says("长辈模式")
    await wang.presses("评价")
    await wang.presses("不满意")
    assert "转人工" in wang.last.text, "whoever is unhappy hears what is still open"
    assert (await only_case(office, wang)).rating == 1


async def test_a_case_is_rated_once(office: Office, wang: Person) -> None:
    await closed(office, wang)
    await wang.presses("评价")
    good = wang.last.data("满意")
    assert good
    await wang.presses("不满意")
    await wang.presses("直接提交")
    await wang.presses_data(good)
    assert "已经评价过" in wang.toast
    assert (await only_case(office, wang)).rating == 1


async def test_a_lost_browser_gets_its_case_back_by_number_and_code(office: Office) -> None:
    visitor = await office.visitor("第一个浏览器")
    receipt = await visitor.registers(WAGES)
    number, code = number_and_code(receipt.text)
    again = await office.visitor("第二个浏览器")
    await again.says(f"查询 1 {code}")
    assert "找到了" in again.said
    assert number in again.last.text
    third = office.person("第三个人")
    await third.says("查询")
    await third.says(f"{number} {code.replace('-', '')}")
    assert number in third.last.text


async def test_a_number_without_its_code_opens_only_an_own_case(
    office: Office, wang: Person
) -> None:
    await wang.registers(WAGES)
    await wang.says("查询 1")
    assert "已经登记" in wang.last.text
    li = office.person("李师傅")
    await li.says("查询 1")
    assert "查询码" in li.last.text
    assert "工资" not in li.said


async def test_a_wrong_code_is_refused_and_too_many_lock(office: Office, wang: Person) -> None:
    await wang.registers(WAGES)
    li = office.person("李师傅")
    for _ in range(5):
        await li.says("查询 1 0000-0000")
        assert "对不上" in li.last.text
    await li.says("查询 1 0000-0000")
    assert "次数太多" in li.last.text


async def test_a_query_in_the_middle_of_a_form_leaves_the_form(
    office: Office, wang: Person
) -> None:
    await wang.registers(WAGES)
    await wang.says("楼下烧烤店油烟大得很，天天熏得开不了窗")
    await wang.presses("就是这个")
    await wang.says("我的事项")
    assert "2026-1" in wang.last.labels[0]
    await wang.says("查询 1")
    assert "已经登记" in wang.last.text
    await wang.says("在东关大街口那家")
    assert "怎么解决" in wang.last.text


async def test_a_form_waits_while_a_case_is_supplemented(office: Office, wang: Person) -> None:
    await wang.registers(WAGES)
    await wang.says("楼下烧烤店油烟大得很，天天熏得开不了窗")
    await wang.presses("就是这个")
    await wang.says("查询 1")
    await wang.presses("补充")
    await wang.says("工头叫李四")
    await wang.presses("补充完了")
    await wang.presses("接着办")
    await wang.registers_rest()
    cases = await office.casebook.mine(await office.actor(wang))
    assert len(cases) == 2


async def test_what_is_stored_is_shown_masked(office: Office, wang: Person) -> None:
    await wang.registers(WAGES)
    await wang.says("我的信息")
    assert "王*" in wang.last.text
    assert "138****2345" in wang.last.text
    assert "王德福" not in wang.last.text


async def test_a_sealed_case_is_told_of_without_a_word_of_it(office: Office, wang: Person) -> None:
    clerk = await office.staff("纪委的周", Role.CLERK, "discipline")
    await wang.says("我要举报我们村支书贪污征地补偿款二十万，还收老板的钱")
    await wang.presses("就是这个")
    await wang.presses("跳过")
    for label in ("说不清", "不留姓名", "不留电话", "没有了", "确认登记"):
        await wang.presses(label)
    await office.deliver()
    assert "密封" in clerk.last.text
    assert "贪污" not in clerk.last.text
    case = await only_case(office, wang)
    await office.casebook.act(case.id, Act.ACCEPT, by=await office.actor(clerk))
    await office.deliver()
    assert "密封" in wang.last.text
    assert "受理" not in wang.last.text


async def test_staff_can_complain_as_citizens(office: Office) -> None:
    chen = await office.staff("人社局的陈", Role.CLERK, "human-resources")
    await chen.says("我要反映")
    await chen.says("楼下烧烤店油烟大得很，天天熏得开不了窗")
    await chen.registers_rest(first="就是这个")
    assert "登记好了" in chen.last.text
    assert (await only_case(office, chen)).mine
