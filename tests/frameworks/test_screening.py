"""What a screening proposes, and what it can never let out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eia.frameworks.loader import load, shipped
from eia.frameworks.screening import Answer, against, is_help, propose, unanswered
from eia.frameworks.shape import Framework, UnknownKey
from tests.frameworks.small import spoiled

ACT = shipped()["equality_act_2010.v1"]
NORTH = shipped()["section_75_ni.v1"]
HARMED = "People may be harmed more than a little"


def nothing_found(framework: Framework, **changed: Answer) -> list[Answer]:
    """The answer without harm to every question, with some changed: by name "question__characteristic__population"."""
    return [
        changed.get("__".join((one.question, one.characteristic, one.population)), _no(framework, one))
        for one in unanswered(framework, ())
    ]


def _no(framework: Framework, asked: Answer) -> Answer:
    options = framework.screening.question(asked.question).options
    clear = next(one for one in options if not (one.level or one.asks_level or one.blocks_screen_out))
    return Answer(asked.question, asked.characteristic, asked.population, clear.key)


def act_with(option: str, direction: str = "", level: str = "") -> list[Answer]:
    """The Act's screening with nothing found but one answer on race and the public."""
    answer = Answer("affected", "race", "public", option, direction, level)
    return nothing_found(ACT, affected__race__public=answer)


def outcome_of(framework: Framework, answers: list[Answer]) -> str:
    outcome = propose(framework, answers).outcome
    assert outcome
    return outcome.key


def test_nothing_found_is_screened_out() -> None:
    assert outcome_of(ACT, nothing_found(ACT)) == "screened_out"
    assert propose(ACT, nothing_found(ACT)).reasons == ("Nobody was found to be affected differently.",)


@pytest.mark.parametrize(
    ("option", "direction", "level", "outcome", "reason"),
    [
        ("unknown", "", "", "full_assessment", "It is not known whether people are affected: race (the public)."),
        (
            "yes",
            "negative",
            "moderate",
            "full_assessment",
            "People may be harmed more than a little: race (the public).",
        ),
        ("yes", "both", "severe", "full_assessment", "People may be harmed more than a little: race (the public)."),
        (
            "yes",
            "negative",
            "minor",
            "screened_out_with_action",
            "The harm found is minor and needs an action with an owner and a date: race (the public).",
        ),
        ("yes", "positive", "severe", "screened_out", "People are helped and nobody is harmed: race (the public)."),
    ],
)
def test_one_answer_decides_and_is_named(option: str, direction: str, level: str, outcome: str, reason: str) -> None:
    answers = act_with(option, direction, level)
    assert outcome_of(ACT, answers) == outcome
    assert propose(ACT, answers).reasons == (reason,)


def test_every_rule_that_leads_to_the_same_outcome_gives_its_reason() -> None:
    harm = Answer("affected", "sex", "staff", "yes", "negative", "severe")
    doubt = Answer("affected", "age", "staff", "unknown")
    answers = nothing_found(ACT, affected__sex__staff=harm, affected__age__staff=doubt)
    assert propose(ACT, answers).reasons == (
        "It is not known whether people are affected: age (staff).",
        "People may be harmed more than a little: sex (staff).",
    )


def test_nothing_is_proposed_while_a_question_is_open() -> None:
    proposal = propose(ACT, nothing_found(ACT)[1:])
    assert proposal.outcome is None
    assert proposal.reasons == ("Some questions are not answered yet: age (staff).",)


@pytest.mark.parametrize(("direction", "level"), [("", ""), ("negative", ""), ("", "minor")])
def test_a_yes_without_direction_and_level_is_not_an_answer(direction: str, level: str) -> None:
    assert propose(ACT, act_with("yes", direction, level)).outcome is None


def test_minor_harm_may_not_be_screened_out_without_an_action() -> None:
    answers = act_with("yes", "negative", "minor")
    assert against(ACT, answers, "screened_out") == (
        "Minor harm needs an action with an owner and a date before it is screened out: race (the public).",
    )
    assert against(ACT, answers, "screened_out_with_action") == ()


def test_an_open_question_is_a_reason_against_screening_out() -> None:
    assert against(ACT, nothing_found(ACT)[1:], "screened_out") == ("Answer these before you screen out: age (staff).",)


def test_a_full_assessment_may_always_be_chosen() -> None:
    assert against(ACT, [], "full_assessment") == ()


def test_cover_by_another_assessment_is_not_judged_by_these_answers() -> None:
    assert against(ACT, act_with("unknown"), "covered") == ()


