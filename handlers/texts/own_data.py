"""Requests about one's own data: what the petitioner reads, and what the office reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from handlers.texts import staff
from handlers.texts.common import day, esc, joined, lines, quote, source
from knowledge.clocks import office_day
from knowledge.matters import ResponsibilityList
from storage.tables import Standing, Wanted

if TYPE_CHECKING:
    from storage.data_requests import DataRequest

REQUESTS = ("信息申请", "个人信息申请", "requests")

# Labels of buttons; the first two are also what one says.
CORRECT = "更正我的信息"
DELETE = "删除我的信息"
EVERYTHING = "能删的都删"
BUTTON_DONE = "办好了，告诉本人"
BUTTON_LIST = "个人信息申请"

NAME: Mapping[Wanted, str] = {Wanted.CORRECT: "更正", Wanted.DELETE: "删除"}
STANDING: Mapping[Standing, str] = {
    Standing.OPEN: "等办理",
    Standing.DONE: "已办好",
    Standing.REFUSED: "没有办",
}
# No article names a number of days, so none is told.
_LAW: Mapping[Wanted, str] = {
    Wanted.CORRECT: "个人信息保护法 46、50",
    Wanted.DELETE: "个人信息保护法 47、50",
}
NEVER_MIND = frozenset({
    "不改了", "不删了", "不提了", "我不改了", "我不删了", "我不提了", "不用改了", "不用删了",
    "没事了", "不用", "不用了", "算了吧",
})  # fmt: skip
_OF_DATA = re.compile(
    r"更正|改[成为一]|应[该当]?[是为]|[写登填记]错|删[除掉了去]|我(?:自己)?留的"
    r"|我的?(?:姓名|名字|电话|手机|号码|地址|住址|信息|资料|账号)"
)
_REFUSAL = re.compile(r"^/?不办申请\s*(?P<id>\d{1,9})\s*号?[\s:：,，]*(?P<reason>.*)$", re.DOTALL)
_DONE: Mapping[Wanted, str] = {
    Wanted.CORRECT: "您的信息已经更正。",
    Wanted.DELETE: "能删的已经删除。",
}
MOST_TOLD = 3
LONGEST_REASON = 3000
"""Characters that with the rest fit one message; a longer reason is not taken."""


_NAMES_DATA = re.compile(
    r"姓名|名字|电话|手机号|号码|地址|住址|身份证|信息|资料|账号|照片|登记|记录|[写登填记弄]错|不对|错了|全部|所有|都删"
)
TOO_LONG = "太长了，没有记下。请用{most}个字以内，只写要更正或者删除什么。"


def names_data(text: str) -> bool:
    """Whether a text that reads like no matter names something that is stored of a person."""
    return bool(_NAMES_DATA.search(text))


def speaks_of_data(text: str) -> bool:
    """Whether a text that reads like a matter speaks of what is stored all the same."""
    return bool(_OF_DATA.search(text))


def refusal(text: str) -> tuple[int, str] | None:
    """Number and reason in ``不办申请3 档案保存期没有满``."""
    found = _REFUSAL.match(text.strip())
    return (int(found["id"]), found["reason"].strip()) if found else None


# --- for the petitioner --------------------------------------------------------------

KEPT_BY_LAW = "登记的事项和办理记录，依法要保存的，保存期满以前不能删"


def ask(wanted: Wanted, *, elder: bool) -> str:
    """What is to be corrected, or deleted; what cannot be is said at once."""
    if wanted is Wanted.CORRECT:
        if elder:
            return "哪里写错了？应当是什么？写一句发来。"
        return "要更正什么？请写清楚哪一项写错了、应当是什么。不提了发“取消”。"
    kept = f"{KEPT_BY_LAW}（{source('个人信息保护法 47')}）。"
    if elder:
        return lines("要删什么？写一句，或者点下面。", kept)
    return lines(f"要删除什么？请写出来，或者点“{EVERYTHING}”。不提了发“取消”。", kept)


def recorded(request: DataRequest, rlist: ResponsibilityList, *, elder: bool) -> str:
    """It is on record, a person will see to it soon, and whatever comes of it will be told."""
    kept = f"{KEPT_BY_LAW}。" if request.wanted is Wanted.DELETE else ""
    law = source(_LAW[request.wanted])
    if elder:
        return lines("记下了，尽快办。办好、办不了，都告诉您。", f"{kept}（{law}）" if kept else "")
    office = esc(rlist.district.office_name)
    return lines(
        f"记下了，<b>{_title(request)}</b>：{quote(request.text, 100)}",
        f"{office}的同志核实后尽快办；办好了在这里告诉您，办不了的说明理由（{law}）。",
        kept,
    )


def mine(requests: Sequence[DataRequest]) -> str:
    """The last requests of a person and where they stand."""
    if not requests:
        return ""
    told = (_mine(each) for each in requests[:MOST_TOLD])
    return lines("您提过的申请：", *told)


def _mine(request: DataRequest) -> str:
    why = f"，理由：{quote(request.reason, 100)}" if request.reason else ""
    asked = day(office_day(request.at))
    return f"· {_title(request)}（{asked}）：{STANDING[request.standing]}{why}"


def answered(wanted: Wanted, number: int, *, reason: str | None, elder: bool) -> str:
    """What became of a request; a refusal says why, and what one may do about it."""
    head = f"<b>您的{NAME[wanted]}申请 {number}</b>"
    if reason is None:
        law = source("个人信息保护法 47")
        kept = f"{KEPT_BY_LAW}；在办的照常办，别的用途停止（{law}）。"
        return lines(head, _DONE[wanted], kept if wanted is Wanted.DELETE else "")
    court = f"不服，可以到法院起诉（{source('个人信息保护法 50')}）"
    why = lines(head, "没有办。", f"理由：{quote(reason, LONGEST_REASON)}")
    return joined(why, f"{court}；想问清楚，{'点' if elder else '发'}“转人工”。")


def _title(request: DataRequest) -> str:
    return f"{NAME[request.wanted]}申请 {request.id}"


# --- for the office ------------------------------------------------------------------

NONE_WAITS = "现在没有等办的个人信息申请。"
GONE = "这件申请已经有人办了，或者不归您办。"
TOAST = "已记下，已告诉本人"


def button_waiting(count: int) -> str:
    """Label of the button above the inbox."""
    return f"{BUTTON_LIST} {count} 件"


def button_open(request: DataRequest) -> str:
    """Label of the button that opens one."""
    return _title(request)


def to_office(wanted: Wanted, number: int) -> str:
    """Somebody asks; who, and what, is read where it is kept."""
    return lines(f"<b>有人申请{NAME[wanted]}个人信息</b>（申请 {number}）", "请尽快核实、办理。")


def waiting(found: Sequence[DataRequest], total: int, *, note: str = "") -> str:
    """The requests that wait, the oldest first."""
    told = (f"· {_title(each)}　{staff.moment(each.at)}　{quote(each.text, 40)}" for each in found)
    head = f"<b>{BUTTON_LIST} {total} 件</b>　最早的在前"
    return joined(note, lines(head, *told))


def card(request: DataRequest) -> str:
    """One request with all that is needed to see to it."""
    cases = "、".join(esc(staff.short_number(number)) for number in request.cases)
    keep = f"{KEPT_BY_LAW}（{source('个人信息保护法 47')}）。"
    return joined(
        lines(
            f"<b>{_title(request)}</b>　{staff.moment(request.at)}",
            quote(request.text, LONGEST_REASON),
        ),
        f"本人的事项：{cases or '没有能看到的'}",
        lines(
            f"法律没有定天数，请核实后尽快办（{source(_LAW[request.wanted])}）。",
            keep if request.wanted is Wanted.DELETE else "",
            f"不能办的要说明理由，本人会看到：发“不办申请{request.id}”加理由，"
            f"例如 <code>不办申请{request.id} 档案保存期没有满</code>。",
        ),
    )


def done(number: int) -> str:
    """It was marked as done."""
    return f"申请 {number} 已记为办好，已告诉本人。"


def refused(number: int) -> str:
    """It was refused."""
    return f"申请 {number} 不办，理由已告诉本人。"


def reason_too_long(now: int) -> str:
    """A reason is passed on whole, or not taken."""
    return f"理由太长了（最多{LONGEST_REASON}字，现在{now}字），没有记下，请精简后再发。"


def reason_missing(number: int) -> str:
    """A refusal without a reason is none."""
    return (
        f"不办要说明理由（{source('个人信息保护法 50')}）："
        f"请发“不办申请{number}”加理由，一句话说清楚。"
    )
