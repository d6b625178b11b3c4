"""What is said about corrections: why a case went where it went, and taking a correction back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handlers.texts import staff
from handlers.texts.common import day, esc, joined, lines, quote, unit_name
from knowledge.advice import Precedent
from knowledge.clocks import office_day
from knowledge.matters import ResponsibilityList

if TYPE_CHECKING:
    from storage.lessons import Example

CORRECTIONS = ("纠正", "corrections")

BUTTON_YES = "确定撤销"
BUTTON_NO = "不撤销"
NONE = "还没有纠正。信访局把事项改派给别的单位，就成为一条；下一条诉求起，类似的照此参考。"
GONE = "这一条已经撤销过了。"
SOMEBODY = "（未留姓名）"


# --- why, on a card ------------------------------------------------------------------


def for_citizen(precedent: Precedent | None, unit: str, rlist: ResponsibilityList) -> str:
    """That a matter like this went the same way before; nothing of whose it was."""
    if precedent is None or precedent.unit != unit:
        return ""
    when = day(office_day(precedent.at))
    return f"本局曾把类似的诉求交给{unit_name(rlist, unit)}办理（{when}）。"


def card(precedent: Precedent, rlist: ResponsibilityList, *, place: str | None, elder: bool) -> str:
    """The unit of an earlier like case, where no row of the list can be named."""
    name = unit_name(rlist, precedent.unit, place)
    why = for_citizen(precedent, precedent.unit, rlist)
    if elder:
        return joined(f"这件事归 <b>{name}</b> 管。", why, "对不对？点下面的大按钮。")
    return joined(
        lines(f"这件事归 <b>{name}</b> 管。", f"为什么：{why}"),
        "具体按哪一项、走哪条路，由承办的同志看了告诉您。这只是建议，拿不准可以随时转人工。",
        "对就点“就是这个”，我帮您登记、转过去。",
    )


def for_staff(
    precedent: Precedent | None,
    rlist: ResponsibilityList,
    *,
    number: str | None = None,
    own: bool = False,
) -> str:
    """Who sent a matter like this where and when, and how like it is.

    ``number`` is that of the earlier case, where the reader may see it; ``own`` says that it is
    this very case.
    """
    if precedent is None:
        return ""
    by = esc(precedent.by or SOMEBODY)
    what = "本件" if own else f"类似的{esc(number)}" if number else "类似的一件"
    like = "" if own else f"，与本件相似{precedent.likeness:.0%}"
    when = day(office_day(precedent.at))
    return f"<b>为什么</b>：{when}，{by}把{what}改派给{unit_name(rlist, precedent.unit)}{like}。"


# --- the list in the chat ------------------------------------------------------------


def latest(found: Sequence[Example], rlist: ResponsibilityList, *, note: str = "") -> str:
    """The latest corrections that hold, each with its number."""
    head = "<b>最近的纠正</b>\n改派就是范例，下一条诉求起照此参考；派错了的可以撤销。"
    return "\n\n".join(part for part in (note, head, *(one(each, rlist) for each in found)) if part)


def one(example: Example, rlist: ResponsibilityList) -> str:
    """A correction in two lines: who moved it from where to where, and what was written."""
    number = f"　{esc(staff.short_number(example.number))}" if example.number else ""
    return lines(
        f"<b>{example.id}</b>　{staff.moment(example.at)} {esc(example.by or SOMEBODY)}{number}",
        f"{unit_name(rlist, example.was)} → {unit_name(rlist, example.unit)}",
        quote(example.text or "", 60),
    )


def button_revoke(example: Example) -> str:
    """Label of the button that takes one back."""
    return f"撤销 {example.id}"


def ask_revoke(example: Example, rlist: ResponsibilityList) -> str:
    """Asked before one is taken back."""
    return (
        f"撤销这条纠正吗？撤销以后，下一条诉求起不再参考；事项本身不动。\n\n{one(example, rlist)}"
    )


def revoked(number: int) -> str:
    """It no longer counts."""
    return f"已撤销第{number}条，下一条诉求起不再参考。"
