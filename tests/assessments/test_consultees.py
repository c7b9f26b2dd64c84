"""Opinions of others who are asked by name: given once, seen by whoever signs, legal advice kept within its house."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotAllowed, Refused
from tests.support.assessments import Made, make_assessment, take
from tests.support.records import found, told
from tests.support.staff import make_staff, signed_in
from tests.support.windows import fields
from tests.support.writing import read

ADVICE = "We would lose this in court."


def ask(made: Made, by: str, whom: int, capacity: str, question: str = "Is it lawful?") -> None:
    take(made, "ask_opinion", made.lead[by], person=whom, capacity=capacity, question=question)


def test_an_opinion_is_asked_by_name_given_once_and_holds_nobody_up(database: Session) -> None:
    made, stranger = make_assessment(at="sign_off"), make_staff()
    lead = made.lead
    for whom in (stranger["member"], lead["owner"]):
        with pytest.raises(Refused, match="who did not write it"):
            ask(made, "owner", whom, "legal")
    with pytest.raises(Refused, match="in what capacity"):
        ask(made, "owner", lead["member"], "astrologer")
    ask(made, "owner", lead["member"], "staff_association", "Was the branch asked?")
    assert told(made, "opinion_asked") == {lead["member"]}
    with pytest.raises(Refused, match="is not asked already"):
        ask(made, "owner", lead["member"], "legal")
    with pytest.raises(NotAllowed, match="whoever was asked"):
        take(made, "answer_opinion", lead["approver"], opinion="agrees", words="")
    with pytest.raises(Refused, match="what your concerns are"):
        take(made, "answer_opinion", lead["member"], opinion="concerns", words=" ")
    take(made, "answer_opinion", lead["member"], opinion="concerns", words="It was not.")
    assert {lead["owner"], lead["approver"], lead["second_approver"]} <= told(made, "consultee_answered")
    with pytest.raises(NotAllowed):
        take(made, "answer_opinion", lead["member"], opinion="agrees", words="")
    for change in ("SET opinion = 'agrees'", "SET words = ''"):
        with pytest.raises(DBAPIError, match=r"eia: |permission denied"), transaction() as session:
            session.execute(text(f"UPDATE consultee_opinion {change} WHERE version_id = {made.version_id}"))
    take(made, "sign", lead["approver"])
    assert found(made) == []


def test_who_asked_takes_a_request_back_with_a_reason_until_it_is_answered(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="adviser_review")
        lead = made.lead
        ask(made, "owner", lead["member"], "staff_network", "What do you think?")
        with pytest.raises(NotAllowed, match="whoever asked for an opinion that was not given yet"):
            take(made, "take_back_request", lead["adviser"])
        row = read(made.version_id).version.consultees[-1].id
        for wrong, why in (({"request": "0"}, "Choose one of those"), ({"request": row, "reason": " "}, "Say why")):
            with pytest.raises(Refused, match=why):
                take(made, "take_back_request", lead["owner"], **wrong)
    asked, owner = signed_in(app, lead["member"]), signed_in(app, lead["owner"])
    page, summary = f"{made.address}/steps/take_back_request", f"{made.address}/summary"
    assert asked.get(summary).status_code == 200
    shown = owner.get(page).text
    assert "staff network" in shown
    sent = owner.post(page, data=fields(shown) | {"request": str(row), "reason": "We asked the union."})
    assert sent.status_code == 303
    assert "Give your opinion as" not in asked.get("/").text
    assert asked.get(summary).status_code == 403, "they may know the title again, as anyone of the organisation"
    assert asked.get(f"{made.address}/steps/answer_opinion").status_code == 403
    assert owner.get(page).status_code == 403
    told_page = owner.get(summary).text
    assert "Not asked any more" in told_page
    assert "We asked the union." in told_page
    with app.app_context():
        assert told(made, "opinion_request_taken_back") == {lead["member"]}
        with pytest.raises(NotAllowed, match="whoever was asked"):
            take(made, "answer_opinion", lead["member"], opinion="agrees", words="")
        ask(made, "owner", lead["member"], "staff_network")
        take(made, "answer_opinion", lead["member"], opinion="agrees", words="")
        with pytest.raises(NotAllowed, match="not given yet"):
            take(made, "take_back_request", lead["owner"])
        with pytest.raises(DBAPIError, match=r"eia: |permission denied"), transaction() as session:
            session.execute(text(f"UPDATE consultee_opinion SET taken_back_because = 'x' WHERE id = {row}"))
        assert found(made) == []


def test_legal_advice_is_read_within_its_organisation_and_stands_in_no_message_and_no_trail(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="adviser_review", organisations=2)
        lead, partner = made.lead, made.others[0]
        take(made, "claim", lead["adviser"])
    adviser, asked = signed_in(app, lead["adviser"]), signed_in(app, lead["hr_lead"])
    page, answer = f"{made.address}/steps/ask_opinion", f"{made.address}/steps/answer_opinion"
    summary = f"{made.address}/summary"
    assert asked.get(summary).status_code == 403, "they may know no more than the title"
    sent = {"person": lead["hr_lead"], "capacity": "legal", "question": "Is it lawful?"}
    adviser.post(page, data=fields(adviser.get(page).text) | sent)
    home = asked.get("/").text
    assert "Give your opinion as legal adviser" in home
    assert f'href="{made.address}"' in home
    assert answer in asked.get(made.address).text
    assert "Is it lawful?" in asked.get(answer).text
    half = asked.post(answer, data=fields(asked.get(answer).text) | {"opinion": "concerns"})
    assert "Say what your concerns are" in half.text
    asked.post(answer, data=fields(asked.get(answer).text) | {"opinion": "concerns", "words": ADVICE})
    assert "Give your opinion as" not in asked.get("/").text
    for person, reads in ((lead["adviser"], True), (lead["hr_lead"], True), (partner["approver"], False)):
        shown = signed_in(app, person).get(summary).text
        assert "Has concerns" in shown
        assert "Legal advice, privileged." in shown
        assert (ADVICE in shown) is reads
        assert (
            '<div class="eia-no-print"><p class="govuk-body">Asked: <span dir="auto">Is it lawful?' in shown
        ) is reads
    assert "legal adviser: has concerns" in signed_in(app, lead["owner"]).get(f"{made.address}/trail").text.lower()
    with app.app_context():
        trail = entries(db.session(), f"assessment:{made.reference}")
        told_to_all = str([entry.payload.body for entry in trail if entry.payload])
        assert ADVICE not in told_to_all
        assert "Is it lawful?" not in told_to_all
        notes = db.session().execute(text("SELECT * FROM notice WHERE event = 'consultee_answered'")).all()
        assert notes
        assert ADVICE not in str(notes)
        assert found(made) == []
