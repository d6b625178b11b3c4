"""A log line never says who, and never repeats what anybody wrote."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from bot import logs

Lines = Callable[[], list[dict[str, Any]]]
SECRET = "王秀英 13800001111"


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Everything that was logged, a dictionary a line."""
    root, stream = logging.getLogger(), StringIO()
    before, config = (root.handlers[:], root.level), structlog.get_config()
    logs.configure(level="DEBUG", as_json=True, stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    logging.raiseExceptions = True
    logging.getLogger("aiohttp.access").disabled = False
    structlog.configure(**config)


def test_a_line_keeps_ids_and_kinds_and_drops_the_rest(lines: Lines) -> None:
    structlog.get_logger().info("update handled", channel="web", case_id=12, text=SECRET, name="王")

    (line,) = lines()
    assert line["event"] == "update handled"
    assert (line["channel"], line["case_id"]) == ("web", 12)
    assert set(line) <= logs.FIELDS


@pytest.mark.parametrize("value", [SECRET, "13800001111", "410304199001011234", "我要投诉"])
def test_a_value_that_is_no_code_is_removed_even_from_an_allowed_field(
    lines: Lines, value: str
) -> None:
    structlog.get_logger().info("update handled", kind=value)

    assert lines()[0]["kind"] == logs.REMOVED


def test_an_error_is_named_by_its_class_and_place_not_by_its_words(lines: Lines) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        structlog.get_logger().error("handler failed", exc_info=error)

    (line,) = lines()
    assert line["error"] == "ValueError"
    assert line["trace"][-1].startswith("test_logs.py:")
    assert "138" not in json.dumps(line)


@pytest.mark.parametrize("name", ["aiogram.event", "aiohttp.server", "sqlalchemy.engine", "other"])
def test_a_library_may_say_where_but_not_what(lines: Lines, name: str) -> None:
    logging.getLogger(name).error("cannot handle %s", SECRET)

    (line,) = lines()
    assert line["event"] == "library message"
    assert line["logger"] == name
    assert SECRET not in json.dumps(line, ensure_ascii=False)


def test_addresses_of_pages_are_not_logged_at_all(lines: Lines) -> None:
    logging.getLogger("aiohttp.access").info("GET /office/enter?ticket=secret")

    assert lines() == []
