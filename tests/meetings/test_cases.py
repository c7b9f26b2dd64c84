"""Ten assessments that failed in court or were conceded, set up as facts: where the engine stops them or marks them.

The cases are those of the design notes: what went wrong in each stands in its test. None of them is about a form that
was missing; the form was there and did not reach those who decided, or came after them.
"""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.guards.missing import missing
from eia.db import transaction
from eia.errors import Refused
from eia.meetings.commands.stating import attach
from eia.meetings.item_case import load_item
from eia.meetings.models import EqualityStatement
from tests.meetings.pages import browser, words
from tests.support.assessments import Made, actions_of, make_assessment, start, take, take_action, to_screening
from tests.support.deciding import decision, make_ready, override, record_decision_on
from tests.support.meetings import Sat, make_meeting, pin
from tests.support.staff import Staff, acting
from tests.support.writing import (
    CONSULTATION,
    all_no,
    confirm_the_rest,
    harm,
    meet_everything,
    read,
    step_on,
    unknown,
    write_conclusion,
    write_impact,
    write_row,
    write_screening,
)

pytestmark = pytest.mark.only_on("sqlite", because="what stops a case is Python; the gate is asked on both databases")


def reasons(refused: pytest.ExceptionInfo[Refused]) -> str:
    return " ".join(reason.text for reason in refused.value.reasons)


def shown(app: Flask, sat: Sat, what: str = "", part: str = "member") -> str:
    """The words of the item's page, or of its record, as somebody who decides reads them."""
    return words(browser(app, sat.lead[part]).get(f"/meetings/items/{sat.item_id}{what}"))


def attach_as_author(sat: Sat, made: Made) -> EqualityStatement:
    with transaction() as session:
        by = acting(session, sat.lead["owner"])
        return attach(session, sat.item_id, made.version_id, seen=load_item(session, sat.item_id).revision, by=by)


def in_full_assessment(staff: Staff) -> Made:
    """A version whose screening found a harm, with evidence, and nothing else of the full assessment."""
    return make_assessment(at="full_assessment", staff=(staff,))


def write_two_harms(made: Made, people: str, harmed: dict[str, str]) -> None:
    """Everything the full assessment needs; `harmed` is characteristic -> how badly."""
    case = read(made.version_id)
    negative = next(d.key for d in case.framework.directions if d.negative and not d.positive)
    outcomes = [o for o in case.framework.outcomes if o.needs_action and not o.needs_justification]
    write_row(made.version_id, "evidence", title="Access audit")
    for about in harmed:
        write_row(made.version_id, "consultation", **CONSULTATION | {"about": about})
    write_row(made.version_id, "option", title="Move", chosen="chosen")
    write_row(made.version_id, "option", title="Stay", does_nothing=True)
    for about, level in harmed.items():
        write_impact(made.version_id, about, {people: negative}, how_bad=level)
    confirm_the_rest(made.version_id)
    step_on(made.version_id, "go_to_mitigation")
    meet_everything(made.version_id, outcomes[0].key)
    write_conclusion(made.version_id, outcomes[0].key)


def test_rahman_an_assessment_that_the_report_does_not_name_carries_no_decision(
    app: Flask, database: Session, staff: Staff
) -> None:
    """R (Rahman) v Birmingham 2011: it existed, and was not referred to in the report the councillors used."""
    made = make_assessment(at="signed_off", staff=(staff,))
    sat = make_meeting(staff, at="held")
    assert "Not ready: no decision may be recorded" in words(
        browser(app, staff["member"]).get(f"/meetings/{sat.meeting_id}")
    )
    with pytest.raises(Refused, match="carries no equality statement"):
        record_decision_on(sat)
    attach_as_author(sat, made)
    assert decision(record_decision_on(sat)).version_id == made.version_id


def test_chavda_the_harm_and_the_duty_stand_before_the_report(app: Flask, database: Session, staff: Staff) -> None:
    """R (Chavda) v Harrow 2007: a differential impact was found, and the duty was not put before those who decided."""
    sat, _ = make_ready(staff, at="circulated")
    page = shown(app, sat)
    order = ["Two steps at the door", "have due regard", "Agree to the move.", "The front desk moves."]
    assert [page.index(said) for said in order] == sorted(page.index(said) for said in order)


def test_w_and_section_60_an_assessment_without_a_less_drastic_option_is_not_sent_and_not_attached(
    database: Session, staff: Staff
) -> None:
    """R (W) v Birmingham 2011 asked the wrong question; section 60 (2021) was conceded for want of options."""
    thin = in_full_assessment(staff)
    step_on(thin.version_id, "go_to_mitigation")
    with pytest.raises(Refused) as refused:
        take(thin, "send_to_adviser", staff["owner"])
    assert "Add at least two options; doing nothing is one of them." in reasons(refused)
    with pytest.raises(Refused, match="Attach a version that was sent for checking, or is signed"):
        attach_as_author(make_meeting(staff), thin)


def test_section_60_the_options_stand_in_front_of_those_who_decide(app: Flask, database: Session, staff: Staff) -> None:
    sat, _ = make_ready(staff)
    page = shown(app, sat)
    assert "Stay (not chosen)" in page
    record_decision_on(sat)
    assert "Stay" in shown(app, sat, "/record")


