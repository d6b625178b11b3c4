"""The advice card: which unit, why, which ways, by which law, and what happens next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.texts import ways as way_texts
from handlers.texts.common import (
    basis,
    esc,
    joined,
    lines,
    matter_title,
    quote,
    unit_name,
)
from knowledge.advice import EXAMPLES, Candidate, Evidence
from knowledge.matters import Matter, ResponsibilityList, Way

MOST_WORDS = 5
LONGEST_PASSAGE = 8

# Evidence may join words that were found near each other.
_PARTS = re.compile(r"[+>]")

LOCAL_CHECK = "【<b>须本地确认</b>】由谁办、找哪个窗口，登记后由工作人员核对。"
NOT_VERIFIED = "【依据待核对】以工作人员答复为准。"
ADJUDICATED = (
    "您说的事法院、仲裁或复议机关已经办过，或者正在办。这样的事要走原来的法律程序，"
    "信访不能代替，但我可以帮您登记、转告。<b>法律规定的期限照样在走，请别耽误。</b>"
)
GROUP = "几个人反映同一件事，请推选代表来说；在这里登记一次就行，不用每个人都登记。"
ELDER_ADJUDICATED = "法院、仲裁办过的事，要走原来的法律程序。<b>期限照样在走，别耽误。</b>"
PRESS = "对就点“就是这个”，"
ASK_OR_REGISTER = "问清楚了就不用登记。还想让部门正式答复您，请点“登记这件事”。"


def words_that_led(text: str, candidate: Candidate | None, *, most: int = MOST_WORDS) -> str:
    """The citizen's own words behind the advice, the weightiest first.

    ``text`` is the normalised text that the evidence points into.
    """
    if candidate is None:
        return ""
    telling = sorted((e for e in candidate.evidence if e.weight > 0), key=lambda e: -e.weight)
    # What is only like the examples may begin in the middle of a word: told where nothing else is.
    telling = [e for e in telling if e.source != EXAMPLES] or telling
    words = list(dict.fromkeys(word for each in telling for word in _said(text, each)))
    whole = [word for word in words if not any(word in each != word for each in words)]
    # A single character explains nothing where there are whole words to show.
    whole = [word for word in whole if len(word) > 1] or whole
    return "".join(f"“{quote(word, 20)}”" for word in whole[:most])


def _said(text: str, evidence: Evidence) -> Iterator[str]:
    """The passage itself, or of a long one the words in it that were looked for."""
    start, end = evidence.span
    if 0 < end - start <= LONGEST_PASSAGE:
        yield text[start:end]
        return
    for part in _PARTS.split(evidence.words):
        if part and part in text:
            yield part


def unit_heading(
    rlist: ResponsibilityList, unit: str, *, place: str | None, doubt: bool = False
) -> str:
    """Who answers for it, in the first line; with ``doubt`` that nobody has confirmed it."""
    check = "（须本地确认）" if doubt else ""
    return f"这件事归 <b>{unit_name(rlist, unit, place)}</b> 管{check}。"


def card(
    rlist: ResponsibilityList,
    matter: Matter,
    *,
    ways: Sequence[Way],
    why: str,
    place: str | None = None,
    notes: Sequence[str] = (),
) -> str:
    """What fits a telephone: the first way in full, every other way in a line of its own.

    ``whole`` says the rest.
    """
    return joined(
        _told(rlist, matter, why=why, place=place),
        *notes,
        first_way(ways),
        lines(way_texts.others(ways), way_texts.mediation(matter, ways)),
        lines(
            f"<b>您先做</b>：{esc(matter.advice)}" if matter.advice else "",
            f"<b>依据</b>：{basis(matter.basis, rlist.laws, most=1)}" if matter.basis else "",
            *checks(matter),
        ),
        f"{PRESS}我帮您登记、转过去。",
    )


def first_way(ways: Sequence[Way]) -> str:
    """The way to try first, with its door and limits."""
    return lines(f"<b>先走：{esc(ways[0].name)}</b>", way_texts.in_full(ways[0])) if ways else ""


def _told(rlist: ResponsibilityList, matter: Matter, *, why: str, place: str | None) -> str:
    return lines(
        unit_heading(rlist, matter.unit, place=place),
        f"事项：{esc(matter.title)}",
        f"为什么：您说到{why}" if why else f"为什么：{esc(matter.plain)}",
    )


def whole(
    rlist: ResponsibilityList,
    matter: Matter,
    *,
    ways: Sequence[Way],
    why: str,
    place: str | None = None,
    notes: Sequence[str] = (),
) -> str:
    """Everything about a row: each way with door and limits, every law, what happens next."""
    return joined(
        _told(rlist, matter, why=why, place=place),
        *notes,
        way_texts.whole(ways),
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
    place: str | None = None,
    notes: Sequence[str] = (),
) -> str:
    """Which unit, what to do now, the nearest limit; ``whole`` says the rest."""
    nearest = way_texts.nearest(ways)
    return joined(
        unit_heading(rlist, matter.unit, place=place, doubt=matter.needs_local_check),
        *notes,
        lines(
            f"<b>您先做</b>：{esc(matter.advice)}" if matter.advice else "",
            f"<b>先走</b>：{esc(ways[0].name)}" if ways else "",
            f"<b>别过期</b>：{nearest}" if nearest else "",
        ),
        f"{PRESS}不对就说“不对”。",
    )


def mediation(matter: Matter) -> str:
    """Mediation, offered where the row allows it; never as the only way where it may not be."""
    if not matter.mediable:
        return ""
    offer = "也可以调解：双方都愿意才调，不收钱，不耽误上面的路。"
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


def notes(*, adjudicated: bool, group: bool, elder: bool = False) -> tuple[str, ...]:
    """Remarks that come before the ways."""
    decided = ELDER_ADJUDICATED if elder else ADJUDICATED
    return (decided if adjudicated else "", GROUP if group and not elder else "")


def inquiry(
    rlist: ResponsibilityList, matter: Matter, *, ways: Sequence[Way], place: str | None = None
) -> str:
    """The short answer to a question, taken from the row; ``whole_inquiry`` says the rest."""
    return joined(
        _asked(rlist, matter, place),
        first_way(ways),
        lines(way_texts.others(ways)),
        lines(
            f"<b>依据</b>：{basis(matter.basis, rlist.laws, most=1)}" if matter.basis else "",
            *checks(matter),
        ),
        ASK_OR_REGISTER,
    )


def elder_inquiry(
    rlist: ResponsibilityList, matter: Matter, *, ways: Sequence[Way], place: str | None = None
) -> str:
    """The same in a few lines."""
    nearest = way_texts.nearest(ways)
    return joined(
        _asked(rlist, matter, place) + ("（须本地确认）" if matter.needs_local_check else ""),
        lines(
            f"<b>先走</b>：{esc(ways[0].name)}" if ways else "",
            f"<b>别过期</b>：{nearest}" if nearest else "",
        ),
    )


def _asked(rlist: ResponsibilityList, matter: Matter, place: str | None) -> str:
    return lines(
        f"您问的是：<b>{esc(matter.title)}</b>",
        f"这件事归 {unit_name(rlist, matter.unit, place)} 管。",
        esc(matter.advice),
    )


def whole_inquiry(
    rlist: ResponsibilityList, matter: Matter, *, ways: Sequence[Way], place: str | None = None
) -> str:
    """Everything the row says in answer to a question; registering is only offered."""
    return joined(
        _asked(rlist, matter, place),
        way_texts.whole(ways),
        f"<b>依据</b>：{basis(matter.basis, rlist.laws)}" if matter.basis else "",
        lines(*checks(matter)),
        ASK_OR_REGISTER,
    )


def several(pieces: Sequence[str]) -> str:
    """Asks whether a message holds several matters."""
    told = [f"{n}. {quote(piece, 60)}" for n, piece in enumerate(pieces, 1)]
    return lines(
        f"您好像说了{len(pieces)}件事：",
        *told,
        "分开登记，各有各的编号，归不同部门也不会耽误。要分开吗？",
    )


def picked(rlist: ResponsibilityList, matter_id: str | None, unit: str) -> str:
    """Short confirmation of the row that was chosen."""
    title = matter_title(rlist, matter_id)
    about = f"“{title}”" if title else "这件事"
    return f"好，{about}，由{unit_name(rlist, unit)}办。"
