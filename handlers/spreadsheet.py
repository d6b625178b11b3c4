"""Statistics as a workbook with native charts, for WPS and Excel."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from handlers.texts import labels
from handlers.texts import statistics as texts
from knowledge.clocks import OFFICE_ZONE
from knowledge.matters import ResponsibilityList
from storage.statistics import CaseLine, Figures, Summary

Cell = str | int | float | date | None

SHARES = texts.SHARES
COUNTS = tuple(key for key in texts.MEASURE if key not in SHARES)
UNIT_COUNTS = tuple(key for key in COUNTS if key != "closed_in_period")
PALETTE = ("#1F5C99", "#5A9E6F", "#C58B2A")
BAR_HEIGHT, CHART_LEAST = 24, 260
"""Pixels: a bar a unit stays readable, however many units there are."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written, and its formats by name."""

    file: Any
    formats: dict[str, Any]

    def sheet(self, name: str, widths: Sequence[int]) -> Any:
        """A new sheet that prints on A4 across, one page wide."""
        sheet = self.file.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def put(self, sheet: Any, row: int, cells: Iterable[Cell], *, look: str = "cell") -> None:
        """Write one row. Every text is written as text, so that none becomes a formula."""
        for column, cell in enumerate(cells):
            match cell:
                case str():
                    sheet.write_string(row, column, cell, self.formats[look])
                case date():
                    sheet.write_datetime(row, column, cell, self.formats["date"])
                case float():
                    sheet.write_number(row, column, cell, self.formats["share"])
                case int():
                    sheet.write_number(row, column, cell, self.formats[look])
                case None:
                    sheet.write_blank(row, column, None, self.formats[look])


def build(
    summary: Summary,
    lines: Sequence[CaseLine],
    *,
    rlist: ResponsibilityList,
    made: datetime,
    whose: str | None = None,
) -> bytes:
    """The workbook: summary, by unit, by month, and the cases without personal data.

    ``whose`` names the units whose cases were counted; without it, all or the one asked for.

    Every figure is a number, not a formula, so that it is there in every reader.
    """
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as file:
        local = made.astimezone(OFFICE_ZONE).replace(tzinfo=None, microsecond=0)
        file.set_properties({"title": texts.SHEET_TITLE, "created": local})
        book = Book(file, _formats(file))
        _summary(book, summary, whose or texts.unit_or_all(summary.unit, rlist), local)
        _units(book, summary, rlist)
        _months(book, summary)
        _detail(book, lines, rlist)
    return target.getvalue()


def _formats(file: Any) -> dict[str, Any]:
    frame = {"border": 1, "border_color": "#BBBBBB", "valign": "vcenter"}
    looks = {
        "title": {"bold": True, "font_size": 16},
        "head": {**frame, "bold": True, "bg_color": "#E6EDF5", "text_wrap": True},
        "cell": frame,
        "wrap": {**frame, "text_wrap": True},
        "date": {**frame, "num_format": "yyyy-mm-dd"},
        "share": {**frame, "num_format": "0%"},
        "note": {"italic": True, "font_color": "#555555"},
    }
    return {name: file.add_format(look) for name, look in looks.items()}


def _summary(book: Book, summary: Summary, whose: str, made: datetime) -> None:
    sheet = book.sheet(texts.SHEET_SUMMARY, (18, 26, 70))
    sheet.write_string(0, 0, texts.SHEET_TITLE, book.formats["title"])
    outcome = texts.OUTCOME.get(summary.outcome) if summary.outcome else None
    about: tuple[tuple[Cell, Cell], ...] = (
        (texts.SHEET_PERIOD, texts.span(summary.period.start, summary.period.end)),
        (texts.SHEET_UNIT, whose),
        (texts.SHEET_OUTCOME, outcome or texts.SHEET_ALL_OUTCOMES),
        (texts.SHEET_MADE, f"{made:%Y-%m-%d %H:%M}"),
    )
    for row, pair in enumerate(about, 1):
        book.put(sheet, row, pair)
    head = len(about) + 2
    book.put(
        sheet, head, (texts.SHEET_MEASURE, texts.SHEET_VALUE, texts.SHEET_MEANING), look="head"
    )
    measures = list(_measures(summary))
    for row, (name, value, meaning) in enumerate(measures, head + 1):
        book.put(sheet, row, (name, value), look="cell")
        sheet.write_string(row, 2, meaning, book.formats["wrap"])
    after = head + len(measures) + 1
    notes = (texts.SEALED_NOTE, texts.SMALL_NOTE, *([texts.SUPPRESSED] * summary.suppressed))
    for row, note in enumerate(notes, after):
        sheet.write_string(row, 0, note, book.formats["note"])
    _statuses(book, sheet, summary, after + len(notes) + 1)


def _measures(summary: Summary) -> Iterable[tuple[str, Cell, str]]:
    """Every measure with its value and meaning; nothing is told of a suppressed summary."""
    for key, name in texts.MEASURE.items():
        value = SHARES[key](summary) if key in SHARES else getattr(summary, key)
        shown: Cell = texts.SMALL if summary.suppressed else value
        yield name, texts.NONE if shown is None else shown, texts.DEFINITION[key]


