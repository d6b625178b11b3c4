"""The documents say what is there: every command, setting, target and path in them is real."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import GROUPS, SINGLE
from bot.settings import Settings
from knowledge.procedure import RULES

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
TARGET = re.compile(r"\bmake ([a-z]+)\b")
PATH = re.compile(r"`((?:bot|handlers|storage|knowledge|tests)/[\w./-]+)`")
SAID_OF_MAKE = frozenset({"sure", "it", "the", "a", "them", "targets", "are"})


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> Iterator[str]:
    yield from SINGLE
    for group, words in GROUPS.items():
        yield from (f"{group} {word}" for word in words)


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_in_the_readme(name: str) -> None:
    text = read(name)
    missing = [word for word in commands() if not re.search(rf"\b(bot|fenliu) {word}\b", text)]
    assert not missing


@pytest.mark.parametrize("name", READMES)
def test_every_setting_is_in_the_readme_and_no_other(name: str) -> None:
    known = {f"FENLIU_{field.upper()}" for field in Settings.model_fields if field != "demo"}
    named = set(re.findall(r"FENLIU_[A-Z_]+", read(name)))
    assert known <= named
    assert named <= known | {"FENLIU_REQUIRE_SERVICES", "FENLIU_TEST_POSTGRES"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_that_is_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert set(TARGET.findall(read(name))) <= targets | SAID_OF_MAKE


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name: str) -> None:
    assert not [link for link in LINK.findall(read(name)) if not (ROOT / link).exists()]


def test_every_path_the_guide_names_is_there() -> None:
    assert not [
        path for path in PATH.findall(read("CONTRIBUTING.md")) if not (ROOT / path).exists()
    ]


def test_the_guide_and_the_readme_name_the_same_python() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        assert "3.11" in read(name)


def test_the_licence_is_the_one_the_package_names() -> None:
    assert read("LICENSE").startswith("MIT License")
    assert 'license = "MIT"' in read("pyproject.toml")


def test_the_locks_hold_hashes_and_every_dependency() -> None:
    named = re.findall(r'^    "([a-z0-9-]+)[\[><=]', read("pyproject.toml"), re.MULTILINE)
    runtime, everything = read("requirements.lock"), read("requirements-dev.lock")
    for package in named:
        assert re.search(rf"^{package}==", everything, re.MULTILINE), package
    for lock in (runtime, everything):
        pins = re.findall(r"^[a-z0-9-]+==[^\\]*\\\n    --hash=sha256:", lock, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^[a-z0-9-]+==", lock, re.MULTILINE)) > 20


@pytest.mark.parametrize("name", READMES)
def test_the_diagram_of_the_procedure_is_the_table_of_rules(name: str) -> None:
    drawn = set(re.findall(r"^    ([a-z_]+ --> [a-z_]+: [a-z_]+)$", read(name), re.MULTILINE))
    assert drawn == {
        f"{start} --> {rule.to}: {rule.act}"
        for rule in RULES.values()
        if rule.to is not None
        for start in rule.starts
    }
