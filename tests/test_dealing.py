"""Who runs what first loses no test (tests/support/dealing.py)."""

from dataclasses import dataclass

import pytest

from tests.support.dealing import LONG, dealt, repeats


@dataclass(frozen=True)
class Test:
    nodeid: str
    __test__ = False


TESTS = [Test(f"tests/files/test_keeping.py::test_{number}") for number in range(50)]
TESTS += [Test(f"{place}::test_{number}") for place in LONG for number in range(3)]


@pytest.mark.parametrize("hands", [1, 2, 3, 7, 200])
def test_every_test_is_dealt_once_and_the_long_ones_come_first(hands: int) -> None:
    order = dealt(TESTS, hands)
    assert sorted(order, key=TESTS.index) == TESTS
    assert order[0].nodeid.startswith(LONG[0])
    assert [test for test in order if test.nodeid.startswith(LONG[1])] == TESTS[53:56], "neighbours stay together"


def test_each_worker_begins_with_a_long_one_and_ends_with_a_short_one() -> None:
    order = dealt(TESTS, 2)
    half = len(TESTS) // 2
    assert [order[0].nodeid.partition("::")[0], order[half].nodeid.partition("::")[0]] == list(LONG[:2])
    assert not order[half - 1].nodeid.startswith(LONG)
    assert not order[-1].nodeid.startswith(LONG)


def test_of_several_cases_all_but_the_first_are_repeats_and_what_is_no_case_never_is() -> None:
    tests = ["a[1]", "b", "a[2]", "b", "c[1]", "a[3]", "c[2]"]
    assert repeats(tests, lambda test: test.partition("[")[0] if "[" in test else "") == ["a[2]", "a[3]", "c[2]"]