def _statuses(book: Book, sheet: Any, summary: Summary, row: int) -> None:
    counts = [pair for pair in texts.status_rows(summary.by_status) if pair[1]]
    book.put(sheet, row, (texts.COLUMN_STATUS, texts.COLUMN_COUNT), look="head")
    for n, pair in enumerate(counts, row + 1):
        book.put(sheet, n, pair)
    if counts:
        _chart(
            book, sheet, "bar", texts.CHART_STATUS,
            at=(row, 2), rows=(row + 1, row + len(counts)), columns=(1,),
        )  # fmt: skip


def _units(book: Book, summary: Summary, rlist: ResponsibilityList) -> None:
    keys = (*UNIT_COUNTS, *SHARES)
    sheet = book.sheet(texts.SHEET_UNITS, (28, *[10] * len(keys)))
    names = [texts.MEASURE[key] for key in keys]
    book.put(sheet, 0, (texts.SHEET_UNIT, *names), look="head")
    rows = sorted(summary.by_unit, key=lambda row: -row.received)
    for n, row in enumerate(rows, 1):
        name = texts.unit_or_all(row.unit, rlist)
        values: Iterable[Cell] = [texts.SMALL] * len(keys) if row.suppressed else _values(row)
        book.put(sheet, n, (name, *values))
    sheet.freeze_panes(1, 1)
    notes = (*(texts.definition(key) for key in keys), texts.SEALED_NOTE, texts.SMALL_NOTE)
    for n, note in enumerate(notes, len(rows) + 2):
        sheet.write_string(n, 0, note, book.formats["note"])
    if rows:
        _chart(
            book, sheet, "bar", texts.CHART_UNITS,
            at=(len(rows) + len(notes) + 3, 0), rows=(1, len(rows)), columns=(1,),
        )  # fmt: skip


def _values(row: Figures) -> list[Cell]:
    counts: list[Cell] = [getattr(row, key) for key in UNIT_COUNTS]
    shares = (share(row) for share in SHARES.values())
    return counts + [texts.NONE if value is None else value for value in shares]


def _months(book: Book, summary: Summary) -> None:
    keys = ("received", "open", "closed")
    sheet = book.sheet(texts.SHEET_MONTHS, (16, 12, 12, 12))
    book.put(sheet, 0, (texts.SHEET_MONTH, *(texts.MEASURE[key] for key in keys)), look="head")
    for n, row in enumerate(summary.by_month, 1):
        book.put(sheet, n, (texts.month(row.month), *(getattr(row, key) for key in keys)))
    sheet.freeze_panes(1, 1)
    last = len(summary.by_month)
    notes = (*(texts.definition(key) for key in keys), texts.SEALED_NOTE)
    for n, note in enumerate(notes, last + 2):
        sheet.write_string(n, 0, note, book.formats["note"])
    if last:
        _chart(
            book, sheet, "column", texts.CHART_MONTHS,
            at=(0, 5), rows=(1, last), columns=(1, 3),
        )  # fmt: skip


def _detail(book: Book, lines: Sequence[CaseLine], rlist: ResponsibilityList) -> None:
    widths = (24, 12, 12, 12, 26, 34, 14, 12, 10, 10, 12, 12, 10)
    sheet = book.sheet(texts.SHEET_DETAIL, widths)
    book.put(sheet, 0, texts.DETAIL, look="head")
    for n, line in enumerate(lines, 1):
        book.put(sheet, n, _line(line, rlist))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(1, len(lines)), len(texts.DETAIL) - 1)


def _line(line: CaseLine, rlist: ResponsibilityList) -> tuple[Cell, ...]:
    return (
        line.number,
        line.registered,
        labels.STATUS[line.status],
        labels.CLASS[line.petition_class],
        texts.unit_or_all(line.unit, rlist) if line.unit else texts.SMALL,
        texts.SMALL if line.veiled else texts.matter_name(line.matter_id, rlist),
        texts.place_name(line.place_code, rlist),
        labels.WAY[line.way],
        texts.YES if line.mediated else texts.NO,
        texts.YES if line.agreed else texts.NO,
        line.closed,
        labels.SCORE.get(line.rating or 0, ""),
        labels.CHANNEL.get(line.channel, line.channel),
    )


def _chart(
    book: Book,
    sheet: Any,
    kind: str,
    title: str,
    *,
    at: tuple[int, int],
    rows: tuple[int, int],
    columns: Sequence[int],
) -> None:
    """A chart over ``columns`` of ``rows`` of the same sheet; labels are in column 0."""
    chart = book.file.add_chart({"type": kind})
    first, last = rows
    for n, column in enumerate(columns):
        series = {
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, column, last, column],
            "fill": {"color": PALETTE[n % len(PALETTE)]},
            "data_labels": {"value": True},
        }
        if len(columns) > 1:
            series["name"] = [sheet.name, first - 1, column]
        chart.add_series(series)
    chart.set_title({"name": title})
    chart.set_legend({"position": "bottom"} if len(columns) > 1 else {"none": True})
    if kind == "bar":
        chart.set_y_axis({"reverse": True})
    height = max(CHART_LEAST, BAR_HEIGHT * (last - first + 4))
    chart.set_size({"width": 640, "height": height if kind == "bar" else 320})
    sheet.insert_chart(*at, chart, {"description": title})
