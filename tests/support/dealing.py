"""In what order tests run: each worker begins with its share of the long ones, so that at the end only short ones wait.

xdist gives each worker a run of neighbours, and who is done early takes from the end of another's.
"""

import os
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

LONG = (
    "tests/browser/test_two_lives.py",
    "tests/browser/test_a_board_sits.py",
    "tests/test_routes.py",
    "tests/browser/test_every_page.py",
    "tests/promotions/test_releases.py",
    "tests/browser/",
    "tests/people/test_in_the_browser.py",
    "tests/assessments/test_golden.py",
    "tests/prove/",
    "tests/home/test_in_the_browser.py",
    "tests/notices/test_processes.py",
    "tests/test_migrations.py",
    "tests/test_start.py",
    "tests/look/test_gallery.py",
)
"""The longest first. Neighbours stay together, for they share what they begin with."""


class Named(Protocol):
    @property
    def nodeid(self) -> str: ...


T = TypeVar("T", bound=Named)
Test = TypeVar("Test")


def repeats(tests: Sequence[Test], case_of: Callable[[Test], str]) -> list[Test]:
    """Those that are one more case of what an earlier one is a case of; `case_of` answers "" for what is none."""
    found: list[Test] = []
    met: set[str] = set()
    for test in tests:
        case = case_of(test)
        if case and case in met:
            found.append(test)
        met.add(case)
    return found


def workers() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))


def dealt(tests: Sequence[T], hands: int) -> list[T]:
    """All of them: the long ones dealt in turn to so many, the others in the order they come in."""
    long: dict[str, list[T]] = {place: [] for place in LONG}
    short: list[T] = []
    for test in tests:
        long.get(_place_of(test.nodeid), short).append(test)
    piles = list(long.values())
    each = -(-len(tests) // hands)
    order: list[T] = []
    for hand in range(hands):
        mine = [test for pile in piles[hand::hands] for test in pile]
        rest = max(0, each - len(mine)) if hand < hands - 1 else len(short)
        order += mine + short[:rest]
        short = short[rest:]
    return order


def _place_of(nodeid: str) -> str:
    return next((place for place in LONG if nodeid.startswith(place)), "")
