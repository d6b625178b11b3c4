"""From scores to candidates: one row per unit, with its part of the belief."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from heapq import nsmallest

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


class Ranking:
    """Ranks the units and rows of one list. Reads only."""

    def __init__(self, rlist: ResponsibilityList, heat: Heat) -> None:
        self._units = rlist.units
        self._matters = rlist.matters
        self._heat = heat
        self._homes = {row.id: row.unit for row in rlist.matters.values()}
        self._first = {unit: row for row, unit in reversed(self._homes.items())}

    def units(self, scores: Scores, text: str) -> tuple[Candidate, ...]:
        """One candidate per unit, its best row, most likely first; ties by code."""
        best_rows = self._best_rows(scores.rows)
        positive = {u: s for u, s in scores.units.items() if s > 0 and u in self._units}
        shares = self._heat.shares(positive)
        found = []
        for unit, score in sorted(positive.items(), key=_best_first):
            row = best_rows.get(unit) or self._first.get(unit)
            if row is not None:
                why = partial(scores.reasons, text, row, unit)
                found.append(Candidate(self._matters[row], unit, score, shares[unit], why))
            if len(found) == MOST_UNITS or (len(found) > 2 and shares[unit] < FAINT):
                break
        return tuple(found)

    def _best_rows(self, rows: Mapping[str, float]) -> dict[str, str]:
        best: dict[str, str] = {}
        for row, _ in sorted(rows.items(), key=_best_first):
            best.setdefault(self._homes[row], row)
        return best

    def rows(self, scores: Scores, text: str) -> tuple[Candidate, ...]:
        """The best rows whatever their unit: each with what speaks for its unit as a whole."""
        homes, units = self._homes, scores.units
        totals = {row: score + units.get(homes[row], 0.0) for row, score in scores.rows.items()}
        best = [(row, score) for row, score in totals.items() if score > 0]
        best = nsmallest(MOST_ROWS, best, key=_best_first)
        whole = sum(score for _, score in best) or 1.0
        return tuple(
            Candidate(
                self._matters[row],
                homes[row],
                score,
                score / whole,
                partial(scores.reasons, text, row, homes[row]),
            )
            for row, score in best
        )


def _best_first(item: tuple[str, float]) -> tuple[float, str]:
    """Sort key: the highest score first, equal ones by code, so that the order is stable."""
    return -item[1], item[0]
