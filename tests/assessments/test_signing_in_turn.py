"""Routes of several signatures: stages in order, the offices of one stage in any order, nobody twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.guards.late import regard_recorded_at
from eia.assessments.joint import turns
from eia.assessments.queries import waiting_for
from eia.assessments.reminding.waiting import everything_that_waits
from eia.assessments.views.coverage import nobody_answers
from eia.db import db, transaction
from eia.errors import Refused
from eia.home.queries import you_wait_for
from eia.people.commands.deputies import record_deputy
from eia.people.models import Person
from eia.people.routes import Level
from tests.support.assessments import Made, send_for_sign_off, take
from tests.support.records import found, told
from tests.support.routing import ADVISER, APPROVER, HEAD, lay_route, sent, stands
from tests.support.staff import acting, appoint_another, signed_in
from tests.support.writing import read, write_replies

POINT = {"section": "impacts", "reason": "too_general", "remark": "Say who."}


def waits_for(made: Made, person_id: int) -> list[str]:
    db.session.rollback()
    return [line.todo for line in waiting_for(db.session(), acting(db.session(), person_id))]


def reminded(made: Made) -> frozenset[int]:
    """Whom the ladder takes a signature to wait for."""
    waits = everything_that_waits(db.session(), clock.today(), clock.today())
    return next(one.holders for one in waits if (one.kind, one.id) == ("sign", made.version_id))


def test_the_head_of_department_signs_first_and_the_approver_completes_it(database: Session) -> None:
    made = sent(((HEAD,),))
    lead = made.lead
    approvers = {lead["approver"], lead["second_approver"], lead["deputy"]}
    assert stands(made) == "pending,head_of_department,"
    assert told(made, "opinion_given") == {lead["owner"], lead["head"], lead["second_head"]}
    assert (waits_for(made, lead["head"]), waits_for(made, lead["approver"])) == (
        ["Read it and sign, or refuse: it is your turn"],
        [],
    )
    with pytest.raises(Refused, match=r"The head of department of Organisation .* signs first"):
        take(made, "sign", lead["approver"])
    take(made, "sign", lead["head"])
    assert stands(made) == "signing,approver,"
    assert (waits_for(made, lead["head"]), waits_for(made, lead["second_head"])) == ([], [])
    assert waits_for(made, lead["approver"]) == ["Read it and sign, or return it"]
    (line,) = you_wait_for(db.session(), acting(db.session(), lead["owner"]))
    assert line.says.startswith("The approvers of Organisation")
    assert told(made, "turn_to_sign") == approvers
    assert reminded(made) == approvers
    with pytest.raises(Refused, match=r"Head, .* has signed as head of department"):
        take(made, "sign", lead["second_head"])
    case = read(made.version_id)
    assert (case.state, regard_recorded_at(case, lead.organisation_id)) == ("sign_off", None)
    take(made, "sign", lead["approver"])
    case = read(made.version_id)
    answer = case.submission.answer_of(lead.organisation_id) if case.submission else None
    assert (case.state, stands(made)) == ("signed_off", "signed")
    assert answer
    assert (answer.person_id, answer.stage, answer.seat) == (lead["approver"], 2, "approver")
    assert regard_recorded_at(case, lead.organisation_id) == answer.signed_at
    assert found(made) == []


@pytest.mark.only_on("sqlite", because="whose turn it is is asked on both by the test above; the rest is Python")
def test_two_offices_of_one_stage_sign_in_any_order_and_the_next_stage_waits_for_both(database: Session) -> None:
    made = sent(((HEAD, ADVISER),))
    lead = made.lead
    take(made, "sign", lead["second_adviser"])
    assert stands(made) == "signing,head_of_department,"
    assert told(made, "turn_to_sign") == set()
    with pytest.raises(Refused, match="The head of department of"):
        take(made, "sign", lead["approver"])
    assert (waits_for(made, lead["second_adviser"]), len(waits_for(made, lead["head"]))) == ([], 1)
    take(made, "sign", lead["head"])
    assert stands(made) == "signing,approver,"
    take(made, "sign", lead["approver"])
    assert read(made.version_id).state == "signed_off"
    assert found(made) == []


@pytest.mark.only_on("sqlite", because="whose turn it is is asked on both by the test above; the rest is Python")
def test_a_refusal_at_any_stage_is_the_refusal_of_the_organisation(database: Session) -> None:
    made = sent(((HEAD,),), ((HEAD,),))
    (partner,) = made.others
    take(made, "refuse", partner["head"])
    assert stands(made, partner) == "refused"
    take(made, "sign", made.lead["head"])
    take(made, "refuse", made.lead["approver"])
    case = read(made.version_id)
    assert (case.state, stands(made)) == ("mitigation", "refused")
    assert found(made) == []


@pytest.mark.only_on("sqlite", because="whose turn it is is asked on both by the test above; the rest is Python")
def test_nobody_signs_twice_for_one_organisation(database: Session) -> None:
    made = sent(((APPROVER,),))
    lead = made.lead
    take(made, "sign", lead["deputy"])
    assert [len(waits_for(made, lead[part])) for part in ("deputy", "approver", "second_approver")] == [0, 0, 1]
    assert reminded(made) == {lead["second_approver"]}
    for whoever in ("deputy", "approver"):
        with pytest.raises(Refused, match="One person signs once"):
            take(made, "sign", lead[whoever])
    take(made, "sign", lead["second_approver"])
    assert read(made.version_id).state == "signed_off"
    assert [one.on_behalf_of_id for one in read(made.version_id).signatures] == [lead["approver"], None]
    assert found(made) == []


def test_a_deputy_of_the_head_signs_in_their_own_name(database: Session) -> None:
    made = sent(((HEAD,),))
    lead, today = made.lead, clock.today()
    with transaction() as session:
        principal, deputy = session.get_one(Person, lead["head"]), session.get_one(Person, lead["member"])
        by, until = acting(session, principal.id), today + timedelta(days=9)
        record_deputy(
            session, principal=principal, deputy=deputy, office=HEAD, from_day=today, until_day=until, reason="Away",
            by=by,
        )  # fmt: skip
    as_deputy, in_person = (acting(database, lead[part]).held for part in ("member", "second_head"))
    by_both = replace(acting(database, lead["second_head"]), held=(*as_deputy, *in_person))
    own = turns.seat(read(made.version_id), by_both, [lead.organisation_id])
    assert own == in_person[0], "who holds the office signs in it in person"
    take(made, "sign", lead["member"])
    (signature,) = read(made.version_id).signatures
    assert (signature.person_id, signature.on_behalf_of_id) == (lead["member"], lead["head"])
    for_two = [replace(in_person[0], office=APPROVER, principal_id=lead[part]) for part in ("head", "approver")]
    next_one = turns.seat(
        read(made.version_id), replace(by_both, held=tuple(for_two)), [lead.organisation_id], now=True
    )
    assert next_one == for_two[1], "not for the one in whose place it was signed"


@pytest.mark.only_on("sqlite", because="whose turn it is is asked on both by the test above; the rest is Python")
def test_which_route_holds_is_settled_when_it_is_sent(database: Session) -> None:
    made = sent(((HEAD,),))
    lay_route(made.lead, Level.FULL, (HEAD, ADVISER))
    take(made, "sign", made.lead["head"])
    assert stands(made) == "signing,approver,"
    take(made, "return_to_author", made.lead["approver"], stage="mitigation", points=[POINT])
    write_replies(made.version_id)
    send_for_sign_off(made)
    assert stands(made) == "pending,head_of_department,equality_adviser,"
    lay_route(made.lead, Level.FULL)
    take(made, "sign", made.lead["head"])
    assert stands(made) == "signing,equality_adviser,"
    assert found(made) == []


@pytest.mark.only_on("sqlite", because="whose turn it is is asked on both by the test above; the rest is Python")
def test_each_level_has_its_own_route(database: Session) -> None:
    made = sent(((HEAD,),), at="screening_review", level=Level.SCREENED_OUT)
    lead = made.lead
    assert told(made, "screening_sent") == {lead["head"], lead["second_head"]}
    assert len(waits_for(made, lead["head"])) == 1
    take(made, "screen_out", lead["head"])
    take(made, "screen_out", lead["adviser"])
    assert read(made.version_id).state == "screened_out"
    assert found(made) == []


@pytest.mark.only_on("sqlite", because="whose turn it is is asked on both by the test above; the rest is Python")
def test_where_harm_remains_the_route_for_it_holds_and_else_it_does_not(database: Session) -> None:
    assert stands(sent(((HEAD,),), level=Level.HARM)) == "pending"
    harmful = sent(((HEAD,),), level=Level.HARM, outcome="continue")
    assert read(harmful.version_id).level is Level.HARM
    assert stands(harmful) == "pending,head_of_department,"


def test_a_head_with_an_interest_leaves_it_to_another_and_without_one_somebody_is_appointed(database: Session) -> None:
    made = sent(((HEAD,),))
    lead = made.lead
    take(made, "declare_interest", lead["head"], reason="I run the desk.")
    assert told(made, "interest_declared") == {lead["second_head"]}
    assert nobody_answers(read(made.version_id)) == []
    take(made, "declare_interest", lead["second_head"], reason="I live there.")
    assert told(made, "interest_declared") == {lead["second_head"], lead["administrator"]}
    assert [office for _, office in nobody_answers(read(made.version_id))] == [HEAD]
    another = appoint_another(lead, "third_head", HEAD)
    take(made, "sign", another)
    assert stands(made) == "signing,approver,"


SIGN = (
    "INSERT INTO signature (submission_id, organisation_id, person_id, kind, office, declaration, remark,"
    " shared_digest, local_digest, signed_at, stage, seat) SELECT id, :organisation, :person, 'sign_off', '', '', '',"
    " '', '', submitted_at, :stage, :seat FROM submission WHERE version_id = :version"
)
OUT_OF_TURN = {
    "the last stage first": (2, "approver"),
    "an office of no stage": (1, "equality_adviser"),
    "none": (1, ""),
}


@pytest.mark.parametrize("attempt", OUT_OF_TURN)
def test_the_database_refuses_a_signature_out_of_turn(database: Session, attempt: str) -> None:
    made = sent(((HEAD,),))
    stage, seat = OUT_OF_TURN[attempt]
    keys = {"version": made.version_id, "organisation": made.lead.organisation_id, "person": made.lead["approver"]}
    with pytest.raises(DBAPIError, match="eia: each stage of a route"), transaction() as session:
        session.execute(text(SIGN), {**keys, "stage": stage, "seat": seat})


def test_the_database_refuses_a_second_signature_in_one_office_or_by_one_person(database: Session) -> None:
    made = sent(((HEAD,),))
    lead = made.lead
    take(made, "sign", lead["head"])
    keys = {"version": made.version_id, "organisation": lead.organisation_id}
    for person, stage, seat in ((lead["second_head"], 1, HEAD), (lead["head"], 2, APPROVER)):
        with pytest.raises(DBAPIError, match=r"eia: rows of signature|uq_signature"), transaction() as session:
            session.execute(text(SIGN), {**keys, "person": person, "stage": stage, "seat": seat})
    owe = text(
        "INSERT INTO owed_signature (submission_id, organisation_id, stage, office)"
        " SELECT id, :organisation, 3, 'approver' FROM submission WHERE version_id = :version"
    )
    with pytest.raises(DBAPIError, match="eia: what an organisation owes"), transaction() as session:
        session.execute(owe, keys)


def test_the_page_says_whose_turn_it_is_who_signed_before_and_who_comes_after(app: Flask) -> None:
    with app.app_context():
        made = sent(((HEAD,),))
    lead, address, to_press = made.lead, f"{made.address}/summary", f'action="{made.address}/steps/sign"'
    head, approver = signed_in(app, lead["head"]), signed_in(app, lead["approver"])
    page = head.get(address).text
    assert "It is your turn: you sign as head of department." in page
    assert "After you: the approver." in page
    assert page.count(to_press) == 1
    page = approver.get(address).text
    assert "It is not your turn yet: the head of department signs first." in page
    assert to_press not in page
    filled: dict[str, object] = {"interest": "no", "declared": ["0", "1", "2", "3"], "seen": read_revision(app, made)}
    answer = head.post(f"{made.address}/steps/sign", data=filled)
    assert answer.status_code == 303, answer.text
    page = approver.get(address).text
    assert "It is your turn: you sign as approver." in page
    assert "You sign last" in page
    assert f"Head, {lead.code}, " in page
    assert "You have signed. The approver signs next." in head.get(address).text
    assert "the approvers of" in signed_in(app, lead["owner"]).get(made.address).text


def read_revision(app: Flask, made: Made) -> int:
    with app.app_context():
        return read(made.version_id).revision
