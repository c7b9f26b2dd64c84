"""`make bench`: measure on both databases, print the figures and the goals, and fail when a goal is missed.

Floors and eia take turns, so that whatever else the machine does hits both.
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import machine, tables
from tests.bench.figures import Figures, goals, report
from tests.bench.measuring import measure
from tests.support import compiled, postgres
from tests.support.databases import ENGINES

ROUNDS = 30


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--write", action="store_true", help="put the figures of both into docs/performance.md")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # so that the servers are ended too
    postgres.begin_run()
    begun, busy = time.monotonic(), machine.load()
    try:
        with tempfile.TemporaryDirectory(prefix="eia-bench-") as folder:
            engines = [given.engine] if given.engine else list(ENGINES)
            measured = [_told(measure(engine, Path(folder), given.rounds)) for engine in engines]
        described = machine.described()
        print(f"\nMachine: {described}.")
    finally:
        postgres.end_run()
        compiled.end_run()
    print(f"Load of the minute before: {busy:.2f}. The run took {time.monotonic() - begun:.0f} s.")
    if given.write and not given.engine:
        tables.write(tables.draw(measured, f"{described}. Load of the minute before: {busy:.1f}"))
    missed = [(figures.engine, goal) for figures in measured for goal in goals(figures) if goal.is_failed]
    for engine, goal in missed:
        print(f"MISSED on {engine}: {goal}")
    return 1 if missed else 0


def _told(figures: Figures) -> Figures:
    print(report(figures), flush=True)
    return figures


if __name__ == "__main__":
    sys.exit(main())
