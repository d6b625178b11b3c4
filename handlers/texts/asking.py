"""How a period and an outcome are said in a question about statistics."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.procedure import Status

_NUMERALS = {word: n for n, word in enumerate("一二三四", 1)}
_DAY = r"(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})[日号]?"
PERIODS: Mapping[str, re.Pattern[str]] = {
    "range": re.compile(rf"{_DAY}\s*(?:至|到|—|-|~|－)\s*{_DAY}"),
    "day": re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?"),
    "quarter": re.compile(r"(?:(\d{4})年|(今年|去年))?第?([一二三四1-4])季度"),
    "half": re.compile(r"(?:(\d{4})年|(今年|去年))?([上下])半年"),
    "month": re.compile(r"(\d{4})[年./-](\d{1,2})月?份?(?![\d日号])"),
    "month_of": re.compile(r"(今年|去年)?(\d{1,2})月份?(?!\d)"),
    "year": re.compile(r"(\d{4})年度?"),
    "last_days": re.compile(r"(?:最近|近|过去)(\d{1,3})[天日]"),
    "today": re.compile(r"今[天日]"),
    "yesterday": re.compile(r"昨[天日]"),
    "this_week": re.compile(r"[本这]个?(?:周|星期)"),
    "last_week": re.compile(r"上个?(?:周|星期)"),
    "this_month": re.compile(r"[本这当]个?月"),
    "last_month": re.compile(r"上个?月"),
    "this_quarter": re.compile(r"[本这]个?季度"),
    "last_quarter": re.compile(r"上个?季度"),
    "this_year": re.compile(r"今年|本年度?"),
    "last_year": re.compile(r"去年|上一?年度?"),
}
LAST_YEAR = "去年"
FIRST_HALF = "上"

OUTCOMES: Mapping[Status, re.Pattern[str]] = {
    Status.NOT_AGREED: re.compile(r"未达成协议|调解不成|没调成|未调成|调不成|调解失败"),
    Status.AGREED: re.compile(r"已?达成协议|调解成功|调成"),
    Status.REJECTED: re.compile(r"不予受理|不受理"),
    Status.ANSWERED: re.compile(r"已?答复"),
    Status.WITHDRAWN: re.compile(r"已?撤[回诉]"),
    Status.CLOSED: re.compile(r"已?办结"),
}
NOISE = re.compile(r"^[的,，、。；;：:\s]+|[的,，、。；;：:\s]+$")


def numeral(word: str) -> int:
    """1 to 4, written either way."""
    return _NUMERALS.get(word) or int(word)
