"""The workbook by itself: texts stay texts, charts point at figures, small cells stay hidden."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import openpyxl

from handlers import spreadsheet
from handlers.texts import statistics as texts
from knowledge.advice import PetitionClass
from knowledge.matters import WayCode
from knowledge.procedure import Status
from storage.statistics import CaseLine, MonthRow, Period, Summary, UnitRow

if TYPE_CHECKING:
    from knowledge.matters import ResponsibilityList
    from tests.conftest import HandClock

PERIOD = Period(date(2026, 10, 1), date(2026, 11, 30))
LINE = CaseLine(
    number="瀍信〔2026〕000001号",
    registered=date(2026, 10, 8),
    unit="housing",
    matter_id=None,
    list_version="2026.11",
    petition_class=PetitionClass.CLAIM,
    way=WayCode.PETITION,
    place_code=None,
    status=Status.RATED,
    mediated=True,
    agreed=True,
    closed=date(2026, 11, 2),
    rating=3,
    channel="web",
)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_no_text_becomes_a_formula_and_small_cells_stay_hidden(
    rlist: ResponsibilityList, clock: HandClock
) -> None:
    attack = '=HYPERLINK("http://evil","x")'
    unit = replace(rlist.units["housing"], name=attack)
    crooked = replace(rlist, units={**rlist.units, "housing": unit})
    summary = Summary(
        by_unit=(UnitRow(unit="housing", received=7), UnitRow(unit="health", suppressed=True))
    )
    book = opened(spreadsheet.build(summary, [], rlist=crooked, made=clock()))
    cell = book["按单位"]["A2"]
    assert (cell.value, cell.data_type) == (attack, "s")
    assert book["按单位"]["B3"].value == texts.SMALL


def test_days_and_counts_are_real_dates_and_numbers(
    rlist: ResponsibilityList, clock: HandClock
) -> None:
    months = (MonthRow(date(2026, 10, 1), 1, 0, 1), MonthRow(date(2026, 11, 1)))
    summary = Summary(period=PERIOD, received=1, closed=1, by_month=months)
    book = opened(spreadsheet.build(summary, [LINE], rlist=rlist, made=clock()))
    row = [cell.value for cell in book["明细"][2]]
    assert row[1].date() == date(2026, 10, 8)
    assert row[10].date() == date(2026, 11, 2)
    assert row[2:5] == ["已评价", "申诉求决", "住房和城乡建设局"]
    assert [cell.value for cell in book["按月"][2]][:4] == ["2026年10月", 1, 0, 1]


def test_a_row_that_is_kept_back_is_not_taken_for_one_that_nobody_knows(
    rlist: ResponsibilityList, clock: HandClock
) -> None:
    lines = [LINE, replace(LINE, veiled=True)]
    book = opened(spreadsheet.build(Summary(period=PERIOD), lines, rlist=rlist, made=clock()))
    column = [cell.value for cell in book["明细"][1]].index("事项")
    shown = [book["明细"].cell(row, column + 1).value for row in (2, 3)]
    assert shown == [texts.MATTER_UNKNOWN, texts.SMALL]


def test_charts_point_at_the_rows_they_stand_beside(
    rlist: ResponsibilityList, clock: HandClock
) -> None:
    units = (UnitRow(unit="housing", received=7), UnitRow(unit="market", received=3))
    summary = Summary(period=PERIOD, by_unit=units, by_status={Status.REGISTERED: 10})
    book = opened(spreadsheet.build(summary, [], rlist=rlist, made=clock()))
    [chart] = book["按单位"]._charts
    assert chart.series[0].val.numRef.f == "按单位!$B$2:$B$3"


def test_nothing_is_told_of_a_summary_that_is_suppressed(
    rlist: ResponsibilityList, clock: HandClock
) -> None:
    summary = Summary(period=PERIOD, unit="health", suppressed=True)
    book = opened(spreadsheet.build(summary, [], rlist=rlist, made=clock()))
    values = {row[0].value: row[1].value for row in book["汇总"].iter_rows(max_col=2)}
    assert {values[name] for name in texts.MEASURE.values()} == {texts.SMALL}
