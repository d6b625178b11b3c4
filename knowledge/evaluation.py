"""Measuring the desk on labelled texts: the figures of DESIGN; nothing is tuned here."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from knowledge.advice import Advice, Outcome
from knowledge.triage import Desk

OUT_OF_SCOPE = frozenset({"other"})
TRUE = frozenset({"1", "true", "yes"})
BELIEF_STEPS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with what is right about it; None where the file does not say."""

    text: str
    accept: frozenset[str]
    ways: frozenset[str] | None = None
    classes: frozenset[str] | None = None
    adjudicated: bool | None = None
    danger: bool | None = None

    @property
    def out_of_scope(self) -> bool:
        """Whether the right answer is *unknown*."""
        return self.accept == OUT_OF_SCOPE


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled text with the desk's advice and how long that took."""

    labelled: Labelled
    advice: Advice
    milliseconds: float

    @property
    def right(self) -> bool:
        """Whether the best candidate's unit is accepted."""
        return self.advice.best is not None and self.advice.best.unit in self.labelled.accept

    @property
    def among_three(self) -> bool:
        """Whether an accepted unit is among the first three candidates."""
        return any(c.unit in self.labelled.accept for c in self.advice.candidates[:3])


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the calibration table: texts whose first share lies from ``low`` up."""

    low: float
    n: int
    mean_share: float
    right: float


@dataclass(frozen=True, slots=True)
class Report:
    """Everything judged, and the figures over it."""

    judged: tuple[Judged, ...]

    def to_dict(self) -> dict[str, float | int | None]:
        """The figures of DESIGN; None where the file has no such column or no such text."""
        inside = [j for j in self.judged if not j.labelled.out_of_scope]
        outside = [j for j in self.judged if j.labelled.out_of_scope]
        matched = [j for j in inside if j.advice.outcome is Outcome.MATCHED]
        times = sorted(j.milliseconds for j in self.judged)
        return {
            "n": len(self.judged),
            "unit_top1": _share(inside, lambda j: j.right),
            "unit_top3": _share(inside, lambda j: j.among_three),
            "matched_share": _share(inside, lambda j: j.advice.outcome is Outcome.MATCHED),
            "matched_precision": _share(matched, lambda j: j.right),
            "way_top1": self._way(),
            "class_accuracy": self._class(),
            "adjudicated_recall": self._recall(
                lambda j: j.labelled.adjudicated, lambda j: j.advice.adjudicated
            ),
            "danger_recall": self._recall(
                lambda j: j.labelled.danger, lambda j: j.advice.danger is not None
            ),
            "danger_false_alarm_rate": self._recall(
                lambda j: None if j.labelled.danger is None else not j.labelled.danger,
                lambda j: j.advice.danger is not None,
            ),
            "out_of_scope_recall": _share(outside, lambda j: j.advice.outcome is Outcome.UNKNOWN),
            "median_ms": round(median(times), 3) if times else None,
            "p99_ms": round(times[min(len(times) - 1, len(times) * 99 // 100)], 3)
            if times
            else None,
        }

    def _way(self) -> float | None:
        told = [j for j in self.judged if j.labelled.ways]
        return _share(told, lambda j: j.advice.way.value in (j.labelled.ways or ()))

    def _class(self) -> float | None:
        told = [j for j in self.judged if j.labelled.classes]
        return _share(told, lambda j: j.advice.petition_class.value in (j.labelled.classes or ()))

    def _recall(
        self, wanted: Callable[[Judged], bool | None], found: Callable[[Judged], bool]
    ) -> float | None:
        return _share([j for j in self.judged if wanted(j)], found)

    def calibration(self) -> tuple[Step, ...]:
        """How often the best candidate is right, by the share of belief it was given."""
        inside = [j for j in self.judged if not j.labelled.out_of_scope and j.advice.best]
        steps = []
        for low, high in zip(BELIEF_STEPS, (*BELIEF_STEPS[1:], 1.01), strict=True):
            within = [j for j in inside if low <= _belief(j) < high]
            if within:
                mean = sum(map(_belief, within)) / len(within)
                right = sum(j.right for j in within) / len(within)
                steps.append(Step(low, len(within), round(mean, 3), round(right, 3)))
        return tuple(steps)

    def confusion(self) -> dict[tuple[str, str], int]:
        """Wrong first choices, counted by (an accepted unit, the chosen unit or empty)."""
        counts: dict[tuple[str, str], int] = {}
        for j in self.judged:
            if not j.right and not j.labelled.out_of_scope:
                chosen = j.advice.best.unit if j.advice.best else ""
                key = ("|".join(sorted(j.labelled.accept)), chosen)
                counts[key] = counts.get(key, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _belief(judged: Judged) -> float:
    return judged.advice.best.share if judged.advice.best else 0.0


def _share(rows: Sequence[Judged], test: Callable[[Judged], bool]) -> float | None:
    return round(sum(map(test, rows)) / len(rows), 4) if rows else None


def read_labelled(path: Path) -> list[Labelled]:
    """Read a CSV with the columns of DESIGN; any beyond ``text`` and ``accept`` may be absent."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_labelled(row) for row in csv.DictReader(file)]


def _labelled(row: dict[str, str]) -> Labelled:
    return Labelled(
        text=row["text"],
        accept=_codes(row["accept"]) or frozenset(),
        ways=_codes(row.get("accept_way")),
        classes=_codes(row.get("class")),
        adjudicated=_flag(row.get("adjudicated")),
        danger=_flag(row.get("danger")),
    )


def _codes(cell: str | None) -> frozenset[str] | None:
    codes = frozenset(code.strip() for code in (cell or "").split("|")) - {""}
    return codes or None


def _flag(cell: str | None) -> bool | None:
    return None if cell is None or not cell.strip() else cell.strip().lower() in TRUE


def evaluate(desk: Desk, rows: Iterable[Labelled]) -> Report:
    """Ask the desk about every row, one after the other, so that the times mean something."""
    judged = []
    for row in rows:
        begun = time.perf_counter()
        advice = desk.advise(row.text)
        judged.append(Judged(row, advice, (time.perf_counter() - begun) * 1000))
    return Report(tuple(judged))
