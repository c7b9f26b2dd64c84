"""What may be published of counts: nobody can work out what is hidden, and no more is hidden than it takes."""

import random

import pytest

from eia.promotions.figures.counts import Breakdown, Count, Group, ProcessCounts, Stage, StageKind, Tally
from eia.promotions.figures.results import ProcessResults
from eia.promotions.releasing.cells import Cell, Counted
from eia.promotions.releasing.making import Before, make_release
from eia.promotions.releasing.release import Release, Thresholds, keyed_digest
from tests.promotions.attack import Attacker, Published, corrected, random_process
from tests.support.counts import times

KEY = b"only for tests"
EACH = 10
"""Random processes in one test, so that workers share the five hundred."""
TEN = Thresholds({})
Row = dict[str, Tally]


def tally(entered: int | None = None, passed: int | None = None, withdrew: int | None = None) -> Tally:
    return Tally(entered=entered, passed=passed, withdrew=withdrew)


def counted(
    rows: dict[str, Row], *, breakdown: str = "sex", characteristics: tuple[str, ...] = ("sex",)
) -> ProcessCounts:
    """One organisation, stages in the order given."""
    groups = list(dict.fromkeys(group for row in rows.values() for group in row))
    one = Breakdown(
        key=breakdown,
        title=breakdown,
        characteristics=characteristics,
        groups=tuple(Group(key=each, title=each) for each in groups),
        compared_with=groups[-1],
    )
    return ProcessCounts(
        organisations=("A",),
        stages=tuple(Stage(key=each, title=each, kind=StageKind.EXAM) for each in rows),
        breakdowns=(one,),
        counts=tuple(
            Count(stage=stage, organisation="A", breakdown=breakdown, group=group, tally=each)
            for stage, row in rows.items()
            for group, each in row.items()
        ),
    )


def released(counts: ProcessCounts, thresholds: Thresholds = TEN, before: tuple[Before, ...] = ()) -> Release:
    release = make_release(counts, thresholds, before, KEY)
    assert isinstance(release, Release), release
    return release


def before(counts: ProcessCounts, release: Release) -> Before:
    return Before(counts, release.shown, release.thresholds)


def hidden_groups(counts: ProcessCounts, release: Release, what: Counted) -> set[str]:
    cells = {Cell(each.stage, each.organisation, each.breakdown, each.group, what) for each in counts.counts}
    return {f"{cell.stage} {cell.group}" for cell in cells if cell not in release.shown}


def test_the_results_of_ospre_part_two_in_2014_by_sex_are_published_as_they_are() -> None:
    counts = counted({"exam": {"female": tally(79 + 12, 79), "male": tally(293, 214)}})
    release = released(counts)
    assert (release.small, release.besides, release.withheld) == (0, 0, ())
    assert [(each.tally.entered, each.tally.passed) for each in release.results.tables[0].groups] == [
        (91, 79),
        (293, 214),
    ]


def test_of_custody_discharges_in_three_years_the_small_ones_are_hidden_and_noughts_shown() -> None:
    """domain.md D8, by the threshold of that source, 5."""
    names = ("white", "asian", "black", "mixed", "other", "unknown")
    years = {"y2020": (182, 17, 5, 1, 3, 6), "y2019": (153, 10, 2, 1, 0, 7), "y2017": (76, 4, 2, 1, 0, 0)}
    small = {"y2020": {"mixed", "other"}, "y2019": {"black", "mixed"}, "y2017": {"asian", "black", "mixed"}}
    for year, numbers in years.items():
        counts = counted({year: {name: tally(each) for name, each in zip(names, numbers, strict=True)}})
        release = released(counts, Thresholds({"A": 5}))
        hidden = {name.split()[1] for name in hidden_groups(counts, release, Counted.ENTERED)}
        assert release.small == len(small[year])
        assert small[year] <= hidden
        assert not hidden & {name for name, each in zip(names, numbers, strict=True) if each == 0}


def test_few_who_did_not_pass_are_as_telling_as_few_who_did() -> None:
    counts = counted({"exam": {"women": tally(40, 37), "men": tally(60, 30)}})
    release = released(counts)
    assert hidden_groups(counts, release, Counted.PASSED) == {"exam women", "exam men"}
    assert not hidden_groups(counts, release, Counted.ENTERED)


def test_figures_are_worked_out_from_what_is_shown_and_from_nothing_else() -> None:
    counts = counted({"exam": {"women": tally(40, 37), "men": tally(60, 30)}})
    table = released(counts).results.tables[0]
    assert [each.tally for each in table.groups] == [tally(40), tally(60)]
    assert {each.rate.value for each in table.groups} == {None}
    assert {figure.value for each in table.comparisons for figure in (each.ratio, each.p, each.difference)} == {None}


