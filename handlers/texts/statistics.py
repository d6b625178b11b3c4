"""Words of the statistics: how a period or outcome is said, and what each figure means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from html import escape

from handlers.texts import labels
from knowledge.advice import PetitionClass
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Status
from storage.figures import Figures, Summary, UnitRow

COMMAND = ("统计", "报表", "stats")

# --- what each figure means ----------------------------------------------------------

MEASURE: Mapping[str, str] = {
    "received": "收到",
    "open": "在办",
    "decided": "已有结果",
    "closed": "办结",
    "rejected": "不予受理",
    "withdrawn": "撤回",
    "closed_in_period": "期内办结",
    "mediated": "调解",
    "agreed": "调解成功",
    "not_agreed": "调解未成",
    "agreement_rate": "调解成功率",
    "answered": "答复",
    "rated": "评价",
    "satisfied": "满意",
    "basically": "其中基本满意",
    "unsatisfied": "不满意",
    "satisfaction_rate": "满意率",
}

DEFINITION: Mapping[str, str] = {
    "received": "在所选时间内登记的件数。除“期内办结”外，各项都只数这些事项，按现在的情况计。",
    "open": "还没有结果的。收到＝在办＋已有结果＋办结＋不予受理＋撤回。",
    "decided": "已经答复或者达成协议、还没有办结的。",
    "closed": "现在已经办结的，含办结后已评价的。",
    "rejected": "不予受理、并指明了应当去的地方的。",
    "withdrawn": "信访人自己撤回的。",
    "closed_in_period": "在所选时间内办结的，不论什么时候登记。",
    "mediated": "曾经转入调解的，不论结果。",
    "agreed": "曾经达成调解协议的。",
    "not_agreed": "曾经调解而未达成协议的。",
    "agreement_rate": "调解成功÷（调解成功＋调解未成），正在调解的不计。",
    "answered": "承办单位曾经作出答复的。",
    "rated": "信访人作出评价的。",
    "satisfied": "评价为“满意”或者“基本满意”的。",
    "basically": "满意的里面，评价为“基本满意”的。",
    "unsatisfied": "评价为“不满意”的。",
    "satisfaction_rate": "满意（含基本满意）÷评价，没有评价的不计。",
}


BASIS = (
    "口径：只数这段时间登记的事项，按现在的情况计；“期内办结”不论什么时候登记。"
    "已有结果＝已答复或达成协议、还没办结。调解成功率＝成功÷（成功＋未成）。"
    "满意率＝满意（含基本满意）÷评价。"
)
SEALED_NOTE = "检举控告只计入总数，不进入分单位、分地点、分事项等各表和明细。"
SMALL_NOTE = "涉及民族宗教、健康、残疾的，不足5件不显示；为免推算，可能另隐去一个单位。"
SMALL = "不显示"
NONE = "—"


def share(part: int, whole: int) -> float | None:
    """A part of a whole; None where nothing was counted."""
    return part / whole if whole else None


def percent(value: float | None) -> str:
    """A share in per cent; a dash where there is none."""
    return NONE if value is None else f"{value:.0%}"


def agreement(figures: Figures) -> float | None:
    """The share of mediations that ended in an agreement."""
    return share(figures.agreed, figures.agreed + figures.not_agreed)


def satisfaction(figures: Figures) -> float | None:
    """The share of ratings that were good or fair."""
    return share(figures.satisfied, figures.rated)


SHARES: Mapping[str, Callable[[Figures], float | None]] = {
    "agreement_rate": agreement,
    "satisfaction_rate": satisfaction,
}


def measures(summary: Summary) -> list[tuple[str, str]]:
    """Every measure with its value as it is read."""
    return [
        (name, percent(SHARES[key](summary)) if key in SHARES else str(getattr(summary, key)))
        for key, name in MEASURE.items()
    ]


def definition(key: str) -> str:
    """A measure with its meaning, in one line."""
    return f"{MEASURE[key]}：{DEFINITION[key]}"


OUTCOME: Mapping[Status, str] = {
    Status.AGREED: "调解成功（达成协议）",
    Status.NOT_AGREED: "调解未成（未达成协议）",
    Status.ANSWERED: "已答复",
    Status.REJECTED: "不予受理",
    Status.WITHDRAWN: "信访人撤回",
    Status.CLOSED: "已办结",
}

# --- the answer ----------------------------------------------------------------------

BUTTON_THIS_MONTH = "本月"
BUTTON_LAST_MONTH = "上月"
BUTTON_THIS_YEAR = "今年"
BUTTON_BY_UNIT = "按单位"
BUTTON_SUMMARY = "总体"
BUTTON_SHEET = "下载表格"
BUTTON_PAGE = "打开图表页"
BUTTON_OUTCOME = "按结果筛选"
BUTTON_ALL_OUTCOMES = "不限结果"

BAR_FULL = "█"
BAR_PARTS = " ▏▎▍▌▋▊▉"
BAR_CELLS = 10


def day(value: date) -> str:
    """A day with its year."""
    return f"{value.year}年{value.month}月{value.day}日"


def span(start: date, end: date) -> str:
    """A period, both days included, named as people name it where it is a whole one."""
    following = end + timedelta(days=1)
    if start.day == 1 and following.day == 1:
        if (start.month, following.month) == (1, 1) and following.year == start.year + 1:
            return f"{start.year}年全年"
        if (following.year - start.year) * 12 + following.month - start.month == 1:
            return f"{start.year}年{start.month}月"
    return day(start) if start == end else f"{day(start)}至{day(end)}"


def understood(
    start: date,
    end: date,
    *,
    whose: str,
    outcome: Status | None,
    unknown: Sequence[str] = (),
) -> str:
    """How the question was understood, said before any figure."""
    who = escape(whose, quote=False)
    which = OUTCOME[outcome] if outcome else "不限结果"
    lines = [f"我的理解：时间 <b>{span(start, end)}</b>，单位 <b>{who}</b>，结果 <b>{which}</b>"]
    if unknown:
        words = "、".join(f"“{escape(word[:20], quote=False)}”" for word in unknown[:3])
        lines.append(f"没听懂{words}，没有作为条件。")
    return "\n".join(lines)


NOTHING = "这段时间没有符合条件的事项。"
SUPPRESSED = "符合条件的事项太少，又涉及民族宗教、健康或者残疾，依法不显示数字。"
HINT = (
    "可以这样说：<code>统计 上个月</code>、<code>统计 2026年10月 人社局</code>、"
    "<code>统计 今年 调解成功</code>"
)


def summary(value: Summary) -> str:
    """The figures in sentences, a chart in characters, and what the figures mean."""
    if value.suppressed:
        return SUPPRESSED
    if not (value.received or value.closed_in_period):
        return f"{NOTHING}\n{HINT}"
    return "\n\n".join((_sentences(value), _charts(value), _meaning()))


def _sentences(value: Summary) -> str:
    rest = f"办结 {value.closed}，不予受理 {value.rejected}，撤回 {value.withdrawn}"
    lines = [
        f"收到 <b>{value.received}</b> 件：在办 {value.open}，已有结果 {value.decided}，{rest}。",
        f"期内办结 {value.closed_in_period} 件。曾作答复 {value.answered} 件。",
    ]
    if value.mediated:
        lines.append(
            f"调解 {value.mediated} 件：成功 {value.agreed}，未成 {value.not_agreed}，"
            f"调解成功率 {percent(agreement(value))}。"
        )
    if value.rated:
        lines.append(
            f"评价 {value.rated} 件：满意 {value.satisfied}（其中基本满意 {value.basically}），"
            f"不满意 {value.unsatisfied}，满意率 {percent(satisfaction(value))}。"
        )
    return "\n".join(lines)


def _charts(value: Summary) -> str:
    status = [(name, n) for name, n in status_rows(value.by_status) if n]
    parts = [f"<b>{PAGE_BY_STATUS}</b>\n{bars(status)}"] if status else []
    months = [(month(row.month), row.received) for row in value.by_month]
    if len(months) > 1:
        parts.append(f"<b>{PAGE_BY_MONTH}收到</b>\n{bars(months[-12:])}")
    return "\n\n".join(parts) or f"<i>{SEALED_NOTE}</i>"


def _meaning() -> str:
    return f"<i>{BASIS}\n{SEALED_NOTE}</i>"


def by_unit(value: Summary, rlist: ResponsibilityList) -> str:
    """Received cases unit by unit, with what became of them."""
    if value.suppressed:
        return SUPPRESSED
    shown = sorted(value.by_unit, key=lambda row: -row.received)[:MOST_UNITS]
    if not shown:
        return NOTHING
    most = max(row.received for row in shown)
    lines = [_unit_line(row, rlist, most) for row in shown]
    more = len(value.by_unit) - len(shown)
    if more > 0:
        lines.append(f"另有{more}个单位，请下载表格看。")
    notes = [SEALED_NOTE, *([SMALL_NOTE] if any(row.suppressed for row in shown) else [])]
    return "\n".join((f"<b>{PAGE_BY_UNIT}</b>", *lines, f"<i>{''.join(notes)}</i>"))


def _unit_line(row: UnitRow, rlist: ResponsibilityList, most: int) -> str:
    name = escape(unit_or_all(row.unit, rlist), quote=False)
    if row.suppressed:
        return f"{name} {SMALL}"
    rest = f"在办{row.open}，办结{row.closed}"
    mediated = f"，调解{row.mediated}成{row.agreed}" if row.mediated else ""
    return f"{name} {bar(row.received, most)} {row.received}（{rest}{mediated}）"


MOST_UNITS = 25


def month_short(first: date) -> str:
    """A month beneath a column; the table beside it names the year."""
    return f"{first.month}月"


def month(first: date) -> str:
    """A month with its year."""
    return f"{first.year}年{first.month}月"


def bar(value: int, most: int) -> str:
    """A bar of blocks, in eighths of a cell, so that small figures stay visible."""
    if value <= 0 or most <= 0:
        return ""
    eighths = max(1, round(value / most * BAR_CELLS * 8))
    full, rest = divmod(eighths, 8)
    return BAR_FULL * full + (BAR_PARTS[rest] if rest else "")


def bars(rows: Sequence[tuple[str, int]]) -> str:
    """A small chart in characters; each line also gives its figure, for screen readers."""
    most = max((value for _, value in rows), default=0)
    return "\n".join(
        f"{escape(name, quote=False)} {bar(value, most)} {value}" for name, value in rows
    )


SHEET_CAPTION = "统计表格（WPS、Excel 均可打开）。明细不含姓名、电话；密封事项不在明细里。"


def page_link(url: str) -> str:
    """A link to the page that works once."""
    shown = escape(url)
    return f'图表页（10分钟内有效，只能用一次，请不要转发）：\n<a href="{shown}">{shown}</a>'


# --- the spreadsheet -----------------------------------------------------------------

SHEET_SUMMARY = "汇总"
SHEET_UNITS = "按单位"
SHEET_MONTHS = "按月"
SHEET_DETAIL = "明细"
SHEET_TITLE = "信访事项统计"
SHEET_PERIOD = "时间"
SHEET_UNIT = "单位"
SHEET_OUTCOME = "结果"
SHEET_MADE = "生成时间"
SHEET_ALL_UNITS = "全部单位"
SHEET_ALL_OUTCOMES = "不限结果"
SHEET_MEASURE = "指标"
SHEET_VALUE = "数值"
SHEET_MEANING = "含义"
SHEET_MONTH = "月份"
CHART_STATUS = "各状态件数"
CHART_UNITS = "各单位收到件数"
CHART_MONTHS = "每月收到与办结件数"
COLUMN_STATUS = "状态"
COLUMN_COUNT = "件数"

DETAIL: Sequence[str] = (
    "编号", "登记日期", "状态", "类别", "责任单位", "事项", "地点", "途径",
    "曾经调解", "曾达成协议", "办结日期", "评价", "渠道",
)  # fmt: skip
YES, NO = "是", "否"


def filename(start: date, end: date) -> str:
    """Name of the file, readable in a folder of many."""
    return f"信访统计_{start:%Y%m%d}-{end:%Y%m%d}.xlsx"


# --- the page ------------------------------------------------------------------------

PAGE_TITLE = "信访事项统计"
PAGE_SKIP = "跳到数字"
PAGE_PERIOD_FROM = "从"
PAGE_PERIOD_TO = "到"
PAGE_SHOW = "显示"
PAGE_DEFINITIONS = "各项数字的含义"
PAGE_BY_MONTH = "按月"
PAGE_BY_UNIT = "按单位（收到件数）"
PAGE_BY_CLASS = "按类别"
PAGE_BY_PLACE = "按地点"
PAGE_BY_MATTER = "最多的事项"
PAGE_BY_STATUS = "按状态"
PAGE_ENTER = "请在聊天里发“统计”，点“打开图表页”进入。"
PAGE_BAD_QUESTION = "条件写得不对：日期如 2026-11-01，开始不能晚于结束；单位、结果请从列表里选。"
PAGE_DOWNLOAD = "下载表格"
PAGE_BACK = "回到工作台"


def status_rows(counts: Mapping[Status, int]) -> list[tuple[str, int]]:
    """Cases by status, in the order of the procedure, also those with none."""
    return [(labels.STATUS[each], counts.get(each, 0)) for each in Status]


def class_name(key: str | None) -> str:
    """The class of a row."""
    return labels.CLASS[PetitionClass(key)] if key else NONE


def place_name(key: str | None, rlist: ResponsibilityList) -> str:
    """The place of a row."""
    place = rlist.places.get(key or "")
    return place.name if place else key or PLACE_UNKNOWN


def matter_name(key: str | None, rlist: ResponsibilityList) -> str:
    """The title of a row of the list."""
    matter = rlist.matters.get(key or "")
    return matter.title if matter else key or MATTER_UNKNOWN


PLACE_UNKNOWN = "未说明地点"
MATTER_UNKNOWN = "清单中没有对应的一行"


def own_units(posts: Sequence[tuple[str, str | None]], rlist: ResponsibilityList) -> str:
    """The names of units (each with the one place of it that counts, if so), each once."""
    placed = ((unit, rlist.places.get(place or "")) for unit, place in posts)
    names = (place.name if place else unit_or_all(unit, rlist) for unit, place in placed)
    return "、".join(dict.fromkeys(names))


def unit_or_all(code: str | None, rlist: ResponsibilityList) -> str:
    """Name of the chosen unit, or that it was not limited; plain text."""
    unit = rlist.units.get(code or "")
    return unit.name if unit else code or SHEET_ALL_UNITS
