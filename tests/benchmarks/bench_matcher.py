"""What matching costs, as ratios to cutting the same texts with jieba in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from knowledge.learning import Correction, Learner
from knowledge.loader import load_list
from knowledge.text import Tokeniser
from knowledge.triage import Desk

ROUNDS = 5
LEARNED = 8_000
LETTER = 1_400


def texts() -> list[str]:
    """Messages as people type them, written for this purpose."""
    return (Path(__file__).parent / "messages.txt").read_text("utf-8").splitlines()


def letters(short: Sequence[str]) -> list[str]:
    """Long letters: many messages one after the other."""
    joined = "。".join(short)
    return [joined[start : start + LETTER] for start in range(0, len(joined) - LETTER, LETTER)]


def best_seconds(work: Callable[[str], object], over: Sequence[str]) -> float:
    """The quickest of several rounds, in time of this process: others do not disturb it."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        for text in over:
            work(text)
        best = min(best, time.process_time() - begun)
    return best


def p99_milliseconds(work: Callable[[str], object], over: Sequence[str]) -> float:
    """The 99th percentile of single calls."""
    spent = []
    for _ in range(ROUNDS):
        for text in over:
            begun = time.process_time()
            work(text)
            spent.append((time.process_time() - begun) * 1000)
    return sorted(spent)[len(spent) * 99 // 100]


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
    cutter = Tokeniser()
    short = texts()
    long = letters(short)
    cut = best_seconds(cutter.cut, short)
    yield "advise / jieba cut, short", best_seconds(desk.advise, short) / cut, 3.0
    yield (
        "advise / jieba cut, letters",
        best_seconds(desk.advise, long) / best_seconds(cutter.cut, long),
        3.0,
    )
    yield "p99 of a letter, milliseconds", p99_milliseconds(desk.advise, long), 10.0
    desk.learner = taught(desk, short)
    yield "advise with 8,000 examples / jieba cut", best_seconds(desk.advise, short) / cut, 5.0


def main() -> None:
    """Print every figure beside its limit."""
    for name, figure, limit in measure():
        print(f"{name:45} {figure:8.3f}   limit {limit:g}")


if __name__ == "__main__":
    main()
