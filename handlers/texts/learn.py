"""What ``learn`` says at a terminal: corrections, a batch taken back, what learning is worth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from knowledge.advice import Precedent
from knowledge.clocks import OFFICE_ZONE
from knowledge.learning_report import Line, Worth
from knowledge.matters import ResponsibilityList

if TYPE_CHECKING:
    from storage.lessons import Example

NONE = "没有符合条件的纠正。信访局把事项改派给别的单位，就成为一条。"
NOTHING_FOUND = "没有符合条件的纠正，什么都没有撤销。"
SOMEBODY = "（未留姓名）"
TERMINAL = "命令行"


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
        _short(example.text or ""),
    )
    gone = ""
    if example.until:
        gone = f"  ［{_at(example.until)} {example.undone_by or TERMINAL}撤销］"
    return "  ".join(part for part in parts if part) + gone


def _at(moment: datetime) -> str:
    return moment.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


def _name(code: str, rlist: ResponsibilityList) -> str:
    unit = rlist.units.get(code)
    return unit.name if unit else code


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
