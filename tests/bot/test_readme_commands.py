"""Every command of the README is tried, in its order, in one folder, as a keeper would."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from bot.__main__ import main

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
SERVING = frozenset({"run", "demo"})
"""Commands that do not end: their own tests start them as processes."""


def blocks(name: str) -> list[str]:
    """Lines of the README's blocks of commands."""
    found = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return [line for block in found for line in block.splitlines() if line]


def inline(name: str) -> set[str]:
    """Commands that are named within a sentence, with arguments that can be tried."""
    return set(re.findall(r"`(python -m bot [^`]+)`", (ROOT / name).read_text("utf-8")))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FENLIU_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def ended_with(line: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code of a line of the README."""
    python, dash, module, *words = shlex.split(line)
    assert (python, dash, module) == ("python", "-m", "bot")
    monkeypatch.setattr("sys.argv", ["fenliu", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_the_commands_of_the_readme_all_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = {}
    for line in blocks("README.md"):
        code = ended_with(line, monkeypatch)
        said = capsys.readouterr()
        if code:
            refused[line] = said.out + said.err
    assert refused == {}
    assert (folder / "list.xlsx").stat().st_size > 0
    assert (folder / "fenliu.tar").stat().st_size > 0


def test_both_readmes_give_the_same_commands() -> None:
    assert blocks("README.md") == blocks("README.zh-CN.md")
    assert inline("README.md") == inline("README.zh-CN.md")


def test_a_command_in_a_sentence_is_one_that_is_tried_elsewhere() -> None:
    for line in inline("README.md"):
        words = shlex.split(line)[3:]
        assert words[0] in SERVING or words[:2] in (
            ["restore", "fenliu.tar"],
            ["list", "adopt"],
            ["staff", "revoke"],
            ["staff", "invite"],
        )
