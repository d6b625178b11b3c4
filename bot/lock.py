"""One process for one data folder: two would handle the same stored update twice."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.refusals import AlreadyRunning, DataUnwritable


def make_folder(folder: Path) -> None:
    """Make the data folder, readable by nobody else.

    Raises:
        DataUnwritable: it is not there and cannot be made, or not ours to write.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "lock").touch()
    except OSError as error:
        raise DataUnwritable(folder) from error


@contextmanager
def only_process(folder: Path) -> Iterator[None]:
    """Hold the folder; the system lets go of it however the process ends.

    Raises:
        AlreadyRunning: another process holds it.
        DataUnwritable: there is no such folder to hold.
    """
    make_folder(folder)
    with (folder / "lock").open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(folder) from None
        yield
