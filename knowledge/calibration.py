"""The numbers that decide between matched, ambiguous and unknown, with their origin."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.ranking import Heat


@dataclass(frozen=True, slots=True)
class Calibration:
    """Read from ``language/calibration.toml``; ``marks`` are thresholds by name of the mark."""

    origin: str
    heat: Heat
    floor: float
    share: float
    score: float
    marks: Mapping[str, float]


def load_calibration(folder: Path) -> Calibration:
    """Read the numbers; a missing one is a mistake of the installation and fails loudly."""
    data = tomllib.loads((folder / "calibration.toml").read_text("utf-8"))
    outcome = data["outcome"]
    return Calibration(
        origin=data["origin"],
        heat=Heat(**data["heat"]),
        floor=outcome["floor"],
        share=outcome["share"],
        score=outcome["score"],
        marks=data["mark"],
    )