def test_green_groups_that_nobody_looked_at_are_named_one_by_one(database: Session, staff: Staff) -> None:
    """R (Green) v Gloucestershire 2011: the assessments were there, their analysis by group was thin."""
    thin = in_full_assessment(staff)
    step_on(thin.version_id, "go_to_mitigation")
    with pytest.raises(Refused) as refused:
        take(thin, "send_to_adviser", staff["owner"])
    assert "Add what you know, or say what is not known as a gap." in reasons(refused)
    told = [reason.text for reason in missing(read(thin.version_id), "impacts")]
    assert "Confirm the finding “none” that screening made for" in told[0]
    assert told[0].count(",") + told[0].count(" and ") >= 3, "some of the groups, by name"
    assert told[1].startswith("Say what happens to disability")


def test_bracking_the_worst_stands_first_and_what_people_said_is_before_them(
    app: Flask, database: Session, staff: Staff
) -> None:
    """Bracking v SSWP 2013: the material did not show how severe it was, nor properly what people had answered."""
    made = start((staff,))
    to_screening(made)
    framework = read(made.version_id).framework
    people, levels = framework.populations[0].key, [level.key for level in framework.levels]
    harmed = {"age": levels[0], "disability": levels[-1]}
    cells = [harm(framework, about, people, level=levels[1]) for about in harmed]
    write_screening(made.version_id, all_no(framework) | cells[0] | cells[1])
    step_on(made.version_id, "go_to_full_assessment")
    write_two_harms(made, people, harmed)
    sat = make_meeting(staff)
    take(made, "send_to_adviser", staff["owner"])
    attach_as_author(sat, made)
    page = shown(app, sat, part="secretary")
    harms = page[page.index("Who may be harmed, the worst first") :]
    assert harms.index("Disability") < harms.index("Age")
    assert harms.index("Mind the door.") < harms.index("Report")


def test_napier_a_decision_that_runs_on_says_so_before_it_is_saved(app: Flask, database: Session, staff: Staff) -> None:
    """Hough v SSHD 2022 (Napier Barracks): assessed until September 2021, decided until March 2025."""
    sat, made = make_ready(staff)
    scope = read(made.version_id).version.scope[0]
    with pytest.raises(Refused, match="differs from what was assessed"):
        record_decision_on(sat, decided={scope.id: "31 March 2025"})
    row = decision(
        record_decision_on(sat, decided={scope.id: "31 March 2025"}, drift_reason="No other place was found.")
    )
    assert [one["decided"] for one in row.drift] == ["31 March 2025"]
    record = shown(app, sat, "/record")
    assert scope.value in record
    assert "31 March 2025" in record
    assert "No other place was found." in record


@pytest.mark.parametrize("outcome", ["in_principle", "with_conditions"])
def test_scottish_borders_a_decision_in_principle_or_with_conditions_is_a_decision(
    app: Flask, database: Session, staff: Staff, outcome: str
) -> None:
    """Scottish Borders day service 2019: closed without an assessment; the decision was said to be conditional."""
    sat = make_meeting(staff, at="held")
    with pytest.raises(Refused, match="carries no equality statement"):
        record_decision_on(sat, outcome=outcome)
    override(sat)
    record_decision_on(sat, outcome=outcome)
    record = shown(app, sat, "/record")
    assert "Late" in record
    assert "No regard is recorded before the decision" in record


def test_kaur_and_shah_regard_that_comes_after_the_decision_does_not_make_it_early(
    app: Flask, database: Session, staff: Staff
) -> None:
    """R (Kaur & Shah) v Ealing 2008: the policy was fixed first, the work on its impact came afterwards."""
    made = make_assessment(at="sign_off", staff=(staff,))
    sat = make_meeting(staff, at="held")
    pin(sat, made)
    with pytest.raises(Refused, match="has not answered yet"):
        record_decision_on(sat)
    override(sat)
    row = decision(record_decision_on(sat))
    assert row.mark == "not_signed"
    take(made, "sign", staff["approver"])
    record = shown(app, sat, "/record")
    assert "Late" in record
    assert "No regard is recorded before the decision" in record


def test_toner_what_is_not_known_is_not_screened_out_and_what_was_promised_is_followed_up(
    app: Flask, database: Session, staff: Staff
) -> None:
    """Re Toner 2017: the needs of blind people were not properly screened, and nothing was done about it later."""
    made = start((staff,))
    to_screening(made)
    framework = read(made.version_id).framework
    staff_key = framework.populations[0].key
    write_screening(made.version_id, all_no(framework) | unknown(framework, "disability", staff_key))
    with pytest.raises(Refused):
        take(made, "send_screening", staff["owner"])
    sat, signed = make_ready(staff)
    record_decision_on(sat)
    assert "not reported yet" in shown(app, sat, "/record")
    action_id = actions_of(signed)[0]
    take_action(signed, action_id, "report_done", staff["owner"])
    assert "reported done" in shown(app, sat, "/record")
