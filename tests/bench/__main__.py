"""`make bench`: measure on both databases, print the figures and the goals, and fail when a goal is missed.

Floors and eia take turns, so that whatever else the machine does hits both.
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import machine, scale, tables
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
    parser.add_argument("--register", type=int, metavar="COUNT", default=0, help="only the lists, of so many too")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # so that the servers are ended too
    postgres.begin_run()
    begun, busy = time.monotonic(), machine.load()
    engines = [given.engine] if given.engine else list(ENGINES)
    sizes = sorted({*scale.SIZES, given.register} - {0})
    try:
        with tempfile.TemporaryDirectory(prefix="eia-bench-") as folder:
            measured = (
                [] if given.register else [_told(measure(engine, Path(folder), given.rounds)) for engine in engines]
            )
            lists = [_listed(scale.measure(engine, Path(folder), given.rounds, sizes)) for engine in engines]
        described = f"{machine.described()}. Load of the minute before: {busy:.1f}"
    finally:
        postgres.end_run()
        compiled.end_run()
    print(f"\nMachine: {described}. The run took {time.monotonic() - begun:.0f} s.")
    if given.write and not given.engine:
        if given.register:  # the table in docs/ has the million, which an ordinary run does not measure
            tables.write(scale.draw(lists, described), begin=tables.LISTS)
        if measured:
            tables.write(tables.draw(measured, described))
    asked = [(one.engine, goal) for one in measured for goal in goals(one)]
    asked += [(one.engine, goal) for one in lists for goal in scale.goals(one)]
    for engine, goal in asked:
        if goal.is_failed:
            print(f"MISSED on {engine}: {goal}")
    return 1 if any(goal.is_failed for _, goal in asked) else 0


def _told(figures: Figures) -> Figures:
    print(report(figures), flush=True)
    return figures


def _listed(found: scale.Scale) -> scale.Scale:
    print(scale.report(found), flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
