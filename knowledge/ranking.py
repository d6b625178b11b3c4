"""From scores to candidates: one row per unit, with its part of the belief."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.advice import Candidate
from knowledge.matcher import Scores
from knowledge.matters import ResponsibilityList

# Candidates that are told at all; what comes after them nobody reads.
MOST_UNITS, MOST_ROWS = 5, 4
# Belief below which a further candidate, after three, is not told.
FAINT = 0.02


@dataclass(frozen=True, slots=True)
class Heat:
    """How quickly belief follows the score.

    Of two units the better is believed by how far its score lies ahead, in units of
    ``base + growth * best``: a long text collects words for every side, so the more
    is told, the more it takes to be sure.
    """

    base: float
    growth: float

    def shares(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Parts of the belief, summing to 1."""
        if not scores:
            return {}
        top = max(scores.values())
        heat = self.base + self.growth * top
        powers = {code: math.exp((score - top) / heat) for code, score in scores.items()}
        total = sum(powers.values())
        return {code: power / total for code, power in powers.items()}


def rank(rlist: ResponsibilityList, scores: Scores, *, heat: Heat) -> tuple[Candidate, ...]:
    """One candidate per unit, its best row, most likely first; ties by code, so order is stable."""
    best_rows = _best_rows(rlist, scores.rows)
    positive = {u: s for u, s in scores.units.items() if s > 0 and u in rlist.units}
    shares = heat.shares(positive)
    found = []
    for unit, score in sorted(positive.items(), key=lambda item: (-item[1], item[0])):
        row = best_rows[unit] if unit in best_rows else _first_row(rlist, unit)
        if row is not None:
            reasons = scores.reasons(row, unit)
            found.append(Candidate(rlist.matters[row], unit, score, shares[unit], reasons))
        if len(found) == MOST_UNITS or (len(found) > 2 and shares[unit] < FAINT):
            break
    return tuple(found)


def _best_rows(rlist: ResponsibilityList, rows: Mapping[str, float]) -> dict[str, str]:
    best: dict[str, tuple[float, str]] = {}
    for row, score in rows.items():
        unit = rlist.matters[row].unit
        if unit not in best or (-score, row) < best[unit]:
            best[unit] = (-score, row)
    return {unit: row for unit, (_, row) in best.items()}


def _first_row(rlist: ResponsibilityList, unit: str) -> str | None:
    return next((row.id for row in rlist.matters.values() if row.unit == unit), None)


def rank_rows(rlist: ResponsibilityList, scores: Scores) -> tuple[Candidate, ...]:
    """The best rows whatever their unit: a row counts with what speaks for its unit as a whole.

    Their words are not told: they serve to ask which row it is, not to say why.
    """
    totals = {
        row: score + scores.units.get(rlist.matters[row].unit, 0.0)
        for row, score in scores.rows.items()
    }
    best = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:MOST_ROWS]
    whole = sum(max(score, 0.0) for _, score in best) or 1.0
    return tuple(
        Candidate(
            rlist.matters[row],
            rlist.matters[row].unit,
            score,
            score / whole,
        )
        for row, score in best
        if score > 0
    )
