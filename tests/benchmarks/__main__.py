"""Runs every benchmark beside this file and says which figure is above its limit.

A benchmark is a module ``bench_…`` with ``measure()``, which yields name, figure and limit.
Figures are ratios within one run wherever that is possible: machines differ.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Run the benchmarks that are named, or all; return 1 if a figure is above its limit."""
    found = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    over = 0
    for name in names or found:
        print(f"-- {name}")
        for what, figure, limit in importlib.import_module(f"tests.benchmarks.{name}").measure():
            late = figure > limit
            over += late
            print(f"{what:48} {figure:9.3f}   limit {limit:g}{'   ABOVE' if late else ''}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