@pytest.mark.parametrize(
    ("option", "outcome"),
    [
        ("none", "screened_out"),
        ("minor", "screened_out_with_mitigation"),
        ("major", "screened_in"),
        ("unknown", "screened_in"),
    ],
)
def test_none_minor_and_major_decide_in_northern_ireland(option: str, outcome: str) -> None:
    answer = Answer("relations_impact", "political_opinion", "public", option)
    answers = nothing_found(NORTH, relations_impact__political_opinion__public=answer)
    assert outcome_of(NORTH, answers) == outcome


def test_a_chance_to_do_better_does_not_by_itself_screen_in() -> None:
    answer = Answer("opportunity_better", "dependants", "staff", "yes")
    assert outcome_of(NORTH, nothing_found(NORTH, opportunity_better__dependants__staff=answer)) == "screened_out"


def test_an_answer_that_does_not_exist_is_not_guessed_at() -> None:
    with pytest.raises(UnknownKey, match="no answer to"):
        propose(ACT, act_with("maybe"))


def test_an_option_can_block_without_harm_or_doubt() -> None:
    option = '[[screening.questions.options]]\nkey = "big"\ntitle = "Big"\nblocks_screen_out = true\n'
    rule = '[[screening.rules]]\nwhen = "blocked"\noutcome = "full"\nsays = "Big: {cells}."\n'
    first = '[[screening.questions.options]]\nkey = "no"'
    changes = (
        (first, f"{option}\n{first}"),
        ('[[screening.rules]]\nwhen = "unk', f'{rule}\n[[screening.rules]]\nwhen = "unk'),
    )
    framework = load(spoiled(*changes))
    proposal = propose(framework, [Answer("affected", "age", "staff", "big")])
    assert proposal.outcome == framework.screening.outcome("full")
    assert proposal.reasons == ("Big: age (staff).",)
    assert against(framework, [Answer("affected", "age", "staff", "big")], "out")


@st.composite
def answers_to(draw: st.DrawFn, framework: Framework) -> list[Answer]:
    """Any whole answer to every question."""
    given_answers = []
    for asked in unanswered(framework, ()):
        options = framework.screening.question(asked.question).options
        option = draw(st.sampled_from(options))
        directions = [one.key for one in framework.directions if one.in_screening]
        direction = draw(st.sampled_from(directions)) if option.asks_direction else ""
        level = draw(st.sampled_from(framework.levels)).key if option.asks_level else ""
        given_answers.append(
            Answer(asked.question, asked.characteristic, asked.population, option.key, direction, level)
        )
    return given_answers


def grave_in_the_act(answer: Answer) -> bool:
    harms = answer.direction in ("negative", "both") and answer.level in ("moderate", "severe")
    return answer.option == "unknown" or harms


def grave_in_the_north(answer: Answer) -> bool:
    return answer.option in ("unknown", "major")


@settings(deadline=None, max_examples=200)
@given(st.data())
@pytest.mark.parametrize(
    ("framework", "grave"), [(ACT, grave_in_the_act), (NORTH, grave_in_the_north)], ids=["act", "north"]
)
def test_what_is_unknown_or_above_minor_is_never_screened_out(
    framework: Framework, grave: object, data: st.DataObject
) -> None:
    assert callable(grave)
    answers = data.draw(answers_to(framework))
    proposal = propose(framework, answers)
    assert proposal.outcome
    assert proposal.reasons
    is_grave = any(grave(answer) for answer in answers)
    assert proposal.outcome.assess == is_grave
    for outcome in framework.screening.outcomes:
        if not (outcome.assess or outcome.covered):
            assert bool(against(framework, answers, outcome.key)) or not is_grave


@settings(deadline=None, max_examples=100)
@given(st.data())
@pytest.mark.parametrize("framework", [ACT, NORTH], ids=["act", "north"])
def test_what_is_proposed_may_be_chosen(framework: Framework, data: st.DataObject) -> None:
    answers = data.draw(answers_to(framework))
    proposal = propose(framework, answers)
    assert proposal.outcome
    assert against(framework, answers, proposal.outcome.key) == ()


def test_a_direction_nobody_knows_is_not_screened_out() -> None:
    framework = load(spoiled(("unknown = true\n", "unknown = true\nin_screening = true\n")))
    answers = [Answer("affected", "age", "staff", "yes", "unsure", "minor")]
    assert outcome_of(framework, answers) == "full"
    assert against(framework, answers, "out")


def test_grave_harm_is_one_reason_against_and_not_also_minor() -> None:
    assert against(ACT, act_with("yes", "negative", "severe"), "screened_out") == (
        "What is not known, or may do more than minor harm, cannot be screened out: race (the public).",
    )


def test_what_helps_some_and_harms_others_is_not_help() -> None:
    [both] = [answer for answer in act_with("yes", "both", "minor") if answer.option == "yes"]
    [help_only] = [answer for answer in act_with("yes", "positive", "minor") if answer.option == "yes"]
    assert (is_help(ACT, both), is_help(ACT, help_only)) == (False, True)
