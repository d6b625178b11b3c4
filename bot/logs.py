"""Log lines without personal data: only named fields pass, and only values that look like codes."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog

FIELDS = frozenset(
    {
        "event", "level", "timestamp", "logger", "act", "case_id", "channel", "count", "delay",
        "error", "host", "kind", "ms", "notice_id", "person_id", "port", "path", "post_id",
        "reference", "status",
        "trace", "tries", "unit", "update_id", "version", "where",
    }
)  # fmt: skip
"""The fields a line may carry: ids and kinds, never names, numbers people own, or words."""

CODE = re.compile(r"[\w.:/+,<>\- ]{0,200}", re.ASCII)
LONG_NUMBER = re.compile(r"\d{7,}")
LIBRARIES = ("aiogram", "aiohttp", "aiosqlite", "alembic", "asyncio", "sqlalchemy")
REMOVED = "[removed]"
Line = MutableMapping[str, Any]


def harmless(value: object) -> object:
    """Return ``value`` if it can be told anybody: a number, a code, a list of codes."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [harmless(item) for item in value]
    text = str(value)
    return text if CODE.fullmatch(text) and not LONG_NUMBER.search(text) else REMOVED


def only_codes(_logger: object, _method: str, line: Line) -> Line:
    """Drop every field that is not listed and every value that is no code."""
    return {key: harmless(value) for key, value in line.items() if key in FIELDS}


def frames(error: BaseException) -> list[str]:
    """Where an error passed, innermost last, without its message: messages quote people."""
    return [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-8:]
    ]


def name_error(_logger: object, _method: str, line: Line) -> Line:
    """Turn ``exc_info`` into the class of the error and its trace."""
    given = line.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        line.update({"error": type(error).__name__, "trace": frames(error)})
    return line


def place_of(_logger: object, _method: str, line: Line) -> Line:
    """Turn a library's line into its place in the source: its words may quote people."""
    record = line.get("_record")
    if isinstance(record, logging.LogRecord):
        where = f"{record.module}:{record.lineno}"
        line.update({"event": "library message", "logger": record.name, "where": where})
    return line


def configure(*, level: str = "INFO", as_json: bool = True, stream: TextIO | None = None) -> None:
    """Send every line of ours and of the libraries, cleaned, to ``stream`` (standard error)."""
    # When a line cannot be written, logging would print it with all its words instead.
    logging.raiseExceptions = False
    cleaning: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_error,
    ]
    structlog.configure(
        processors=[*cleaning, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*cleaning, place_of],
            processors=[only_codes, _renderer(as_json=as_json)],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    _tame_libraries()


def _renderer(*, as_json: bool) -> structlog.typing.Processor:
    if as_json:
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _tame_libraries() -> None:
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It would write the tickets and codes that are part of addresses.
    logging.getLogger("aiohttp.access").disabled = True
