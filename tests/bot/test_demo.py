"""The demo: a believable year, the same for the same seed, apart from the real data."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.demo import demo_settings, ensure_filled, is_filled
from bot.demo_stories import Storyteller, staff_names
from bot.settings import Settings
from bot.store import open_store
from handlers.texts import demo as texts
from knowledge.clocks import office_day
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Role, Stage
from knowledge.triage import Desk
from storage.permissions import Actor, Post
from tests.conftest import START

OFFICE = Actor(0, (Post(Role.OFFICE),))
CASES = 60


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = demo_settings(Settings(data_dir=tmp_path))
    made.data_dir.mkdir()
    return made


async def test_a_year_of_cases_is_lived_through_the_case_book(
    settings: Settings, desk: Desk
) -> None:
    told = await ensure_filled(settings, cases=CASES, seed=1)

    assert f"{CASES} 件" in told
    assert told.count("/office#") == 8
    today = office_day(system_clock())
    async with open_store(settings, desk) as store:
        year = await store.statistics.summary(OFFICE, start=today - timedelta(days=366), end=today)
        page = await store.casebook.inbox(OFFICE, limit=200)
        assert await store.notices.claim() == []
    assert year.received == CASES
    assert year.closed > CASES / 2
    assert year.mediated >= year.agreed > 0
    assert year.rated > 0
    assert len(year.by_unit) >= 8
    assert all(case.stage is not Stage.OVER for case in page.cases)


async def test_it_is_filled_once_and_every_start_gives_fresh_links(settings: Settings) -> None:
    first = await ensure_filled(settings, cases=3, seed=1)
    assert is_filled(settings)

    second = await ensure_filled(settings, cases=99, seed=2)

    assert "3 件" in second
    assert not set(first.splitlines()[2::2]) & set(second.splitlines()[2::2])


async def test_a_filling_that_was_broken_off_is_done_again(settings: Settings, desk: Desk) -> None:
    await ensure_filled(settings, cases=3, seed=1)
    (settings.data_dir / "filled").unlink()

    await ensure_filled(settings, cases=4, seed=1)

    async with open_store(settings, desk) as store:
        assert (await store.casebook.inbox(OFFICE, limit=50)).total <= 4


def test_the_demo_never_touches_the_real_data(tmp_path: Path) -> None:
    real = Settings(data_dir=tmp_path, database_url="postgresql://real/one", telegram_token="1:x")

    demo = demo_settings(real)

    assert demo.database_file == tmp_path / "demo" / "fenliu.db"
    assert demo.telegram_token is None
    assert demo.demo


def test_the_same_seed_tells_the_same_year(rlist: ResponsibilityList) -> None:
    until = office_day(START)
    one, same, other = (
        list(Storyteller(rlist, seed=seed).year(50, until=until)) for seed in (7, 7, 8)
    )

    assert one == same
    assert one != other


def test_stories_come_in_order_from_the_year_before(rlist: ResponsibilityList) -> None:
    until = office_day(START)
    year = list(Storyteller(rlist, seed=3).year(400, until=until))

    assert [story.at.date() for story in year] == sorted(story.at.date() for story in year)
    assert all(until - timedelta(days=365) <= office_day(story.at) < until for story in year)
    assert len(Counter(story.unit for story in year)) > 12
    assert all("{" not in story.text for story in year)


def test_everybody_in_the_demo_is_marked_as_invented(rlist: ResponsibilityList) -> None:
    citizens = [
        story.name for story in Storyteller(rlist, seed=3).year(20, until=office_day(START))
    ]
    staff = [name for _, _, name in staff_names(list(rlist.units))]

    assert all(texts.BANNER in name for name in citizens + staff)
    assert len(set(staff)) == len(staff)


def test_every_unit_with_stories_is_in_the_list(rlist: ResponsibilityList) -> None:
    assert set(texts.COMPLAINTS) <= set(rlist.units)
