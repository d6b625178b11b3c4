"""The statistics report as HTML: figures, charts, their tables, and what the figures mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from html import escape
from urllib.parse import urlencode

from aiohttp import web

from handlers.office import reports
from handlers.office.query import Query, month_before, month_of, year_of
from handlers.texts import statistics as texts
from handlers.web import charts, views
from handlers.web.parts import PARTS
from knowledge.clocks import OFFICE_ZONE, office_day
from knowledge.matters import ResponsibilityList
from storage.people import Actor
from storage.statistics import Row, Summary

BACK = ("/office", texts.PAGE_BACK)
MOST_ROWS = 15
"""Rows of a chart; the table beside it has them all."""

Cells = Sequence[str | int]


def page(
    request: web.Request,
    query: Query,
    summary: Summary,
    *,
    rlist: ResponsibilityList,
    actor: Actor,
) -> str:
    """The page for one question, as this person may see it."""
    now = request.app[PARTS].clock()
    values = {
        "t_skip": texts.PAGE_SKIP,
        "t_title": texts.PAGE_TITLE,
        "office": request.app[PARTS].district.office_name,
        "period": texts.span(query.start, query.end),
        "unit": reports.whose(query, actor, rlist),
        "outcome": texts.OUTCOME[query.outcome] if query.outcome else texts.SHEET_ALL_OUTCOMES,
        "made": f"{texts.SHEET_MADE} {_local(now)}",
        "t_definitions": texts.PAGE_DEFINITIONS,
        "back": BACK[0],
        "back_text": BACK[1],
    }
    escaped = {name: escape(value) for name, value in values.items()}
    markup = {
        "form": _form(query, rlist, choose_unit=bool(actor.roles & reports.OVERALL)),
        "periods": _periods(query, office_day(now)),
        "sheet": _link(f"{reports.SHEET}?{urlencode(reports.parameters(query))}",
                       texts.PAGE_DOWNLOAD),
        "figures": _figures(summary),
        "sections": "" if summary.suppressed else "".join(_sections(summary, rlist)),
        "definitions": _definitions(),
    }  # fmt: skip
    return views.fill(request, "office_statistics", {**escaped, **markup})


def _local(now: datetime) -> str:
    return now.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")


def _link(url: str, text: str, *, current: bool = False) -> str:
    mark = ' aria-current="true"' if current else ""
    return f'<a href="{escape(url)}"{mark}>{escape(text)}</a>'


def _periods(query: Query, today: date) -> str:
    """Links to the periods people ask for most."""
    every = (
        (texts.BUTTON_LAST_MONTH, month_before(today)),
        (texts.BUTTON_THIS_MONTH, month_of(today)),
        (texts.BUTTON_THIS_YEAR, year_of(today)),
    )
    return "".join(
        _link(
            f"{reports.PAGE}?{urlencode(reports.parameters(replace(query, start=start, end=end)))}",
            name,
            current=(query.start, query.end) == (start, end),
        )
        for name, (start, end) in every
    )


def _form(query: Query, rlist: ResponsibilityList, *, choose_unit: bool) -> str:
    units = [("", texts.SHEET_ALL_UNITS), *((u.code, u.name) for u in rlist.units.values())]
    outcomes = [("", texts.SHEET_ALL_OUTCOMES), *((s.value, n) for s, n in texts.OUTCOME.items())]
    chosen = query.outcome.value if query.outcome else ""
    fields = (
        _date("start", texts.PAGE_PERIOD_FROM, query.start),
        _date("end", texts.PAGE_PERIOD_TO, query.end),
        _select("unit", texts.SHEET_UNIT, units, query.unit or "") if choose_unit else "",
        _select("outcome", texts.SHEET_OUTCOME, outcomes, chosen),
    )
    button = f'<button class="plain" type="submit">{escape(texts.PAGE_SHOW)}</button>'
    return (
        f'<form class="ask" method="get" action="{reports.PAGE}">{"".join(fields)}{button}</form>'
    )


def _date(name: str, label: str, value: date) -> str:
    return (
        f'<label>{escape(label)} <input type="date" name="{name}" value="{value.isoformat()}" '
        "required></label>"
    )


def _select(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    shown = "".join(
        f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>'
        f"{escape(text)}</option>"
        for code, text in options
    )
    return f'<label>{escape(label)} <select name="{name}">{shown}</select></label>'


def _figures(summary: Summary) -> str:
    """The figures themselves, large; nothing but a sentence where they must not be told."""
    if summary.suppressed:
        return f"<p>{escape(texts.SUPPRESSED)}</p>"
    shown = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in texts.measures(summary)
    )
    return f'<dl class="figures">{shown}</dl>'


def _sections(summary: Summary, rlist: ResponsibilityList) -> Iterable[str]:
    statuses = [pair for pair in texts.status_rows(summary.by_status) if pair[1]]
    yield _bars(texts.PAGE_BY_STATUS, statuses, head=(texts.COLUMN_STATUS, texts.COLUMN_COUNT))
    yield _months(summary)
    yield _units(summary, rlist)
    yield _keyed(texts.PAGE_BY_CLASS, summary.by_class, [texts.class_name(r.key) for r in
                                                         summary.by_class])  # fmt: skip
    places = [texts.place_name(row.key, rlist) for row in summary.by_place]
    yield _keyed(texts.PAGE_BY_PLACE, summary.by_place, places)
    matters = [texts.matter_name(row.key, rlist) for row in summary.by_matter]
    yield _keyed(texts.PAGE_BY_MATTER, summary.by_matter, matters)


def _months(summary: Summary) -> str:
    keys = ("received", "closed")
    names = [texts.MEASURE[key] for key in keys]
    groups = [
        (texts.month_short(row.month), [getattr(row, key) for key in keys])
        for row in summary.by_month
    ]
    rows = [
        (texts.month(row.month), row.received, row.open, row.closed) for row in summary.by_month
    ]
    head = (texts.SHEET_MONTH, *(texts.MEASURE[key] for key in ("received", "open", "closed")))
    picture = charts.columns(texts.CHART_MONTHS, names, groups)
    return _section(texts.PAGE_BY_MONTH, picture, _table(head, rows)) if rows else ""


def _units(summary: Summary, rlist: ResponsibilityList) -> str:
    keys = ("received", "open", "closed", "mediated", "agreed", "not_agreed")
    shown = [row for row in summary.by_unit if not row.suppressed]
    bars = [(texts.unit_or_all(row.unit, rlist), row.received) for row in shown[:MOST_ROWS]]
    rows: list[Cells] = [
        (
            texts.unit_or_all(row.unit, rlist),
            *(texts.SMALL if row.suppressed else getattr(row, key) for key in keys),
        )
        for row in summary.by_unit
    ]
    head = (texts.SHEET_UNIT, *(texts.MEASURE[key] for key in keys))
    picture = charts.bars(texts.CHART_UNITS, bars)
    return _section(texts.PAGE_BY_UNIT, picture, _table(head, rows), wide=True) if rows else ""


def _keyed(title: str, rows: Sequence[Row], names: Sequence[str]) -> str:
    pairs = list(zip(names, rows, strict=True))
    bars = [(name, row.received) for name, row in pairs if not row.suppressed][:MOST_ROWS]
    cells = [(name, texts.SMALL if row.suppressed else row.received) for name, row in pairs]
    table = _table((title, texts.MEASURE["received"]), cells)
    return _section(title, charts.bars(title, bars), table) if pairs else ""


def _bars(title: str, rows: Sequence[tuple[str, int]], *, head: tuple[str, str]) -> str:
    return _section(title, charts.bars(title, rows), _table(head, rows)) if rows else ""


def _section(title: str, picture: str, table: str, *, wide: bool = False) -> str:
    look = "pair wide" if wide else "pair"
    return (
        f'<section><h2>{escape(title)}</h2><div class="{look}"><figure>{picture}</figure>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}">'
        f"{table}</div></div></section>"
    )


def _table(head: Sequence[str], rows: Iterable[Cells]) -> str:
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row">{escape(str(first))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _definitions() -> str:
    terms = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(texts.DEFINITION[key])}</dd></div>"
        for key, name in texts.MEASURE.items()
    )
    notes = f"<p>{escape(texts.SEALED_NOTE)}</p><p>{escape(texts.SMALL_NOTE)}</p>"
    return f'<dl class="terms">{terms}</dl>{notes}'
