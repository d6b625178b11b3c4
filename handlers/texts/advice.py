"""The advice card: which unit, why, which ways, by which law, and what happens next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.texts import labels
from handlers.texts.common import (
    basis,
    esc,
    joined,
    lines,
    matter_title,
    quote,
    source,
    unit_name,
)
from knowledge.advice import Candidate, Evidence
from knowledge.matters import Limit, Matter, ResponsibilityList, Way, WayCode

MOST_WORDS = 5
LONGEST_PASSAGE = 8
MOST_WAYS = 6

# Evidence may join words that were found near each other.
_PARTS = re.compile(r"[+>]")

LOCAL_CHECK = "⚠️ 这一条本地怎么分工、找哪个窗口，<b>须本地确认</b>，登记后由工作人员核对。"
NOT_VERIFIED = "⚠️ 这一条的法律依据还没有全部核对，以工作人员答复为准。"
ADJUDICATED = (
    "您说的事法院、仲裁或复议机关已经办过，或者正在办。这样的事要走原来的法律程序，"
    "信访不能代替，但我可以帮您登记、转告。<b>法律规定的期限照样在走，请别耽误。</b>"
)
GROUP = "几个人反映同一件事，请推选代表来说；在这里登记一次就行，不用每个人都登记。"
PRESS = "对的话请点“就是这个”。"


def words_that_led(text: str, candidate: Candidate | None) -> str:
    """The citizen's own words behind the advice, the weightiest first.

    ``text`` is the normalised text that the evidence points into.
    """
    if candidate is None:
        return ""
    telling = sorted((e for e in candidate.evidence if e.weight > 0), key=lambda e: -e.weight)
    words = list(dict.fromkeys(word for each in telling for word in _said(text, each)))
    whole = [word for word in words if not any(word in each != word for each in words)]
    # A single character explains nothing where there are whole words to show.
    whole = [word for word in whole if len(word) > 1] or whole
    return "".join(f"“{quote(word, 20)}”" for word in whole[:MOST_WORDS])


def _said(text: str, evidence: Evidence) -> Iterator[str]:
    """The passage itself, or of a long one the words in it that were looked for."""
    start, end = evidence.span
    if 0 < end - start <= LONGEST_PASSAGE:
        yield text[start:end]
        return
    for part in _PARTS.split(evidence.words):
        if part and part in text:
            yield part


def unit_heading(rlist: ResponsibilityList, unit: str, *, place: str | None) -> str:
    """Who answers for it, in the first line."""
    return f"这件事归 <b>{unit_name(rlist, unit, place)}</b> 管。"


def card(
    rlist: ResponsibilityList,
    matter: Matter,
    *,
    ways: Sequence[Way],
    why: str,
    place: str | None = None,
    notes: Sequence[str] = (),
) -> str:
    """The whole card for a row of the list."""
    return joined(
        lines(
            unit_heading(rlist, matter.unit, place=place),
            f"事项：{esc(matter.title)}",
            f"为什么：您说到{why}" if why else f"为什么：{esc(matter.plain)}",
        ),
        *notes,
        ways_section(ways),
        mediation(matter),
        lines(
            f"<b>依据</b>：{basis(matter.basis, rlist.laws)}" if matter.basis else "",
            f"<b>您先做</b>：{esc(matter.advice)}" if matter.advice else "",
        ),
        lines(*checks(matter)),
        next_step(rlist, matter.unit, place=place),
    )


def elder_card(
    rlist: ResponsibilityList,
    matter: Matter,
    *,
    ways: Sequence[Way],
    why: str,
    place: str | None = None,
    notes: Sequence[str] = (),
) -> str:
    """The same in short sentences; still every way by its name."""
    first, *others = ways or (None,)
    return joined(
        lines(
            unit_heading(rlist, matter.unit, place=place),
            f"事情：{esc(matter.title)}",
            f"您说到{why}" if why else "",
        ),
        *notes,
        _elder_way(first) if first else "",
        f"还可以：{'、'.join(esc(way.name) for way in others)}。" if others else "",
        lines(f"您先做：{esc(matter.advice)}" if matter.advice else "", *checks(matter)),
        "对不对？点下面的大按钮。",
    )


def _elder_way(way: Way) -> str:
    within = f"时间：{_limit(way.apply_within)}" if way.apply_within else ""
    return lines(f"先走这条路：<b>{esc(way.name)}</b>", f"去哪里：{esc(way.where)}", within)


def ways_section(ways: Sequence[Way]) -> str:
    """The legal ways in order, each with its door and its limits."""
    shown = [_way(n, way) for n, way in enumerate(ways[:MOST_WAYS], 1)]
    rest = [esc(way.name) for way in ways[MOST_WAYS:]]
    more = f"还有：{'、'.join(rest)}。" if rest else ""
    return lines("<b>可以走的路</b>（按先后）", *shown, more) if shown else ""


def _way(n: int, way: Way) -> str:
    return lines(
        f"{n}. <b>{esc(way.name)}</b>：{esc(way.where)}",
        f"　最晚什么时候提：{_limit(way.apply_within)}" if way.apply_within else "",
        f"　多久有结果：{_limit(way.decided_within)}" if way.decided_within else "",
    )


def _limit(limit: Limit) -> str:
    start = f"，从{limit.start}算起" if limit.start else ""
    return esc(f"{labels.limit(limit)}{start}（{source(limit.source)}）")


def mediation(matter: Matter) -> str:
    """Mediation, offered where the row allows it; never as the only way where it may not be."""
    if not matter.mediable:
        return ""
    offer = "🤝 也可以调解：双方都愿意才调，不收钱，不耽误上面的路。"
    return offer + ("这类事不能只靠调解，部门该查的照样查。" if matter.not_alone else "")


def checks(matter: Matter) -> tuple[str, ...]:
    """What nobody has confirmed is said to be so."""
    return (
        LOCAL_CHECK if matter.needs_local_check else "",
        NOT_VERIFIED if not matter.verified else "",
    )


def next_step(rlist: ResponsibilityList, unit: str, *, place: str | None) -> str:
    """What happens when the citizen agrees."""
    return (
        f"<b>接下来</b>：{PRESS}我再问几句，登记后转给{unit_name(rlist, unit, place)}，"
        "您会拿到编号，每一步我都告诉您。这只是建议，拿不准可以随时转人工。"
    )


def notes(*, adjudicated: bool, group: bool) -> tuple[str, ...]:
    """Remarks that come before the ways."""
    return (ADJUDICATED if adjudicated else "", GROUP if group else "")


def inquiry(
    rlist: ResponsibilityList, matter: Matter, *, ways: Sequence[Way], place: str | None = None
) -> str:
    """An answer to a question, taken from the row; registering is only offered."""
    return joined(
        lines(
            f"您问的是：<b>{esc(matter.title)}</b>",
            f"这件事归 {unit_name(rlist, matter.unit, place)} 管。",
            esc(matter.advice),
        ),
        ways_section(ways),
        f"<b>依据</b>：{basis(matter.basis, rlist.laws)}" if matter.basis else "",
        lines(*checks(matter)),
        "问清楚了就不用登记。还想让部门正式答复您，请点“登记这件事”。",
    )


def accusation(rlist: ResponsibilityList, *, ways: Sequence[Way], elder: bool) -> str:
    """For 检举控告: who receives it and that it is sealed; the accused unit is never named."""
    doors = [way for way in ways if way.code is WayCode.DISCIPLINE] or list(ways[:1])
    where = "、".join(dict.fromkeys(esc(way.where) for way in doors))
    sealed = (
        "🔒 <b>您的话会密封保存</b>：不会透露、也不会转给被反映的人和他的单位"
        f"（{SEALED_BY}）。您可以不留姓名。"
    )
    receiver = f"<b>{unit_name(rlist, 'discipline')}</b>"
    if elder:
        return joined(f"这件事交给：{receiver}", sealed, "要登记吗？")
    return joined(
        f"您反映的是公职人员或者公家单位的问题，由 {receiver} 按权限受理。",
        sealed,
        f"您也可以直接找：{where}" if where else "",
        "请尽量写清：什么人、什么时候、什么事、多少钱、有什么线索。请如实说，不夸大、不编造。",
        "<b>接下来</b>：点“就是这个”，登记后只有受理的同志看得到。",
    )


SEALED_BY = source("信访工作条例 30")


def suggestion(rlist: ResponsibilityList, unit: str, *, elder: bool) -> str:
    """For 建议意见: thanks, who reads it, and that it will be answered."""
    name = unit_name(rlist, unit)
    if elder:
        return f"谢谢您的建议。我转给 <b>{name}</b>。要登记吗？"
    return joined(
        f"谢谢您替大家想着。这条建议我转给 <b>{name}</b> 研究。",
        f"采纳或者部分采纳的，会给您回音（{source('信访工作条例 29')}）。",
        "点“就是这个”，我帮您登记。",
    )


def thanks(rlist: ResponsibilityList, unit: str, *, elder: bool) -> str:
    """For 感谢: pass it on, if the person likes."""
    if elder:
        return "谢谢您。要我把您的话带到吗？"
    return f"听您这么说真好。要我把您的感谢转给 <b>{unit_name(rlist, unit)}</b> 吗？"


def question(options: Sequence[Matter], *, elder: bool) -> str:
    """One question that tells two rows apart."""
    asked = [
        f"{n}. <b>{esc(row.title)}</b>" + ("" if elder else f"：{esc(row.plain)}")
        for n, row in enumerate(options, 1)
    ]
    head = "您说的是哪一种？" if elder else "我想问准一点，免得送错门。您说的更像哪一种？"
    return lines(head, *asked, "都不像就点“都不是”。")


def several(pieces: Sequence[str]) -> str:
    """Asks whether a message holds several matters."""
    told = [f"{n}. {quote(piece, 60)}" for n, piece in enumerate(pieces, 1)]
    return lines(
        f"您好像说了{len(pieces)}件事：",
        *told,
        "分开登记，各有各的编号，归不同部门也不会耽误。要分开吗？",
    )


def unknown(rlist: ResponsibilityList, *, elder: bool) -> str:
    """Nothing fits well enough: a person decides."""
    if elder:
        return "这件事我拿不准。让信访局的同志来看，好不好？"
    return joined(
        "这件事归谁管，我拿不准，不敢乱指路。",
        f"可以登记下来，由 <b>{esc(rlist.district.office_name)}</b> 的同志看了再定，不用您跑腿。"
        "也可以再说细一点：谁、在哪里、什么事、您想怎么办。",
    )


def picked(rlist: ResponsibilityList, matter_id: str | None, unit: str) -> str:
    """Short confirmation of the row that was chosen."""
    title = matter_title(rlist, matter_id)
    about = f"“{title}”" if title else "这件事"
    return f"好，{about}，由{unit_name(rlist, unit)}办。"
