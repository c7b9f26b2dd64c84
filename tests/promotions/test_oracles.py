"""Random tables against other people's arithmetic: statsmodels for intervals, enumeration for Fisher's test."""

import gc
from fractions import Fraction
from math import comb
from random import Random

import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from eia.promotions.figures.computing.testing import fisher, holm, smallest_gap
from tests.support.counts import times
from tests.support.figures import only_comparison

TABLES = times(5_000, else_few=200)
FEW = times(1_000, else_few=40)


def random_pair(random: Random, most: int = 400) -> tuple[int, int, int, int]:
    entered, other = random.randint(1, most), random.randint(1, most)
    return random.randint(0, entered), entered, random.randint(0, other), other


def enumerated(passed: int, entered: int, other_passed: int, other_entered: int) -> float:
    """Every table with the same margins that is no likelier than this one, by whole numbers alone."""
    together = passed + other_passed
    least, most = max(0, together - other_entered), min(entered, together)
    ways = {each: comb(entered, each) * comb(other_entered, together - each) for each in range(least, most + 1)}
    return float(Fraction(sum(each for each in ways.values() if each <= ways[passed]), sum(ways.values())))


def test_fishers_test_is_what_enumeration_says() -> None:
    random = Random(5)  # noqa: S311
    for _ in range(TABLES):
        pair = random_pair(random)
        assert fisher(*pair) == pytest.approx(enumerated(*pair), rel=1e-6, abs=1e-12), pair


def test_intervals_in_the_interior_are_what_statsmodels_says() -> None:
    random, tried = Random(7), 0  # noqa: S311
    while tried < TABLES:
        passed, entered, other_passed, other_entered = random_pair(random)
        if not (0 < passed < entered and 0 < other_passed < other_entered):
            continue
        tried += 1
        found = only_comparison((passed, entered), (other_passed, other_entered))
        tables = (passed, entered, other_passed, other_entered)
        points = confint_proportions_2indep(*tables, compare="diff", method="newcomb")
        assert found.difference.low == pytest.approx(100 * points[0], rel=1e-9, abs=1e-9), tables
        assert found.difference.high == pytest.approx(100 * points[1], rel=1e-9, abs=1e-9), tables
        ratio = confint_proportions_2indep(*tables, compare="ratio", method="log")
        assert found.ratio.low == pytest.approx(ratio[0], rel=1e-9), tables
        assert found.ratio.high == pytest.approx(ratio[1], rel=1e-9), tables


def test_holm_is_what_statsmodels_says() -> None:
    gc.freeze()  # multipletests looks for garbage at each call: among all that a worker holds, half a second
    random = Random(11)  # noqa: S311
    for _ in range(FEW):
        chances = [random.choice([random.random(), random.random() / 50, 0.5]) for _ in range(random.randint(1, 18))]
        assert holm(chances) == pytest.approx(list(multipletests(chances, method="holm")[1]))
    assert holm([]) == []


@pytest.mark.parametrize(("entered", "other"), [(10, 40), (20, 25), (50, 50), (30, 90)][: times(4, else_few=2)])
@pytest.mark.parametrize("rate", [0.6, 0.85])
def test_the_smallest_gap_is_told_by_fishers_test_as_often_as_it_says(entered: int, other: int, rate: float) -> None:
    """By the chance of every outcome; it may be a few points too careful with few people, never too bold."""
    gap = smallest_gap(entered, other, rate, 0.05, 0.8)
    assert gap is not None
    assert told(entered, other, rate - gap / 100, rate) > 0.795
    assert told(entered, other, rate - gap / 100 + 0.05, rate) < 0.8


def told(entered: int, other: int, rate: float, other_rate: float) -> float:
    return sum(
        chance(passed, entered, rate) * chance(other_passed, other, other_rate)
        for passed in range(entered + 1)
        for other_passed in range(other + 1)
        if fisher(passed, entered, other_passed, other) < 0.05
    )


def chance(passed: int, entered: int, rate: float) -> float:
    return float(comb(entered, passed) * rate**passed * (1 - rate) ** (entered - passed))
