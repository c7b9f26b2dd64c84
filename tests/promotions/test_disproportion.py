"""Events over populations, to the digits of the published figures (domain facts f3: D1, D5, D6, D10), and trends."""

from dataclasses import replace
from datetime import date

import pytest

from eia.promotions.figures.counts import StageKind
from eia.promotions.figures.disproportion import (
    SENTENCES,
    Events,
    Means,
    change,
    disparities,
    ratio_of,
    read_disparities,
)
from eia.promotions.figures.reasons import Why
from eia.promotions.figures.results import Basis, Figure, canonical
from eia.promotions.figures.trend import BREAKS, DIRECTIONS, Break, Direction, Round, changes
from tests.support.figures import only_comparison

SEARCHES = Means(
    numerator="searches under PACE section 1",
    denominator="residents",
    benchmark="Census 2011",
    year="year ending March 2021",
    definition="as the person described themselves",
    per=100_000,
)


def test_searches_of_residents_by_their_published_rates() -> None:
    """D1: Cambridgeshire, year ending March 2021, per 100,000."""
    rates = {"white": "256", "black": "1920", "asian": "824", "mixed": "524"}
    table = disparities(SEARCHES, tuple(Events(group=key, printed=rate) for key, rate in rates.items()), "white", None)
    ratios = {row.group: row.ratio.value for row in table.rows}
    assert ratios == pytest.approx({"white": 1, "black": 7.50, "asian": 3.22, "mixed": 2.05}, abs=5e-3)
    black = next(row for row in table.rows if row.group == "black")
    assert (black.rounding.low, black.rounding.high) == pytest.approx((1919.5 / 256.5, 1920.5 / 255.5))
    assert black.excess.why is Why.NOT_GIVEN
    assert any("rounded" in each for each in table.warnings)
    assert any("no recorded group" in each for each in table.warnings)


def test_counts_give_rate_ratio_representation_and_excess() -> None:
    rows = (
        Events(group="white", events=800, population=80_000),
        Events(group="black", events=150, population=5_000),
        Events(group="asian", events=50, population=15_000),
    )
    table = disparities(replace(SEARCHES, per=1_000), rows, "white", 250)
    black = table.rows[1]
    assert (black.rate.value, black.ratio.value) == pytest.approx((30.0, 3.0))
    assert black.representation.value == pytest.approx((150 / 1000) / (5_000 / 100_000))
    assert black.excess.value == pytest.approx(150 - 5_000 * 0.01)
    assert read_disparities(canonical(table)) == table
    assert table.unknown.value == pytest.approx(250 / 1250)
    assert (black.rounding.why, table.warnings) == (Why.NOT_ROUNDED, ())


def test_what_is_missing_or_nought_is_said_in_words() -> None:
    rows = (Events(group="white", events=0, population=10), Events(group="black", events=5, population=0))
    table = disparities(SEARCHES, rows, "white", 0)
    assert table.rows[0].ratio.why is Why.NOBODY_IN_COMPARISON_PASSED
    assert table.rows[1].ratio.why is Why.NOBODY_ENTERED
    assert "events" in SENTENCES[Why.NOBODY_IN_COMPARISON_PASSED]
    assert disparities(SEARCHES, rows, "asian", 0).rows[0].ratio.why is Why.COMPARISON_NOT_GIVEN


def test_a_table_that_does_not_say_what_it_counts_is_refused() -> None:
    with pytest.raises(ValueError, match="says what it counts: benchmark, definition"):
        replace(SEARCHES, benchmark=" ", definition="")
    with pytest.raises(ValueError, match="per 1,000 or 100,000"):
        replace(SEARCHES, per=100)


def test_searches_rose_by_a_quarter() -> None:
    """D6: searches of white people, 280,952 to 354,098."""
    assert change(280_952, 354_098).value == pytest.approx(26.0, abs=0.05)
    assert change(0, 5).why is not None


def test_officers_are_about_half_of_their_share_of_the_population() -> None:
    """D10: officers 4.6 % BME, population 9.7 %, joiners 6.86 %."""
    assert ratio_of("4.6", "9.7").value == pytest.approx(0.474, abs=5e-4)
    assert ratio_of("6.86", "9.7").value == pytest.approx(0.707, abs=5e-4)
    assert ratio_of("6.86", "4.6").value == pytest.approx(1.491, abs=5e-4)
    assert (ratio_of("4.6", "9.7").low, ratio_of("4.6", "9.7").high) == pytest.approx((4.55 / 9.75, 4.65 / 9.65))


def christie(year: int, ratio: Figure) -> Round:
    return Round(
        title=f"WRES {year}",
        day=date(year, 3, 31),
        organisations=("CHRISTIE",),
        stage=StageKind.POSTED,
        basis=Basis.STAGE,
        group_list="ethnicity_2.v1",
        compared_with="bme",
        ratio=ratio,
    )


def test_a_likelihood_that_went_from_2_2_to_3_2_is_further_apart() -> None:
    """P11: the year before it was 2.2."""
    before, after = christie(2021, Figure(2.2)), christie(2022, only_comparison("46.99", "14.65").ratio)
    [only] = changes([after, before])
    assert (only.before, only.direction, only.sentence) == (before, Direction.FURTHER, DIRECTIONS[Direction.FURTHER])
    assert changes([before, christie(2022, Figure(1 / 2.2))])[0].direction is Direction.AS_BEFORE
    assert changes([before, christie(2022, Figure(0.8))])[0].direction is Direction.CLOSER
    assert changes([christie(2021, Figure(0.5)), christie(2022, Figure(0.8))])[0].direction is Direction.CLOSER
    assert changes([before, christie(2022, Figure(why=Why.HIDDEN))])[0].direction is Direction.CANNOT_SAY


@pytest.mark.parametrize(
    ("other", "broken"),
    [
        ({"group_list": "ethnicity_18.v1"}, Break.GROUP_LIST),
        ({"compared_with": "white"}, Break.COMPARISON),
        ({"stage": StageKind.BOARD}, Break.STAGE),
        ({"organisations": ("CHRISTIE", "CAMBS")}, Break.ORGANISATIONS),
    ],
)
def test_a_break_in_the_series_is_named_and_not_bridged(other: dict[str, str], broken: Break) -> None:
    [only] = changes([christie(2021, Figure(2.2)), replace(christie(2022, Figure(3.2)), **other)])  # type: ignore[arg-type]
    assert (only.breaks, only.direction) == ((broken,), Direction.CANNOT_SAY)
    assert BREAKS[broken] in only.sentence
