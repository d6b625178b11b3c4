"""What matching costs, as ratios to cutting the same texts with jieba in the same run."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from knowledge.learning import Correction, Learner
from knowledge.loader import load_list
from knowledge.text import Tokeniser
from knowledge.triage import Desk

ROUNDS = 9
LEARNED = 8_000
LETTER = 1_400
STEP = 200
DATA = Path(__file__).parents[1] / "data"

Work = Callable[[str], object]


def bare() -> list[str]:
    """The shortest messages, some twenty characters each."""
    return (Path(__file__).parent / "messages.txt").read_text("utf-8").splitlines()


def typed() -> list[str]:
    """Messages as people type them, some sixty characters each."""
    with (DATA / "messages.csv").open(encoding="utf-8", newline="") as file:
        return [line["text"] for line in csv.DictReader(file)][::2]


def letters(short: Sequence[str]) -> list[str]:
    """Long letters: many messages one after the other."""
    joined = "。".join(short)
    return [joined[start : start + LETTER] for start in range(0, len(joined) - LETTER, STEP)]


def ratio(work: Work, to: Work, over: Sequence[str]) -> float:
    """How much longer ``work`` takes than ``to``, each by the quickest of several rounds.

    In time of this process, and by turns: so what else the machine does weighs on both.
    """
    best = {work: float("inf"), to: float("inf")}
    for _ in range(ROUNDS):
        for each in (to, work):
            begun = time.process_time()
            for text in over:
                each(text)
            best[each] = min(best[each], time.process_time() - begun)
    return best[work] / best[to]


def p99_milliseconds(work: Work, over: Sequence[str]) -> float:
    """The 99th percentile over texts of what one costs, each by its quickest of three rounds."""
    spent = sorted(min(_milliseconds(work, text) for _ in range(3)) for text in over)
    return spent[len(spent) * 99 // 100]


def _milliseconds(work: Work, text: str) -> float:
    begun = time.process_time()
    work(text)
    return (time.process_time() - begun) * 1000


def taught(desk: Desk, over: Sequence[str]) -> Learner:
    """A learner with many corrections, each a little different."""
    units = sorted(desk.rlist.units)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Learner(
        (
            Correction(
                str(n), f"{n}{over[n % len(over)]}", units[n % len(over) % len(units)], "x", now
            )
            for n in range(LEARNED)
        ),
        terms=desk.terms,
    )


def measure() -> Iterator[tuple[str, float, float]]:
    """Name, figure and limit of each measurement."""
    rlist = load_list()
    begun = time.perf_counter()
    desk = Desk(rlist)
    yield "desk load, seconds", time.perf_counter() - begun, 1.0
    cut = Tokeniser().cut
    cut("")  # reads its dictionary
    short, usual = bare(), typed()
    long = letters(usual)
    yield "advise / jieba cut, 20 characters", ratio(desk.advise, cut, short), 3.0
    yield "advise / jieba cut, 60 characters", ratio(desk.advise, cut, usual), 3.0
    yield "advise / jieba cut, letters", ratio(desk.advise, cut, long), 3.0
    yield "p99 of a letter, milliseconds", p99_milliseconds(desk.advise, long), 10.0
    desk.learner = taught(desk, usual)
    yield "with 8,000 corrections / jieba cut, 60", ratio(desk.advise, cut, usual), 5.0
