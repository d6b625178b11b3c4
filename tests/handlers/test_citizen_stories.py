"""What citizens live through, from the first word to the receipt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.advice import PetitionClass
from knowledge.matters import WayCode
from knowledge.procedure import Role

if TYPE_CHECKING:
    from tests.kit import Office, Person

WAGES = "老板三个月没发工资，一共欠我一万八，我在五股路的工地上干活"


async def test_whoever_comes_first_hears_who_keeps_what(office: Office) -> None:
    wang = office.person("王师傅")
    await wang.says("/start")
    greeting, notice = wang.heard
    assert "直接说您遇到的事就行" in greeting.text
    assert "转人工" in greeting.labels
    assert len(greeting.text) + len(notice.text) < 300, "one small screen"
    office_name = office.rlist.district.office_name
    for told in (office_name, "姓名、电话、材料", "登记", "到期删除", "更正", "转人工", "第17条"):
        assert told in notice.text
    assert notice.text.count("\n") == 1
    assert notice.labels == ["隐私说明全文"]
    preferences = await office.people.preferences((await office.actor(wang)).person_id)
    assert preferences.greeted is not None
    await wang.says("/start")
    assert "个人信息保护法" not in wang.said, "the notice is read once"


async def test_the_notice_comes_before_the_first_complaint_also_without_a_greeting(
    office: Office,
) -> None:
    wang = office.person("王师傅")
    await wang.says(WAGES)
    assert "个人信息保护法" in wang.heard[0].text
    assert "隐私说明全文" in wang.heard[0].labels
    assert "就是这个" in wang.last.labels


async def test_the_whole_notice_is_one_press_away_and_can_be_asked_for(office: Office) -> None:
    wang = office.person("王师傅")
    await wang.says("/start")
    await wang.presses("隐私说明全文")
    for told in ("谁在处理", "收集什么", "做什么用", "怎么保存", "第24条", "我的信息"):
        assert told in wang.last.text
    whole = wang.last.text
    await wang.says("我的信息")
    await wang.presses("隐私说明全文")
    assert wang.last.text == whole
    await wang.says("隐私")
    assert wang.last.text == whole


async def test_in_elder_mode_the_notice_is_two_short_lines(office: Office) -> None:
    zhang = office.person("张奶奶")
    actor = await office.actor(zhang)
    await office.people.set_elder(actor.person_id, elder=True)
    await zhang.says("/start")
    notice = zhang.heard[1]
    assert len(notice.text) < 110
    assert "第17条" in notice.text
    assert notice.labels == ["隐私说明全文"]


async def test_unpaid_wages_find_their_door_with_reasons_ways_deadlines_and_law(
    wang: Person,
) -> None:
    card = (await wang.says(WAGES)).text
    assert "人力资源和社会保障局" in card
    assert "您说到" in card
    assert "工资" in card.split("先走")[0]
    assert card.index("劳动监察") < card.index("劳动仲裁")
    assert "《劳动保障监察条例》第20条" in card
    assert re.search(r"2年", card)
    assert "调解" in card
    assert "须本地确认" in card
    assert wang.last.labels[:2] == ["就是这个", "不对，换一个"]
    assert wang.last.labels[-1] == "转人工"


async def test_only_what_is_missing_is_asked_for(wang: Person) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    assert "五股路" in wang.last.text
    assert "怎么解决" in wang.last.text, "the place was said already"
    await wang.says("把一万八发给我")
    assert "姓名" in wang.last.text
    await wang.says("我叫王德福")
    assert "电话" in wang.last.text
    await wang.says("电话是138-3791-2345")
    assert "没有了" in wang.last.labels
    summary = await wang.presses("没有了")
    for said in ("王德福", "13837912345", "把一万八发给我", "五股路", "人力资源和社会保障局"):
        assert said in summary.text
    receipt = await wang.presses("确认登记")
    assert "瀍信〔2026〕000001号" in receipt.text
    assert re.search(r"\d{4}-\d{4}", receipt.text)
    assert "《信访工作条例》第" in receipt.text, "by when, and by which law"


async def test_what_was_registered_is_what_was_said(office: Office, wang: Person) -> None:
    await wang.registers(WAGES, name="王德福", phone="13837912345", request="发工资")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.text == WAGES
    assert case.unit == "human-resources"
    assert case.petition_class is PetitionClass.CLAIM
    assert (case.name, case.phone) == ("王*", "138****2345")
    assert case.list_version == office.rlist.version
    assert case.place_code in office.rlist.places


async def test_a_furious_pensioner_in_dialect_hears_which_door_is_hers(wang: Person) -> None:
    text = "恁说这叫啥事儿！俺都七十三了，跑了五趟，那个医保报销就是办不下来，气死俺了！"
    card = (await wang.says(text)).text
    assert "医疗保障" in card
    assert "就是这个" in wang.last.labels


async def test_a_typing_error_does_not_send_a_worker_away(wang: Person) -> None:
    await wang.says("老板拖欠我公资三个月了不给")
    assert "拖欠、克扣工资" in wang.last.text, "as the card, or as one of two rows to choose from"


async def test_danger_comes_first_and_the_duty_officer_is_alerted(
    office: Office, wang: Person
) -> None:
    zhao = await office.staff("值班的赵", Role.OFFICE, None)
    await wang.says("我不想活了，我现在就站在楼顶上，老板欠我三个月工资不给")
    first = wang.heard[0].text
    assert "110" in first
    assert "120" in first
    assert "转人工" in wang.last.labels or "登记，请人工来定" in wang.last.labels
    assert await office.deliver() == 1
    assert "危险" in zhao.last.text
    assert "楼顶" in zhao.last.text


async def test_danger_is_alerted_once_for_one_matter(office: Office, wang: Person) -> None:
    await office.staff("值班的赵", Role.OFFICE, None)
    await wang.says("老板欠我三个月工资不给，我不想活了，我要跳楼")
    await wang.says("我真的要跳楼，老板还是不给工资")
    assert await office.deliver() == 1


async def test_an_accusation_is_sealed_and_never_names_who_is_accused(
    office: Office, wang: Person
) -> None:
    card = (await wang.says("我要举报我们村支书贪污征地补偿款二十万，还收老板的钱")).text
    assert "密封" in card
    assert "第30条" in card
    assert "纪委" in card
    assert "街道" not in card
    await wang.presses("就是这个")
    assert "哪个单位" in wang.last.text
    await wang.says("农业农村局")
    for label in ("说不清", "不留姓名", "不留电话", "没有了", "确认登记"):
        await wang.presses(label)
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.sealed
    assert case.unit == "discipline"
    assert case.accused_unit == "agriculture"
    assert case.name is None
    await office.staff("农业农村局的孙", Role.CLERK, "agriculture")
    assert await office.deliver() == 0, "nobody of the accused unit hears of it"


async def test_the_citizen_can_have_it_sealed_where_the_desk_did_not_see_an_accusation(
    office: Office, wang: Person
) -> None:
    await wang.says("楼下烧烤店油烟大，城管局的人收了好处不管")
    if "告的是公职人员，要保密" not in wang.last.labels and "密封" not in wang.last.text:
        await wang.presses("不对，换一个")
    if "密封" not in wang.last.text:
        await wang.presses("告的是公职人员，要保密")
    assert "密封" in wang.last.text
    assert "城市管理局" not in wang.last.text
    await wang.says("城管局的队长每个月都去店里拿钱，烧烤店油烟没人管")
    assert "密封" in wang.last.text, "once it is sealed, more words do not open it"
    await wang.presses("就是这个")
    await wang.presses("城市管理局")
    for label in ("说不清", "不留姓名", "不留电话", "没有了", "确认登记"):
        await wang.presses(label)
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.sealed
    assert case.accused_unit == "urban-management"
    assert case.unit == "discipline"


async def test_only_the_citizen_opens_what_the_desk_has_sealed(
    office: Office, wang: Person
) -> None:
    await wang.says("我要举报我们村支书贪污征地补偿款二十万，还收老板的钱")
    assert "密封" in wang.last.text
    await wang.presses("不对，换一个")
    await wang.presses(wang.last.labels[0])
    await wang.registers_rest(first="就是这个")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert not case.sealed


async def test_a_suggestion_is_thanked_for_and_needs_no_name(office: Office, wang: Person) -> None:
    await wang.says("建议在唐寺门小学门口加一个红绿灯，孩子过马路太危险")
    assert "谢谢" in wang.last.text
    await wang.presses("就是这个")
    if "说不清" in wang.last.labels:
        await wang.presses("瀍西街道")
    await wang.presses("不留姓名")
    await wang.presses("不留电话")
    await wang.presses("确认登记")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.petition_class is PetitionClass.SUGGESTION


async def test_a_question_is_answered_from_the_list_and_registering_is_only_offered(
    wang: Person,
) -> None:
    answer = (await wang.says("想问问低保怎么申请，要什么材料")).text
    assert "民政局" in answer
    assert "《社会救助法》" in answer
    assert "登记这件事" in wang.last.labels


async def test_a_claim_needs_a_name_and_says_by_which_law(wang: Person) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    await wang.presses("按规定办就行")
    assert "不留姓名" not in wang.last.labels
    await wang.says("不想说")
    assert "《信访工作条例》第19条" in wang.last.text
    assert "转人工" in wang.last.labels


async def test_a_person_is_one_tap_away_at_every_step(office: Office, wang: Person) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    assert "转人工" in wang.last.labels
    await wang.presses("转人工")
    assert office.rlist.district.office_name in wang.last.text
    await wang.presses("不留姓名")
    await wang.presses("不留电话")
    await wang.presses("确认登记")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.needs_person
    assert case.unit == "petition"
    assert {"RS-01", "RS-02"} & {*case.candidates}, "the office sees what the desk thought of"


async def test_a_person_can_be_asked_for_before_anything_is_said(
    office: Office, wang: Person
) -> None:
    await wang.says("转人工")
    assert "12345" in wang.last.text
    await wang.says("我的事比较复杂，就想找个人当面说说")
    await wang.presses("不留姓名")
    await wang.presses("不留电话")
    await wang.presses("确认登记")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.needs_person


async def test_two_questions_at_most_then_a_person(wang: Person) -> None:
    await wang.says("邻居半夜唱歌放音响，还养鸡乱拉")
    assert "都不是" in wang.last.labels
    await wang.presses("都不是")
    assert "都不是" in wang.last.labels
    await wang.presses("都不是")
    assert "亲自" in wang.last.text


async def test_the_row_that_was_chosen_is_the_one_that_is_registered(
    office: Office, wang: Person
) -> None:
    await wang.says("邻居半夜装修吵得睡不着")
    await wang.presses("不对，换一个")
    other = wang.last.labels[0]
    await wang.presses(other)
    assert other[:6] in wang.last.text
    await wang.registers_rest()
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.matter_id is not None
    assert office.rlist.matters[case.matter_id].title.startswith(other[:6])


async def test_what_a_court_decided_is_led_back_to_the_court(office: Office, wang: Person) -> None:
    await wang.says("法院判决老板赔我五万，判决生效一年了他就是不给，申请执行也没结果")
    assert "原来的法律程序" in wang.last.text
    assert "期限" in wang.last.text
    await wang.registers_rest(first="就是这个")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.adjudicated
    assert case.way is WayCode.LITIGATION


async def test_two_matters_of_one_person_stay_two(office: Office, wang: Person) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    await wang.says("还有一件，小区楼下烧烤店油烟大得很，天天熏得开不了窗")
    assert "另一件事" in wang.last.text
    await wang.presses("另一件事，分开登记")
    assert "城市管理局" in wang.last.text
    await wang.registers_rest()
    assert "没登记完" in wang.last.text, "the first one is not forgotten"
    await wang.presses("接着办")
    assert "怎么解决" in wang.last.text
    await wang.registers_rest()
    cases = await office.casebook.mine(await office.actor(wang))
    assert sorted(case.unit for case in cases) == ["human-resources", "urban-management"]
    assert {case.text for case in cases} >= {WAGES}
    assert all(case.name == "王*" for case in cases), "the name was asked once"


async def test_an_answer_that_sounds_like_another_matter_stays_an_answer(
    office: Office, wang: Person
) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    said = "楼下烧烤店油烟大得很也一起管管，天天熏得开不了窗"
    await wang.says(said)
    await wang.presses("是对刚才问题的回答")
    await wang.registers_rest()
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert said in f"{case.request}{case.text}"


async def test_whoever_ignores_the_question_and_goes_on_loses_neither(wang: Person) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    await wang.presses("按规定办就行")
    await wang.says("还有楼下烧烤店油烟大得很，天天熏得开不了窗")
    await wang.says("王德福")
    assert "单独留着" in wang.last.text
    assert "电话" in wang.last.text
    await wang.registers_rest()
    assert any("油烟" in label or "烧烤" in label for label in wang.last.labels)


async def test_more_words_about_the_same_matter_are_added(office: Office, wang: Person) -> None:
    await wang.says(WAGES)
    await wang.says("包工头姓李，电话打不通了，工资条我都留着")
    assert "补上了" in wang.said
    await wang.registers_rest(first="就是这个")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert "包工头姓李" in case.text
    assert WAGES in case.text


async def test_an_edit_before_the_decision_counts(office: Office, wang: Person) -> None:
    await wang.says("老板三个月没发工资")
    await wang.edits("老板四个月没发工资，在五股路工地")
    assert "按新的" in wang.said
    await wang.registers_rest(first="就是这个")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.text == "老板四个月没发工资，在五股路工地"


async def test_every_line_of_the_summary_can_be_changed(office: Office, wang: Person) -> None:
    await wang.says(WAGES)
    await wang.registers_rest(first="就是这个", stop=True)
    await wang.presses("修改")
    await wang.presses("改地点")
    await wang.presses("华林街道")
    assert "华林街道" in wang.last.text
    await wang.presses("修改")
    await wang.presses("改电话")
    await wang.presses("不留电话")
    await wang.presses("修改")
    await wang.presses("改姓名")
    await wang.presses("不改了")
    await wang.presses("确认登记")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert office.rlist.places[case.place_code or ""].name == "华林街道"
    assert case.phone is None
    assert case.name == "王*"


async def test_a_new_text_is_looked_at_anew(office: Office, wang: Person) -> None:
    await wang.says(WAGES)
    await wang.registers_rest(first="就是这个", stop=True)
    await wang.presses("修改")
    await wang.presses("改内容")
    await wang.says("楼下烧烤店油烟大得很，天天熏得开不了窗")
    assert "城市管理局" in wang.last.text
    await wang.presses("就是这个")
    await wang.presses("确认登记")
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.unit == "urban-management"


async def test_thrown_away_means_nothing_is_registered(office: Office, wang: Person) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    await wang.says("取消")
    await wang.presses("删掉")
    assert "删掉" in wang.said
    assert await office.casebook.mine(await office.actor(wang)) == []
    await wang.says("老板三个月没发工资")
    assert "就是这个" in wang.last.labels


async def test_elder_mode_is_one_tap_and_every_keyboard_leads_to_a_person(
    office: Office, wang: Person
) -> None:
    await wang.presses("长辈模式")
    text = "老板拖欠我三个月工资，一共一万八"
    standard = await office.person("李师傅").says(text)
    card = await wang.says(text)
    assert len(card.text) < len(standard.text) / 2
    assert all(len(row) == 1 for row in card.rows), "one large button a row"
    assert card.labels[-1] == "转人工"
    assert "1年内" in card.text, "the limit that ends first"
    await wang.presses("就是这个")
    while "确认登记" not in wang.last.labels:
        assert wang.last.labels[-1] == "转人工"
        await _answer(wang)
    await wang.presses("确认登记")
    assert "登记好了" in wang.last.text
    await wang.says("标准模式")
    assert "标准模式" in wang.last.text


async def _answer(wang: Person) -> None:
    labels = wang.last.labels
    if "不留电话" in labels:
        await wang.presses("不留电话")
    elif "按规定办就行" in labels:
        await wang.presses("按规定办就行")
    else:
        await wang.says("王德福")


async def test_a_restart_in_the_middle_of_a_form_loses_nothing(
    office: Office, wang: Person
) -> None:
    await wang.says(WAGES)
    await wang.presses("就是这个")
    await wang.says("把工资发给我")
    await office.restart()
    await wang.says("王德福")
    assert "电话" in wang.last.text
    await office.restart()
    await wang.registers_rest()
    case = (await office.casebook.mine(await office.actor(wang)))[0]
    assert case.text == WAGES
    assert case.request == "把工资发给我"


async def test_the_web_chat_hears_the_same(office: Office) -> None:
    visitor = await office.visitor("网上来的")
    await visitor.registers()
    case = (await office.casebook.mine(await office.actor(visitor)))[0]
    assert case.channel == "web"


async def test_what_is_typed_is_never_markup(office: Office, wang: Person) -> None:
    await wang.says("老板三个月没发工资 <b>急</b> & <script>alert(1)</script>")
    await wang.registers_rest(first="就是这个", stop=True)
    assert "&lt;script&gt;" in wang.last.text
    await wang.presses("确认登记")
    await wang.says("我的事项")
    await wang.presses("2026-1")
    assert "&lt;script&gt;" in wang.last.text


TWO_MATTERS = f"{WAGES}。另外楼下烧烤店油烟大得很，天天熏得开不了窗"


async def test_several_matters_in_one_message_are_split_when_the_citizen_says_so(
    office: Office, wang: Person
) -> None:
    await wang.says(TWO_MATTERS)
    assert "2件事" in wang.last.text
    assert "楼下烧烤店油烟" in wang.last.text
    await wang.presses("分开登记")
    await wang.registers_rest(first="就是这个")
    await wang.presses("接着办")
    await wang.registers_rest(first="就是这个")
    cases = await office.casebook.mine(await office.actor(wang))
    assert sorted(case.unit for case in cases) == ["human-resources", "urban-management"]


async def test_several_matters_that_are_one_stay_one(office: Office, wang: Person) -> None:
    await wang.says(TWO_MATTERS)
    await wang.presses("是同一件事")
    await wang.registers_rest(first="就是这个")
    assert len(await office.casebook.mine(await office.actor(wang))) == 1
