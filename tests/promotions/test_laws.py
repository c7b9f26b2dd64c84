"""What is true of any counts whatever: no false number, every estimate in its interval, and no side is favoured."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from eia.promotions.figures.reasons import Why
from eia.promotions.figures.results import Comparison, Figure, Table, canonical, read_table
from eia.promotions.figures.saying import sentences
from tests.support.counts import times
from tests.support.figures import NOT_STATED, only_comparison, only_table

often = settings(
    max_examples=times(3_000, else_few=60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)
numbers = some.one_of(some.none(), some.integers(0, 3), some.integers(0, 400))
anything = some.one_of(
    some.tuples(numbers, numbers, numbers), some.decimals(0, 100, places=1, allow_nan=False).map(str)
)
inside = some.integers(0, 60).flatmap(lambda entered: some.tuples(some.integers(0, entered), some.just(entered)))


def figures_of(value: object) -> Iterator[Figure]:
    named = [getattr(value, each.name) for each in fields(value)]  # type: ignore[arg-type]
    yield from (each for each in named if isinstance(each, Figure))


def told_apart(comparison: Comparison) -> bool:
    return comparison.p.value is not None and comparison.ratio.low is not None


@often
@given(some.lists(anything, min_size=1, max_size=5), some.booleans())
def test_any_counts_give_a_number_or_words_and_read_back(said: list[tuple[int | None, ...]], with_rest: bool) -> None:
    """A Figure refuses what is not finite or not in its interval, so that reaching the end is the proof."""
    groups = dict(zip(["one", "two", "three", "four", NOT_STATED], said, strict=False))
    table: Table = only_table(groups, "one", others=with_rest)
    assert read_table(canonical(table)) == table
    for part in (table, *table.groups, *table.comparisons):
        for figure in figures_of(part):
            assert figure.value is not None or isinstance(figure.why, Why)
    told = sentences(table)
    assert told.shows
    assert not any("nan" in each or "inf " in each or "None" in each for each in told.all)


@often
@given(inside, inside)
def test_the_other_way_round_differences_change_sign_ratios_turn_over_and_p_stays(
    one: tuple[int, int], two: tuple[int, int]
) -> None:
    there, back = only_comparison(one, two), only_comparison(two, one)
    assert there.p.value == back.p.value
    if there.difference.value is not None and back.difference.value is not None:
        assert there.difference.value == pytest.approx(-back.difference.value)
        assert there.difference.low == pytest.approx(-(back.difference.high or 0.0), abs=1e-9)
        assert there.difference.low is not None
        assert there.difference.low <= there.difference.value <= (there.difference.high or 0.0)
    if there.ratio.value and back.ratio.value:
        assert there.ratio.value == pytest.approx(1 / back.ratio.value)
    if told_apart(there):
        assert back.ratio.high
        assert there.ratio.low == pytest.approx(1 / back.ratio.high)
    if there.odds_ratio.value and back.odds_ratio.value:
        assert there.odds_ratio.value == pytest.approx(1 / back.odds_ratio.value)
