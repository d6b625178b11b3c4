"""What staff photograph belongs to the case before them, and never becomes their own complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.procedure import Act, Role
from tests.handlers.staffkit import WAGES, register, status

if TYPE_CHECKING:
    from storage.cases import Case
    from tests.kit import Office, Person

UNIT = "human-resources"
SMOKE = "我家楼下烧烤店油烟大得很，天天熏得开不了窗"


@pytest.fixture
async def li(office: Office) -> Person:
    """Clerk Li of the labour office."""
    return await office.staff("李承办", Role.CLERK, UNIT)


async def files(office: Office, citizen: Person, case: Case) -> int:
    """How many pieces of evidence a case has."""
    return (await office.casebook.get(case.id, await office.actor(citizen))).attachments


async def own(office: Office, person: Person) -> list[Case]:
    """The cases a person is petitioner of."""
    return list(await office.casebook.mine(await office.actor(person)))


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "audio", "video", "video_note"])
async def test_what_is_sent_with_a_card_open_goes_to_that_case(
    office: Office, wang: Person, li: Person, kind: str
) -> None:
    case = await register(office, wang)
    await li.says("1")
    await li.sends(kind, b"evidence")
    assert "已附到" in li.last.text
    assert "2026-1" in li.last.text
    assert "材料共1份" in li.last.text
    assert await files(office, wang, case) == 1
    (found,) = await office.casebook.attachments(case.id, await office.actor(li))
    assert await office.files.open(found.key) == b"evidence"


async def test_it_is_entered_in_the_history_and_stays_inside(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("1")
    await li.sends("document", name="现场笔录.pdf")
    entry = (await office.casebook.history(case.id, await office.actor(li)))[-1]
    assert (entry.act, entry.text, entry.internal) == (Act.NOTE, "现场笔录.pdf", True)
    assert entry.by_name == "李承办"
    for_wang = await office.casebook.history(case.id, await office.actor(wang))
    assert [step.act for step in for_wang] == [Act.REGISTER]
    assert "信访人看不到" in li.last.text


async def test_what_is_written_under_a_photo_is_kept_with_it(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("1")
    await li.sends("photo", caption="门口的告示")
    entry = (await office.casebook.history(case.id, await office.actor(li)))[-1]
    assert (entry.act, entry.text, entry.internal) == (Act.NOTE, "门口的告示", True)
    assert "说明" in li.last.text


async def test_a_form_stays_open_and_asks_again(office: Office, wang: Person, li: Person) -> None:
    case = await register(office, wang)
    await li.says("退回 1")
    await li.sends("photo")
    assert "已附到" in li.said
    assert "请写一句退回的理由" in li.last.text
    assert await files(office, wang, case) == 1
    await li.says("公司注册在西工区，应由西工区处理")
    assert await status(office, wang, case) == "returned"


async def test_a_place_on_the_map_and_several_photos_in_a_row(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("1")
    await li.sends("location", latitude=34.68, longitude=112.48)
    for _ in range(3):
        await li.sends("photo")
    assert "材料共4份" in li.last.text
    assert await files(office, wang, case) == 4


async def test_the_number_under_a_photo_names_its_case(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    other = await register(office, wang)
    await li.says("1")
    await li.sends("photo", caption="2")
    assert "2026-2" in li.last.text
    await li.sends("photo")
    assert (await files(office, wang, case), await files(office, wang, other)) == (0, 2)


async def test_without_a_case_open_it_is_said_how_to_open_one(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    for kind in ("photo", "document", "voice"):
        await li.sends(kind)
        assert "先打开事项" in li.last.text
        assert "收件箱" in li.last.labels
    assert await own(office, li) == []
    assert await files(office, wang, case) == 0
    await li.says("1")
    await li.sends("photo")
    assert await files(office, wang, case) == 1


async def test_whoever_has_turned_to_the_inbox_has_no_case_open(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("1")
    await li.presses("办理记录")
    await li.sends("photo")
    assert await files(office, wang, case) == 1, "looking into the case does not leave it"
    await li.says("/收件箱")
    await li.sends("photo")
    assert "先打开事项" in li.last.text
    assert await files(office, wang, case) == 1


async def test_a_remark_that_is_no_command_does_not_close_the_case(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("1")
    await li.says("这是今天的现场")
    await li.sends("photo")
    assert await files(office, wang, case) == 1


async def test_the_director_only_reads(office: Office, wang: Person) -> None:
    case = await register(office, wang)
    boss = await office.staff("领导", Role.DIRECTOR, None)
    await boss.says("1")
    await boss.sends("photo")
    assert "没有存下" in boss.last.text
    assert await files(office, wang, case) == 0
    assert await own(office, boss) == []


async def test_an_administrator_opens_no_case_and_files_nothing(
    office: Office, wang: Person
) -> None:
    case = await register(office, wang)
    admin = await office.staff("管理员", Role.ADMINISTRATOR, None)
    await admin.says("1")
    await admin.sends("photo", caption="1")
    assert "没有找到" in admin.last.text
    assert await files(office, wang, case) == 0


async def test_a_case_that_has_left_the_unit_takes_nothing_more(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    zhou = await office.staff("周信访", Role.OFFICE, None)
    await li.says("1")
    await office.casebook.act(case.id, Act.RETURN, by=await office.actor(li), text="不归我们")
    await zhou.says("分派 1 住建局 由住建局牵头")
    await li.sends("photo")
    assert "没有找到" in li.last.text
    assert await files(office, wang, case) == 0
    await li.sends("photo")
    assert "先打开事项" in li.last.text


async def test_staff_file_evidence_in_their_own_form_while_that_is_open(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("1")
    await li.says("我要反映")
    await li.says(SMOKE)
    await li.sends("photo")
    assert "照片已存好" in li.said
    await li.registers_rest(first="就是这个")
    (mine,) = await own(office, li)
    assert mine.attachments == 1
    assert await files(office, wang, case) == 0


async def test_a_photo_can_begin_a_complaint_that_staff_have_announced(
    office: Office, li: Person
) -> None:
    await li.says("我要反映")
    await li.sends("photo", caption=SMOKE)
    await li.registers_rest(first="就是这个")
    (mine,) = await own(office, li)
    assert mine.attachments == 1


async def test_of_an_own_form_and_a_card_the_one_touched_last_gets_the_photo(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("我要反映")
    await li.says(SMOKE)
    await li.presses("就是这个")
    await li.says("/受理 1")
    await li.sends("photo")
    assert await files(office, wang, case) == 1
    await li.says("东关大街口那家")
    await li.sends("photo")
    assert await files(office, wang, case) == 1
    await li.registers_rest()
    (mine,) = await own(office, li)
    assert mine.attachments == 1


async def test_a_clerk_who_was_a_citizen_before_files_for_the_case(
    office: Office, wang: Person, li: Person
) -> None:
    await register(office, li)
    case = await register(office, wang)
    await li.says("1")
    assert "没有找到" in li.last.text, "not in a case of his own"
    await li.says("2")
    await li.sends("photo")
    assert await files(office, wang, case) == 1


async def test_too_large_a_file_is_refused_politely(
    office: Office, wang: Person, li: Person
) -> None:
    case = await register(office, wang)
    await li.says("1")
    await li.sends("document", size=office.files.limit + 1)
    assert "太大" in li.last.text
    assert await files(office, wang, case) == 0


async def test_it_works_in_the_web_chat_too(office: Office, wang: Person) -> None:
    case = await register(office, wang, WAGES)
    invitation = await office.people.invite(Role.MEDIATOR, unit=UNIT, by=None)
    ma = await office.visitor("马调解")
    await ma.says(f"/start {invitation.code}")
    await ma.says("1")
    await ma.sends("document", name="调解笔录.docx")
    assert await files(office, wang, case) == 1
