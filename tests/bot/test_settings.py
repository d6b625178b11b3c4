"""Settings come from the environment, and what is secret in them stays so."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.refusals import BadSettings
from bot.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No ``.env`` of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_the_house_serves_this_machine_only() -> None:
    settings = Settings()

    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.address == "http://127.0.0.1:8080"
    assert settings.database_file == (Path("data") / "fenliu.db").absolute()
    assert settings.telegram_token is None


def test_neither_token_nor_database_password_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENLIU_TELEGRAM_TOKEN", "7:very-secret")
    monkeypatch.setenv("FENLIU_DATABASE_URL", "postgresql://clerk:hunter2@db/fenliu")

    settings = Settings()

    assert "very-secret" not in f"{settings!r} {settings} {settings.model_dump()}"
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump()}"
    assert settings.database_file is None


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]


def test_an_empty_variable_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENLIU_TELEGRAM_TOKEN", "")
    monkeypatch.setenv("FENLIU_LIST_DIR", "")

    settings = Settings()

    assert settings.telegram_token is None
    assert settings.list_dir is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("PUBLIC_URL", "fenliu.example"),
        ("TELEGRAM_API", "ftp://bot"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_setting_that_means_nothing_is_named_without_its_value(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"FENLIU_{name}", value)

    with pytest.raises(BadSettings) as refusal:
        load_settings()

    assert refusal.value.facts == (name.lower(),)
    assert value not in str(refusal.value)


def test_a_public_address_is_what_people_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENLIU_PUBLIC_URL", "https://xinfang.example/")

    assert Settings().address == "https://xinfang.example"


def test_a_file_env_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FENLIU_PORT=9191\nOTHER=1\n", encoding="utf-8")

    assert Settings().port == 9191
