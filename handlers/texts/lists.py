"""What is said about versions of the list: proposed, tried, adopted, gone back to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handlers.texts import list as list_texts
from handlers.texts import list_diff as diff_texts
from handlers.texts.common import day, esc, joined, lines, moment
from knowledge.list_diff import ListDiff
from knowledge.list_fields import ListError
from knowledge.list_trial import Moved, Trial
from knowledge.matters import ResponsibilityList

if TYPE_CHECKING:
    from storage.lists_adopted import Adoption

LIST = ("清单", "list")
VERSIONS = frozenset({"版本", "各版本", "versions"})
MOST_LINES = 20
"""Lines of the differences, and of the moves, that a message shows; a file holds all."""
LONGEST_LINE = 90
MOST_NUMBERS = 5
MOST_DECISIONS = 15

BUTTON_TODAY = "从今天起采用"
BUTTON_DATE = "改日期"
BUTTON_CANCEL = "取消"
BUTTON_EXPORT = "下载清单（Excel）"
BUTTON_VERSIONS = "各版本"

ONLY_ADOPTERS = (
    "清单由信访局或者管理员更新，您的职务不能更新，什么都没有改动。"
    "要作为某件事的材料，请先打开那件事；您自己要反映问题，先发“我要反映”。"
)
CHECKING = "收到，正在检查、试办，请稍等。"
SAME = "这份清单和现行清单内容相同，没有要采用的变化。"
EXPIRED = "这份清单已经处理过了，或者后来又发了一份。请看最新的一条消息，或者重新发文件。"
CANCELLED = "已取消，现行清单没有改动。"
ASK_DATE = "从哪一天起采用？请写日期，如 2027-01-01 或者 1月1日。不改了发“取消”。"
BAD_DATE = "没看懂这个日期，请写成 2027-01-01 或者 1月1日；不改了发“取消”。"
SIGNED = "签名"
ASK_NAME = "采用清单要留下姓名：请发“签名”加您的姓名，例如：签名 张三。不采用了发“取消”。"
BAD_NAME = "请发“签名”加您的姓名（2到20个字），例如：签名 张三；不采用了发“取消”。"
REFUSED: Mapping[str, str] = {
    "past": "不能从过去的日期起采用：已经登记的事项按当时的清单办。请写今天或者以后的日期。",
    "unnamed": ASK_NAME,
    "overtaken": "在您查看的时候，清单刚有新的决定，您这次没有采用。下面按最新的清单重新比较：",
    "changed": "在您查看以后，清单有了变化，您这次没有采用。请按下面最新的比较再看一遍：",
}
HOW = "要改：下载 Excel，改好后直接发到这里，就能看到有哪些变化，确认以后才采用。"
FIRST = "随程序启用"
NO_MOVES = "没有一件会转到别的单位。"


def refused(why: str) -> str:
    """Why a list was not adopted."""
    return REFUSED[why]


def button_from(start: date | None, today: date) -> str:
    """Label of the button that adopts."""
    if start is None or start == today:
        return BUTTON_TODAY
    return f"从{day(start)}起采用"


def button_again(version: str) -> str:
    """Label of the button that takes an earlier version up again."""
    return f"重新采用 {version}"


def filename(version: str) -> str:
    """Name of the workbook that is handed out."""
    return f"责任清单-{version}.xlsx"


def changes_filename(version: str) -> str:
    """Name of the file with all differences."""
    return f"清单变化-{version}.txt"


def problems_filename(name: str) -> str:
    """Name of the file with all mistakes."""
    return f"错误-{name}.txt"


def wrong(error: ListError) -> str:
    """Every mistake of a workbook; nothing was taken."""
    return f"{list_texts.describe_all(error)}\n\n一处都没有采用，现行清单没有改动。请改好再发。"


def wrong_in_short(error: ListError) -> str:
    """The first mistakes, where a file holds all."""
    shown = [list_texts.describe(problem) for problem in error.problems[:MOST_LINES]]
    return lines(
        f"清单有 {len(error.problems)} 处错误，一处都没有采用，现行清单没有改动。",
        *(f"· {esc(_short(line))}" for line in shown),
        "全部错误见下面的文件；请改好再发。",
    )


# --- what would change ---------------------------------------------------------------


def proposal(
    found: ListDiff, tried: Trial, *, old: ResponsibilityList, new: ResponsibilityList
) -> str:
    """The differences and what they would do, short enough for a message."""
    told = diff_texts.words(found).split("\n")[2:] if found else []
    more = len(told) - MOST_LINES
    changed = diff_texts.totals(found) if found else "没有变化。"
    return joined(
        lines(
            f"<b>清单 {esc(new.version)}</b>，还没有采用。",
            f"与现行 {esc(old.version)} 相比：{changed}",
        ),
        lines(
            *(esc(_short(line)) for line in told[:MOST_LINES]),
            f"……还有 {more} 行，见文件。" if more > 0 else "",
        ),
        lines(*(esc(line) for line in trial(tried, old, new, most=MOST_LINES // 2))),
    )


def in_full(
    found: ListDiff, tried: Trial, *, old: ResponsibilityList, new: ResponsibilityList
) -> str:
    """All of it, for a file."""
    return "\n".join([diff_texts.words(found), "", *trial(tried, old, new)])


def is_long(found: ListDiff, tried: Trial) -> bool:
    """Whether ``proposal`` leaves anything out."""
    told = diff_texts.words(found).split("\n")[2:]
    cut = any(len(line) > LONGEST_LINE for line in told) or len(told) > MOST_LINES
    many = any(len(each.numbers) > MOST_NUMBERS for each in tried.moved)
    return cut or many or len(tried.moved) > MOST_LINES // 2


def trial(
    tried: Trial, old: ResponsibilityList, new: ResponsibilityList, *, most: int | None = None
) -> Iterator[str]:
    """What became of past cases when they were routed once more."""
    sealed = f"（密封的 {tried.sealed} 件没有试）" if tried.sealed else ""
    head = f"用已经登记的 {tried.tried} 件试办{sealed}："
    yield head + (f"{tried.count} 件会转到别的单位。" if tried.moved else NO_MOVES)
    for each in tried.moved[:most]:
        yield _moved(each, old, new, most=MOST_NUMBERS if most else None)
    if most is not None and len(tried.moved) > most:
        yield f"……还有 {len(tried.moved) - most} 种去向，见文件。"
    for unit, count in tried.homeless.most_common():
        yield (
            f"注意：新清单里没有“{_unit(unit, old, new)}”，也没有写承接单位；"
            f"它在办的 {count} 件没有单位接。"
        )


def _moved(
    each: Moved, old: ResponsibilityList, new: ResponsibilityList, *, most: int | None
) -> str:
    numbers = [number for number in each.numbers if number]
    shown = "、".join(numbers[:most]) + ("等" if most and len(numbers) > most else "")
    units = f"{_unit(each.old, old, new)} → {_unit(each.new, old, new)}"
    return f"· {units}：{len(each.numbers)} 件" + (f"（{shown}）" if shown else "")


def _unit(code: str, old: ResponsibilityList, new: ResponsibilityList) -> str:
    unit = new.units.get(code) or old.units.get(code)
    return unit.name if unit else code


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"


def chosen(version: str, start: date) -> str:
    """Another day was chosen; nothing is adopted yet."""
    return f"清单 {esc(version)} 将从{day(start)}起采用，请确认。"


# --- what is in force ----------------------------------------------------------------


def adopted(adoption: Adoption, *, today: date) -> str:
    """Said to the person who adopted."""
    begins = "现在起就按它分派。" if adoption.start <= today else "到那天自动启用，不用再操作。"
    return lines(
        f"<b>已采用清单 {esc(adoption.version)}</b>",
        f"从{day(adoption.start)}起；{begins}",
        f"采用人：{esc(adoption.name)}（已记录在案）。",
        "以前登记的事项仍按当时的清单显示。要改回去，发“清单 版本”。",
    )


def present(
    rlist: ResponsibilityList, adoption: Adoption | None, planned: Sequence[Adoption]
) -> str:
    """The version in force, since when and by whom, and what is decided for later."""
    since = (
        f"{day(adoption.start)}起；{_decided(adoption)}"
        if adoption
        else f"{day(rlist.adopted)}起；{FIRST}。"
    )
    return lines(
        f"<b>现行清单 {esc(rlist.version)}</b>",
        since,
        f"单位 {len(rlist.units)} 个，事项 {len(rlist.matters)} 个。",
        *(f"已定：{esc(p.version)} 从{day(p.start)}起；{_decided(p)}" for p in planned),
    )


def versions(first: Sequence[str], adoptions: Sequence[Adoption], now: str) -> str:
    """The last decisions, the newest first, and the versions nobody had to adopt."""
    told = (
        f"· <b>{esc(a.version)}</b>　{day(a.start)}起　{_decided(a)}　{esc(a.summary)}"
        for a in reversed(adoptions[-MOST_DECISIONS:])
    )
    came = (f"· <b>{esc(version)}</b>　{FIRST}" for version in first)
    return lines(f"<b>清单各版本</b>（现行 {esc(now)}）", *told, *came)


def adopted_plain(adoption: Adoption) -> str:
    """The same for a terminal."""
    return f"已采用清单 {adoption.version}，从{day(adoption.start)}起；采用人：{adoption.name}。"


def versions_plain(now: str, adoptions: Sequence[Adoption]) -> str:
    """The same for a terminal."""
    told = (
        f"{a.version}  {a.start} 起  {a.name} {moment(a.at)} 采用  {a.summary}"
        for a in reversed(adoptions)
    )
    return lines(f"现行清单 {now}", *told)


def _decided(adoption: Adoption) -> str:
    return f"{esc(adoption.name)} {moment(adoption.at)} 采用。"


# --- dates ---------------------------------------------------------------------------

_DATE = re.compile(r"(?:(\d{4})\s*[-年./])?\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?")
_NEAR = {"今天": 0, "明天": 1, "后天": 2}


_LIKE_DAY = re.compile(r"[年月日号周]|星期|礼拜|元旦|[今明后昨]天|\d")
LONGEST_DAY = 16


def like_a_day(said: str) -> bool:
    """Whether a short text speaks of a day, also of one that ``read_day`` does not take."""
    return len(said) <= LONGEST_DAY and bool(_LIKE_DAY.search(said))


def read_day(said: str, today: date) -> date | None:
    """The day that was typed; one without a year is the next such day. None if it is none."""
    text = said.strip().removeprefix("从").removesuffix("起")
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, number = (int(part) if part else None for part in found.groups())
    try:
        typed = date(year or today.year, month or 0, number or 0)
        return typed.replace(year=today.year + 1) if not year and typed < today else typed
    except ValueError:
        return None
