"""The case card: everything staff need to decide the next step, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from handlers.texts import due, labels, staff
from handlers.texts.advice import words_that_led
from knowledge.advice import Candidate
from knowledge.matters import Matter, ResponsibilityList, Way
from storage.cases import Case, Entry

MOST_TEXT = 1200
MOST_LINE = 160
MOST_ENTRIES = 6
MOST_WAYS = 5

# Words, not pictures: the machines of an office may have no letters for pictures.
SEALED = "【密】"
URGENT = "【紧急】"
INTERNAL = "【内部】"


def clip(text: str, most: int) -> str:
    """``text`` on one paragraph, escaped, in at most ``most`` characters of markup."""
    short = " ".join(text.split())
    while len(escape(short, quote=False)) > most:
        short = short[: max(1, min(len(short) - 1, most - 1) * 9 // 10)] + "…"
    return escape(short, quote=False)


def is_long(case: Case) -> bool:
    """Whether the card shows only the beginning of what was written."""
    return len(escape(case.text, quote=False)) > MOST_TEXT


def unit_name(code: str | None, rlist: ResponsibilityList) -> str:
    """The unit's name of today, escaped; the bare code for one the list has dropped."""
    unit = rlist.units.get(code or "")
    return escape(unit.name if unit else code or "未定单位", quote=False)


def place_name(case: Case, rlist: ResponsibilityList) -> str:
    """The township or street, and what the petitioner wrote of the place."""
    place = rlist.places.get(case.place_code or "")
    parts = (place.name if place else "", case.place_text or "")
    return clip(" ".join(part for part in parts if part), MOST_LINE) or "未说明"


def line(case: Case, today: date) -> str:
    """Two lines of a list: what is due and what it is about."""
    mark = SEALED if case.sealed else URGENT if case.urgent else "·"
    clock = due.left(case.due.date, today) if case.due else labels.STAGE[case.stage]
    number = escape(staff.short_number(case.number))
    head = f"{mark} <b>{number}</b> {labels.STATUS[case.status]}　{clock}"
    return f"{head}\n　{title(case)}｜{clip(case.text, 60)}"


def title(case: Case) -> str:
    """The row of the list in a few words, or the class where no row was found."""
    matter = case.matter
    return clip(matter.title if matter else labels.CLASS[case.petition_class], 40)


def button(case: Case) -> str:
    """Label of the button that opens the case from a list: plain text, no markup."""
    matter = case.matter
    what = matter.title if matter else labels.CLASS[case.petition_class]
    return f"{staff.short_number(case.number)} {what[:16]}"


def card(
    case: Case,
    history: Sequence[Entry],
    rlist: ResponsibilityList,
    *,
    today: date,
    room: int = 4096,
) -> str:
    """The whole card in at most ``room`` characters: the petition's text gives way first."""
    for most, entries in ((MOST_TEXT, MOST_ENTRIES), (600, 4), (250, 2), (60, 1)):
        sections = (
            _head(case, rlist, today),
            _matter(case),
            _petition(case, rlist, most),
            timeline(history[-entries:], rlist, more=len(history) > entries),
        )
        text = "\n\n".join(section for section in sections if section)
        if len(text) <= room:
            break
    return text


def _head(case: Case, rlist: ResponsibilityList, today: date) -> str:
    return "\n".join(
        (
            f"<b>{escape(case.number)}</b>　{labels.STATUS[case.status]}",
            *case_marks(case, rlist),
            due.for_staff(case.due, today=today),
            f"责任单位：{unit_name(case.unit, rlist)}",
        )
    )


def case_marks(case: Case, rlist: ResponsibilityList) -> list[str]:
    """What must be known before anything else is done."""
    danger = labels.DANGER[case.danger] if case.danger else ""
    accused = unit_name(case.accused_unit, rlist) if case.accused_unit else ""
    marks = (
        (f"{URGENT}{danger}：请先确认人身安全", case.urgent),
        (f"{SEALED}密封办理：不得透露给被检举控告的人和单位（条例第三十条）", case.sealed),
        (f"{SEALED}被检举控告的单位：{accused}，不得转给", bool(accused)),
        ("【人工】信访人要求人工判断，系统的分类仅供参考", case.needs_person),
        ("【涉诉】信访人说已经或正在诉讼、仲裁、复议，请先核对", case.adjudicated),
        ("【多人】多人共同反映（走访的代表不超过5人）", case.group),
    )
    return [mark for mark, is_on in marks if is_on]


def _matter(case: Case) -> str:
    """The row as it stood in the version of the list that the case was routed by."""
    kind = f"类别：{labels.CLASS[case.petition_class]}　途径：{labels.WAY[case.way]}"
    matter = case.matter
    if matter is None:
        return f"事项：清单中没有对应的一行\n{kind}"
    number = f"{escape(matter.id)}，清单{escape(case.list_version)}版"
    ways = (f"{n}. {way(each)}" for n, each in enumerate(matter.ways[:MOST_WAYS], 1))
    return "\n".join(
        (f"事项：{clip(matter.title, 60)}（{number}）", *matter_marks(matter), kind, *ways)
    )


