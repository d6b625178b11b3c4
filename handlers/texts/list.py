"""What is said about the responsibility list: its mistakes, its summary, how two lists differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from unicodedata import east_asian_width

from knowledge.list_fields import ListError, Problem
from knowledge.matters import Matter, ResponsibilityList

# One sentence a reason; the names in braces are the facts the problem carries.
REASON: Mapping[str, str] = {
    "no_file": "缺少这个文件",
    "not_utf8": "文件不是 UTF-8 编码，请另存为 UTF-8",
    "not_toml": "第 {line} 行第 {column} 列格式有误，读不下去（{error}）",
    "not_toml_end": "文件不完整，读到末尾还缺内容（{error}）",
    "no_such_unit_file": "清单里必须有这个单位",
    "missing": "没有填写",
    "not_text": "应当是文字，现在是：{value}",
    "not_texts": "应当是一组文字，现在是：{value}",
    "not_flag": "应当是“是”（true）或“否”（false），现在是：{value}",
    "not_number": "应当是整数，现在是：{value}",
    "not_numbers": "应当是一组整数，现在是：{value}",
    "not_day": "应当是日期（如 2026-11-25），现在是：{value}",
    "not_days": "应当是一组日期（如 2026-11-25），现在是：{value}",
    "not_table": "应当是一张表，现在是：{value}",
    "not_tables": "应当是一组表，现在是：{value}",
    "out_of_range": "应当是 1 到 {largest} 的整数，现在是：{value}",
    "unknown_key": "不认识这一项，是不是写错了名称",
    "unknown_code": "“{value}”不在可用的代码之内，可用的有：{known}",
    "bad_code": "“{value}”不合编码规则（{pattern}）",
    "bad_citation": "“{value}”应当写成“法名 条号”，中间空一格，如“劳动合同法 30”",
    "not_one_line": "“{value}”里有换行，请分成几条",
    "control_character": "夹有看不见的控制字符（{value}），请删去重打",
    "too_long": "太长，最多 {largest} 个字",
    "no_way": "至少要有一条法定途径",
    "twice": "“{value}”写了两次",
    "duplicate": "“{value}”已经有了（见 {first}）",
    "not_file_name": "单位代码“{value}”与文件名“{name}”不一致",
    "unknown_unit": "清单里没有单位“{value}”",
    "unknown_law": "法律表里没有《{value}》，请先加进去",
    "cycle": "承接单位绕成了一圈（经过“{value}”）",
    "not_workbook": "打不开，不是 Excel 工作簿（.xlsx），或者文件已损坏",
    "too_large": "文件太大",
    "too_many_rows": "从这一行起还有内容，一张表读不了这么多行；请删去清单以外的内容",
    "broken_formula": "公式算不出结果（{value}），请改成文字或数字",
    "must_stay": "“{value}”不能并入别的单位：分不清的件、检举控告要有去处",
    "no_sheet": "缺少这张表",
    "no_heading": "缺少这一列",
    "same_heading": "这个标题出现了两次",
    "unknown_heading": "不认识这个标题",
    "unknown_item": "不认识“{value}”这一项",
    "unknown_matter": "“事项”表里没有编号“{value}”",
    "ends_before_it_begins": "失效日期 {ends} 早于施行日期 {begins}",
}

BOOKLET_NOTE = (
    "“2018汇编”标出的是编者推定的17个部门：2018年的报告没有写明是哪17个，"
    "本地可在各单位文件中改 booklet_2018。"
)
LIST_IS_RIGHT = "清单没有发现错误。"
COLUMNS = ("单位", "代码", "事项", "途径", "已核对", "须本地确认", "可调解", "2018汇编")
TOTAL = "合计"
MARK = "✓"


def describe(problem: Problem) -> str:
    """One mistake in one line: file, row, field, and what is wrong with it."""
    row = problem.row or ""
    place = [problem.file, f"第{row}行" if row.isdecimal() else row, problem.field or ""]
    reason = REASON.get(problem.reason, problem.reason)
    return f"{' › '.join(part for part in place if part)}：{reason.format_map(problem.params)}"


def describe_all(error: ListError) -> str:
    """Every mistake, one a line, under a line that counts them."""
    lines = [f"清单有 {len(error.problems)} 处错误："]
    return "\n".join([*lines, *(f"- {describe(problem)}" for problem in error.problems)])


def summary(rlist: ResponsibilityList) -> str:
    """The list by unit in a table for the terminal, with totals and what it rests on."""
    rows = [_unit_row(rlist, code) for code in rlist.units]
    totals = [sum(int(row[n]) for row in rows) for n in range(2, 7)]
    booklet = sum(unit.booklet_2018 for unit in rlist.units.values())
    last = (TOTAL, str(len(rows)), *map(str, totals), str(booklet))
    unread = sum(law.version is None for law in rlist.laws.values())
    return "\n".join(
        [
            title(rlist),
            "",
            *_table([COLUMNS, *rows, last]),
            "",
            f"法律法规 {len(rlist.laws)} 部，其中 {unread} 部未取得原文。",
            f"乡镇、街道 {len(rlist.places)} 个；常用电话 {len(rlist.district.hotlines)} 个。",
            BOOKLET_NOTE,
            LIST_IS_RIGHT,
        ]
    )


def title(rlist: ResponsibilityList) -> str:
    """Which list this is: whose, in which version, since when."""
    whose = f"{rlist.district.city}{rlist.district.name}"
    return f"{whose}　清单版本 {rlist.version}（{rlist.adopted:%Y-%m-%d} 起用）"


def _unit_row(rlist: ResponsibilityList, code: str) -> tuple[str, ...]:
    unit = rlist.units[code]
    matters = [matter for matter in rlist.matters.values() if matter.unit == code]
    return (unit.name, code, *_counts(matters), MARK if unit.booklet_2018 else "")


def _counts(matters: Sequence[Matter]) -> tuple[str, ...]:
    return (
        str(len(matters)),
        str(sum(len(matter.ways) for matter in matters)),
        str(sum(matter.verified for matter in matters)),
        str(sum(matter.needs_local_check for matter in matters)),
        str(sum(matter.mediable for matter in matters)),
    )


def _table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Columns side by side; a Chinese character is two columns of a terminal wide."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "FW" else 1 for char in text)
