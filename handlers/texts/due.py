"""By when something must have happened: the one rendering of a due day, for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.texts import labels
from handlers.texts.common import day, esc, source
from knowledge.due import Due

NONE_RUNS = "期限：现在没有正在计算的期限"
UNCERTAIN = "节假日安排尚未公布，日期可能顺延"
MAY_MOVE = "可能顺延"
UNVERIFIED = "须本地确认"

# The same clocks as a citizen reads them; staff read ``labels.DUE``.
CITIZEN: Mapping[str, str] = {
    "inform": "告诉您受理不受理",
    "transfer": "转给有权处理的单位",
    "objection": "办理单位可以提出不归它管",
    "handle": "办结",
    "mediate": "调解要有结果",
    "confirm": "您可以和对方一起去法院申请司法确认",
    "review": "您可以请求复查",
}


@dataclass(frozen=True, slots=True)
class Until:
    """What a notice keeps of a due day until it is read."""

    kind: str
    date: date
    source: str
    certain: bool
    verified: bool

    @classmethod
    def read(cls, kept: Mapping[str, Any] | None) -> Until | None:
        """The day as it was put into a notice; None where none was."""
        return cls(**{**kept, "date": date.fromisoformat(kept["date"])}) if kept else None


def for_staff(value: Due | None, *, today: date) -> str:
    """The clock that runs now, with the days that are left and the article it comes from."""
    if value is None:
        return NONE_RUNS
    what = labels.DUE.get(value.kind, value.kind)
    return f"期限：{_by(value, what, left(value.date, today), today=today)}"


def for_citizen(value: Due | Until | None, *, today: date | None = None) -> str:
    """The same for the petitioner; nothing where no clock runs."""
    if value is None:
        return ""
    return f"最晚：{_by(value, _owed(value), today=today)}"


def for_elder(value: Due | Until | None) -> str:
    """The same in a few words; where the day comes from is told by the case itself."""
    if value is None:
        return ""
    marks = ((MAY_MOVE, not value.certain), (UNVERIFIED, not value.verified))
    doubt = "".join(f"（{mark}）" for mark, is_on in marks if is_on)
    return f"最晚{day(value.date)}{_owed(value)}{doubt}。"


def _owed(value: Due | Until) -> str:
    return CITIZEN.get(value.kind) or labels.DUE.get(value.kind, "")


def in_short(value: Due | None, *, today: date) -> str:
    """The day and what must have happened by it, for those who like it short."""
    if value is None:
        return ""
    return f"{day(value.date, today=today)}前{_owed(value)}"


def _by(value: Due | Until, what: str, *remarks: str, today: date | None) -> str:
    facts = (*remarks, esc(source(value.source)), *doubts(value))
    return f"{day(value.date, today=today)}前{what}（{'，'.join(facts)}）"


def doubts(value: Due | Until) -> tuple[str, ...]:
    """What may still move the day."""
    marks = ((UNCERTAIN, not value.certain), (UNVERIFIED, not value.verified))
    return tuple(mark for mark, is_on in marks if is_on)


def left(due: date, today: date) -> str:
    """How much time is left, or by how much it is over; what is late stands out in words."""
    days = (due - today).days
    if days < 0:
        return f"【超期{-days}天】"
    return "【今天到期】" if days == 0 else f"还有{days}天"
