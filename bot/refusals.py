"""Why the process or a command cannot go on; the wording is in handlers.texts.cli."""

from __future__ import annotations

from pathlib import Path

from knowledge.errors import FenliuError


class Refusal(FenliuError):
    """A command stops: ``why`` is the code its sentence goes by, ``facts`` go into it."""

    why = ""

    def __init__(self, *facts: object) -> None:
        super().__init__(self.why, *facts)
        self.facts = facts


class BadToken(Refusal):
    """The messenger does not know the token it was given."""

    why = "bad_token"


class BadSettings(Refusal):
    """Settings that cannot be read; the facts are their names."""

    why = "bad_settings"


class PortInUse(Refusal):
    """Another program listens where we should: host, port."""

    why = "port_in_use"


class AlreadyRunning(Refusal):
    """Another process of ours works on the same data folder."""

    why = "already_running"


class DataUnwritable(Refusal):
    """The data folder cannot be made or written."""

    why = "data_unwritable"


class DatabaseUnreachable(Refusal):
    """The database server does not answer; the fact is its kind."""

    why = "database_unreachable"


class ServerDatabase(Refusal):
    """What was asked is done with the database server's own tools."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__()


class NoSuchFile(Refusal):
    """A file that was named is not there."""

    why = "no_such_file"


class FileExists(Refusal):
    """A file would be overwritten, and nobody said that it may."""

    why = "file_exists"


class BadBackup(Refusal):
    """Not a backup of ours, or not a whole one."""

    why = "bad_backup"


class BadArgument(Refusal):
    """An argument that means nothing here; ``why`` says which."""

    def __init__(self, why: str, *facts: object) -> None:
        self.why = why
        super().__init__(*facts)


def existing(path: Path) -> Path:
    """Return ``path`` if it is a file.

    Raises:
        NoSuchFile: it is not.
    """
    if not path.is_file():
        raise NoSuchFile(path)
    return path
