"""What goes into the figures and what comes out: it refuses what cannot be, and reads back as it was written."""

from dataclasses import replace

import pytest

from eia.promotions.figures.counts import Breakdown, Count, Group, ProcessCounts, Stage, StageKind, Tally, Total
from eia.promotions.figures.reasons import SENTENCES, Why
from eia.promotions.figures.results import (
    Basis,
    Comparison,
    Figure,
    Flag,
    GroupResult,
    ProcessResults,
    Table,
    Verdict,
    canonical,
    read_results,
    read_table,
)

SEX = Breakdown(
    key="sex",
    title="Sex",
    characteristics=("sex",),
    groups=(Group(key="female", title="Female"), Group(key="male", title="Male")),
    compared_with="male",
)
BOARD = Stage(key="board", title="Board", kind=StageKind.BOARD)
FEMALE = Count(
    stage="board", organisation="CAMBS", breakdown="sex", group="female", tally=Tally(entered=91, passed=79, withdrew=0)
)
MALE = replace(FEMALE, group="male", tally=Tally(entered=293, passed=214, printed="73.0"))
PROCESS = ProcessCounts(organisations=("CAMBS",), stages=(BOARD,), breakdowns=(SEX,), counts=(FEMALE, MALE))


def test_counts_have_one_digest_whatever_order_they_came_in() -> None:
    assert replace(PROCESS, counts=(MALE, FEMALE)).digest == PROCESS.digest
    assert replace(PROCESS, counts=(replace(FEMALE, tally=Tally(entered=91, passed=79)), MALE)).digest != PROCESS.digest


@pytest.mark.parametrize(
    "counts",
    [
        (FEMALE, FEMALE),
        (replace(FEMALE, stage="sift"),),
        (replace(FEMALE, organisation="HERTS"),),
        (replace(FEMALE, group="fem"),),
    ],
)
def test_counts_of_what_is_not_there_or_twice_are_refused(counts: tuple[Count, ...]) -> None:
    with pytest.raises(ValueError, match=r"twice|not there|another organisation"):
        replace(PROCESS, counts=counts)


def test_a_comparison_group_is_one_that_is_stated() -> None:
    unknown = replace(SEX, groups=(*SEX.groups, Group(key="unknown", title="Not stated", is_stated=False)))
    for chosen in ("unknown", "other"):
        with pytest.raises(ValueError, match="cannot be compared with"):
            replace(PROCESS, breakdowns=(replace(unknown, compared_with=chosen),))


@pytest.mark.parametrize("wrong", [{"entered": -1}, {"passed": True}, {"printed": "1e1"}, {"printed": "NaN"}])
def test_what_is_no_count_and_no_percentage_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="is not a"):
        Tally(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "half",
    [(None,), (float("nan"),), (float("inf"),), (1.0, 0.5), (1.0, 2.0, 3.0), (None, 1.0, 2.0, Why.NOT_GIVEN)],
)
def test_a_figure_is_a_number_in_its_interval_or_says_why_not(half: tuple[float]) -> None:
    with pytest.raises(ValueError, match=r"figure|within"):
        Figure(*half)


def test_every_reason_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Why)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())


def test_results_read_back_as_they_were_written() -> None:
    some, none = Figure(0.5, 0.25, 1.0), Figure(why=Why.NOT_GIVEN)
    group = GroupResult(
        group="female", is_stated=True, tally=FEMALE.tally, rate=some, rate_without_withdrawals=none,
        share_of_entrants=some, share_of_passes=some, to_highest=none,
    )  # fmt: skip
    comparison = Comparison(
        group="female", against="male", difference=some, ratio=some, ratio_range=none, odds_ratio=some, p=some,
        adjusted_p=some, shortfall=some, smallest_gap=none, verdict=Verdict.FLAGGED, flags=(Flag.TEST,),
    )  # fmt: skip
    table = Table(
        basis=Basis.STAGE, stage="board", entered_at="board", organisation="CAMBS", breakdown="sex",
        compared_with="male",
        total=Tally(entered=384, passed=293), declared=Figure(1.0), groups=(group,), comparisons=(comparison,),
        highest=None, verdict=Verdict.FLAGGED,
    )  # fmt: skip
    results = ProcessResults(counts_digest=PROCESS.digest, limits="limits.v1", scipy="1.17.1", tables=(table,))
    assert read_results(canonical(results)) == results
    assert read_table(canonical(table)) == table
    assert read_results(canonical(results)).tables[0].comparisons[0].flags[0] is Flag.TEST


def test_totals_name_a_stage_and_an_organisation_once() -> None:
    total = Total(stage="board", organisation="CAMBS", tally=Tally(entered=384))
    assert replace(PROCESS, totals=(total,)).totals == (total,)
    with pytest.raises(ValueError, match="twice"):
        replace(PROCESS, totals=(total, total))
