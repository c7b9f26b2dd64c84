"""The lists of groups that come with the engine, and what the checker says of one that cannot be used."""

import pytest

from eia.frameworks.loader import shipped as frameworks
from eia.promotions.figures.computing.process import compute
from eia.promotions.figures.counts import Count, ProcessCounts, Stage, StageKind, Tally
from eia.promotions.figures.results import Verdict
from eia.promotions.groups.checker import check, check_together, read
from eia.promotions.groups.lists import breakdown_by, crossed, lists_for, shipped
from tests.support.figures import comparison_in

SMALL = """key = "sex"
version = 1
title = "Sex"
characteristic = "sex"
source = "The Act."
compared_with = "male"
because = "Most are."

[[groups]]
key = "female"
title = "Female"
also = ["F"]

[[groups]]
key = "male"
title = "Male"

[[groups]]
key = "not_stated"
title = "Not stated"
is_stated = false

[[mappings]]
other = "sex_older.v1"
says = "Every group has its place."

[mappings.groups]
women = "female"
"""


def test_every_characteristic_of_the_act_has_a_list_and_none_has_another() -> None:
    named = {each.key for each in frameworks()["equality_act_2010.v1"].characteristics}
    assert {each.characteristic for each in shipped().values()} == named
    assert [each.id for each in lists_for("race")] == [f"ethnicity_{each}.v1" for each in (16, 18, 19, 5)]


@pytest.mark.parametrize(("groups", "stated"), [("ethnicity_5", 5), ("ethnicity_16", 16), ("ethnicity_18", 18)])
def test_lists_of_ethnicity_have_as_many_groups_as_they_say(groups: str, stated: int) -> None:
    found = shipped()[f"{groups}.v1"]
    assert sum(each.is_stated for each in found.groups) == stated


def test_codes_names_and_titles_mean_one_group() -> None:
    ethnicity = shipped()["ethnicity_18.v1"]
    assert {ethnicity.named(each) for each in ("W1", "white british", " White_British ")} == {ethnicity.groups[0]}
    assert ethnicity.named("Martian") is None
    unknown = ethnicity.named("ns")
    assert unknown
    assert not unknown.is_stated


def test_older_lists_are_told_in_newer_ones_and_what_is_lost_is_said() -> None:
    five, eighteen = shipped()["ethnicity_5.v1"], shipped()["ethnicity_18.v1"]
    wider = five.told_from("ethnicity_16.v1")
    assert wider
    assert (wider.groups["chinese"], wider.groups["not_stated"]) == ("asian", "not_stated")
    older = eighteen.told_from("ethnicity_16.v1")
    assert older
    assert "cannot be followed" in older.says
    assert eighteen.told_from("ethnicity_5.v1") is None


def test_a_list_becomes_the_breakdown_people_are_counted_in() -> None:
    breakdown = breakdown_by(shipped()["sex.v1"], "male")
    assert (breakdown.key, breakdown.group_list, breakdown.compared_with) == ("sex", "sex.v1", "male")
    assert [group.key for group in breakdown.groups if not group.is_stated] == ["prefer_not_to_say", "not_stated"]


def test_several_characteristics_at_once_are_a_breakdown_like_any_other() -> None:
    sex, race = (breakdown_by(shipped()[each], None) for each in ("sex.v1", "ethnicity_5.v1"))
    both = crossed([race, sex], "white+male")
    assert (both.key, both.characteristics, both.group_list) == ("race+sex", ("race", "sex"), "ethnicity_5.v1+sex.v1")
    assert len(both.groups) == 7 * 4
    assert sum(each.is_stated for each in both.groups) == 5 * 2
    assert both.groups[0].title == "White, Female"
    counts = tuple(
        Count(stage="board", organisation="CAMBS", breakdown="race+sex", group=group, tally=Tally(entered=20, passed=9))
        for group in ("white+male", "black+female")
    )
    stage = Stage(key="board", title="Board", kind=StageKind.BOARD)
    [table] = compute(
        ProcessCounts(organisations=("CAMBS",), stages=(stage,), breakdowns=(both,), counts=counts)
    ).tables
    black_women = comparison_in(table, "black+female", "white+male")
    assert (black_women.difference.value, comparison_in(table, "asian+male", "white+male").verdict) == (
        0.0,
        Verdict.NOT_GIVEN,
    )


def test_a_good_list_has_no_faults() -> None:
    assert check(SMALL.encode()) == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('title = "Male"', 'titel = "Male"', "Did you mean “title”?"),
        ('"Sex"', '"Sex', "not TOML"),
        ('key = "not_stated"\n', 'key = "male"\n', "“male” stands here 2 times"),
        ("is_stated = false", "is_stated = true", "nobody can be counted who did not say"),
        ('title = "Male"', 'title = "Male"\nis_stated = false', "fewer than two stated groups"),
        ('compared_with = "male"', 'compared_with = "not_stated"', "“not_stated” is no stated group"),
        ('because = "Most are."', "", "say why this group is proposed"),
        ('also = ["F"]', 'also = ["MALE"]', "also means “female”"),
        ('women = "female"', 'women = "women"', "“women” is no group of this list"),
        ("[mappings.groups]\n", 'groups = "female"\n[[groups]]\n', "table with a line per group"),
    ],
)
def test_the_checker_says_in_a_sentence_what_is_wrong_and_where(before: str, after: str, says: str) -> None:
    assert before in SMALL
    faults = check(SMALL.replace(before, after, 1).encode())
    assert any(says in each for each in faults), faults
    assert all(each.endswith((".", "?")) for each in faults)


def test_a_mapping_that_leaves_out_a_group_is_said() -> None:
    older = SMALL.replace('key = "sex"', 'key = "sex_older"').split("[[mappings]]")[0]
    faults = check_together({each.id: each for each in (read(SMALL.encode()), read(older.encode()))})
    assert "In sex.v1: “female” of sex_older.v1 is mapped to no group. Say where it belongs." in faults
    assert "In sex.v1: “women” is no group of sex_older.v1. Take it out." in faults
    assert check_together({"sex.v1": read(SMALL.encode())}) == [
        "In sex.v1: it maps from “sex_older.v1”, and there is no such list. Add it, or take this out."
    ]