def matter_marks(matter: Matter) -> tuple[str, ...]:
    """What a clerk must know before relying on a row."""
    marks = (
        ("【本行须本地确认】" if matter.needs_local_check else ""),
        ("【本行依据尚未核实】" if not matter.verified else ""),
        ("【不适用调解】" if not matter.mediable else ""),
        ("【不能只靠调解了结】" if matter.not_alone else ""),
    )
    shown = "　".join(mark for mark in marks if mark)
    return (shown,) if shown else ()


def way(value: Way) -> str:
    """A legal way with its door and limits."""
    limits = (
        f"；申请期限{labels.limit(value.apply_within)}" if value.apply_within else "",
        f"；办理期限{labels.limit(value.decided_within)}" if value.decided_within else "",
    )
    return clip(f"{value.name}：{value.where}{''.join(limits)}", MOST_LINE)


def _petition(case: Case, rlist: ResponsibilityList, most: int) -> str:
    who = "　".join(clip(part, 40) for part in (case.name, case.phone) if part) or "未留姓名电话"
    source = labels.CHANNEL.get(case.channel, case.channel)
    lines = (
        f"信访人：{who}　来自{escape(source)}　{staff.moment(case.created_at)}登记",
        f"地点：{place_name(case, rlist)}",
        f"反映：{clip(case.text, most)}",
        f"请求：{clip(case.request, 2 * MOST_LINE)}" if case.request else "",
        f"材料：{case.attachments}份" if case.attachments else "",
        f"评价：{labels.SCORE.get(case.rating, '')}" if case.rating else "",
    )
    return "\n".join(each for each in lines if each)


def timeline(history: Sequence[Entry], rlist: ResponsibilityList, *, more: bool = False) -> str:
    """What was done, oldest first; internal entries are marked as such."""
    if not history:
        return ""
    head = "<b>办理记录</b>" + ("（最近几步，全部请点“办理记录”）" if more else "")
    return "\n".join((head, *(entry(each, rlist) for each in history)))


def entry(value: Entry, rlist: ResponsibilityList) -> str:
    """One step of the timeline."""
    mark = INTERNAL if value.internal else ""
    who = _who(value, rlist)
    said = "；".join(
        part for part in (value.text, value.door, labels.SCORE.get(value.score or 0)) if part
    )
    text = f"：{clip(said, MOST_LINE)}" if said else ""
    return f"{staff.moment(value.at)} {mark}<b>{labels.ACT[value.act]}</b>　{who}{text}"


def _who(value: Entry, rlist: ResponsibilityList) -> str:
    name = clip(value.by_name or "", 20)
    if value.role in staff.CITIZEN_ROLES:
        return labels.ROLE[value.role]
    unit = unit_name(value.unit, rlist) if value.unit else labels.ROLE[value.role]
    return f"{unit} {name}".strip()


def candidates(text: str, found: Sequence[Candidate], rlist: ResponsibilityList) -> str:
    """The rows the desk thinks of, with the petitioner's own words that led there.

    ``text`` is the normalised text that the evidence points into.
    """
    if not found:
        return "系统没有想到合适的单位，请人工判断。"
    lines = (
        f"{n}. {unit_name(each.unit, rlist)}：{clip(each.matter.title, 40)}"
        f"（把握{each.share:.0%}）{_words(text, each)}"
        for n, each in enumerate(found, 1)
    )
    return "\n".join(("<b>候选</b>（仅供参考，由您决定）", *lines))


def _words(text: str, candidate: Candidate) -> str:
    words = words_that_led(text, candidate)
    return f"　依据：{words}" if words else ""


def assign_reason(matter: Matter, unit: str) -> str:
    """The reason written when a candidate is taken at one tap."""
    return f"按责任清单“{matter.title}”（{matter.id}）一行，属{unit}职责。"


def assign_reason_plain(unit: str) -> str:
    """The reason offered when a unit was chosen that is no candidate."""
    return f"按职责分工，由{unit}办理。"


def whole(case: Case) -> list[str]:
    """The full text of a petition in pieces that fit one message each."""
    head = f"<b>{escape(case.number)} 全文</b>"
    # A character may become five when it is escaped (&amp;), so that 800 always fit.
    pieces = [case.text[start : start + 800] for start in range(0, len(case.text), 800)]
    if len(escape(case.text)) < 3900:
        pieces = [case.text]
    return [head, *(escape(piece, quote=False) for piece in pieces)]


def pages(text: str, most: int) -> list[str]:
    """A long text cut between its lines into messages of at most ``most`` characters."""
    found = [""]
    for each in text.split("\n"):
        if found[-1] and len(found[-1]) + len(each) + 1 > most:
            found.append(each)
        else:
            found[-1] = f"{found[-1]}\n{each}".lstrip("\n")
    return found
