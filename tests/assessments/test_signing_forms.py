"""Signing on a condition, and leaving it to others because of an interest."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.content import canonical, shared_part
from eia.assessments.models import Mitigation
from eia.assessments.queries import standings_of_actions
from eia.assessments.reminding.ladder import climbing
from eia.db import db, transaction
from eia.errors import Refused
from eia.people.models import Appointment
from eia.people.offices import Office
from tests.assessments.together import sign_again
from tests.support.assessments import Made, make_assessment, open_version, take, take_action
from tests.support.records import found, told
from tests.support.staff import Staff, appoint_another, signed_in
from tests.support.windows import press
from tests.support.writing import read

DECLARED = ["0", "1", "2", "3"]


def condition(made: Made, what: str = "Count who comes on foot", days: int = 10) -> dict[str, object]:
    return {"what": what, "owner_id": made.lead["member"], "due": clock.today() + timedelta(days=days)}


def taken_up(made: Made) -> list[Mitigation]:
    return [row for row in read(made.version_id).version.mitigations if row.condition_id]


def test_a_condition_becomes_an_action_when_the_round_is_complete(database: Session) -> None:
    made = make_assessment(at="sign_off", organisations=2)
    before = canonical(shared_part(read(made.version_id), ""))
    take(made, "sign", made.others[0]["approver"], conditions=[condition(made)])
    assert taken_up(made) == []
    take(made, "sign", made.lead["approver"])
    (row,) = taken_up(made)
    action_id, asked = row.id, (row.kind, row.what, row.owner_id, row.due)
    assert asked[:3] == ("action", "Count who comes on foot", made.lead["member"])
    assert told(made, "action_begun") == {made.lead["member"], made.lead["owner"]}, "who own an action of it"
    assert canonical(shared_part(read(made.version_id), "")) == before, "others did not sign it"
    take_action(made, action_id, "note_progress", made.lead["member"], note="Counted once")
    assert found(made) == []
    later = open_version(made, made.lead["second_owner"])
    assert taken_up(later) == [], "nobody writes it anew"
    sign_again(later)
    (goes_on,) = taken_up(later)
    assert (goes_on.kind, goes_on.what, goes_on.owner_id, goes_on.due) == asked
    standings = standings_of_actions(db.session(), later.version_id)
    note = standings[goes_on.id].last_note
    assert note
    assert "Counted once" in note.note
    assert found(made) == []


@pytest.mark.only_on("sqlite", because="conditions are kept on both in the test that they become actions")
def test_a_condition_of_a_round_that_was_returned_never_becomes_an_action(database: Session) -> None:
    made = make_assessment(at="sign_off", organisations=2)
    take(made, "sign", made.others[0]["approver"], conditions=[condition(made)])
    point = {"section": "impacts", "reason": "too_general", "remark": "Say who."}
    take(made, "return_to_author", made.lead["approver"], stage="mitigation", points=[point])
    assert taken_up(made) == []
    assert found(made) == []


def test_a_condition_has_an_owner_who_takes_part_and_a_day_to_come(database: Session) -> None:
    made, other = make_assessment(at="sign_off"), make_assessment()
    for wrong in ({"owner_id": other.lead["member"]}, {"due": clock.today() - timedelta(days=1)}):
        with pytest.raises(Refused):
            take(made, "sign", made.lead["approver"], conditions=[condition(made) | wrong])
    assert read(made.version_id).signatures == []


def test_an_action_without_a_condition_is_not_smuggled_in(database: Session) -> None:
    made = make_assessment(at="sign_off")
    take(made, "sign", made.lead["approver"], conditions=[condition(made)])
    (row,) = taken_up(made)
    for statement in (
        f"UPDATE mitigation SET what = 'Less' WHERE id = {row.id}",
        f"UPDATE condition SET what = 'Less' WHERE id = {row.condition_id}",
        "INSERT INTO mitigation (version_id, impact_id, kind, what, type, measure, aim, necessity, alternatives,"
        f" residual) SELECT {made.version_id}, id, 'action', 'x', '', '', '', '', '', '' FROM impact LIMIT 1",
    ):
        with pytest.raises(DBAPIError, match=r"eia: |permission denied"), transaction() as session:
            session.execute(text(statement))


@pytest.mark.only_on("sqlite", because="conditions are kept on both in the test that they become actions")
def test_an_overdue_condition_is_said_on_the_page(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="sign_off")
    client = signed_in(app, made.lead["approver"])
    due = clock.today() + timedelta(days=3)
    typed = {"what_1": "Count them", "owner_1": str(made.lead["member"])}
    day = {"due_1-day": str(due.day), "due_1-month": str(due.month), "due_1-year": str(due.year)}
    seen = client.get(f"{made.address}/steps/sign").text.partition('name="seen" value="')[2].partition('"')[0]
    sent = {"interest": "no", "declared": DECLARED, "seen": seen}
    half = client.post(f"{made.address}/steps/sign", data={**sent, **typed})
    assert "Give the day it is due" in half.text
    page = client.post(f"{made.address}/steps/sign", data={**sent, **typed, **day}, follow_redirects=True)
    assert "is overdue" not in page.text
    with time_machine.travel(clock.now() + timedelta(days=5)):
        client = signed_in(app, made.lead["approver"])
        assert f"A condition of Organisation {made.lead.code} is overdue" in client.get(made.address).text
        assert "On condition:" in client.get(f"{made.address}/summary").text
        assert "Open a new version" not in client.get(made.address).text.partition("eia-side")[0]
        author = signed_in(app, made.lead["owner"])
        of_one = author.get(f"{made.address}/actions/{taken_up_id(app, made)}").text
        assert "This condition has lapsed" in of_one
        assert '<a class="eia-navigation__link" href="/actions" aria-current="true">' in of_one
        page = press(author, made.address, f"{made.address}/steps/open_version")
        assert "A condition has lapsed: “Count them”" in page.text
        assert page.request.path == f"/assessments/{made.reference}/v2"
        assert "Version 2 is already there" in author.get(made.address).text
    with app.app_context(), time_machine.travel(clock.now() + timedelta(days=20)):
        told_of = {t.person.id for t in climbing(db.session(), day_at_work()) if t.says.get("condition")}
        assert {made.lead["approver"], made.lead["owner"]} <= told_of, "who set it, and the author"


def taken_up_id(app: Flask, made: Made) -> int:
    with app.app_context():
        return taken_up(made)[0].id


def day_at_work() -> date:
    """Today, or the working day after it."""
    day = clock.today()
    while not clock.working_days_between(day - timedelta(days=1), day):
        day += timedelta(days=1)
    return day


def test_an_interest_leaves_the_signature_to_the_next_holder(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="sign_off")
        seen = read(made.version_id).revision
        db.session.rollback()
    client = signed_in(app, made.lead["approver"])
    page = client.post(f"{made.address}/steps/sign", data={"seen": seen}, follow_redirects=True)
    assert "Do you have an interest in this?" in page.text
    sent = {"interest": "yes", "interest_which": "My brother runs the desk.", "seen": seen}
    page = client.post(f"{made.address}/steps/sign", data=sent, follow_redirects=True)
    assert "Whoever can answer in your place has been told" in page.text
    assert "My brother runs the desk." in client.get(f"{made.address}/summary").text
    with app.app_context():
        lead = made.lead
        assert told(made, "interest_declared") == {lead["second_approver"]}
        with pytest.raises(Refused, match="You have declared an interest"):
            take(made, "sign", lead["approver"])
        sign = text(
            "INSERT INTO signature (submission_id, organisation_id, person_id, kind, office, declaration, remark,"
            " shared_digest, local_digest, signed_at) SELECT id, :organisation, :person, 'sign_off', '', '', '', '',"
            " '', submitted_at FROM submission WHERE version_id = :version"
        )
        keys = {"version": made.version_id, "person": lead["approver"], "organisation": lead.organisation_id}
        with pytest.raises(DBAPIError, match="eia: whoever declared an interest"), transaction() as session:
            session.execute(sign, keys)
        take(made, "sign", lead["second_approver"])
        assert read(made.version_id).state == "signed_off"
        assert found(made) == []


def test_an_only_approver_with_an_interest_leaves_it_to_whom_the_administrators_appoint(app: Flask) -> None:
    """Nor does their deputy answer for them: the office-holder in whose place they act has the interest."""
    with app.app_context():
        made = make_assessment(at="sign_off", organisations=2)
        partner = made.others[0]
        with transaction() as session:
            for row in session.scalars(select(Appointment).where(Appointment.person_id == partner["second_approver"])):
                row.in_force = False
        take(made, "declare_interest", partner["approver"], reason="I run the desk.")
        assert told(made, "interest_declared") == {partner["administrator"]}
        with pytest.raises(Refused, match="You would answer for Approver"):
            take(made, "sign", partner["deputy"])
        assert signed_by_sql(made, partner, partner["deputy"], on_behalf_of=partner["approver"]) == "refused"
    for part in ("deputy", "administrator"):
        page = signed_in(app, partner[part]).get(made.address).text
        assert f"Nobody can answer for Organisation {partner.code} now." in page
    with app.app_context():
        take(made, "sign", appoint_another(partner, "newcomer", Office.APPROVER))
        take(made, "sign", made.lead["approver"])
        assert read(made.version_id).state == "signed_off"
        assert found(made) == []


def signed_by_sql(made: Made, staff: Staff, person: int, on_behalf_of: int) -> str:
    sign = text(
        "INSERT INTO signature (submission_id, organisation_id, person_id, on_behalf_of_id, kind, office, declaration,"
        " remark, shared_digest, local_digest, signed_at) SELECT id, :organisation, :person, :whose, 'sign_off', '',"
        " '', '', '', '', submitted_at FROM submission WHERE version_id = :version"
    )
    keys = {"version": made.version_id, "person": person, "organisation": staff.organisation_id, "whose": on_behalf_of}
    with pytest.raises(DBAPIError, match="eia: whoever declared an interest"), transaction() as session:
        session.execute(sign, keys)
    return "refused"


def test_when_nobody_else_can_answer_the_administrators_are_told(database: Session) -> None:
    made = make_assessment(at="screening_review")
    for part in ("adviser", "second_adviser"):
        take(made, "declare_interest", made.lead[part], reason="I run the desk.")
    assert told(made, "interest_declared") == {made.lead["second_adviser"], made.lead["administrator"]}


def test_who_signs_what_went_back_a_moment_before_is_told_so(app: Flask) -> None:
    """They may not read it any more while it is written, and lost a race all the same."""
    with app.app_context():
        made = make_assessment(at="sign_off", organisations=2)
        seen, address, (partner,) = read(made.version_id).version.revision, made.address, made.others
        point = {"section": "impacts", "reason": "too_general", "remark": "Say who."}
        take(made, "return_to_author", made.lead["approver"], stage="mitigation", points=[point])
    late = signed_in(app, partner["approver"])
    answer = late.post(f"{address}/steps/sign", data={"seen": seen})
    assert (answer.status_code, "Already changed while you read it" in answer.text) == (409, True)
    assert late.post(f"{address}/steps/sign").status_code == 403
