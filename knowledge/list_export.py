"""Writing the list as one workbook that an office can edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from knowledge import list_raw
from knowledge.list_layout import Column, Kind, Layout, Sheet, load_layout
from knowledge.list_raw import Plain, Raw
from knowledge.matters import ResponsibilityList

# Rows below the last one that still get the drop-down lists, for what an office adds.
SPARE_ROWS = 500
# Excel refuses a longer drop-down list written out in the cell.
LONGEST_LIST = 255


def export(rlist: ResponsibilityList, target: Path | BytesIO) -> None:
    """Write ``rlist`` to ``target``; the same list always gives the same cells."""
    layout = load_layout()
    where = str(target) if isinstance(target, Path) else target
    workbook = xlsxwriter.Workbook(where, {"in_memory": True})
    workbook.set_properties({"created": datetime.combine(rlist.adopted, time())})
    rows = book_rows(rlist, layout)
    styles = Styles.of(workbook)
    for sheet in layout.sheets.values():
        _write(workbook.add_worksheet(sheet.name), sheet, rows[sheet.key], layout, styles)
        counts = {key: len(each) for key, each in rows.items()}
        _restrict(workbook.get_worksheet_by_name(sheet.name), sheet, counts, layout)
    readme = workbook.add_worksheet(layout.readme)
    readme.set_column(0, 0, 110, styles.wrapped)
    readme.write_column(0, 0, layout.readme_lines)
    workbook.close()


@dataclass(frozen=True, slots=True)
class Styles:
    """Formats of cells. xlsxwriter has no types, hence Any."""

    heading: Any
    wrapped: Any
    day: Any

    @classmethod
    def of(cls, workbook: Any) -> Styles:
        """The formats of ``workbook``."""
        top = {"valign": "top", "text_wrap": True}
        return cls(
            workbook.add_format({"bold": True, "bg_color": "#DDE8F0", "border": 1, **top}),
            workbook.add_format(top),
            workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        )


def book_rows(rlist: ResponsibilityList, layout: Layout) -> dict[str, list[dict[str, Plain]]]:
    """The raw rows of each sheet, in the order of the list."""
    matters = list(rlist.matters.values())
    ways = [
        {"matter": matter.id, **flat(list_raw.way(way))}
        for matter in matters
        for way in matter.ways
    ]
    return {
        "district": _district(rlist, layout),
        "units": [flat(list_raw.unit(unit)) for unit in rlist.units.values()],
        "matters": [{"unit": matter.unit, **flat(list_raw.matter(matter))} for matter in matters],
        "ways": ways,
        "laws": [flat(list_raw.law(law)) for law in rlist.laws.values()],
        "places": [flat(list_raw.place(place)) for place in rlist.places.values()],
        "hotlines": [flat(list_raw.hotline(each)) for each in rlist.district.hotlines],
    }


def flat(raw: Raw) -> dict[str, Plain]:
    """Raw fields with those of inner tables beside them, their names dotted."""
    found: dict[str, Plain] = {}
    for key, value in raw.items():
        if isinstance(value, Mapping):
            found |= {f"{key}.{inner}": each for inner, each in value.items()}
        else:
            found[key] = value
    return found


def _district(rlist: ResponsibilityList, layout: Layout) -> list[dict[str, Plain]]:
    values = {**flat(list_raw.head(rlist)), **flat(list_raw.district(rlist.district))}
    return [{"item": word, "value": values[key]} for key, word in layout.district.items()]


def _write(
    page: Any, sheet: Sheet, rows: Sequence[Mapping[str, Plain]], layout: Layout, styles: Styles
) -> None:
    for x, column in enumerate(sheet.columns):
        page.set_column(x, x, column.width, styles.wrapped)
        page.write_string(0, x, column.heading, styles.heading)
        for y, row in enumerate(rows, 1):
            _cell(page, (y, x), _shown(row.get(column.key), column, layout), styles)
    page.freeze_panes(1, 1)
    if rows:
        page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)


def _shown(value: Plain, column: Column, layout: Layout) -> str | int | date | None:
    """The value as a person reads it in the cell."""
    words = layout.words.get(column.kind, {})
    match value:
        case None:
            return None
        case bool():
            return layout.yes if value else layout.no
        case tuple():
            return "\n".join(words.get(each, each) for each in value)
        case str():
            return words.get(value, value)
        case _:
            return value


def _cell(page: Any, at: tuple[int, int], value: str | int | date | None, styles: Styles) -> None:
    match value:
        case None | "":
            return
        case date():
            page.write_datetime(*at, datetime.combine(value, time()), styles.day)
        case int():
            page.write_number(*at, value)
        case str():
            # Never as a formula, whatever the text begins with.
            page.write_string(*at, value)


def _restrict(page: Any, sheet: Sheet, counts: Mapping[str, int], layout: Layout) -> None:
    """Drop-down lists and hints, over the rows that are there and some below."""
    last = counts[sheet.key] + SPARE_ROWS
    for x, column in enumerate(sheet.columns):
        rule = _rule(column, counts, layout)
        if rule is not None:
            page.data_validation(1, x, last, x, rule)


def _rule(column: Column, counts: Mapping[str, int], layout: Layout) -> dict[str, Any] | None:
    rule: dict[str, Any] = {"validate": "any", "ignore_blank": True}
    choices = layout.choices(column.kind)
    if column.of is not None:
        end = counts[column.of] + SPARE_ROWS + 1
        rule |= {"validate": "list", "source": f"='{layout.sheets[column.of].name}'!$A$2:$A${end}"}
    elif choices and column.kind is not Kind.DANGERS and len(",".join(choices)) <= LONGEST_LIST:
        rule |= {"validate": "list", "source": list(choices)}
    if column.hint:
        rule["input_message"] = column.hint
    return rule if len(rule) > 2 else None
