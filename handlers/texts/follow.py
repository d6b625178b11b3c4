"""What a citizen reads about a case already registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from handlers.texts import due, labels
from handlers.texts.card import clip
from handlers.texts.common import esc, joined, lines, moment, quote, unit_name
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Role, Status

if TYPE_CHECKING:
    from storage.cases import Case, Entry, Receipt

MOST_ENTRIES = 15
LONGEST_WORDS, LONGEST_DOOR = 2400, 400
"""Characters of markup that with the card fit one message."""

NONE_YET = (
    "您还没有登记过事项。有事直接说就行；用别的手机、电脑登记过的，发“查询 编号 查询码”找回来。"
)
LIST_HEAD = "您的事项（点开看进度）："
ASK_NUMBER = (
    "请把编号和查询码一起发给我，例如“查询 123 1234-5678”。"
    "编号里最后那几位数字就行，前面的0可以不写。"
)
ASK_CODE = "还要查询码才能看，请一起发，例如“查询 {number} 1234-5678”。查询码在登记时给您的回执上。"
NO_CODE_SEEN = "没看到编号和查询码。" + ASK_NUMBER
FOUND = "找到了，这件事以后在这里也能看，有消息我在这里告诉您。"

OPEN = "看这件事"
HISTORY = "办理记录"
CODE = "查询码"
SUPPLEMENT = "补充"
WITHDRAW = "撤回"
WITHDRAW_YES = "确定撤回"
WITHDRAW_NO = "不撤了"
RATE = "评价"
NO_WORDS = "直接提交"
DONE_ADDING = "补充完了"
BACK_TO_LIST = "返回列表"

ASK_SUPPLEMENT = "想补充什么？打字，或者直接发照片、文件、录音、视频，我加到这件事里。"
ADD_WORDS = "请用文字说说要补充什么，也可以直接发材料；不补了点“补充完了”。"
SUPPLEMENTED = "补充好了，已经告诉办理的人。还有就接着发，没有了点“补充完了”。"
SUPPLEMENT_DONE = "好，补充的都在这件事里了。"
WITHDRAW_SURE = (
    "撤回以后，这件事就不再往下办了，编号还在，以后还可以重新反映。"
    "别的法律途径不受影响，期限照样在走。确定撤回吗？"
)
WITHDRAWN = "已经撤回。以后想再反映，随时说。"
NOT_WITHDRAWN = "好，不撤，接着办。"
ASK_SCORE = "事情办得怎么样？点一个。"
ASK_WORDS = "谢谢。想说两句就打字，不想说点“直接提交”。"
RATED = "谢谢您的评价，已经记下了。"
RATED_BAD = "谢谢您直说，已经记下了。对结果不服，可以按答复里写的途径提，也可以发“转人工”。"

_STANDS: Mapping[Status, str] = {
    Status.REGISTERED: "已经登记，等{unit}看",
    Status.ACCEPTED: "{unit}已经受理",
    Status.REJECTED: "{unit}不受理，理由和该找谁都写在办理记录里",
    Status.RETURNED: "{unit}认为不归它管，信访局正在重新定办理单位，不用您再跑",
    Status.HANDLING: "{unit}正在办",
    Status.MEDIATING: "正在调解",
    Status.AGREED: "双方谈成了",
    Status.NOT_AGREED: "没谈成，还可以走别的法律途径",
    Status.ANSWERED: "{unit}已经答复，内容在办理记录里",
    Status.CLOSED: "已经办结，请您评价",
    Status.RATED: "已经办结，您也评价过了",
    Status.WITHDRAWN: "您已经撤回",
}


def stands(rlist: ResponsibilityList, case: Case) -> str:
    """Where the case stands, in plain words."""
    unit = unit_name(rlist, case.unit, case.place_code)
    return _STANDS[case.status].format(unit=unit)


def short_number(number: str) -> str:
    """The part of a number that is read out: ``2026-123``."""
    digits = "".join(sign if sign.isdigit() else " " for sign in number).split()
    return f"{digits[0]}-{int(digits[1])}" if len(digits) == 2 else number


def label(case: Case) -> str:
    """The button that opens a case from the list; plain text."""
    what = case.matter.title if case.matter else " ".join(case.text.split())
    return f"{short_number(case.number)} {what[:12]}｜{labels.STATUS[case.status]}"


def card(rlist: ResponsibilityList, case: Case, *, today: date, elder: bool) -> str:
    """One case as its petitioner sees it."""
    head = f"<b>{esc(case.number)}</b>" + ("　【密封】" if case.sealed else "")
    now = lines(f"现在：<b>{stands(rlist, case)}</b>", due.for_citizen(case.due, today=today))
    if elder:
        return joined(lines(head, f"事情：{quote(case.text, 60)}"), now)
    facts = lines(
        f"事项：{esc(case.matter.title if case.matter else labels.CLASS[case.petition_class])}",
        f"事情：{quote(case.text, 200)}",
        f"诉求：{quote(case.request, 100)}" if case.request else "",
        f"办理单位：{unit_name(rlist, case.unit, case.place_code)}",
        f"姓名：{esc(case.name or '未留')}　电话：{esc(case.phone or '未留')}",
        f"材料：{case.attachments}份" if case.attachments else "",
        f"您的评价：{labels.SCORE[case.rating]}" if case.rating else "",
    )
    return joined(head, facts, now)


def detail(rlist: ResponsibilityList, case: Case, entries: Sequence[Entry], *, today: date) -> str:
    """The case as in standard mode, and under it the newest words of the office in full."""
    told = [entry for entry in entries if entry.text and entry.role is not Role.CITIZEN]
    return joined(
        card(rlist, case, today=today, elder=False), _in_full(rlist, told[-1]) if told else ""
    )


def _in_full(rlist: ResponsibilityList, entry: Entry) -> str:
    door = f"该去哪里：{clip(entry.door, LONGEST_DOOR)}" if entry.door else ""
    head = f"<b>{moment(entry.at)} {_by(rlist, entry)}{labels.ACT[entry.act]}</b>"
    return lines(head, clip(entry.text or "", LONGEST_WORDS), door)


def slip(receipt: Receipt) -> str:
    """Number and code once more."""
    return lines(f"编号：<b>{esc(receipt.number)}</b>", f"查询码：<b>{esc(receipt.code)}</b>")


def history(rlist: ResponsibilityList, number: str, entries: Sequence[Entry]) -> str:
    """What was done, oldest first."""
    shown = [_entry(rlist, entry) for entry in entries[-MOST_ENTRIES:]]
    return lines(f"<b>{esc(number)} 办理记录</b>", *shown)


def _entry(rlist: ResponsibilityList, entry: Entry) -> str:
    who = "您" if entry.role is Role.CITIZEN else _by(rlist, entry)
    words = f"：{quote(entry.text, 200)}" if entry.text else ""
    return f"{moment(entry.at)} {who}{labels.ACT[entry.act]}{words}"


def _by(rlist: ResponsibilityList, entry: Entry) -> str:
    if entry.role is Role.OFFICE or not entry.unit:
        return esc(rlist.district.office_name)
    return unit_name(rlist, entry.unit)


def entered(score: int) -> str:
    """A score was entered without waiting for words any longer."""
    return f"刚才的评价“{labels.SCORE[score]}”已经记下了。"
