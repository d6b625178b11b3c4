"""A backup brings back cases, evidence and the key they are read with, and harms nothing."""

from __future__ import annotations

import tarfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.commands.backup import backup, restore
from bot.desk import list_in_force
from bot.lock import only_process
from bot.refusals import AlreadyRunning, BadBackup, FileExists, NoSuchFile, ServerDatabase
from bot.settings import Settings
from bot.store import open_store
from knowledge.advice import PetitionClass
from knowledge.clocks import office_day
from knowledge.matters import WayCode
from knowledge.procedure import Role
from knowledge.triage import Desk
from storage.cases import Draft
from storage.lists_adopted import Proposal

TEXT = "老板拖欠工资"
EVIDENCE = b"%PDF owed"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FENLIU_DATA_DIR", str(tmp_path / "data"))
    return Settings()


async def fill(settings: Settings, desk: Desk) -> None:
    """One case with one file."""
    async with open_store(settings, desk) as store:
        person = await store.people.arrive("web", "somebody", name="王秀英")
        file = await store.files.save("a.pdf", "application/pdf", EVIDENCE)
        draft = Draft(
            intake_key="1",
            text=TEXT,
            unit="human-resources",
            petition_class=PetitionClass.CLAIM,
            way=WayCode.ADMIN,
            channel="web",
            attachments=(file,),
        )
        await store.casebook.register(draft, by=person)


async def found(settings: Settings, desk: Desk) -> tuple[str, bytes]:
    """Text and file of that case."""
    async with open_store(settings, desk) as store:
        person = await store.people.arrive("web", "somebody")
        (case,) = await store.casebook.mine(person)
        (file,) = await store.casebook.attachments(case.id, person)
        return case.text, await store.files.open(file.key)


async def test_what_was_saved_comes_back_on_another_machine(
    settings: Settings, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(settings, desk)
    backup(tmp_path / "b.tar")
    monkeypatch.setenv("FENLIU_DATA_DIR", str(tmp_path / "elsewhere"))
    elsewhere = Settings()

    restore(tmp_path / "b.tar")

    assert await found(elsewhere, desk) == (TEXT, EVIDENCE)
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0
    assert elsewhere.key_file.stat().st_mode & 0o077 == 0


async def test_a_backup_may_be_taken_while_the_service_runs(
    settings: Settings, desk: Desk, tmp_path: Path
) -> None:
    await fill(settings, desk)
    async with open_store(settings, desk):
        with only_process(settings.data_dir):
            backup(tmp_path / "b.tar")
            with pytest.raises(AlreadyRunning):
                restore(tmp_path / "b.tar", force=True)


async def test_nothing_is_overwritten_unless_one_says_so_and_then_it_is_kept_aside(
    settings: Settings, desk: Desk, tmp_path: Path
) -> None:
    await fill(settings, desk)
    backup(tmp_path / "b.tar")
    with pytest.raises(FileExists):
        backup(tmp_path / "b.tar")
    with pytest.raises(FileExists):
        restore(tmp_path / "b.tar")

    restore(tmp_path / "b.tar", force=True)

    assert await found(settings, desk) == (TEXT, EVIDENCE)
    (aside,) = settings.data_dir.glob("before-restore-*")
    assert {"fenliu.db", "key", "files"} <= {path.name for path in aside.iterdir()}


def archive(path: Path, **members: bytes) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, BytesIO(content))
    return path


def test_what_is_no_backup_of_ours_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    evil = {"../../evil": b"x", "manifest.json": b'{"fenliu": 1}'}
    (tmp_path / "noise.tar").write_bytes(b"noise" * 999)
    for file in (
        tmp_path / "noise.tar",
        archive(tmp_path / "empty.tar"),
        archive(tmp_path / "evil.tar", **evil),
        archive(tmp_path / "torn.tar", **{"manifest.json": b'{"fenliu": 1}', "database": b"no"}),
    ):
        with pytest.raises(BadBackup):
            restore(file)

    assert not (tmp_path.parent / "evil").exists()
    assert sorted(path.name for path in settings.data_dir.iterdir()) == ["lock"]


def test_there_is_nothing_to_back_up_before_the_first_start(
    settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(NoSuchFile):
        backup(tmp_path / "b.tar")


def test_a_database_server_is_left_to_its_own_tools(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENLIU_DATABASE_URL", "postgresql://clerk@db/fenliu")
    with pytest.raises(ServerDatabase):
        backup(tmp_path / "b.tar")
    with pytest.raises(ServerDatabase):
        restore(tmp_path / "b.tar")


async def test_the_adopted_list_comes_back_and_a_strangers_is_moved_aside(
    settings: Settings, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(settings, desk) as store:
        bai = await store.people.arrive("web", "bai", name="白洁")
        invited = await store.people.invite(Role.OFFICE, by=None)
        await store.people.join(invited.code, bai.person_id)
        bai = await store.people.actor(bai.person_id, "web")
        made = Proposal(replace(desk.rlist, version="2027.1"), "", 0)
        await store.adoptions.adopt(made, by=bai, start=office_day(system_clock()))
    backup(tmp_path / "b.tar")
    monkeypatch.setenv("FENLIU_DATA_DIR", str(tmp_path / "elsewhere"))
    elsewhere = Settings()
    (elsewhere.lists_dir / "2027.1").mkdir(parents=True)

    restore(tmp_path / "b.tar")

    assert list_in_force(elsewhere).version == "2027.1"
    assert list_in_force(elsewhere).matters == desk.rlist.matters
