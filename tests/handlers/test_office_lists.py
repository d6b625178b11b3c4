"""Stories of the list: handed out, sent back, compared, tried, adopted, gone back to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from knowledge.advice import PetitionClass
from knowledge.list_book import export, read_sent
from knowledge.procedure import Role
from tests.handlers.staffkit import WAGES, register

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList
    from tests.kit import Office, Person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AUDIT = replace(WAGES, text="要求审计我们村的账目", unit="audit", matter_id="SJ-01")


@pytest.fixture
async def zhou(office: Office) -> Person:
    """Zhou of the petition office."""
    return await office.staff("周信访", Role.OFFICE, None)


Edit = Callable[[Any], None]
BOOKS: dict[tuple[str, Edit], bytes] = {}
"""Workbooks that several stories send: writing one takes a second."""


def untouched(workbook: Any) -> None:
    """Nothing was done."""


def book(rlist: ResponsibilityList, edit: Edit = untouched) -> bytes:
    """The list as a workbook after somebody worked on it."""
    known = rlist.version, edit
    if known not in BOOKS:
        BOOKS[known] = _written(rlist, edit)
    return BOOKS[known]


def _written(rlist: ResponsibilityList, edit: Edit) -> bytes:
    plain, worked = BytesIO(), BytesIO()
    export(rlist, plain)
    workbook = openpyxl.load_workbook(plain)
    edit(workbook)
    workbook.save(worked)
    workbook.close()
    return worked.getvalue()


def cell(page: Any, key: str, column: str) -> Any:
    """The cell of the row that begins with ``key`` below the heading ``column``."""
    headings = [heading.value for heading in page[1]]
    rows = (row for row in page.iter_rows(min_row=2) if row[0].value == key)
    return next(rows)[headings.index(column)]


def wages_to_housing(workbook: Any) -> None:
    """A new title, and another unit for unpaid wages."""
    cell(workbook["事项"], "RS-01", "事项名称").value = "讨要被拖欠的工钱"
    cell(workbook["事项"], "RS-01", "单位代码").value = "housing"
    cell(workbook["区情"], "清单版本", "内容").value = "2027.1"


def audit_merges(workbook: Any) -> None:
    """The audit bureau goes into the bureau of statistics."""
    cell(workbook["单位"], "audit", "承接单位").value = "statistics"
    cell(workbook["区情"], "清单版本", "内容").value = "2027.2"


async def send(person: Person, content: bytes, name: str = "清单.xlsx", **more: Any) -> None:
    """Send a workbook, as people do."""
    await person.sends("document", content, name=name, mime=XLSX, **more)


async def tells_of_wages(person: Person, title: str) -> None:
    """Complain of unpaid wages, and say which row it is if the desk asks."""
    await person.says("老板拖欠我三个月工资，一共一万二")
    if "就是这个" not in person.labels:
        await person.presses(title)


def files(person: Person) -> dict[str, bytes]:
    """The documents of the last answer by their names."""
    return {b.filename: b.document for b in person.heard if b.filename and b.document}


async def test_a_list_is_downloaded_changed_sent_back_looked_at_and_adopted(
    office: Office, wang: Person, zhou: Person
) -> None:
    case = await register(office, wang)
    await zhou.says("清单")
    assert "现行清单 2026.11" in zhou.last.text
    assert "随程序启用" in zhou.last.text
    await zhou.presses("下载清单")
    ((name, content),) = files(zhou).items()
    assert name == "责任清单-2026.11.xlsx"
    assert read_sent(content, name, office.rlist, today=office.clock().date()) == office.rlist

    await send(zhou, book(office.rlist, wages_to_housing))
    assert "与现行 2026.11 相比：事项修改1。" in zhou.last.text
    assert "名称：“用人单位拖欠、克扣工资” → “讨要被拖欠的工钱”" in zhou.last.text
    assert "责任单位：“人力资源和社会保障局” → “住房和城乡建设局”" in zhou.last.text
    moved = "人力资源和社会保障局 → 住房和城乡建设局：1 件（2026-1）"
    assert moved in zhou.last.text
    assert zhou.labels == ["从今天起采用", "改日期", "取消"]
    assert office.rlist.version == "2026.11", "a draft changes nothing"

    await zhou.presses("从今天起采用")
    assert "已采用清单 2027.1" in zhou.last.text
    assert "采用人：周信访" in zhou.last.text
    assert office.rlist.version == "2027.1"
    (decided,) = await office.adoptions.all()
    assert (decided.version, decided.name, decided.start) == (
        "2027.1", "周信访", office.clock().date(),
    )  # fmt: skip
    assert decided.summary == "事项修改1。"
    assert len(decided.source_sha256 or "") == 64
    await zhou.says("/清单")
    assert "现行清单 2027.1" in zhou.last.text
    assert "周信访" in zhou.last.text

    kept = await office.casebook.get(case.id, await office.actor(wang))
    assert (kept.matter_id, kept.list_version) == ("RS-01", "2026.11")


async def test_an_old_case_shows_the_title_of_its_own_version_and_a_new_case_the_new_one(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang)
    await send(zhou, book(office.rlist, wages_to_housing))
    await zhou.presses("从今天起采用")
    await register(office, wang, replace(WAGES, unit="housing"))
    for number, title in ((1, "用人单位拖欠、克扣工资"), (2, "讨要被拖欠的工钱")):
        await zhou.says(f"{number}")
        assert f"事项：{title}" in zhou.last.text
    await zhou.says("1")
    assert "清单2026.11版" in zhou.last.text
    await wang.says("我的事项")
    assert any("用人单位拖欠" in label for label in wang.labels)
    await office.restart()
    await zhou.says("1")
    assert "事项：用人单位拖欠、克扣工资" in zhou.last.text


async def test_the_next_message_is_answered_by_the_adopted_list_also_after_a_restart(
    office: Office, zhou: Person
) -> None:
    await send(zhou, book(office.rlist, wages_to_housing))
    await zhou.presses("从今天起采用")
    for name in ("李师傅", "张师傅"):
        citizen = office.person(name)
        await tells_of_wages(citizen, "讨要被拖欠的工钱")
        assert "讨要被拖欠的工钱" in citizen.said, "the words of a row go with its id"
        assert "住房和城乡建设局" in citizen.said
        await office.restart()
    assert office.rlist.version == "2027.1"


async def test_a_list_for_a_later_day_begins_on_that_day_without_a_restart(
    office: Office, zhou: Person
) -> None:
    await send(zhou, book(office.rlist, wages_to_housing))
    await zhou.presses("改日期")
    await zhou.says("明年吧")
    assert "没看懂" in zhou.last.text
    await zhou.says("2026-12-01")
    await zhou.presses("从2026年12月1日起采用")
    assert "到那天自动启用" in zhou.last.text
    await zhou.says("清单")
    assert "现行清单 2026.11" in zhou.last.text
    assert "已定：2027.1 从2026年12月1日起" in zhou.last.text
    office.clock.forward(days=5, hours=14)  # half past eleven in the evening before
    await zhou.says("清单")
    assert "现行清单 2026.11" in zhou.last.text
    office.clock.forward(hours=1)
    await zhou.says("清单")
    assert "现行清单 2027.1" in zhou.last.text


async def test_a_day_in_the_past_is_refused(office: Office, zhou: Person) -> None:
    await send(zhou, book(office.rlist, wages_to_housing))
    await zhou.presses("改日期")
    await zhou.says("2026-11-24")
    assert "不能从过去的日期起采用" in zhou.last.text
    await zhou.says("明天")
    card = zhou.last
    office.clock.forward(days=3)
    await zhou.presses("从2026年11月26日起采用", on=card)
    assert "不能从过去的日期起采用" in zhou.last.text
    assert await office.adoptions.all() == []


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("1", "事项：用人单位拖欠、克扣工资"),
        ("收件箱", "待办"),
        ("纠正", "还没有纠正"),
        ("老板3个月没发工资", "没看懂“老板3个月没发工资”"),
        ("老板拖欠我三个月工资，一共一万二，说没钱，怎么办", "没看懂“老板拖欠我三个月工资"),
    ],
)
async def test_what_is_plainly_something_else_is_no_answer_to_the_question_for_a_date(
    office: Office, wang: Person, zhou: Person, said: str, heard: str
) -> None:
    await register(office, wang)
    await send(zhou, book(office.rlist, wages_to_housing))
    card = zhou.last
    await zhou.presses("改日期")
    await zhou.says(said)
    assert heard in zhou.said
    assert "日期" not in zhou.said
    await zhou.says("12月1日")
    assert "确认" not in zhou.last.text, "the question was left"
    await zhou.presses("从今天起采用", on=card)
    assert "已采用清单 2027.1" in zhou.last.text


async def test_the_question_for_a_date_ends_with_the_hour(office: Office, zhou: Person) -> None:
    await send(zhou, book(office.rlist, wages_to_housing))
    await zhou.presses("改日期")
    office.clock.forward(minutes=59)
    await zhou.says("下下个月1号")
    assert "没看懂这个日期" in zhou.last.text
    office.clock.forward(minutes=2)
    await zhou.says("下下个月1号")
    assert "没看懂这个日期" not in zhou.last.text


async def test_a_question_for_a_date_is_left_for_a_matter_of_ones_own(
    office: Office, zhou: Person
) -> None:
    await send(zhou, book(office.rlist, wages_to_housing))
    await zhou.presses("改日期")
    await zhou.says("我的事项")
    await zhou.says("明天")
    assert "请确认" not in zhou.last.text


async def test_a_list_that_began_after_the_draft_was_shown_is_compared_first(
    office: Office, zhou: Person
) -> None:
    await send(zhou, book(office.rlist, audit_merges))
    await zhou.presses("改日期")
    await zhou.says("2026-11-26")
    await zhou.presses("从2026年11月26日起采用")
    await send(zhou, book(office.rlist, wages_to_housing))
    assert "与现行 2026.11 相比" in zhou.last.text
    office.clock.forward(days=1)
    await zhou.presses("从今天起采用")
    assert "清单有了变化" in zhou.bubbles[-2].text
    assert "与现行 2027.2 相比" in zhou.last.text
    assert [each.version for each in await office.adoptions.all()] == ["2027.2"]
    await zhou.presses("从今天起采用")
    assert "已采用清单 2027.1" in zhou.last.text


async def test_a_draft_that_is_read_otherwise_than_it_was_shown_is_shown_again(
    office: Office, zhou: Person
) -> None:
    await send(zhou, book(office.rlist, wages_to_housing))
    await zhou.presses("从今天起采用")
    await zhou.says("清单 版本")
    await zhou.presses("重新采用 2026.11")
    kept = office.folder / "lists" / "2026.11" / "units" / "human-resources.toml"
    kept.write_text(kept.read_text("utf-8").replace("用人单位拖欠、克扣工资", "讨薪"), "utf-8")
    await zhou.presses("从今天起采用")
    assert "清单有了变化" in zhou.bubbles[-2].text
    assert "→ “讨薪”" in zhou.last.text
    assert office.rlist.version == "2027.1"


async def test_a_draft_that_cannot_be_read_any_more_is_refused_with_its_mistakes(
    office: Office, zhou: Person
) -> None:
    await send(zhou, book(office.rlist, wages_to_housing))
    await zhou.presses("从今天起采用")
    await zhou.says("清单 版本")
    await zhou.presses("重新采用 2026.11")
    card = zhou.last
    kept = office.folder / "lists" / "2026.11" / "units" / "human-resources.toml"
    kept.write_text('[unit]\ncode = "human-resources"\n', "utf-8")
    await zhou.presses("从今天起采用")
    assert "一处都没有采用" in zhou.said
    assert office.rlist.version == "2027.1"
    await zhou.presses("从今天起采用", on=card)
    assert "请看最新的一条消息" in zhou.toast
    await zhou.presses("重新采用 2026.11")
    assert "一处都没有采用" in zhou.said


async def test_every_mistake_of_a_wrong_workbook_is_named_and_nothing_is_taken(
    office: Office, zhou: Person
) -> None:
    def spoil(workbook: Any) -> None:
        cell(workbook["单位"], "audit", "层级").value = "国级"
        cell(workbook["事项"], "RS-01", "单位代码").value = "nobody"
        workbook["途径"]["B2"] = "打官司"
        workbook["法律"]["B2"] = "去年"

    await send(zhou, book(office.rlist, spoil))
    for place in ("单位 › 第3行 › 层级", "› 单位代码", "途径 › 第2行 › 途径类别", "法律 › 第2行"):
        assert place in zhou.last.text
    assert "4 处错误" in zhou.last.text
    assert "现行清单没有改动" in zhou.last.text
    assert not zhou.last.labels
    assert office.rlist.version == "2026.11"


async def test_very_many_mistakes_come_as_a_file_with_all_of_them(
    office: Office, zhou: Person
) -> None:
    def spoil(workbook: Any) -> None:
        for row in workbook["事项"].iter_rows(min_row=2):
            row[2].value = None

    await send(zhou, book(office.rlist, spoil))
    (content,) = files(zhou).values()
    told = content.decode("utf-8-sig")
    assert told.count("› 事项名称：没有填写") == len(office.rlist.matters)
    assert f"{len(office.rlist.matters)} 处错误" in zhou.said


async def test_a_large_change_is_told_in_short_with_all_of_it_in_a_file(
    office: Office, zhou: Person
) -> None:
    def rename(workbook: Any) -> None:
        for row in workbook["事项"].iter_rows(min_row=2, max_row=60):
            row[2].value += "（新）"

    await send(zhou, book(office.rlist, rename))
    (name, content), *_ = files(zhou).items()
    assert name.startswith("清单变化-2026.11-2")
    assert content.decode("utf-8-sig").count("（新）") == 2 * 59
    assert "还有" in zhou.last.text
    assert "从今天起采用" in zhou.labels


async def test_a_version_never_means_two_lists(office: Office, zhou: Person) -> None:
    def retitle(workbook: Any) -> None:
        cell(workbook["事项"], "RS-01", "事项名称").value = "讨要工钱"

    await send(zhou, book(office.rlist, retitle))
    await zhou.presses("从今天起采用")
    assert office.rlist.version == "2026.11-2"
    assert office.lists.of("2026.11").matters["RS-01"].title == "用人单位拖欠、克扣工资"


async def test_the_same_list_again_is_no_change(office: Office, zhou: Person) -> None:
    await send(zhou, book(office.rlist))
    assert "内容相同" in zhou.last.text


@pytest.mark.parametrize("role", [Role.CLERK, Role.MEDIATOR, Role.DIRECTOR])
async def test_other_staff_look_at_the_list_and_adopt_nothing(office: Office, role: Role) -> None:
    unit = None if role is Role.DIRECTOR else "housing"
    li = await office.staff("李同志", role, unit)
    await li.says("清单")
    assert "现行清单 2026.11" in li.last.text
    await li.presses("下载清单")
    assert files(li)
    await send(li, book(office.rlist, wages_to_housing))
    assert "您的职务不能更新" in li.last.text
    await li.says("清单 版本")
    assert not li.last.labels


async def test_a_post_that_ended_before_the_press_adopts_nothing(
    office: Office, zhou: Person
) -> None:
    await send(zhou, book(office.rlist, wages_to_housing))
    (member,) = await office.people.staff()
    await office.people.revoke(member.post_id, None)
    await zhou.presses("从今天起采用")
    assert await office.adoptions.all() == []


async def test_an_administrator_adopts_and_sees_no_number_of_a_case(
    office: Office, wang: Person
) -> None:
    await register(office, wang)
    admin = await office.staff("管理员", Role.ADMINISTRATOR, None)
    await send(admin, book(office.rlist, wages_to_housing))
    assert "住房和城乡建设局：1 件" in admin.last.text
    assert "2026-1" not in admin.last.text.replace("2026-11", "")
    await admin.presses("从今天起采用")
    assert office.rlist.version == "2027.1"


async def test_who_has_no_name_signs_with_one(office: Office) -> None:
    visitor = await office.visitor("白洁")
    invited = await office.people.invite(Role.OFFICE, by=None)
    await office.people.join(invited.code, visitor.user_id)
    await send(visitor, book(office.rlist, wages_to_housing))
    await visitor.presses("从今天起采用")
    assert "签名 张三" in visitor.last.text
    await visitor.says("好的谢谢")
    assert not await office.adoptions.all()
    await visitor.says("签名 白洁")
    assert "采用人：白洁" in visitor.last.text
    (decided,) = await office.adoptions.all()
    assert decided.name == "白洁"


async def test_of_two_who_adopt_at_once_one_is_shown_what_the_other_decided(
    office: Office, zhou: Person
) -> None:
    bai = await office.staff("白洁", Role.OFFICE, None)
    await send(zhou, book(office.rlist, wages_to_housing))
    await send(bai, book(office.rlist, audit_merges))
    await asyncio.gather(zhou.presses("从今天起采用"), bai.presses("从今天起采用"))
    (decided,) = await office.adoptions.all()
    first, second = (zhou, bai) if decided.name == "周信访" else (bai, zhou)
    assert "清单刚有新的决定" in second.bubbles[-2].text
    assert f"与现行 {decided.version} 相比" in second.last.text
    assert "已采用清单" in first.last.text
    await second.presses("从今天起采用")
    assert [each.number for each in await office.adoptions.all()] == [1, 2]


async def test_a_button_of_an_earlier_draft_does_nothing(office: Office, zhou: Person) -> None:
    await send(zhou, book(office.rlist, wages_to_housing))
    old = zhou.last
    await send(zhou, book(office.rlist, audit_merges))
    await zhou.presses("从今天起采用", on=old)
    assert "请看最新的一条消息" in zhou.toast
    await zhou.presses("取消")
    assert "没有改动" in zhou.last.text
    await zhou.presses("从今天起采用", on=old)
    assert await office.adoptions.all() == []


async def test_an_earlier_version_is_adopted_again(office: Office, zhou: Person) -> None:
    await send(zhou, book(office.rlist, wages_to_housing))
    await zhou.presses("从今天起采用")
    await zhou.says("清单 版本")
    assert "2027.1" in zhou.last.text
    assert "2026.11" in zhou.last.text
    await zhou.presses("重新采用 2026.11")
    assert "“讨要被拖欠的工钱” → “用人单位拖欠、克扣工资”" in zhou.last.text
    await zhou.presses("从今天起采用")
    assert office.rlist.version == "2026.11"
    assert office.rlist.matters["RS-01"].unit == "human-resources"
    await office.restart()
    assert office.rlist.version == "2026.11"
    await zhou.says("清单 版本")
    assert [each.version for each in await office.adoptions.all()] == ["2027.1", "2026.11"]


async def test_a_merged_units_cases_are_seen_and_worked_by_its_successor(
    office: Office, wang: Person, zhou: Person
) -> None:
    case = await register(office, wang, AUDIT)
    tong = await office.staff("统计小同", Role.CLERK, "statistics")
    await tong.says("/收件箱")
    assert "没有待办" in tong.last.text
    await send(zhou, book(office.rlist, audit_merges))
    await zhou.presses("从今天起采用")
    await tong.says("/收件箱")
    assert "待办 1 件" in tong.last.text
    await tong.says("受理 1")
    seen = await office.casebook.get(case.id, await office.actor(wang))
    assert (seen.status.value, seen.unit) == ("accepted", "statistics")
    assert "责任单位：统计局" in tong.last.text
    await wang.says("我的事项")
    await wang.presses("2026-1 ")
    assert "统计局" in wang.last.text
    await office.deliver()
    await wang.presses("补充", on=None)
    await wang.says("账本复印件在村委会")
    await office.deliver()
    assert "信访人补充了材料" in tong.said + "".join(b.text for b in tong.bubbles)


async def test_the_successor_of_an_accused_unit_never_sees_the_accusation(
    office: Office, wang: Person, zhou: Person
) -> None:
    sealed = replace(
        AUDIT, petition_class=PetitionClass.ACCUSATION, unit="discipline",
        matter_id=None, accused_unit="audit",
    )  # fmt: skip
    await register(office, wang, sealed)
    invited = await office.people.invite(Role.CLERK, unit="discipline", by=None)
    tong = await office.staff("统计小同", Role.CLERK, "statistics")
    await office.people.join(invited.code, (await office.actor(tong)).person_id)
    await tong.says("1")
    assert "检举控告" in tong.last.text or "密" in tong.last.text
    await send(zhou, book(office.rlist, audit_merges))
    await zhou.presses("从今天起采用")
    await tong.says("1")
    assert "没有找到" in tong.last.text


async def test_what_is_sealed_is_not_tried_but_counted(
    office: Office, wang: Person, zhou: Person
) -> None:
    await register(office, wang)
    sealed = replace(
        WAGES, petition_class=PetitionClass.ACCUSATION, unit="discipline", matter_id=None
    )
    await register(office, wang, sealed)
    await send(zhou, book(office.rlist, wages_to_housing))
    assert "用已经登记的 1 件试办（密封的 1 件没有试）：1 件会转到别的单位" in zhou.last.text
    assert "2026-2" not in zhou.last.text


async def test_a_unit_that_is_dropped_with_open_cases_is_pointed_out(
    office: Office, wang: Person, zhou: Person
) -> None:
    def drop(workbook: Any) -> None:
        for name, column in (("途径", 0), ("事项", 0), ("单位", 0)):
            page = workbook[name]
            for row in reversed(list(page.iter_rows(min_row=2))):
                if str(row[column].value).startswith("SJ-") or row[column].value == "audit":
                    page.delete_rows(row[0].row)

    await register(office, wang, AUDIT)
    await send(zhou, book(office.rlist, drop))
    assert "新清单里没有“审计局”，也没有写承接单位；它在办的 1 件" in zhou.last.text


async def test_a_workbook_with_a_case_open_is_evidence_of_the_case(
    office: Office, wang: Person, zhou: Person
) -> None:
    case = await register(office, wang)
    await zhou.says("1")
    await send(zhou, book(office.rlist, wages_to_housing), name="工资表.xlsx")
    assert "从今天起采用" not in zhou.labels
    assert (await office.casebook.get(case.id, await office.actor(wang))).attachments == 1


async def test_a_citizens_workbook_is_evidence_as_ever(office: Office, wang: Person) -> None:
    await wang.says("老板拖欠我三个月工资，一共一万二")
    await send(wang, book(office.rlist), name="工资表.xlsx")
    assert "清单" not in wang.said


async def test_a_form_that_is_open_when_the_list_changes_loses_nothing(
    office: Office, wang: Person, zhou: Person
) -> None:
    await tells_of_wages(wang, "用人单位拖欠、克扣工资")
    await wang.registers_rest(first="就是这个", stop=True)
    await send(zhou, book(office.rlist, wages_to_housing))
    await zhou.presses("从今天起采用")
    await wang.presses("确认登记")
    assert "清单刚刚更新了" in wang.said
    if "就是这个" not in wang.labels:
        await wang.presses("讨要被拖欠的工钱")
    assert "住房和城乡建设局" in wang.last.text
    await wang.registers_rest(first="就是这个")
    (case,) = await office.casebook.mine(await office.actor(wang))
    assert (case.unit, case.matter_id, case.list_version) == ("housing", "RS-01", "2027.1")
    assert case.request == "请尽快解决"


async def test_another_places_taxonomy_is_a_list_too(office: Office, zhou: Person) -> None:
    troubles = {"井盖": "缺失", "路灯": "熄灭", "护栏": "生锈", "公厕": "积水"}
    workbook, content = openpyxl.Workbook(), BytesIO()
    workbook.active.append(["level1", "level2", "level3"])
    for thing, trouble in troubles.items():
        workbook.active.append(["城乡设施", f"{thing}管护", f"{thing}{trouble}"])
    workbook.save(content)
    workbook.close()
    await send(zhou, content.getvalue(), name="目录.xlsx")
    await zhou.presses("从今天起采用")
    assert office.rlist.version == "2026.11-2"
    best = office.desk.advise("我家门口的公厕积水一个月了").best
    assert best is not None
    assert best.matter.title == "公厕管护：公厕积水"
