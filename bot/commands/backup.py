"""Backup and restore of a SQLite installation: database, evidence and key in one file."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import system_clock
from bot.lock import only_process
from bot.refusals import BadBackup, FileExists, ServerDatabase, existing
from bot.settings import Settings, load_settings
from handlers.texts import cli as texts

FORMAT = 1
DATABASE, KEY, MANIFEST = "database", "key", "manifest.json"
MEMBER = re.compile(
    r"(?:database|key|manifest\.json|files/[\w-]+(?:/[\w-]+)*"
    r"|lists/\w[\w.-]*(?:/units)?(?:/[\w-]+\.toml)?)"
)
"""The only names a backup may hold: a foreign archive cannot write elsewhere."""
MB = 1024 * 1024

Force = Annotated[bool, typer.Option("--force", help=texts.HELP["force"])]


def backup(
    file: Annotated[Path, typer.Argument(help=texts.HELP["backup.file"])], force: Force = False
) -> None:
    """Write a backup while the service may go on running."""
    settings = load_settings()
    if settings.database_file is None:
        raise ServerDatabase("postgres_backup")
    if file.exists() and not force:
        raise FileExists(file)
    write(settings, existing(settings.database_file), file)
    typer.echo(texts.backed_up(str(file), file.stat().st_size / MB))


def write(settings: Settings, database: Path, target: Path) -> None:
    """Copy the database first: every file it speaks of is then in the copy of the files."""
    part = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
        copy = Path(folder) / DATABASE
        copy_database(database, copy)
        part.touch(mode=0o600)
        with tarfile.open(part, "w") as archive:
            archive.addfile(*manifest())
            archive.add(copy, DATABASE)
            archive.add(settings.key_file, KEY)
            add_folder(archive, settings.files_dir)
            add_folder(archive, settings.lists_dir)
    part.replace(target)


def add_folder(archive: tarfile.TarFile, folder: Path) -> None:
    """Every whole file below ``folder``; what begins with a dot is still being written."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            archive.add(path, f"{folder.name}/{name}")


def copy_database(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent, whoever writes meanwhile."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def manifest() -> tuple[tarfile.TarInfo, io.BytesIO]:
    """What kind of backup this is, and of when."""
    facts = {"fenliu": FORMAT, "created": system_clock().isoformat(timespec="seconds")}
    content = json.dumps(facts).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(content), 0o600
    return entry, io.BytesIO(content)


def restore(
    file: Annotated[Path, typer.Argument(help=texts.HELP["backup.file"])], force: Force = False
) -> None:
    """Put a backup in place; what was there is moved aside, not thrown away."""
    settings = load_settings()
    database = settings.database_file
    if database is None:
        raise ServerDatabase("postgres_restore")
    existing(file)
    with only_process(settings.data_dir):
        if database.exists() and not force:
            raise FileExists(database)
        with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
            read(file, Path(folder))
            swap(settings, database, Path(folder))
    typer.echo(texts.restored(str(settings.data_dir)))


def read(file: Path, folder: Path) -> None:
    """Unpack a backup into ``folder`` and prove it whole.

    Raises:
        BadBackup: something is missing, foreign or damaged.
    """
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                unpack(archive, member, folder)
        facts = json.loads((folder / MANIFEST).read_bytes())
        with closing(sqlite3.connect(folder / DATABASE)) as copy:
            (state,) = copy.execute("PRAGMA integrity_check").fetchone()
    except (tarfile.TarError, OSError, ValueError, sqlite3.DatabaseError) as error:
        raise BadBackup(file) from error
    whole = facts.get("fenliu") == FORMAT and state == "ok" and (folder / KEY).is_file()
    if not whole:
        raise BadBackup(file)


def unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one plain file whose name a backup may hold.

    Raises:
        ValueError: it is another kind of entry, or has another name.
    """
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or not MEMBER.fullmatch(member.name):
        raise ValueError(member.name)
    path = folder / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with content, path.open("wb") as file:
        while part := content.read(MB):
            file.write(part)


def swap(settings: Settings, database: Path, folder: Path) -> None:
    """Move the old data aside and the restored data in."""
    aside = settings.data_dir / f"before-restore-{system_clock():%Y%m%d-%H%M%S}"
    logs = [database.with_name(database.name + end) for end in ("-wal", "-shm")]
    for old in (database, *logs, *kept(settings)):
        if old.exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            old.rename(aside / old.name)
    (folder / DATABASE).rename(database)
    for path in kept(settings):
        if (folder / path.name).exists():
            (folder / path.name).rename(path)


def kept(settings: Settings) -> tuple[Path, ...]:
    """What lies in the data folder beside the database."""
    return settings.key_file, settings.files_dir, settings.lists_dir
