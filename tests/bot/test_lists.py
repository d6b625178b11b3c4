"""The house changes lists without a restart, and all its processes alike."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import App, build
from bot.settings import Settings
from knowledge.clocks import office_day
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Role
from knowledge.triage import Desk
from storage.lists_adopted import Proposal
from storage.people import Actor
from tests.conftest import HandClock


def lend_key(one: Path, other: Path) -> None:
    """Processes over one database have one key, as an office copies it."""
    if (one / "key").is_file() and not other.exists():
        other.mkdir()
        shutil.copy(one / "key", other / "key")


@asynccontextmanager
async def house(
    folder: Path, clock: HandClock, desk: Desk | None = None, *, database: Path
) -> AsyncIterator[App]:
    """A process with a data folder of its own over the shared database, with the same key."""
    lend_key(database.parent / "one", folder)
    url = SecretStr(f"sqlite+aiosqlite:///{database}")
    app = await build(Settings(data_dir=folder, database_url=url), clock=clock, desk=desk)
    try:
        yield app
    finally:
        await app.stop()


async def office_clerk(app: App) -> Actor:
    """Zhou of the petition office."""
    zhou = await app.people.arrive("web", "zhou", name="周信访")
    invited = await app.people.invite(Role.OFFICE, by=None)
    await app.people.join(invited.code, zhou.person_id)
    return await app.people.actor(zhou.person_id, "web")


def changed(rlist: ResponsibilityList, version: str) -> ResponsibilityList:
    """The list with another name of the office."""
    district = replace(rlist.district, office_name="区群众来访接待中心")
    return replace(rlist, version=version, district=district)


async def test_every_process_changes_lists_on_the_day_and_a_restart_keeps_it(
    tmp_path: Path, clock: HandClock, desk: Desk
) -> None:
    shared = tmp_path / "shared.db"
    async with (
        house(tmp_path / "one", clock, desk, database=shared) as one,
        house(tmp_path / "two", clock, desk, database=shared) as two,
    ):
        zhou = await office_clerk(one)
        start = office_day(clock()) + timedelta(days=1)
        made = Proposal(changed(one.rlist, "2027.1"), "区情修改1。", 0)
        await one.store.adoptions.adopt(made, by=zhou, start=start)
        for app in (one, two):
            assert (await app.desk_in_force()).rlist.version == "2026.11"
        clock.forward(days=1)
        for app in (one, two):
            assert (await app.desk_in_force()).rlist.version == "2027.1"
            assert app.store.lists.now.district.office_name == "区群众来访接待中心"
            assert app.store.lists.of("2026.11").district != app.store.lists.now.district
    async with house(tmp_path / "one", clock, database=shared) as again:
        assert again.rlist.version == "2027.1"
        assert again.rlist.adopted == start


async def test_a_list_that_cannot_be_read_leaves_the_present_one_in_force(
    tmp_path: Path, clock: HandClock, desk: Desk
) -> None:
    async with house(tmp_path / "one", clock, desk, database=tmp_path / "shared.db") as app:
        zhou = await office_clerk(app)
        made = Proposal(changed(app.rlist, "2027.1"), "区情修改1。", 0)
        await app.store.adoptions.adopt(made, by=zhou, start=office_day(clock()))
        (tmp_path / "one" / "lists" / "2027.1" / "laws.toml").write_text("[", encoding="utf-8")
        assert (await app.desk_in_force()).rlist.version == "2026.11"
        shutil.rmtree(tmp_path / "one" / "lists" / "2027.1")
        assert (await app.desk_in_force()).rlist.version == "2027.1", "laid out anew"