def test_a_finer_list_of_the_same_characteristic_is_shown_only_where_nothing_need_be_hidden() -> None:
    coarse = counted({"exam": {"asian": tally(40), "white": tally(400)}}, breakdown="five", characteristics=("race",))
    fine = counted(
        {"exam": {"indian": tally(33), "chinese": tally(7), "british": tally(400)}},
        breakdown="eighteen",
        characteristics=("race",),
    )
    both = ProcessCounts(
        organisations=("A",),
        stages=coarse.stages,
        breakdowns=coarse.breakdowns + fine.breakdowns,
        counts=coarse.counts + fine.counts,
    )
    release = released(both)
    assert release.withheld == (("exam", "eighteen"),)
    assert {each.breakdown for each in release.shown if each.group != "+"} == {"five"}


def test_a_later_release_does_not_show_what_gives_an_earlier_one_away() -> None:
    """Eight of A and twenty of B were hidden behind their total; now A is twelve, and B is still twenty."""
    first = counted({"exam": {"a": tally(8), "b": tally(20), "c": tally(50)}})
    then = counted({"exam": {"a": tally(12), "b": tally(20), "c": tally(50)}})
    assert hidden_groups(then, released(then), Counted.ENTERED) == set()
    later = released(then, before=(before(first, released(first)),))
    assert "exam b" in hidden_groups(then, later, Counted.ENTERED)


def test_the_digest_cannot_be_tried_out_without_the_key() -> None:
    counts = counted({"exam": {"women": tally(40, 20), "men": tally(60, 30)}})
    assert released(counts).digest == keyed_digest(counts, KEY) != keyed_digest(counts, b"another")
    assert counts.digest not in {released(counts).digest, released(counts).results.counts_digest}


def test_the_same_counts_give_the_same_release() -> None:
    counts = random_process(random.Random(5))  # noqa: S311
    assert make_release(counts, TEN, (), KEY) == make_release(counts, TEN, (), KEY)


@pytest.mark.parametrize("seeds", range(0, times(500, else_few=20), EACH))
def test_what_is_hidden_stays_hidden_from_somebody_who_knows_every_rule(seeds: int) -> None:
    """Each hidden number may be one of many, in releases of two rounds of a correction; and not too much is hidden."""
    small = hidden = 0
    for seed in range(seeds, seeds + EACH):
        rng = random.Random(seed)  # noqa: S311  the same processes each time
        counts = random_process(rng, breakdowns=rng.choice([1, 1, 2]))
        thresholds = Thresholds({each: rng.choice([5, 10]) for each in counts.organisations})
        late = corrected(rng, counts)
        first = make_release(counts, thresholds, (), KEY)
        assert isinstance(first, Release), seed
        second = make_release(late, thresholds, (before(counts, first),), KEY)
        made = [(counts, first)] + ([(late, second)] if isinstance(second, Release) else [])
        attacker = Attacker([Published(each, one.shown, frozenset(one.withheld)) for each, one in made])
        small, hidden = small + first.small, hidden + first.small + first.besides
        for number, (each, release) in enumerate(made):
            nothing_is_worked_out_from_what_is_hidden(each, release)
            for cell, names, _ in attacker.hidden(number):
                wanted = thresholds.at(cell.organisation) / 2
                assert attacker.far_apart(names, wanted), f"seed {seed}, release {number}: {cell}"
    assert hidden <= 3 * small


def nothing_is_worked_out_from_what_is_hidden(counts: ProcessCounts, release: Release) -> None:
    """Every count in the results is one that is shown, and nothing is worked out without both its counts."""
    for table in release.results.tables:
        for group in table.groups:
            at = Cell(table.entered_at, table.organisation, table.breakdown, group.group, Counted.ENTERED)
            if group.tally.entered is not None:
                assert at in release.shown
            if group.tally.passed is not None:
                assert at._replace(stage=table.stage, counted=Counted.PASSED) in release.shown
            if group.tally.entered is None or group.tally.passed is None:
                assert group.rate.value is None
        without = {g.group for g in table.groups if g.tally.entered is None or g.tally.passed is None}
        for one in table.comparisons:
            if {one.group, one.against} & without:
                assert {one.ratio.value, one.difference.value, one.p.value, one.shortfall.value} == {None}


@pytest.mark.parametrize("people", [3, 9])
def test_a_process_too_small_to_say_anything_about_shows_nothing_of_it(people: int) -> None:
    counts = counted({"exam": {"women": tally(1, 1), "men": tally(people - 1, 1)}})
    release = released(counts)
    assert not {cell for cell in release.shown if cell.group == "+"}
    assert isinstance(release.results, ProcessResults)
