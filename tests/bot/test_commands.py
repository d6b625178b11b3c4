"""The command line, run in this process: what it prints, and how it refuses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.__main__ import main
from bot.settings import Settings
from bot.store import ListOnly, open_store
from knowledge.advice import PetitionClass
from knowledge.loader import LIST_FOLDER, load_list
from knowledge.matters import ResponsibilityList, WayCode
from knowledge.procedure import Role
from knowledge.triage import Desk
from storage.cases import Draft
from storage.people import StaffMember

Run = Callable[..., "Said"]
WAGES = "老板拖欠我三个月工资不给，怎么办"


class Said(str):  # noqa: SLOT000 -- it carries a code
    """What a command printed, and the code it ended with."""

    code: int


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``fenliu`` in an empty folder; the answer is both streams together."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FENLIU_DATA_DIR", str(tmp_path / "data"))

    def go(*words: str) -> Said:
        monkeypatch.setattr("sys.argv", ["fenliu", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        streams = capsys.readouterr()
        said = Said(streams.out + streams.err)
        said.code = int(ended.value.code or 0)
        return said

    return go


def test_match_names_the_unit_the_row_the_words_and_the_ways(run: Run) -> None:
    said = run("match", WAGES)

    assert said.code == 0
    for part in ("人力资源和社会保障局", "RS-01", "拖欠", "劳动监察", "仲裁"):
        assert part in said


def test_match_for_programs_is_one_json_object_in_codes(run: Run) -> None:
    told = json.loads(run("match", WAGES, "--json", "--date", "2026-11-25"))

    assert told["outcome"] == "matched"
    assert told["candidates"][0]["unit"] == "human-resources"
    assert told["candidates"][0]["matter"] == "RS-01"
    assert {"class", "way", "ways", "danger", "adjudicated", "facts"} <= set(told)
    for evidence in told["candidates"][0]["evidence"]:
        assert {"words", "weight", "source", "span"} <= set(evidence)


def test_match_says_danger_first(run: Run) -> None:
    assert "110" in run("match", "有人拿刀砍人，快来人")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("match", "  "), "请写上诉求内容"),
        (("match", WAGES, "--date", "yesterday"), "2026-11-25"),
        (("evaluate", "nowhere.csv"), "nowhere.csv"),
        (("staff", "invite", "clerk"), "--unit"),
        (("staff", "invite", "clerk", "--unit", "nowhere"), "单位代码"),
        (("staff", "invite", "office", "--place", "nowhere"), "乡镇"),
        (("staff", "invite", "citizen"), "角色"),
        (("staff", "revoke", "99"), "staff list"),
        (("stats", "--unit", "nowhere"), "单位代码"),
        (("stats", "--from", "2026-13-01"), "日期"),
        (("list", "check", "--list", "nowhere"), "district.toml"),
        (("list", "diff", "nowhere.xlsx"), "nowhere.xlsx"),
        (("restore", "nowhere.tar"), "nowhere.tar"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    run: Run, words: tuple[str, ...], part: str
) -> None:
    said = run(*words)

    assert said.code == 1
    assert part in said
    assert "Traceback" not in said


def test_evaluate_gives_every_figure_of_the_design(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text(
        "text,accept,accept_way,class,adjudicated,danger\n"
        f"{WAGES},human-resources,admin|arbitration,claim,0,0\n"
        "今天天气真好,other,,,0,0\n",
        encoding="utf-8",
    )

    figures: dict[str, Any] = json.loads(run("evaluate", str(file), "--json"))

    assert set(figures) == {
        "n", "unit_top1", "unit_top3", "matched_share", "matched_precision", "way_top1",
        "class_accuracy", "adjudicated_recall", "danger_recall", "danger_false_alarm_rate",
        "out_of_scope_recall", "median_ms", "p99_ms",
    }  # fmt: skip
    assert (figures["n"], figures["unit_top1"], figures["danger_recall"]) == (2, 1.0, None)
    assert "单位首选正确" in run("evaluate", str(file))


def test_evaluate_refuses_a_file_without_its_columns(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text("text,unit\na,b\n", encoding="utf-8")

    assert "accept" in run("evaluate", str(file))


def test_list_check_counts_by_unit(run: Run, rlist: ResponsibilityList) -> None:
    said = run("list", "check")

    assert all(unit.name in said for unit in rlist.units.values())
    assert str(len(rlist.matters)) in said


def test_a_list_goes_out_as_a_workbook_and_comes_back_the_same(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "list.xlsx"

    assert run("list", "export", str(book)).code == 0
    assert "--force" in run("list", "export", str(book))
    assert "相同" in run("list", "diff", str(book))
    taken = run("list", "import", str(book), "mine")
    assert taken.code == 0
    assert f"FENLIU_LIST_DIR={tmp_path / 'mine'}" in taken, "it works from any folder"
    assert run("list", "check", "--list", str(tmp_path / "mine")).code == 0
    assert "相同" in run("list", "diff", str(tmp_path / "mine"))


def test_a_workbook_with_one_mistake_writes_nothing_and_names_the_cell(
    run: Run, tmp_path: Path
) -> None:
    book = tmp_path / "list.xlsx"
    run("list", "export", str(book))
    content = openpyxl.load_workbook(book)
    sheet = content.worksheets[2]
    sheet.cell(row=3, column=1).value = None
    content.save(book)

    said = run("list", "import", str(book), str(tmp_path / "mine"))

    assert said.code == 1
    assert sheet.title in said
    assert "第3行" in said
    assert not (tmp_path / "mine").exists()


def test_a_list_is_not_imported_over_something(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x", encoding="utf-8")
    book = tmp_path / "list.xlsx"
    run("list", "export", str(book))

    assert "已经有内容" in run("list", "import", str(book), str(tmp_path / "mine"))


def test_another_citys_taxonomy_becomes_a_list(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "taxonomy.csv"
    file.write_text("level1,level2,level3\n城乡建设,供水,停水\n", encoding="utf-8")

    said = run(
        "list", "import", str(file), str(tmp_path / "theirs"),
        "--taxonomy", "--version", "2026.12", "--adopted", "2026-12-01",
    )  # fmt: skip

    assert said.code == 0
    assert "停水" in run("list", "diff", str(tmp_path / "theirs"))


def test_staff_are_invited_listed_and_their_invitation_opens_the_staff_page(run: Run) -> None:
    assert "staff invite administrator" in run("staff", "list")

    said = run("staff", "invite", "mediator", "--unit", "human-resources")

    assert "调解员（人力资源和社会保障局）" in said
    assert "http://127.0.0.1:8080/office#" in said


def test_stats_of_an_empty_house_are_zeros_also_in_a_workbook(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "stats.xlsx"

    said = run("stats", "--from", "2026-11-01", "--to", "2026-11-30", "--xlsx", str(sheet))

    assert "收到  0" in said
    assert openpyxl.load_workbook(sheet).sheetnames
    assert "--force" in run("stats", "--xlsx", str(sheet))


def test_the_doctor_finds_a_house_in_order(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENLIU_PORT", "0")
    said = run("doctor")

    assert said.code == 0
    assert said.count("正常") == 3


def test_help_is_in_chinese(run: Run) -> None:
    said = run("--help")

    for command in ("run", "match", "evaluate", "list", "staff", "stats", "backup", "demo"):
        assert command in said
    assert "责任清单" in said


def worked_on(run: Run, folder: Path) -> Path:
    """The list as a workbook in which unpaid wages went to another unit."""
    book = folder / "list.xlsx"
    run("list", "export", str(book))
    content = openpyxl.load_workbook(book)
    page = content.worksheets[2]
    row = next(row for row in page.iter_rows(min_row=2) if row[0].value == "RS-01")
    row[1].value, row[2].value = "housing", "讨要被拖欠的工钱"
    content.save(book)
    content.close()
    return book


def test_a_list_is_tried_on_past_cases_and_nothing_is_changed(run: Run, tmp_path: Path) -> None:
    book = worked_on(run, tmp_path)
    asyncio.run(registered(tmp_path / "data"))

    said = run("list", "try", str(book))

    assert "用已经登记的 1 件试办：1 件会转到别的单位" in said
    assert "人力资源和社会保障局 → 住房和城乡建设局：1 件（2026-1）" in said
    assert "用已经登记的 0 件" in run("list", "try", str(book), "--since", "2100-01-01")
    assert "没有这个任职编号" in run("list", "adopt", str(book), "--post", "1")
    assert run("list", "versions").strip() == "现行清单 2026.11", "nothing was changed"


async def registered(data: Path) -> None:
    """One case about wages."""
    async with open_store(Settings(data_dir=data), Desk(load_list())) as store:
        wang = await store.people.arrive("web", "wang", name="王秀英")
        draft = Draft(
            intake_key="1",
            text=WAGES,
            unit="human-resources",
            petition_class=PetitionClass.CLAIM,
            way=WayCode.ADMIN,
            channel="web",
        )
        await store.casebook.register(draft, by=wang)


def test_the_command_line_adopts_in_the_name_of_somebody_who_may(run: Run, tmp_path: Path) -> None:
    book = worked_on(run, tmp_path)
    posts = asyncio.run(appointed(tmp_path / "data", Role.OFFICE, Role.DIRECTOR))
    past = run("list", "adopt", str(book), "--post", str(posts[0]), "--from", "2020-01-01")
    assert (past.code, "过去的日期" in past) == (1, True)
    director = run("list", "adopt", str(book), "--post", str(posts[1]))
    assert (director.code, "这个任职不能采用清单" in director) == (1, True)

    said = run("list", "adopt", str(book), "--post", str(posts[0]))

    assert "已采用清单 2026.11-2" in said
    assert "采用人：周信访" in said
    assert "周信访" in run("list", "versions")
    assert "讨要被拖欠的工钱" in run("match", WAGES)
    assert "2026.11-2" in run("list", "check")
    assert "相同" in run("list", "diff", str(book))
    assert "事项修改1" in run("list", "diff", str(LIST_FOLDER))
    assert run("list", "adopt", str(LIST_FOLDER), "--post", str(posts[0])).code == 0
    assert "拖欠、克扣工资" in run("match", WAGES), "back to the first, as it was kept"


async def appointed(data: Path, *roles: Role) -> list[int]:
    """Posts of one person, by their numbers."""
    reader = ListOnly(load_list())
    async with open_store(Settings(data_dir=data), reader) as store:
        zhou = await store.people.arrive("web", "zhou", name="周信访")
        other = await store.people.arrive("web", "boss", name="领导")
        for person, role in zip((zhou, other), roles, strict=True):
            invited = await store.people.invite(role, by=None)
            await store.people.join(invited.code, person.person_id)
        return [member.post_id for member in sorted(await store.people.staff(), key=by_post)]


def by_post(member: StaffMember) -> int:
    """The order in which posts were taken up."""
    return member.post_id


def test_an_imported_folder_holds_the_list_alone_and_is_read_with_the_words_at_hand(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("list", "import", str(worked_on(run, tmp_path)), "mine")
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == [
        "district.toml", "laws.toml", "places.toml", "units",
    ]  # fmt: skip
    monkeypatch.setenv("FENLIU_LIST_DIR", str(tmp_path / "mine"))
    assert "讨要被拖欠的工钱" in run("match", WAGES)
