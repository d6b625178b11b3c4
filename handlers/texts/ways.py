"""Legal ways as they are read: one in full, one in a line, all of them, and what ends first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.texts import labels
from handlers.texts.common import day, esc, lines, source
from knowledge.advice import Deadline
from knowledge.matters import Limit, LimitUnit, Matter, Way, WayCode

MOST_WAYS = 6

# Only to tell which limit ends first; nobody is shown these.
_ROUGH_DAYS: Mapping[LimitUnit, float] = {
    LimitUnit.DAY: 1,
    LimitUnit.WORKDAY: 1.4,
    LimitUnit.MONTH: 30,
    LimitUnit.YEAR: 365,
}
# How the list begins to say that a limit counts from a paper that somebody else issues.
_PASSED = "已过的，是不是真过期由受理的单位认定，有正当理由的可以说明，别自己先放弃。"
_LATER = ("收到", "接到", "异议裁定", "判决书送达")


def in_full(way: Way) -> str:
    """A way with its door, and its limits with what they are counted from and their law."""
    return lines(
        f"去哪里：{esc(way.where)}",
        f"最晚提出：{limit(way.apply_within)}" if way.apply_within else "",
        f"多久有结果：{limit(way.decided_within)}" if way.decided_within else "",
    )


def in_line(way: Way) -> str:
    """A way by its name, with the limit that must not be missed."""
    within = f"，<b>{labels.limit(way.apply_within)}内提</b>" if way.apply_within else ""
    return f"{esc(way.name)}{within}"


def others(ways: Sequence[Way]) -> str:
    """Every way but the first, one a line: none is left out."""
    rest = [f"{n}. {in_line(way)}" for n, way in enumerate(ways[1:], 2)]
    return lines("<b>还可以</b>", *rest) if rest else ""


def whole(ways: Sequence[Way]) -> str:
    """The legal ways in order, each with its door and its limits."""
    shown = [_numbered(n, way) for n, way in enumerate(ways[:MOST_WAYS], 1)]
    rest = [esc(way.name) for way in ways[MOST_WAYS:]]
    more = f"还有：{'、'.join(rest)}。" if rest else ""
    return lines("<b>可以走的路</b>（按先后）", *shown, more) if shown else ""


def _numbered(n: int, way: Way) -> str:
    return lines(
        f"{n}. <b>{esc(way.name)}</b>：{esc(way.where)}",
        f"　最晚什么时候提：{limit(way.apply_within)}" if way.apply_within else "",
        f"　多久有结果：{limit(way.decided_within)}" if way.decided_within else "",
    )


def limit(value: Limit) -> str:
    """A limit with the event it is counted from, and its law."""
    start = f"，从{value.start}算起" if value.start else ""
    return esc(f"{labels.limit(value)}{start}（{source(value.source)}）")


def counted(deadlines: Sequence[Deadline], *, elder: bool) -> str:
    """Until when each way is open, if its time runs from the day the citizen named.

    A day that is past is no reason to give up: who takes the case decides on it.
    """
    if not deadlines:
        return ""
    left = [each for each in deadlines if not each.over]
    told = left[:1] if elder and left else deadlines
    passed = "" if len(left) == len(deadlines) else _PASSED
    head = f"从您说的{day(deadlines[0].since)}算起："
    return lines(f"{head}{'；'.join(map(_until, told))}。", passed)


def _until(deadline: Deadline) -> str:
    moved = "" if deadline.certain else "（遇放假可能顺延）"
    last = f"<b>{day(deadline.last)}</b>"
    return f"{esc(deadline.way.name)}最晚{last}{'（已过）' if deadline.over else moved}"


def nearest(ways: Sequence[Way]) -> str:
    """The way whose limit ends first, with the limit; nothing where none has one.

    A limit that only a later paper sets going (a decision, an award) comes after those that
    run already.
    """
    limited = [(way.apply_within, way) for way in ways if way.apply_within]
    running = [pair for pair in limited if not pair[0].start.startswith(_LATER)]
    if not limited:
        return ""
    _, way = min(running or limited, key=lambda pair: pair[0].n * _ROUGH_DAYS[pair[0].unit])
    return in_line(way)


def mediation(matter: Matter, ways: Sequence[Way]) -> str:
    """One line on mediation, where the row allows it and no way names it already."""
    is_named = any(way.code is WayCode.MEDIATION for way in ways)
    return "" if is_named or not matter.mediable else "也可以调解：双方愿意才调，不收钱。"
