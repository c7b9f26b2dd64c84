"""One list of groups through all stages, in words and as bars."""

import pytest

from eia.promotions.figures.computing.process import compute
from eia.promotions.figures.counts import Count, ProcessCounts, Stage, StageKind, Tally
from eia.promotions.figures.results import Basis, Table
from eia.promotions.funnel import Funnel, Hidden, funnel_of, side_by_side
from eia.promotions.groups.lists import breakdown_by, shipped

SEX = shipped()["sex.v1"]
STAGES = [("applied", "Applied"), ("exam", "Exam"), ("board", "Board")]
GIVEN = {
    ("applied", "female"): (200, 100), ("exam", "female"): (100, 50), ("board", "female"): (50, 20),
    ("applied", "male"): (400, 300), ("exam", "male"): (300, None), ("board", "male"): (250, 100),
}  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> tuple[Table, ...]:
    counts = ProcessCounts(
        organisations=("CAMBS",),
        stages=tuple(Stage(key=key, title=title, kind=StageKind(key)) for key, title in STAGES),
        breakdowns=(breakdown_by(SEX, "male"),),
        counts=tuple(
            Count(stage=stage, organisation="CAMBS", breakdown="sex", group=group, tally=Tally(entered=a, passed=b))
            for (stage, group), (a, b) in GIVEN.items()
        ),
    )
    return compute(counts).tables


def drawn(tables: tuple[Table, ...], hidden: Hidden = ()) -> Funnel:
    return funnel_of([(one, hidden) for one in tables], STAGES, SEX)


def test_each_stage_stands_on_its_own_entrants_and_from_the_first_stage_on(tables: tuple[Table, ...]) -> None:
    title, cells = drawn(tables).groups[0]
    assert title == "Female"
    assert [(one.own, one.whole_way) for one in cells] == [
        ("100 of 200, 50.0 %", "100 of 200, 50.0 %"),
        ("50 of 100, 50.0 %", "50 of 200, 25.0 %"),
        ("20 of 50, 40.0 %", "20 of 200, 10.0 %"),
    ]


def test_what_has_no_number_says_why_and_is_not_drawn(tables: tuple[Table, ...]) -> None:
    picture = drawn(tables).picture
    assert picture is not None
    assert [one.words for one in picture.labels if not one.is_heading] == [
        "Applied: 50.0 %", "Exam: 25.0 %", "Board: 10.0 %", "Applied: 75.0 %", "Board: 25.0 %",
    ]  # fmt: skip
    assert picture.parts.count("z") == picture.wholes.count("z") == 5
    assert "h46.4v" in picture.parts, "a tenth of the whole bar"
    [male] = [cells for title, cells in drawn(tables, {("male", "passed")}).groups if title == "Male"]
    assert male[1].own == "300 entered, who passed is hidden"


def test_a_stage_nobody_counted_has_no_column(tables: tuple[Table, ...]) -> None:
    found = tuple(one for one in tables if one.stage != "exam" or one.basis is not Basis.STAGE)
    assert drawn(found).titles == ["Applied", "Board"]


def test_organisations_stand_side_by_side_at_the_last_stage(tables: tuple[Table, ...]) -> None:
    last = [(one, ()) for one in tables if one.stage == "board"]
    rows = dict(side_by_side(last, {"CAMBS": "Cambridgeshire", "BEDS": "Bedfordshire"}, SEX))
    assert rows["Female"] == ["20 of 200, 10.0 %", "Not given"]
