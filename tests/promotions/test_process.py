"""A whole process: stage by stage and from the start, one organisation and all together, and what does not fit."""

import pytest
import scipy

from eia.promotions.figures.computing.process import compute
from eia.promotions.figures.counts import POOLED, Tally, Total
from eia.promotions.figures.finding_words import sentence
from eia.promotions.figures.printed import recomputes
from eia.promotions.figures.reasons import Why
from eia.promotions.figures.results import Basis, Finding, Found, Measure, Opposed, Table
from eia.promotions.figures.saying import sentences
from tests.support.figures import Said, comparison_in, group_in, only_table, process, table_in

FUNNEL: dict[str, dict[str, dict[str, Said]]] = {
    "eligible_pool": {"CAMBS": {"female": (None, 200), "male": (None, 400)}},
    "sift": {"CAMBS": {"female": (40, 80), "male": (100, 200)}},
    "board": {"CAMBS": {"female": (20, 40), "male": (60, 100)}},
}
SIMPSON: dict[str, dict[str, dict[str, Said]]] = {
    "board": {
        "CAMBS": {"female": (81, 87), "male": (234, 270)},
        "HERTS": {"female": (192, 263), "male": (55, 80)},
    }
}


def test_each_stage_counts_its_own_entrants_and_the_whole_way_those_of_the_pool() -> None:
    results = compute(process(FUNNEL, "male"))
    board = table_in(results, "board", "CAMBS")
    whole = table_in(results, "board", "CAMBS", Basis.FROM_START)
    assert group_in(board, "female").rate.value == pytest.approx(20 / 40)
    assert group_in(whole, "female").rate.value == pytest.approx(20 / 200)
    assert (board.entered_at, whole.entered_at) == ("board", "eligible_pool")
    assert not [each for each in results.tables if each.basis is Basis.FROM_START and each.stage == "eligible_pool"]
    assert "do not say at which one a difference arose" in " ".join(sentences(whole).cannot)


def test_of_the_eligible_pool_those_pass_who_enter_what_follows() -> None:
    pool = table_in(compute(process(FUNNEL, "male")), "eligible_pool", "CAMBS")
    assert group_in(pool, "female").tally.passed == 80
    assert comparison_in(pool, "female", "male").difference.value == pytest.approx(100 * (80 / 200 - 200 / 400))


def test_a_pooled_figure_says_where_an_organisation_points_the_other_way() -> None:
    results = compute(process(SIMPSON, "male"))
    pooled = table_in(results, "board", POOLED)
    assert group_in(pooled, "female").tally.entered == 87 + 263
    assert (comparison_in(pooled, "female", "male").difference.value or 0) < 0
    assert pooled.opposed == (Opposed(group="female", organisations=("CAMBS", "HERTS")),)
    told = sentences(pooled)
    assert "CAMBS and HERTS the other" in " ".join(told.shows)
    assert "counted more than once" in " ".join(told.cannot)
    assert [table.organisation for table in results.tables] == ["CAMBS", "HERTS", POOLED]


def test_nothing_is_pooled_over_a_group_that_one_organisation_did_not_give() -> None:
    said: dict[str, dict[str, dict[str, Said]]]
    said = {"board": {"CAMBS": SIMPSON["board"]["CAMBS"], "HERTS": {"female": (192, 263)}, "BEDS": {}}}
    pooled = table_in(compute(process(said, "male")), "board", POOLED)
    assert group_in(pooled, "male").rate.why is Why.NOT_GIVEN
    assert comparison_in(pooled, "female", "male").ratio.why is Why.COMPARISON_NOT_GIVEN
    assert len(compute(process({"board": {"CAMBS": {"one": (1, 2)}}}, None)).tables) == 1


def found_in(table: Table) -> list[tuple[Found, str, str, str]]:
    return [(each.found, each.group, each.given, each.expected) for each in table.findings]


def test_groups_that_do_not_add_up_to_the_printed_total_are_pointed_out() -> None:
    total = Total(stage="board", organisation="CAMBS", tally=Tally(entered=384, passed=290, printed="76.3"))
    counts = process({"board": {"CAMBS": {"female": (79, 91), "male": (214, 293)}}}, "male", totals=(total,))
    table = compute(counts).tables[0]
    assert found_in(table) == [
        (Found.RATE_DOES_NOT_RECOMPUTE, "", "76.3", "75.52"),
        (Found.GROUPS_DIFFER_FROM_TOTAL, "", "293", "290"),
    ]
    assert group_in(table, "female").tally.passed == 79
    assert "Put right or explain" in " ".join(sentences(table).next)


def test_impossible_and_broken_chains_are_pointed_out_and_shown_as_given() -> None:
    said: dict[str, dict[str, dict[str, Said]]] = {
        "sift": {"CAMBS": {"female": (9, 8), "male": (5, 10, 6), "other": (6, 9)}},
        "board": {"CAMBS": {"female": (3, 9), "male": (3, 7), "other": (2, 4)}},
    }
    results = compute(process(said, "male"))
    sift, board = table_in(results, "sift", "CAMBS"), table_in(results, "board", "CAMBS")
    assert found_in(sift) == [
        (Found.MORE_PASSED_THAN_ENTERED, "female", "9", "8"),
        (Found.MORE_LEFT_THAN_ENTERED, "male", "11", "10"),
    ]
    assert found_in(board) == [
        (Found.MORE_ENTERED_THAN_PASSED_BEFORE, "male", "7", "5"),
        (Found.FEWER_ENTERED_THAN_PASSED_BEFORE, "other", "4", "6"),
    ]
    assert group_in(sift, "female").tally == Tally(entered=8, passed=9)
    assert sentence(board.findings[0], {"male": "Men"}) == "Men: 7 entered, but only 5 passed the stage before."


def test_printed_percentages_are_recomputed_as_they_were_rounded() -> None:
    """D5: 9,230 of 704,239 were printed as 1.3 %."""
    searched = only_table({"searched": (9_230, 704_239)}, "searched")
    assert round(100 * (group_in(searched, "searched").rate.value or 0), 2) == 1.31
    assert recomputes(Tally(entered=704_239, passed=9_230, printed="1.3"))
    assert not recomputes(Tally(entered=704_239, passed=9_230, printed="1.4"))
    assert recomputes(Tally(entered=8, passed=1, printed="12.5"))
    assert not recomputes(Tally(entered=8, passed=1, printed="12.4"))


def test_few_who_state_it_are_pointed_out() -> None:
    table = only_table({"one": (5, 10), "two": (6, 12), "not_stated": (0, 30)}, "one")
    assert table.findings == (Finding(found=Found.FEW_DECLARED, measure=Measure.ENTERED, given="42.3"),)
    assert sentence(table.findings[0], {}) == "Only 42.3 % of those who entered stated this."


def test_results_name_the_counts_the_limits_and_the_library_that_did_it() -> None:
    counts = process(FUNNEL, "male")
    results = compute(counts)
    assert (results.counts_digest, results.scipy) == (counts.digest, scipy.__version__)
    assert results.limits == "limits.v1, threshold 10"
    assert compute(counts) == results
