"""What the shipped frameworks say of the law."""

import pytest

from eia.frameworks.loader import shipped
from eia.frameworks.shape import DECLARATIONS, Framework

ACT = "equality_act_2010.v1"
NORTH = "section_75_ni.v1"
ALL_THREE = ("eliminate", "advance", "foster")


@pytest.fixture
def act() -> Framework:
    return shipped()[ACT]


@pytest.fixture
def north() -> Framework:
    return shipped()[NORTH]


def test_both_frameworks_are_shipped_under_their_ids() -> None:
    assert {key: framework.id for key, framework in shipped().items()} == {ACT: ACT, NORTH: NORTH}


def test_the_act_has_its_nine_characteristics_with_their_sections(act: Framework) -> None:
    assert [(one.key, one.section) for one in act.characteristics] == [
        ("age", "section 5"),
        ("disability", "section 6"),
        ("gender_reassignment", "section 7"),
        ("marriage_civil_partnership", "section 8"),
        ("pregnancy_maternity", "sections 4, 17 and 18"),
        ("race", "section 9"),
        ("religion_belief", "section 10"),
        ("sex", "section 11"),
        ("sexual_orientation", "section 12"),
    ]


def test_marriage_and_civil_partnership_counts_for_the_first_aim_and_staff_only(act: Framework) -> None:
    assert act.aims_for("marriage_civil_partnership", "staff") == ("eliminate",)
    assert act.aims_for("marriage_civil_partnership", "public") == ()
    assert "section 28(1)(b)" in act.why_not_applicable("marriage_civil_partnership", "public")
    assert "section 149(7)" in act.why_not_applicable("marriage_civil_partnership", "public")
    assert act.questions_for("marriage_civil_partnership", "public") == ()


def test_every_other_cell_of_the_act_has_all_three_aims(act: Framework) -> None:
    others = [(c, p) for c, p in act.cells() if c.key != "marriage_civil_partnership"]
    assert len(others) == 16
    assert {act.aims_for(c.key, p.key) for c, p in others} == {ALL_THREE}


def test_age_below_18_is_said_to_be_outside_services_and_public_functions(act: Framework) -> None:
    assert "section 28(1)(a)" in act.characteristic("age").note


def test_sex_and_gender_reassignment_each_say_they_are_two_characteristics(act: Framework) -> None:
    sex, reassignment = act.characteristic("sex"), act.characteristic("gender_reassignment")
    assert "different characteristic from gender reassignment" in sex.definition
    assert "[2025] UKSC 16" in sex.definition
    assert "different characteristic from sex" in reassignment.definition


def test_the_second_aim_prompts_with_the_three_parts_of_subsection_3(act: Framework) -> None:
    sections = [prompt.section for prompt in act.aim("advance").prompts_for("race")]
    assert sections == ["section 149(3)(a)", "section 149(3)(b)", "section 149(3)(c)"]


def test_disability_is_reminded_of_subsection_4(act: Framework) -> None:
    assert "section 149(4)" in [prompt.section for prompt in act.aim("advance").prompts_for("disability")]
    assert "section 149(4)" in [reminder.section for reminder in act.aim("advance").reminders]


def test_prompts_for_prohibited_conduct_follow_what_each_section_covers(act: Framework) -> None:
    first = act.aim("eliminate")
    marriage = [prompt.key for prompt in first.prompts_for("marriage_civil_partnership")]
    pregnancy = [prompt.key for prompt in first.prompts_for("pregnancy_maternity")]
    assert marriage == ["married", "indirect", "victimisation"]
    assert pregnancy == ["unfavourable", "victimisation"]


def test_the_two_frameworks_share_no_outcome_of_screening_for_harm(act: Framework, north: Framework) -> None:
    assert [one.key for one in act.screening.outcomes if one.assess] == ["full_assessment"]
    assert [one.key for one in north.screening.outcomes if one.assess] == ["screened_in"]


def test_northern_ireland_has_its_own_nine(north: Framework) -> None:
    assert [one.key for one in north.characteristics] == [
        "religious_belief",
        "political_opinion",
        "racial_group",
        "age",
        "marital_status",
        "sexual_orientation",
        "men_and_women",
        "disability",
        "dependants",
    ]


def test_good_relations_count_for_three_categories_only(north: Framework) -> None:
    for population in north.populations:
        with_relations = [
            one.key for one in north.characteristics if "good_relations" in north.aims_for(one.key, population.key)
        ]
        assert with_relations == ["religious_belief", "political_opinion", "racial_group"]


def test_the_two_questions_on_good_relations_are_asked_of_the_same_three(north: Framework) -> None:
    four = ["opportunity_impact", "opportunity_better", "relations_impact", "relations_better"]
    for characteristic, population in north.cells():
        asked = [one.key for one in north.questions_for(characteristic.key, population.key)]
        relations = "good_relations" in north.aims_for(characteristic.key, population.key)
        assert asked == (four if relations else four[:2])


def test_northern_ireland_consults_for_twelve_weeks_and_the_act_sets_no_length(
    act: Framework, north: Framework
) -> None:
    assert north.consultation.minimum_weeks == 12
    assert act.consultation.minimum_weeks == 0


@pytest.mark.parametrize("key", [ACT, NORTH])
def test_local_groups_stand_apart_from_the_characteristics(key: str) -> None:
    framework = shipped()[key]
    assert not {one.key for one in framework.local_groups} & {one.key for one in framework.characteristics}


@pytest.mark.parametrize("key", [ACT, NORTH])
def test_there_is_something_to_sign_for_every_signature(key: str) -> None:
    assert {one.key for one in shipped()[key].declarations} >= set(DECLARATIONS)


def test_the_question_is_put_in_words_about_one_characteristic_and_population(act: Framework) -> None:
    [question] = act.questions_for("marriage_civil_partnership", "staff")
    wording = act.wording(question, "marriage_civil_partnership", "staff")
    assert wording == "Could this affect staff differently because of marriage and civil partnership?"
