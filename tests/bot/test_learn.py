"""``learn`` and ``match --learned``: what the office moved, told and taken back at a terminal."""

from __future__ import annotations

import asyncio
import json
from io import StringIO
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.store import open_store
from knowledge.advice import PetitionClass
from knowledge.matters import WayCode
from knowledge.procedure import Act, Role
from knowledge.triage import Desk
from storage.cases import Draft
from tests.bot.test_commands import Run, run

__all__ = ["run"]

ODD = "夹马营那个铁皮棚子又开始唱上了"


@pytest.fixture
def moved(run: Run, tmp_path: Path, desk: Desk) -> Run:
    """Three cases that Zhou moved to the tourist office, and one that Li moved to tax."""
    asyncio.run(_fill(tmp_path / "data", desk))
    return run


async def _fill(data: Path, desk: Desk) -> None:
    async with open_store(Settings(data_dir=data), desk) as store:
        citizen = await store.people.arrive("web", "wang", name="王秀英")
        movers = []
        for name in ("周信访", "李新来"):
            person = await store.people.arrive("web", name, name=name)
            invited = await store.people.invite(Role.OFFICE, by=None)
            await store.people.join(invited.code, person.person_id)
            movers.append(await store.people.actor(person.person_id, "web"))
        zhou, li = movers
        for n, (by, unit) in enumerate((*[(zhou, "culture-tourism")] * 3, (li, "tax"))):
            draft = Draft(
                intake_key=str(n),
                text=f"{ODD}{n}",
                unit="petition",
                petition_class=PetitionClass.CLAIM,
                way=WayCode.ADMIN,
                channel="web",
            )
            receipt = await store.casebook.register(draft, by=citizen)
            await store.casebook.act(receipt.case_id, Act.ASSIGN, by=by, unit=unit, text="改派")


def test_the_report_compares_before_and_after_by_unit(moved: Run) -> None:
    told = json.loads(moved("learn", "report", "--json"))
    by_unit = {line["unit"]: line for line in told["units"]}
    assert by_unit["culture-tourism"] == {
        "unit": "culture-tourism", "n": 3, "before": 0, "after": 3, "better": 3, "worse": 0,
    }  # fmt: skip
    assert told["total"]["n"] == 4
    assert told["examples"] == 4

    said = moved("learn", "report")
    assert "文化和旅游局  3件  0（0.0%） → 3（100.0%）  变对3  变错0" in said
    assert "合计  4件" in said


def test_without_cases_the_report_says_so(run: Run) -> None:
    assert "还没有办定的事项" in run("learn", "report")


def test_corrections_are_listed_with_who_when_and_from_where_to_where(moved: Run) -> None:
    said = moved("learn", "list")
    assert said.index("李新来") < said.index("周信访"), "the latest first"
    first = said.splitlines()[0]
    assert "信访局 → " in first
    assert "税务局" in first
    assert f"{ODD}3" in first
    assert "没有符合条件的纠正" in moved("learn", "list", "--until", "2020-01-01")


def test_a_batch_is_taken_back_by_person_after_a_question(
    moved: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = moved("learn", "list").split("周信访（")[1].split("）")[0]
    monkeypatch.setattr("typer.confirm", lambda *_, **__: pytest.fail("asked"))
    said = moved("learn", "revoke", "--person", number, "--since", "2020-01-01", "--yes")
    assert said.code == 0
    assert "已撤销3条" in said
    assert "周信访" not in moved("learn", "list")
    assert moved("learn", "list", "--all").count("命令行撤销") == 3
    assert "什么都没有撤销" in moved("learn", "revoke", "--person", number, "--yes")


def test_nothing_is_taken_back_without_a_yes_or_a_condition(
    moved: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "请说明撤销哪些" in moved("learn", "revoke", "--yes")
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    said = moved("learn", "revoke", "1", "3")
    assert said.code == 1
    assert "撤销以上2条？" in said
    assert moved("learn", "list").count("→") == 4


def test_match_knows_the_corrections_when_it_is_told_to(moved: Run) -> None:
    assert json.loads(moved("match", ODD, "--json"))["precedent"] is None
    told = json.loads(moved("match", ODD, "--json", "--learned"))
    assert told["precedent"]["by"] in {"周信访", "李新来"}
    assert told["candidates"][0]["unit"] == "culture-tourism"
    assert "先例" in moved("match", ODD, "--learned")
