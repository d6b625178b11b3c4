"""What is said about corrections: why a case went where it went, and taking a correction back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from handlers.texts import staff
from handlers.texts.common import day, esc, joined, lines, quote, unit_name
from knowledge.advice import Precedent
from knowledge.clocks import OFFICE_ZONE, office_day
from knowledge.learning_report import Line, Worth
from knowledge.matters import ResponsibilityList

if TYPE_CHECKING:
    from storage.lessons import Example

CORRECTIONS = ("纠正", "corrections")

BUTTON_YES = "确定撤销"
BUTTON_NO = "不撤销"
NONE = "还没有纠正。信访局把事项改派给别的单位，就成为一条；下一条诉求起，类似的照此参考。"
GONE = "这一条已经撤销过了。"
SOMEBODY = "（未留姓名）"
KEEPERS_MACHINE = "命令行"


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
        quote(example.text, 60),
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


# --- the command line ----------------------------------------------------------------


def plain(found: Sequence[Example], rlist: ResponsibilityList) -> str:
    """Corrections for a terminal, one a line."""
    return "\n".join(_plain(each, rlist) for each in found) if found else NONE


def _plain(example: Example, rlist: ResponsibilityList) -> str:
    by = f"{example.by or SOMEBODY}（{example.person_id}）"
    units = f"{_name(example.was, rlist)} → {_name(example.unit, rlist)}"
    parts = (
        str(example.id),
        _at(example.at),
        by,
        units,
        example.number or "",
        _short(example.text),
    )
    gone = ""
    if example.until:
        gone = f"  ［{_at(example.until)} {example.undone_by or KEEPERS_MACHINE}撤销］"
    return "  ".join(part for part in parts if part) + gone


def _at(moment: datetime) -> str:
    return moment.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


def _name(code: str, rlist: ResponsibilityList) -> str:
    unit = rlist.units.get(code)
    return unit.name if unit else code


NOTHING_FOUND = "没有符合条件的纠正，什么都没有撤销。"


def ask_batch(number: int) -> str:
    """Asked at a terminal before several are taken back."""
    return f"撤销以上{number}条？"


def taken_back(number: int) -> str:
    """How many were taken back."""
    return f"已撤销{number}条，运行中的服务从下一条诉求起不再参考。"


def worth(found: Worth, rlist: ResponsibilityList) -> str:
    """What learning is worth, unit by unit and in total."""
    if not found.total.n:
        return "还没有办定的事项（分派过或者已受理的），暂时无法比较。"
    return "\n".join(
        (
            f"本局办定的事项{found.total.n}件，现有纠正{found.examples}条。",
            "首选单位正确：学习前 → 学习后；比较时不用每件自己的那条纠正。",
            *(_line(line, rlist) for line in (*found.units, found.total)),
        )
    )


def _line(line: Line, rlist: ResponsibilityList) -> str:
    name = _name(line.unit, rlist) if line.unit else "合计"
    before, after = (f"{part}（{part / line.n:.1%}）" for part in (line.before, line.after))
    return f"{name}  {line.n}件  {before} → {after}  变对{line.better}  变错{line.worse}"


def match_line(precedent: Precedent, rlist: ResponsibilityList) -> str:
    """The precedent of an advice at a terminal."""
    when, by = _at(precedent.at), precedent.by or SOMEBODY
    return (
        f"先例      {when} {by}改派给{_name(precedent.unit, rlist)}，相似{precedent.likeness:.0%}"
    )
