"""The program as a person starts it: a process, a port, a signal."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FENLIU_")}
    ours = {"FENLIU_DATA_DIR": str(folder), "FENLIU_PORT": str(port)}
    return {**kept, **ours, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **more}


def command(*words: str) -> list[str]:
    return [sys.executable, "-W", "error::ResourceWarning", "-m", "bot", *words]


@contextmanager
def running(folder: Path, port: int, *words: str) -> Iterator[subprocess.Popen[str]]:
    """The program in a folder without a ``.env``; killed if the test leaves it alive."""
    folder.mkdir(exist_ok=True)
    process = subprocess.Popen(
        command(*(words or ("run",))),
        cwd=folder,
        env=environment(folder / "data", port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def get(port: int, path: str) -> tuple[int, str]:
    """Ask until the server answers."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def stop(process: subprocess.Popen[str], number: signal.Signals) -> tuple[str, str]:
    process.send_signal(number)
    return process.communicate(timeout=PATIENCE)


def once(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        command(*words),
        cwd=folder,
        env=environment(folder / "data", free_port(), **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_start_serves_says_where_and_stops_cleanly_and_only_the_first_offers_first_steps(
    tmp_path: Path,
) -> None:
    port, data = free_port(), tmp_path / "data"
    for first, number in ((True, signal.SIGTERM), (False, signal.SIGINT)):
        with running(tmp_path, port) as process:
            assert json.loads(get(port, "/healthz")[1]) == {"status": "ok"}
            assert get(port, "/")[0] == 200
            assert get(port, "/office")[0] == 200
            said, logged = stop(process, number)

        assert process.returncode == 0
        assert f"http://127.0.0.1:{port}/office" in said
        assert ("staff invite" in said and "bot demo" in said) is first
        assert "Traceback" not in logged
        assert [json.loads(line)["event"] for line in logged.splitlines()][-1] == "stopped"
        # Key and data are for nobody else on the machine.
        assert data.stat().st_mode & 0o077 == (data / "key").stat().st_mode & 0o077 == 0


def test_a_port_in_use_is_said_in_words(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = once(tmp_path, "run", FENLIU_PORT=str(taken.getsockname()[1]))

    assert done.returncode == 1
    assert "已被占用" in done.stderr
    assert "FENLIU_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_processes_never_share_a_data_folder(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as process:
        get(port, "/healthz")
        second = once(tmp_path, "run")
        assert second.returncode == 1
        assert "FENLIU_DATA_DIR" in second.stderr
        # What only looks or invites goes on beside the service.
        assert once(tmp_path, "staff", "invite", "office").returncode == 0
        stop(process, signal.SIGTERM)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("FENLIU_PORT", "eighty", "FENLIU_PORT"),
        ("FENLIU_TELEGRAM_TOKEN", "not a token", "FENLIU_TELEGRAM_TOKEN"),
        ("FENLIU_LIST_DIR", "/nowhere", "district.toml"),
        ("FENLIU_DATA_DIR", "/proc/fenliu", "/proc/fenliu"),
        ("FENLIU_DATABASE_URL", "mysql://x/y", "FENLIU_DATABASE_URL"),
        ("FENLIU_DATABASE_URL", "postgresql://x:s3cret@127.0.0.1:1/y", "连不上数据库"),
    ],
)
def test_a_setting_that_cannot_work_is_named_with_what_to_do(
    tmp_path: Path, setting: str, value: str, words: str
) -> None:
    done = once(tmp_path, "run", **{setting: value})

    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "s3cret" not in done.stderr
