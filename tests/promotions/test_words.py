"""Where there is no figure there are words, and what is said is honest about how few there were."""

from dataclasses import fields, replace

import pytest

from eia.promotions.figures.counts import OTHERS, Tally
from eia.promotions.figures.finding_words import DID, sentence
from eia.promotions.figures.finding_words import SENTENCES as SENTENCES_OF_FINDINGS
from eia.promotions.figures.limits import newest
from eia.promotions.figures.reasons import Why
from eia.promotions.figures.results import Figure, Flag, Found, Measure, Table, Verdict
from eia.promotions.figures.saying import HEADLINES, sentences
from tests.support.figures import NOT_STATED, Said, comparison_in, group_in, only_comparison, only_table


def shown(table: Table) -> str:
    return " ".join(sentences(table, {"group": "Women", "other": "Men"}).shows)


@pytest.mark.parametrize(
    ("group", "other", "why"),
    [
        ((0, 0), (5, 9), Why.NOBODY_ENTERED),
        ((5, 9), (0, 0), Why.NOBODY_IN_COMPARISON),
        ((None, 9), (5, 9), Why.NOT_GIVEN),
        ((5, 9), (5, None), Why.COMPARISON_NOT_GIVEN),
        ((9, 5), (5, 9), Why.MORE_THAN_ENTERED),
        ("40.0", (5, 9), Why.ONLY_A_RATE),
    ],
)
def test_two_groups_that_cannot_be_compared_say_why_in_every_figure(group: Said, other: Said, why: Why) -> None:
    found = only_comparison(group, other)
    assert {found.difference.why, found.odds_ratio.why, found.p.why, found.shortfall.why} == {why}
    assert found.flags == ()


@pytest.mark.parametrize(
    ("group", "other", "ratio", "why_ratio", "why_p"),
    [
        ((0, 12), (6, 9), 0.0, Why.NOBODY_PASSED_HERE, None),
        ((6, 9), (0, 12), None, Why.NOBODY_IN_COMPARISON_PASSED, None),
        ((0, 12), (0, 9), None, Why.NOBODY_PASSED, Why.NOBODY_PASSED),
        ((12, 12), (9, 9), 1.0, Why.EVERYONE_PASSED, Why.EVERYONE_PASSED),
        ((1, 1), (50, 100), 2.0, Why.EVERYONE_PASSED_IN_ONE, None),
    ],
)
def test_nobody_and_everyone_passing_give_no_interval_of_the_ratio_and_no_odds_ratio(
    group: Said, other: Said, ratio: float | None, why_ratio: Why, why_p: Why | None
) -> None:
    found = only_comparison(group, other)
    assert (found.ratio.value, found.ratio.low, found.ratio.why) == (ratio, None, why_ratio)
    assert (found.odds_ratio.why, found.p.why) == (Why.ZERO_CELL, why_p)
    assert found.difference.low is not None
    assert found.difference.low < (found.difference.value or 0.0) + 1e-9 < (found.difference.high or 0.0)


def test_few_people_never_get_a_clean_bill() -> None:
    table = only_table({"group": (3, 5), "other": (9, 15)}, "other")
    told = sentences(table)
    assert table.verdict is Verdict.TOO_FEW
    assert "There are too few people to say" in shown(table)
    assert "too few people for any lower rate to show" in shown(table)
    assert "small numbers are no reassurance" in " ".join(told.next)


def test_no_difference_seen_stands_beside_the_smallest_gap_that_would_have_shown() -> None:
    table = only_table({"group": (387, 456), "other": (112, 125)}, "other")
    assert table.verdict is Verdict.NO_DIFFERENCE_SEEN
    assert table.comparisons[0].smallest_gap.value == pytest.approx(11.5, abs=2)
    assert "might well not have shown" in shown(table)
    assert "Women: 387 of 456, 84.9 % passed. Men: 112 of 125, 89.6 % passed." in shown(table)


def test_a_table_is_no_cleaner_than_its_worst_comparison() -> None:
    groups: dict[str, Said] = {"white": (300, 500), "asian": (180, 300), "black": (2, 4), "mixed": (None, 8)}
    table = only_table(groups, "white")
    assert [each.verdict for each in table.comparisons] == [
        Verdict.NO_DIFFERENCE_SEEN,
        Verdict.TOO_FEW,
        Verdict.NOT_GIVEN,
    ]
    assert table.verdict is Verdict.TOO_FEW


def test_four_fifths_is_never_called_a_test_of_law_and_asks_for_both_groups_to_be_large_enough() -> None:
    low = only_table({"group": (120, 300), "other": (160, 300)}, "other")
    assert low.comparisons[0].flags == (Flag.TEST, Flag.FOUR_FIFTHS)
    assert "a prompt for attention from another country's practice, not a legal test" in shown(low)
    assert only_comparison((4, 9), (56, 80)).flags == ()
    assert only_comparison((5, 10), (56, 80)).flags == (Flag.FOUR_FIFTHS,)


def test_where_interval_and_test_differ_the_test_governs_and_the_page_says_so() -> None:
    differing = only_table({"group": (3, 10), "other": (8, 10)}, "other")
    assert differing.comparisons[0].interval_and_test_differ
    assert Flag.TEST not in differing.comparisons[0].flags
    assert "The interval and the test differ here: the test governs." in shown(differing)


