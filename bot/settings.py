"""Settings of the process: read once from the environment, frozen, and secret where they are."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.refusals import BadSettings

TELEGRAM_API = "https://api.telegram.org"


class Settings(BaseSettings):
    """What an office may set, as ``FENLIU_…`` in the environment or in a file ``.env``.

    Nothing here is read at import: a test or a command makes its own. The database's
    address and the token never print, because both can hold a password.
    """

    model_config = SettingsConfigDict(
        env_prefix="FENLIU_", env_file=".env", frozen=True, extra="ignore"
    )

    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    telegram_token: SecretStr | None = None
    telegram_api: str = TELEGRAM_API
    list_dir: Path | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["auto", "json", "console"] = "auto"
    demo: bool = False

    @field_validator("telegram_token", "database_url", "list_dir", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("public_url", "telegram_api")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("address")
        return value.rstrip("/")

    @property
    def database(self) -> str:
        """The address of the database: a SQLite file in the data folder unless one is set."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{(self.data_dir / 'fenliu.db').absolute()}"

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None where the database is a server's."""
        scheme, _, path = self.database.partition(":///")
        return Path(path) if scheme.startswith("sqlite") else None

    @property
    def key_file(self) -> Path:
        """The key that personal data is encrypted with; lost key, lost data."""
        return self.data_dir / "key"

    @property
    def files_dir(self) -> Path:
        """Where evidence is kept, encrypted."""
        return self.data_dir / "files"

    @property
    def lists_dir(self) -> Path:
        """Where the versions of the list lie that were adopted; see ``knowledge.list_versions``."""
        return self.data_dir / "lists"

    @property
    def address(self) -> str:
        """The address people are given: the public one, else this machine's."""
        return self.public_url or f"http://127.0.0.1:{self.port}"


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        BadSettings: with the names of those that mean nothing, never their values.
    """
    try:
        return Settings()
    except ValidationError as error:
        names = [str(problem["loc"][0]) for problem in error.errors() if problem["loc"]]
        raise BadSettings(*names) from None
