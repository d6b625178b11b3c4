"""Small parts of sentences that many texts share: names, days, citations, safe quoting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from html import escape

from knowledge.clocks import OFFICE_ZONE
from knowledge.laws import Citation, Law
from knowledge.matters import ResponsibilityList

LONGEST_QUOTE = 300
MOST_LAWS = 4

_SOURCE = re.compile(r"^(?P<law>\D\S*?)\s*(?P<articles>\d+(?:之\d+)?(?:、\d+(?:之\d+)?)*)$")


def esc(text: str) -> str:
    """What somebody typed, safe inside HTML."""
    return escape(text, quote=False)


def quote(text: str, most: int = LONGEST_QUOTE) -> str:
    """The beginning of what somebody typed, on one line, safe inside HTML."""
    line = " ".join(text.split())
    return esc(line if len(line) <= most else line[: most - 1] + "…")


def law_name(name: str) -> str:
    """The name in the brackets that laws are quoted in."""
    return name if name.startswith("《") else f"《{name}》"


def article(law: str, articles: str) -> str:
    """``《民法典》第188条``; several articles share the word 条."""
    return f"{law_name(law)}第{articles}条" if articles else law_name(law)


def source(text: str) -> str:
    """The source of a limit (``民法典 188``) as a citation; other wordings stay as they are."""
    found = _SOURCE.match(text.strip())
    return article(found["law"], found["articles"]) if found else text


def basis(citations: Sequence[Citation], laws: Mapping[str, Law], *, most: int = MOST_LAWS) -> str:
    """The laws a row rests on, each once with its articles and the version that was read.

    At most ``most`` laws are spelt out; how many more there are is said.
    """
    articles: dict[str, list[str]] = {}
    for citation in citations:
        articles.setdefault(citation.law, []).append(citation.article)
    shown = [_law(name, found, laws) for name, found in list(articles.items())[:most]]
    more = len(articles) - len(shown)
    return "；".join(shown) + (f"；等{len(articles)}部" if more > 0 else "")


def _law(name: str, articles: Iterable[str], laws: Mapping[str, Law]) -> str:
    law = laws.get(name)
    numbers = "、".join(filter(None, dict.fromkeys(articles)))
    version = f"（{law.version.year}年版）" if law and law.version else "（版本待核对）"
    return esc(article(name, numbers)) + version


def day(value: date, *, today: date | None = None) -> str:
    """``11月25日``, with the year where it is not this one."""
    words = f"{value.month}月{value.day}日"
    return words if today and today.year == value.year else f"{value.year}年{words}"


def moment(value: datetime) -> str:
    """Day and time in the office's zone."""
    local = value.astimezone(OFFICE_ZONE)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def unit_name(rlist: ResponsibilityList, code: str, place_code: str | None = None) -> str:
    """What the unit is called today; a township or street by its own name where it is known."""
    place = rlist.places.get(place_code or "")
    if code == "subdistrict" and place is not None:
        return esc(place.name)
    unit = rlist.units.get(code)
    return esc(unit.name if unit else rlist.district.office_name)


def matter_title(rlist: ResponsibilityList, matter_id: str | None) -> str | None:
    """The row's title, if the list still has the row."""
    matter = rlist.matters.get(matter_id or "")
    return esc(matter.title) if matter else None


def office_lines(rlist: ResponsibilityList) -> str:
    """How a person at the petition office is reached."""
    district = rlist.district
    lines = (
        f"电话：{district.office_phone}" if district.office_phone else "",
        f"地址：{district.office_address}" if district.office_address else "",
        f"时间：{district.office_hours}" if district.office_hours else "",
    )
    return "\n".join(esc(line) for line in lines if line)


def joined(*parts: str) -> str:
    """Paragraphs that are not empty, with a blank line between them."""
    return "\n\n".join(part for part in parts if part)


def lines(*parts: str) -> str:
    """Lines that are not empty."""
    return "\n".join(part for part in parts if part)
