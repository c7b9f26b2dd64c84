"""Published processes, to the digits given for them (domain facts e3: P1, P4, P7, P8, P11)."""

import pytest

from eia.promotions.figures.counts import OTHERS
from eia.promotions.figures.printed import counts_behind
from eia.promotions.figures.results import Flag, Verdict
from tests.support.figures import comparison_in, group_in, only_comparison, only_table


def test_inspectors_of_2014_pass_four_fifths_and_yet_differ() -> None:
    """P1: OSPRE part II, 79 of 91 women and 214 of 293 men."""
    table = only_table({"female": (79, 91), "male": (214, 293)}, "female")
    men = comparison_in(table, "male", "female")
    assert [group_in(table, each).rate.value for each in ("female", "male")] == pytest.approx(
        [0.8681, 0.7304], abs=5e-5
    )
    assert group_in(table, "male").to_highest.value == pytest.approx(0.8413, abs=5e-5)
    assert men.ratio.value == pytest.approx(0.8413, abs=5e-5)
    assert men.odds_ratio.value == pytest.approx(0.4115, abs=5e-5)
    assert men.p.value == pytest.approx(0.0071, abs=5e-5)
    assert men.difference.value == pytest.approx(-13.8, abs=0.05)
    assert (men.flags, men.verdict) == ((Flag.TEST,), Verdict.FLAGGED)


def test_inspectors_of_2013_are_counted_back_from_their_percentages_and_not_flagged() -> None:
    """P4: 112 women were 89.6 %, 387 men 84.9 %; 581 sat and 499 passed."""
    assert (counts_behind(112, "89.6"), counts_behind(387, "84.9")) == ((125,), (456,))
    table = only_table({"female": (112, 125), "male": (387, 456)}, "female")
    men = comparison_in(table, "male", "female")
    assert (table.total.entered, table.total.passed) == (581, 499)
    assert men.ratio.value == pytest.approx(0.947, abs=5e-4)
    assert men.p.value == pytest.approx(0.195, abs=5e-4)
    assert (men.flags, men.verdict) == ((), Verdict.NO_DIFFERENCE_SEEN)


def test_part_one_inspectors_by_sex_and_the_minority_against_all_others() -> None:
    """P7: 1,562 sat and 558 passed; the ratio of the minority to others is 1 / 0.981."""
    assert (counts_behind(138, "39.9"), counts_behind(32, "36.4")) == ((346,), (88,))
    assert 1205 in counts_behind(412, "34.2")
    assert 1562 in counts_behind(558, "35.7")
    sex = comparison_in(only_table({"female": (138, 346), "male": (412, 1205)}, "female"), "male", "female")
    assert sex.ratio.value == pytest.approx(0.857, abs=5e-4)
    assert sex.p.value == pytest.approx(0.056, abs=5e-4)
    rest = {"white_british": (400, 1100), "white_other": (126, 374)}
    minority = comparison_in(only_table({"minority": (32, 88), **rest}, None, others=True), "minority", OTHERS)
    assert 1 / (minority.ratio.value or 0) == pytest.approx(0.981, abs=5e-4)
    assert minority.p.value == pytest.approx(0.91, abs=5e-3)


def test_four_women_of_ten_and_six_men_of_ten_are_too_few_to_say() -> None:
    """P8: below four fifths, and nothing that a test could tell."""
    women = only_comparison((4, 10), (6, 10))
    assert women.ratio.value == pytest.approx(0.667, abs=5e-4)
    assert women.p.value == pytest.approx(0.656, abs=5e-4)
    assert (women.flags, women.verdict) == ((Flag.FOUR_FIFTHS,), Verdict.TOO_FEW)


def test_a_published_likelihood_gives_a_ratio_and_nothing_else() -> None:
    """P11: 46.99 % of white applicants were appointed and 14.65 % of others."""
    white = only_comparison("46.99", "14.65")
    assert white.ratio.value == pytest.approx(3.2075, abs=5e-5)
    assert white.ratio_range.low == pytest.approx(3.2061, abs=5e-4)
    assert white.p.value is white.difference.value is white.ratio.low is None
    assert (white.flags, white.verdict) == ((), Verdict.ONLY_RATES)
