"""Charts drawn as SVG: presentation by class names only, so that a strict policy allows them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH = 480
"""Small, so that on a telephone the letters keep their size; the style sheet limits the growth."""
ROW, BAR, LABEL, GAP = 30, 18, 176, 8
HEIGHT, BOTTOM, TOP = 260, 36, 24
MOST_LABEL = 11
"""Characters of a label that fit beside a bar."""

Pairs = Sequence[tuple[str, int]]
Groups = Sequence[tuple[str, Sequence[int]]]


def bars(title: str, rows: Pairs) -> str:
    """Horizontal bars, one a row, each with its figure."""
    most = max((value for _, value in rows), default=0) or 1
    room = WIDTH - LABEL - 50
    drawn = "".join(
        _bar(name, value, y=n * ROW, length=round(value / most * room))
        for n, (name, value) in enumerate(rows)
    )
    return _svg(title, drawn, height=max(ROW, len(rows) * ROW))


def _bar(name: str, value: int, *, y: int, length: int) -> str:
    label = escape(name if len(name) <= MOST_LABEL else f"{name[: MOST_LABEL - 1]}…")
    middle = y + ROW // 2 + 5
    return (
        f'<text class="label" x="{LABEL - GAP}" y="{middle}" text-anchor="end">{label}</text>'
        f'<rect class="s0" x="{LABEL}" y="{y + (ROW - BAR) // 2}" '
        f'width="{max(length, 1 if value else 0)}" height="{BAR}"/>'
        f'<text class="value" x="{LABEL + length + GAP}" y="{middle}">{value}</text>'
    )


def columns(title: str, names: Sequence[str], groups: Groups) -> str:
    """Columns side by side for each group, with a legend above."""
    most = max((value for _, values in groups for value in values), default=0) or 1
    wide = (WIDTH - 2 * GAP) / max(1, len(groups))
    # Labels that would run into each other are left out; the table beside has them all.
    every = max(1, -(-len(groups) // 12))
    drawn = "".join(
        _group(name if n % every == 0 else "", values, at=GAP + n * wide, wide=wide, most=most)
        for n, (name, values) in enumerate(groups)
    )
    return _svg(title, _legend(names) + drawn, height=HEIGHT)


def _group(name: str, values: Sequence[int], *, at: float, wide: float, most: int) -> str:
    thick = wide * 0.8 / max(1, len(values))
    room = HEIGHT - BOTTOM - TOP - 20
    parts = []
    for n, value in enumerate(values):
        high = max(round(value / most * room), 1 if value else 0)
        x, y = at + wide * 0.1 + n * thick, HEIGHT - BOTTOM - high
        parts.append(
            f'<rect class="s{n}" x="{x:.1f}" y="{y}" width="{thick * 0.92:.1f}" height="{high}"/>'
        )
        if thick > 14:
            middle = x + thick * 0.46
            parts.append(
                f'<text class="value" x="{middle:.1f}" y="{y - 4}" text-anchor="middle">'
                f"{value}</text>"
            )
    label = (
        f'<text class="label" x="{at + wide / 2:.1f}" y="{HEIGHT - BOTTOM + 20}" '
        f'text-anchor="middle">{escape(name)}</text>'
    )
    return "".join((*parts, label if name else ""))


def _legend(names: Sequence[str]) -> str:
    return "".join(
        f'<rect class="s{n}" x="{GAP + n * 110}" y="4" width="14" height="14"/>'
        f'<text class="label" x="{GAP + n * 110 + 20}" y="16">{escape(name)}</text>'
        for n, name in enumerate(names)
    )


def _svg(title: str, inside: str, *, height: int) -> str:
    """A picture that a screen reader names; its figures are in the table beside it."""
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}" preserveAspectRatio="xMinYMin meet">{inside}</svg>'
    )
