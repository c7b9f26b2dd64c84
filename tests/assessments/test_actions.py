"""Actions after signing: reported, confirmed by a second person, sent back, dropped, handed on to a later version."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy import text as text_of
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia.assessments.commands.actions import load_action
from eia.assessments.models import ActionStanding, Mitigation
from eia.assessments.queries import progress_of, standings_of_actions
from eia.assessments.workflow.actions import ACTION_TABLE
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered, Refused, Stale
from eia.notices.letters import words_of
from eia.notices.models import Notice
from eia.people.offices import Office
from eia.people.queries import Standing
from tests.assessments.together import sign_again
from tests.support.assessments import (
    DONE,
    Made,
    actions_of,
    make_assessment,
    open_version,
    send_for_sign_off,
    take,
    take_action,
)
from tests.support.records import found, told
from tests.support.staff import acting, make_staff, signed_in
from tests.support.writing import read


def stands(made: Made, action_id: int) -> ActionStanding:
    db.session.rollback()
    return standings_of_actions(db.session(), made.version_id)[action_id]


def test_an_action_ends_when_a_second_person_confirms_it(database: Session) -> None:
    made = make_assessment(at="signed_off")
    owner, adviser = made.lead["owner"], made.lead["second_adviser"]
    first, second = actions_of(made)
    assert stands(made, first).status == "not_started"

    take_action(made, first, "note_progress", owner, note="Half of it")
    take_action(made, first, "report_done", owner, residual=level(made))
    assert stands(made, first).status == "done"
    assert owner not in told(made, "action_reported") != set()
    with pytest.raises(Refused, match="somebody else has to agree"):
        take_action(made, first, "confirm_done", owner)
    assert stands(made, first).is_open
    take_action(made, first, "confirm_done", adviser)

    found = stands(made, first)
    assert (found.status, found.is_open, found.revision) == ("confirmed", False, 3)
    assert {owner, made.lead["approver"]} <= told(made, "action_confirmed"), "harm remains: the approver hears of it"
    assert stands(made, second).status == "not_started"
    newest = entries(database, f"assessment:{made.reference}", newest=1)[0]
    assert newest.payload
    assert newest.payload.body
    assert newest.payload.body["sentence"] == "Action “Build a ramp”: confirmed done"


def level(made: Made) -> str:
    return read(made.version_id).framework.levels[0].key


def test_what_was_reported_is_sent_back_with_a_reason_or_not_done_at_all(database: Session) -> None:
    made = make_assessment(at="signed_off")
    owner, adviser, approver = made.lead["owner"], made.lead["adviser"], made.lead["approver"]
    action_id = actions_of(made)[0]
    take_action(made, action_id, "report_done", owner)
    take_action(made, action_id, "send_back", adviser, reason="The ramp is too steep")
    assert stands(made, action_id).status == "sent_back"
    assert told(made, "action_sent_back") == {owner}

    take_action(made, action_id, "propose_dropping", owner)
    with pytest.raises(NotAllowed, match="Only an equality adviser or an approver"):
        take_action(made, action_id, "agree_dropping", made.lead["second_owner"])
    take_action(made, action_id, "agree_dropping", approver, reason="The building is sold")
    assert stands(made, action_id).status == "dropped"
    with pytest.raises(NotOffered):
        take_action(made, action_id, "report_done", owner)
    with pytest.raises(NotAllowed):
        take_action(made, actions_of(made)[1], "note_progress", made.lead["member"])


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_who_owns_an_action_hears_of_it_when_it_is_signed_and_not_again_in_a_later_version(
    app: Flask, database: Session
) -> None:
    made = make_assessment(at="mitigation")
    secretary = made.lead["secretary"]
    with transaction() as session:
        for row in session.scalars(select(Mitigation).where(Mitigation.version_id == made.version_id)):
            row.owner_id = secretary
    send_for_sign_off(made)
    assert told(made, "action_begun") == set()
    take(made, "sign", made.lead["approver"])
    assert told(made, "action_begun") == {secretary}
    sign_again(open_version(made, made.lead["second_owner"]), without=1)
    (notice,) = db.session.scalars(select(Notice).where(Notice.event == "action_begun", Notice.person_id == secretary))
    assert notice.subject == "Yours to do: Move of the front desk"
    text = words_of(app, notice, "Secretary", "https://eia.example", {})
    assert "it names you for 2 actions:\n\n- Build a ramp: due on " in text
    assert "https://eia.example/actions?whose=mine" in text
    assert secretary in told(made, "superseded")


def test_where_nobody_else_could_confirm_the_approvers_of_the_lead_are_told(database: Session) -> None:
    made = make_assessment(at="mitigation")
    with transaction() as session:
        for row in session.scalars(select(Mitigation).where(Mitigation.version_id == made.version_id)):
            row.owner_id = made.lead["adviser"]
    send_for_sign_off(made)
    take(made, "sign", made.lead["approver"])
    take_action(made, actions_of(made)[0], "report_done", made.lead["owner"])
    assert told(made, "action_reported") == {made.lead[part] for part in ("approver", "second_approver", "deputy")}


def test_a_report_that_lacks_its_proof_is_refused_with_every_reason(database: Session) -> None:
    made = make_assessment(at="signed_off")
    with pytest.raises(Refused) as refused:
        take_action(made, actions_of(made)[0], "report_done", made.lead["owner"], proof="", result="", residual="")
    assert [reason.text.split()[0] for reason in refused.value.reasons] == ["Say"] * 3


def test_nobody_confirms_what_was_reported_anew_while_they_read(database: Session) -> None:
    made = make_assessment(at="signed_off")
    action_id = actions_of(made)[0]
    take_action(made, action_id, "report_done", made.lead["owner"])
    take_action(made, action_id, "note_progress", made.lead["owner"], note="Not quite")
    take_action(made, action_id, "report_done", made.lead["owner"], result="38 of 40")
    with pytest.raises(Stale, match="noted “Reported done”"):
        take_action(made, action_id, "confirm_done", made.lead["adviser"], seen=1)


def test_a_deputy_of_the_owner_does_not_stand_in_for_the_second_person(database: Session) -> None:
    made = make_assessment(at="signed_off")
    action_id = actions_of(made)[0]
    take_action(made, action_id, "report_done", made.lead["owner"])
    session = db.session()
    one = load_action(session, read(made.version_id), action_id)
    step = ACTION_TABLE.steps["confirm_done"]
    member = acting(session, made.lead["member"])
    for principal, refused in ((made.lead["owner"], True), (made.lead["approver"], False)):
        held = Standing(Office.APPROVER, made.lead.organisation_id, "Lead", principal, "Somebody")
        by = replace(member, held=(held,))
        standing = step.standing(one, by)
        assert standing
        assert bool(step.reasons(one, by, standing)) is refused


def test_a_later_version_takes_open_actions_over_and_closes_those_it_does_not_name(database: Session) -> None:
    made = make_assessment(at="signed_off")
    goes_on, ends = actions_of(made)
    take_action(made, goes_on, "report_done", made.lead["owner"])
    later = open_version(made, made.lead["second_owner"])
    sign_again(later, without=1)

    assert (stands(made, goes_on).status, stands(made, ends).status) == ("moved", "closed")
    (carried,) = actions_of(later)
    assert stands(later, carried).status == "done"
    with pytest.raises(Refused, match="somebody else"):
        take_action(later, carried, "confirm_done", made.lead["owner"])
    note = progress_of(db.session(), carried)[0]
    assert note.note.startswith("Carried over from version 1.")
    assert note.proof == DONE["proof"]


def test_an_action_is_given_to_another_owner_with_a_reason_and_both_are_told(app: Flask, database: Session) -> None:
    made, stranger = make_assessment(at="signed_off", organisations=2), make_staff()
    owner, new = made.lead["owner"], made.others[0]["member"]
    goes_on, ends = actions_of(made)
    for wrong in ({"person": stranger["member"]}, {"person": owner}, {"person": new, "reason": ""}):
        with pytest.raises(Refused):
            take_action(made, goes_on, "give_away", made.lead["adviser"], **wrong)
    take_action(made, goes_on, "give_away", made.lead["adviser"], person=new, reason="It is their building")

    now = stands(made, goes_on)
    assert (now.owner_id, now.organisation_id) == (new, made.others[0].organisation_id)
    assert (now.status, now.revision) == ("not_started", 1), "nobody has begun"
    assert told(made, "action_given") == {owner, new}, "its owner until now is the author too"
    (notice,) = database.scalars(select(Notice).where(Notice.event == "action_given", Notice.person_id == new))
    text = words_of(app, notice, "Member", "https://eia.example", {})
    assert "This action has a new owner, Member" in text
    assert "It is their building" in text
    newest = entries(database, f"assessment:{made.reference}", newest=1)[0]
    assert newest.payload
    assert newest.payload.body
    assert newest.payload.body["sentence"].startswith("Action “Build a ramp”: given to Member")
    take_action(made, goes_on, "report_done", new)
    with pytest.raises(NotOffered):
        take_action(made, goes_on, "give_away", owner, person=made.lead["member"])
    with pytest.raises(DBAPIError, match=r"only with a note|permission denied"), transaction() as session:
        session.execute(text_of(f"UPDATE action_standing SET owner_id = {new} WHERE mitigation_id = {ends}"))
    assert found(made) == []


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_the_page_of_an_action_gives_it_away_and_says_what_is_missing(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="signed_off")
        page = f"{made.address}/actions/{actions_of(made)[0]}"
    author = signed_in(app, made.lead["owner"])
    half = author.post(f"{page}/owner", data={"away-seen": 0, "away-person": made.lead["member"]})
    assert "There is a problem" in half.text
    assert '<details class="govuk-details" open>' in half.text
    given = {"away-seen": 0, "away-person": made.lead["member"], "away-reason": "Leaving"}
    done = author.post(f"{page}/owner", data=given, follow_redirects=True)
    assert "It has a new owner, who has been told." in done.text
    assert f"Given to Member, {made.lead.code}" in done.text
    stranger = signed_in(app, made.lead["auditor"])
    assert "Give it to somebody else" not in stranger.get(page).text
    taken = given | {"away-seen": 1, "away-person": made.lead["secretary"]}
    assert stranger.post(f"{page}/owner", data=taken).status_code == 403


def test_who_was_given_an_action_has_it_in_the_version_that_comes_after_too(database: Session) -> None:
    made = make_assessment(at="signed_off")
    author, before, after = made.lead["second_owner"], made.lead["member"], made.lead["secretary"]
    first, second = actions_of(made)
    take_action(made, first, "give_away", made.lead["owner"], person=before)
    later = open_version(made, author)
    assert [m.owner_id for m in read(later.version_id).version.mitigations] == [before, made.lead["owner"]]
    take_action(made, second, "give_away", made.lead["owner"], person=after)
    sign_again(later)
    owners = {standings.owner_id for standings in (stands(later, action) for action in actions_of(later))}
    assert owners == {before, after}
    assert told(made, "action_begun") == {made.lead["owner"]}, "when it was signed first; the others had it already"
    assert {before, after} <= told(made, "superseded")
    assert found(made) == []


def test_a_withdrawn_assessment_refuses_progress(database: Session) -> None:
    made = make_assessment(at="signed_off")
    take(made, "withdraw", made.lead["approver"])
    with pytest.raises(NotOffered, match="is not open while this is at “Closed”"):
        take_action(made, actions_of(made)[0], "note_progress", made.lead["owner"])
