"""What people are told when a case moves: the citizen in plain words, staff without names."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.texts import due, labels
from handlers.texts.common import esc, joined, lines, quote, unit_name
from handlers.texts.follow import short_number
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Act, Status

LONGEST_WORDS = 1500
LONGEST_FOR_ELDER = 60

OPEN = "看这件事"
RATE = "评价"

# What happened, and what comes next. {unit} is the unit that now holds the case.
_CITIZEN: Mapping[Act, tuple[str, str]] = {
    Act.ASSIGN: ("您的事已经转给<b>{unit}</b>。", "它看过后告诉您受理不受理。"),
    Act.ACCEPT: ("<b>{unit}受理了</b>您的事。", "接下来开始办，有进展马上告诉您。"),
    Act.REJECT: (
        "<b>{unit}不受理</b>这件事。",
        "请按下面写的去找能管的地方；不清楚的，发“转人工”，信访局的同志帮您。",
    ),
    Act.HANDLE: ("<b>{unit}开始办</b>您的事了。", "办完会给您答复。"),
    Act.MEDIATE: (
        "您的事<b>进入调解</b>。",
        "调解要双方都愿意，不收费；谈不成，也不耽误您仲裁、复议、打官司。",
    ),
    Act.AGREE: ("<b>双方谈成了</b>。", "请照约定办；对方不照办，在这里告诉我。"),
    Act.NOT_AGREE: ("这次<b>没有谈成</b>。", "接着由{unit}办；别的法律途径也都还开着。"),
    Act.ANSWER: ("<b>{unit}答复您了</b>。", "看完有不清楚、不服的，可以补充，也可以发“转人工”。"),
    Act.CLOSE: ("这件事<b>办结了</b>。", "办得好不好，请您评一评。"),
    Act.INFORM: ("<b>{unit}</b>有话告诉您。", "想回话，点“看这件事”，再点“补充”。"),
}
# The same in a few words: what happened, and what to do now.
_ELDER: Mapping[Act, tuple[str, str]] = {
    Act.ASSIGN: ("转给<b>{unit}</b>了。", "等它告诉您受理不受理。"),
    Act.ACCEPT: ("<b>{unit}受理了</b>。", "您等消息就行。"),
    Act.REJECT: ("<b>{unit}不受理</b>。", "不清楚就点“转人工”。"),
    Act.HANDLE: ("<b>{unit}开始办了</b>。", "您等消息就行。"),
    Act.MEDIATE: ("<b>开始调解了</b>。", "双方愿意才调，不收钱。"),
    Act.AGREE: ("<b>双方谈成了</b>。", "对方不照办，就告诉我。"),
    Act.NOT_AGREE: ("这次<b>没谈成</b>。", "{unit}接着办，别的路也还能走。"),
    Act.ANSWER: ("<b>{unit}答复您了</b>。", "不清楚、不服，点“转人工”。"),
    Act.CLOSE: ("<b>办结了</b>。", "办得好不好？请点“评价”。"),
    Act.INFORM: ("<b>{unit}</b>有话告诉您。", ""),
}
_STAFF: Mapping[Act, str] = {
    Act.REGISTER: "新事项",
    Act.ASSIGN: "分派来的事项",
    Act.RETURN: "有事项被退回，请重新分派",
    Act.WITHDRAW: "信访人撤回了",
    Act.SUPPLEMENT: "信访人补充了材料",
    Act.RATE: "信访人评价了",
}
SEALED = "密封事项有新情况，点开查看。"
_NOTE: Mapping[Act, str] = {
    Act.REJECT: "理由",
    Act.AGREE: "约定",
    Act.NOT_AGREE: "情况",
    Act.ANSWER: "答复",
    Act.ASSIGN: "说明",
}


def to_citizen(
    rlist: ResponsibilityList,
    act: Act,
    *,
    number: str,
    unit: str,
    text: str,
    door: str,
    until: due.Until | None = None,
) -> str:
    """Which case, what happened, in whose words, what is next, and by when."""
    happened, following = _CITIZEN.get(act, (f"您的事有新进展：{labels.ACT[act]}。", ""))
    name = unit_name(rlist, unit)
    words = f"{_NOTE.get(act, '内容')}：{quote(text, LONGEST_WORDS)}" if text else ""
    return joined(
        lines(f"<b>{esc(number)}</b>", happened.format(unit=name)),
        lines(words, f"该去哪里：{quote(door, 300)}" if door else ""),
        lines(following.format(unit=name), due.for_citizen(until)),
    )


def to_elder(
    rlist: ResponsibilityList,
    act: Act,
    *,
    number: str,
    unit: str,
    text: str,
    door: str,
    until: due.Until | None = None,
) -> str:
    """The same in a few short lines; what is cut off is told by ``is_cut``."""
    happened, following = _ELDER.get(act, (f"有新进展：{labels.ACT[act]}。", ""))
    name = unit_name(rlist, unit)
    words = f"{_NOTE.get(act, '内容')}：{quote(text, LONGEST_FOR_ELDER)}" if text else ""
    return joined(
        lines(f"您的事 <b>{esc(short_number(number))}</b>", happened.format(unit=name)),
        lines(words, f"该去哪里：{quote(door, LONGEST_FOR_ELDER)}" if door else ""),
        lines(following.format(unit=name), due.for_elder(until)),
    )


def is_cut(*said: str) -> bool:
    """Whether ``to_elder`` leaves words out."""
    return any(len(words) > LONGEST_FOR_ELDER for words in said)


def to_staff(act: Act, *, number: str, status: Status, matter: str | None) -> str:
    """Which case and what is to be done: no names, no words of the petitioner's."""
    happened = _STAFF.get(act, labels.ACT[act])
    title = esc(matter or "待人工判断事项")
    return lines(
        f"<b>{happened}</b>",
        f"{esc(short_number(number))}　{labels.STATUS[status]}",
        title,
    )


def sealed(number: str) -> str:
    """Of a sealed case only that there is something to read."""
    return lines(f"<b>{esc(number)}</b>", SEALED)
