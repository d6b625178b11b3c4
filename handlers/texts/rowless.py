"""Cards that stand on no one row: an accusation, a suggestion, thanks, a question, no idea."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.texts.common import esc, joined, lines, source, unit_name
from knowledge.matters import Matter, ResponsibilityList, Way, WayCode

SEALED_BY = source("信访工作条例 30")


def accusation(rlist: ResponsibilityList, *, ways: Sequence[Way], elder: bool) -> str:
    """For 检举控告: who receives it and that it is sealed; the accused unit is never named."""
    doors = [way for way in ways if way.code is WayCode.DISCIPLINE] or list(ways[:1])
    where = "、".join(dict.fromkeys(esc(way.where) for way in doors))
    sealed = (
        "<b>您的话会密封保存</b>：不会透露、也不会转给被反映的人和他的单位"
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


def unknown(rlist: ResponsibilityList, *, elder: bool) -> str:
    """Nothing fits well enough: a person decides."""
    if elder:
        return "这件事我拿不准。让信访局的同志来看，好不好？"
    return joined(
        "这件事归谁管，我拿不准，不敢乱指路。",
        f"可以登记下来，由 <b>{esc(rlist.district.office_name)}</b> 的同志看了再定，不用您跑腿。"
        "也可以再说细一点：谁、在哪里、什么事、您想怎么办。",
    )
