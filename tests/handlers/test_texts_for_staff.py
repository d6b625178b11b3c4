"""What staff read: plain letters that every machine has, nothing said twice, one due line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import handlers
from handlers.texts import card, cli, demo, due, labels
from knowledge.due import Due
from knowledge.matters import Limit, LimitUnit, Way, WayCode
from knowledge.procedure import Act, Role, Status
from storage.cases import Entry

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList
    from tests.conftest import HandClock

PICTURES = re.compile("[\u23e9-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
# A check mark in a table of the command line, which is read in a terminal.
TERMINAL = frozenset({"list.py"})
FOLDER = Path(handlers.__file__).parent
SPOKEN = sorted(
    file
    for kind in ("texts/*.py", "web/static/*.js", "web/static/*.css", "web/templates/*.html")
    for file in FOLDER.glob(kind)
    if file.name not in TERMINAL
)
DUE = Due(
    "inform",
    date(2026, 12, 10),
    "信访工作条例 23",
    Limit(15, LimitUnit.DAY, "收到之日", "信访工作条例 23"),
    date(2026, 11, 25),
)
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("file", SPOKEN, ids=lambda file: file.name)
def test_no_text_needs_a_font_with_pictures(file: Path) -> None:
    assert not PICTURES.findall(file.read_text("utf-8"))


def test_staff_and_citizen_read_the_same_due_day_with_the_same_doubts() -> None:
    doubtful = replace(DUE, certain=False, verified=False)
    staff = due.for_staff(doubtful, today=TODAY)
    citizen = due.for_citizen(doubtful, today=TODAY)
    for part in ("12月10日前", "《信访工作条例》第23条", *due.doubts(doubtful)):
        assert part in staff
        assert part in citizen
    assert "还有15天" in staff
    assert due.for_citizen(None, today=TODAY) == ""


@pytest.mark.parametrize(
    ("today", "said"),
    [(date(2026, 12, 13), "【超期3天】"), (date(2026, 12, 10), "【今天到期】")],
)
def test_what_is_late_stands_out_in_words(today: date, said: str) -> None:
    assert said in due.for_staff(DUE, today=today)


def test_every_clock_is_worded_for_the_citizen() -> None:
    assert set(due.CITIZEN) == set(labels.DUE)


def test_a_name_that_ends_in_a_bracket_doubles_none_in_the_timeline(
    rlist: ResponsibilityList, clock: HandClock
) -> None:
    step = Entry(
        at=clock(), act=Act.ACCEPT, role=Role.CLERK, unit="human-resources",
        from_status=Status.REGISTERED, to_status=Status.ACCEPTED, text=None, internal=False,
        by_name=demo.NAME.format(name="程晓岚"),
    )  # fmt: skip
    line = card.entry(step, rlist)
    assert "程晓岚（演示）" in line
    assert "））" not in line


def test_no_way_of_any_row_doubles_a_bracket_on_the_card(rlist: ResponsibilityList) -> None:
    ways = [card.way(way) for matter in rlist.matters.values() for way in matter.ways]
    assert not [way for way in ways if "））" in way]


def test_a_way_that_is_called_like_its_kind_is_named_once() -> None:
    petition = Way(WayCode.PETITION, labels.WAY[WayCode.PETITION], "区信访局")
    assert cli.way_line(petition).count("信访程序") == 1
    inspection = Way(WayCode.ADMIN, "劳动监察", "区人社局")
    assert cli.way_line(inspection).startswith("行政程序·劳动监察")