def test_several_groups_make_one_of_them_harder_to_flag() -> None:
    alone = only_table({"one": (42, 80), "white": (160, 240)}, "white").comparisons[0]
    among = only_table(
        {"one": (42, 80), "two": (66, 99), "three": (60, 90), "four": (50, 75), "five": (0, 0), "white": (160, 240)},
        "white",
    ).comparisons[0]
    assert Flag.TEST in alone.flags
    assert Flag.TEST not in among.flags
    assert among.p.value == alone.p.value
    assert among.adjusted_p.value == pytest.approx(4 * (among.p.value or 0.0))


def test_people_who_did_not_say_count_in_totals_and_are_in_no_comparison() -> None:
    table = only_table({"one": (5, 10), "two": (6, 12), "three": (7, 14), NOT_STATED: (0, 30)}, "one", others=True)
    assert table.total.entered == 66
    assert table.declared.value == pytest.approx(36 / 66)
    assert NOT_STATED not in {each.group for each in table.comparisons}
    assert comparison_in(table, "one", OTHERS).difference.value == pytest.approx(100 * (5 / 10 - 13 / 26), abs=1e-9)
    assert group_in(table, NOT_STATED).to_highest.why is Why.NOT_STATED
    assert group_in(table, NOT_STATED).share_of_entrants.value == pytest.approx(30 / 66)


def test_the_highest_rate_is_looked_for_among_stated_groups_that_are_large_enough() -> None:
    groups: dict[str, Said] = {"one": (9, 9), "two": (11, 11), "three": (300, 600), NOT_STATED: (50, 50)}
    table = only_table(groups, "three")
    assert table.highest is None  # "two" is under 2 % of 670
    large = only_table({**groups, "two": (20, 20)}, "three")
    assert large.highest == "two"
    assert group_in(large, "three").to_highest.value == pytest.approx(0.5)
    assert group_in(large, "one").to_highest.why is Why.TOO_FEW_TO_RANK
    assert only_table({"one": (9, 9), "two": (20, 30), "three": (10, 30)}, "three").highest == "two"


def test_rates_without_those_who_withdrew_stand_beside() -> None:
    table = only_table({"one": (5, 10, 2), "two": (6, 12, None), "three": (0, 4, 4)}, "one")
    told = [group_in(table, each).rate_without_withdrawals for each in ("one", "two", "three")]
    assert told[0].value == pytest.approx(5 / 8)
    assert [each.why for each in told] == [None, Why.NOT_GIVEN, Why.EVERYONE_WITHDREW]


def test_shortfall_and_shares_are_as_defined() -> None:
    table = only_table({"female": (30, 100), "male": (90, 180)}, "male")
    assert comparison_in(table, "female", "male").shortfall.value == pytest.approx(100 * 0.5 - 30)
    assert group_in(table, "female").share_of_entrants.value == pytest.approx(100 / 280)
    assert group_in(table, "female").share_of_passes.value == pytest.approx(30 / 120)


def test_one_group_or_none_chosen_is_said() -> None:
    assert (
        shown(only_table({"group": (5, 9)}, "group"))
        == "There is only one stated group, so there is nothing to compare."
    )
    assert shown(only_table({"group": (5, 9), "other": (4, 9)}, None)) == "Nobody chose a comparison group."


def test_another_threshold_is_named_in_the_limits() -> None:
    assert newest().with_threshold(5).id == "limits.v1, threshold 5"
    assert newest().with_threshold(5).threshold.says.startswith("Groups of fewer than 5 ")


def test_a_table_with_its_numbers_taken_out_says_none_of_them() -> None:
    """What a release hands on: no sentence may hold a figure that was hidden."""
    table = only_table({"group": (7, 31), "other": (29, 43), NOT_STATED: (3, 150)}, "other")
    assert "7 of 31" in shown(table)
    hidden = _hidden(table)
    told = " ".join(sentences(hidden, {"group": "Women", "other": "Men"}).all)
    assert shown(hidden) == "Women, held against Men: Hidden, to protect people in small groups."
    assert not any(each.isdigit() for each in told)
    assert sentence(hidden.findings[0], {}) == "All together: these figures do not fit together."


def _hidden(table: Table) -> Table:
    gone = Figure(why=Why.HIDDEN)
    [comparison] = table.comparisons
    figures = {each.name: gone for each in fields(comparison) if isinstance(getattr(comparison, each.name), Figure)}
    without = replace(comparison, verdict=Verdict.HIDDEN, flags=(), **figures)  # type: ignore[arg-type]
    groups = tuple(replace(each, tally=Tally(), rate=gone) for each in table.groups)
    findings = tuple(replace(each, given="", expected="") for each in table.findings)
    return replace(table, comparisons=(without,), groups=groups, findings=findings, verdict=Verdict.HIDDEN)


def test_every_verdict_and_finding_has_its_words() -> None:
    assert set(HEADLINES) == set(Verdict)
    assert set(SENTENCES_OF_FINDINGS) == set(Found)
    assert set(DID) == set(Measure)
