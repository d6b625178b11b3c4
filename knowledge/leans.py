"""What a message on a row of the list usually is: one's own claim, a report, an accusation."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.advice import Candidate
from knowledge.matters import Matter, ResponsibilityList, WayCode

# Score of the best row from which its everyday class counts in full: below, it is a guess.
SURE = 8.0
# How quickly a candidate stops to count as its score falls behind the best.
SHARP = 4
# The belief of a row that a person has chosen: the others no longer count.
SETTLED = 1.0


@dataclass(frozen=True, slots=True)
class Lean:
    """``own`` runs from -1, a report, to +1, a claim; ``accusation`` from 0 to 1."""

    own: float = 0.0
    accusation: float = 0.0


def load_leans(rlist: ResponsibilityList, folder: Path) -> Mapping[str, Lean]:
    """The lean of every row, as ``leans.toml`` names it or its first way tells it."""
    data = tomllib.loads((folder / "leans.toml").read_text("utf-8"))
    named = {
        **dict.fromkeys(data["reports"], -1.0),
        **dict.fromkeys(data["either"], 0.0),
        **dict.fromkeys(data["claims"], 1.0),
    }
    return {row.id: _lean(row, named, data) for row in rlist.matters.values()}


def _lean(row: Matter, named: Mapping[str, float], data: Mapping[str, Any]) -> Lean:
    first = row.ways[0] if row.ways else None
    if first and first.code is WayCode.DISCIPLINE and row.id not in named:
        return Lean(accusation=1.0)
    if row.id in named or first is None:
        return Lean(named.get(row.id, 0.0))
    words = list(data["report"])
    if row.unit in data["public_units"]:
        words += data["mixed"]
    return Lean(-1.0 if any(word in first.name for word in words) else 1.0)


def mean_lean(candidates: Sequence[Candidate], leans: Mapping[str, Lean]) -> Lean:
    """The lean of the candidates' rows, those that come close to the best counting with it."""
    if len(candidates) > 1 and candidates[0].share >= SETTLED:
        return leans[candidates[0].matter.id]
    top = candidates[0].score if candidates else 0.0
    if top <= 0:
        return Lean()
    parts = [(max(0.0, c.score / top) ** SHARP, leans[c.matter.id]) for c in candidates]
    sure = min(1.0, top / SURE) / sum(part for part, _ in parts)
    return Lean(
        sure * sum(part * lean.own for part, lean in parts),
        sure * sum(part * lean.accusation for part, lean in parts),
    )
