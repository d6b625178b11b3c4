"""How two versions of the responsibility list differ, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from handlers.texts import labels
from knowledge.list_diff import Change, FieldChange, ListDiff, Move, Subject
from knowledge.list_raw import Plain
from knowledge.matters import Limit, Way

SUBJECT: Mapping[Subject, str] = {
    Subject.DISTRICT: "区情",
    Subject.UNIT: "单位",
    Subject.MATTER: "事项",
    Subject.LAW: "法律",
    Subject.PLACE: "地点",
    Subject.HOTLINE: "电话",
}
MOVE: Mapping[Move, str] = {Move.ADDED: "新增", Move.REMOVED: "删去", Move.CHANGED: "修改"}

# A field may mean different things in different rows; those come first.
FIELD: Mapping[str, str] = {
    "unit.code": "单位代码",
    "matter.level": "办理层级",
    "place.aliases": "别名",
    "hotline.number": "号码",
    "adopted": "起用日期",
    "advice": "提示",
    "aliases": "别名",
    "basis": "法律依据",
    "booklet_2018": "2018汇编",
    "city": "市名",
    "code": "代码",
    "dangers": "遇险先告知",
    "id": "编号",
    "in_force_from": "施行日期",
    "in_force_to": "失效日期",
    "level": "层级",
    "mediable": "可调解",
    "name": "名称",
    "name_2018": "2018年名称",
    "needs_local_check": "须本地确认",
    "not_alone": "不得只作调解",
    "note": "备注",
    "number": "号码",
    "number_prefix": "编号字头",
    "office_address": "接待地址",
    "office_hours": "接待时间",
    "office_name": "信访部门名称",
    "office_phone": "信访部门电话",
    "phrases": "群众说法",
    "plain": "通俗说明",
    "purpose": "什么时候打",
    "reconsideration_first": "复议前置",
    "successor": "承接单位",
    "title": "名称",
    "unit": "责任单位",
    "verified": "已核对",
    "version": "版本日期",
    "way": "途径",
    "way_order": "途径的先后",
}
UNITS = frozenset({"unit", "successor"})
"""Fields that hold the code of a unit."""
NOTHING = "（空）"
SAME = "两份清单内容相同。"


def words(diff: ListDiff) -> str:
    """All differences: a line that counts them, then one paragraph a row."""
    if not diff:
        return SAME
    head = f"从 {diff.old_version} 到 {diff.new_version}：{totals(diff)}"
    told = (line for change in diff.changes for line in _change(change, diff.units))
    return "\n".join([head, "", *told])


def totals(diff: ListDiff) -> str:
    """How many rows of each kind changed how: ``事项新增2、修改1；单位修改1``."""
    counts = diff.count()
    parts = []
    for subject, name in SUBJECT.items():
        moves = [f"{MOVE[move]}{counts[subject, move]}" for move in Move if counts[subject, move]]
        if moves:
            parts.append(f"{name}{'、'.join(moves)}")
    return "；".join(parts) + "。"


def _change(change: Change, units: Mapping[str, str]) -> Iterator[str]:
    yield f"{MOVE[change.move]}{SUBJECT[change.subject]} {change.id}　{change.title}".rstrip()
    for field in change.fields:
        yield f"  - {_field(change.subject, field, units)}"


def _field(subject: Subject, field: FieldChange, units: Mapping[str, str]) -> str:
    name = FIELD.get(f"{subject}.{field.field}") or FIELD.get(field.field, field.field)
    match field.old, field.new:
        case Way() as old, Way() as new:
            return f"{name}：{_way(old)} → {_way(new)}"
        case None, Way() as new:
            return f"{name}：增加 {_way(new)}"
        case Way() as old, None:
            return f"{name}：去掉 {_way(old)}"
        case tuple() as old, tuple() as new if field.field != "way_order":
            return f"{name}：{_texts(old, new)}"
        case old, new if field.field in UNITS:
            return f"{name}：{_unit(old, units)} → {_unit(new, units)}"
        case old, new:
            return f"{name}：{_value(old)} → {_value(new)}"


def _unit(code: Plain | Way, units: Mapping[str, str]) -> str:
    """A unit by its name."""
    return _value(units.get(code, code) if isinstance(code, str) else code)


def _texts(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """What was added to and taken from a list of texts."""
    added = [text for text in new if text not in old]
    gone = [text for text in old if text not in new]
    parts = []
    if added:
        parts.append(f"增加“{'”“'.join(added)}”")
    if gone:
        parts.append(f"去掉“{'”“'.join(gone)}”")
    return "，".join(parts) or "先后有变"


def _value(value: Plain | Way) -> str:
    match value:
        case None | "" | ():
            return NOTHING
        case bool():
            return "是" if value else "否"
        case date():
            return value.isoformat()
        case tuple():
            return "、".join(value)
        case Way():
            return _way(value)
        case str():
            levels = {level.value: word for level, word in labels.LEVEL.items()}
            return f"“{levels.get(value, value)}”"
        case _:
            return str(value)


def _way(way: Way) -> str:
    """A way in one line: family, name, whom to turn to, and its limits."""
    limits = [
        f"{name}{_limit(limit)}"
        for name, limit in (("申请", way.apply_within), ("办理", way.decided_within))
        if limit is not None
    ]
    inner = "；".join([way.where, *limits])
    return f"{labels.WAY[way.code]}·{way.name}（{inner}）"


def _limit(limit: Limit) -> str:
    return f"{labels.limit_from(limit)}，{limit.source}"
