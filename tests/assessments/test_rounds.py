"""Rounds of checking: verdicts per section, what keeps and what loses acceptance, and that nothing said is lost."""

from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.checking.acceptance import acceptance, verdicts_of
from eia.assessments.models import Opening, ReturnPoint
from eia.db import db
from eia.errors import NotAllowed, NotOffered, Refused
from eia.notices.letters import words_of
from eia.notices.models import Notice
from tests.support.assessments import Made, make_assessment, take
from tests.support.staff import signed_in
from tests.support.writing import read, step_on, write_replies, write_row, write_section

EVIDENCE = {"section": "evidence", "verdict": "to_correct", "reason": "evidence", "remark": "Ask the staff network."}
OPTIONS = {"section": "options", "verdict": "could_be_better", "reason": "", "remark": "Say what it costs."}
POINT = {"section": "evidence", "reason": "evidence", "remark": "Ask the staff network."}


def claimed() -> Made:
    made = make_assessment(at="adviser_review")
    take(made, "claim", made.lead["adviser"])
    return made


def returned(made: Made, *, accept_rest: bool = True) -> None:
    take(made, "give_verdicts", made.lead["adviser"], verdicts=[EVIDENCE, OPTIONS])
    answers: dict[str, Any] = {"stage": "mitigation", "points": [POINT], "accept_rest": accept_rest}
    take(made, "return_to_author", made.lead["adviser"], **answers)


def send_again(made: Made) -> None:
    write_replies(made.version_id, "Asked them.")
    step_on(made.version_id, "send_to_adviser")
    take(made, "claim", made.lead["adviser"])


def stands(made: Made) -> dict[str, str]:
    """Section -> what stands of it, in one word."""
    words = {True: "accepted", False: "changed"}
    return {
        key: "to correct" if one.to_correct else words[one.accepted]
        for key, one in acceptance(read(made.version_id)).items()
    }


def test_what_the_author_changes_loses_acceptance_and_the_rest_keeps_it(database: Session) -> None:
    made = claimed()
    returned(made)
    before = stands(made)
    assert before.pop("evidence") == "to correct"
    assert set(before.values()) == {"accepted"}
    assert {"proposal", "screening", "impacts", "conclusion", "options"} <= set(before)
    write_section(made.version_id, "conclusion", {"conclusion": "Disabled staff gain a ramp and a door."})
    write_section(made.version_id, "evidence", {"note": "The network was asked."})
    send_again(made)
    assert stands(made) == {**before, "evidence": "changed", "conclusion": "changed"}


def test_whoever_claimed_it_is_not_told_so_and_others_are(app: Flask) -> None:
    with app.app_context():
        made = claimed()
    for part, said in (("adviser", False), ("second_adviser", True)):
        page = signed_in(app, made.lead[part]).get(f"{made.address}/summary").text
        assert ("Already claimed by" in page) is said


def test_a_returned_round_covers_nobody_and_its_trail_names_organisations(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="sign_off", organisations=2)
        take(made, "sign", made.others[0]["approver"])
        point = {"section": "impacts", "reason": "too_general", "remark": "Say who."}
        take(made, "return_to_author", made.lead["approver"], stage="mitigation", points=[point])
    owner = signed_in(app, made.lead["owner"])
    page = owner.get(made.address).text
    assert "has not answered yet" not in page
    assert "asked again when it is sent: it was returned" in page
    assert "signed, which is void: it was returned" in page
    trail = owner.get(f"{made.address}/trail").text
    assert f"now: Organisation {made.others[0].code}<" in trail
    assert "was: Sign-off" in trail


def test_the_message_of_a_return_has_its_points_and_the_day_of_the_decision(database: Session) -> None:
    made = claimed()
    returned(made)
    about = Notice.event == "returned", Notice.about == read(made.version_id).assessment.stream
    notice = database.scalars(select(Notice).where(*about)).first()
    assert notice is not None
    words = words_of(current_app, notice, "Ada Lovelace", "http://127.0.0.1", {})
    assert "Ask the staff network." in words
    assert "The decision is planned for 1 April 2027." in words


def test_the_opinion_accepts_what_was_not_named_and_no_verdict_is_lost(database: Session) -> None:
    made = claimed()
    returned(made)
    send_again(made)
    earlier = [(given.id, given.verdict, number) for given, number in verdicts_of(read(made.version_id))]
    take(made, "give_opinion", made.lead["adviser"], opinion="agrees")
    now = [(given.id, given.verdict, number) for given, number in verdicts_of(read(made.version_id))]
    assert now[: len(earlier)] == earlier
    assert stands(made)["evidence"] == "to correct", "it was not changed: the opinion does not hide it"
    assert {number for _, _, number in earlier} == {1}


def test_a_verdict_to_correct_does_not_stop_the_opinion(database: Session) -> None:
    made = claimed()
    take(made, "give_verdicts", made.lead["adviser"], verdicts=[EVIDENCE])
    assert take(made, "give_opinion", made.lead["adviser"], opinion="agrees").state == "sign_off"
    assert stands(made)["evidence"] == "to correct"


def test_only_who_has_claimed_it_gives_verdicts_and_accepts_the_rest(database: Session) -> None:
    made = claimed()
    with pytest.raises(NotAllowed):
        take(made, "give_verdicts", made.lead["second_adviser"], verdicts=[EVIDENCE])
    points: dict[str, Any] = {"stage": "mitigation", "points": [POINT], "accept_rest": True}
    take(made, "return_to_author", made.lead["approver"], **points)
    assert stands(made) == {"evidence": "to correct"}


def test_the_same_verdict_twice_is_refused_in_words(database: Session) -> None:
    made = claimed()
    take(made, "give_verdicts", made.lead["adviser"], verdicts=[EVIDENCE])
    with pytest.raises(Refused, match="Nothing is new"):
        take(made, "give_verdicts", made.lead["adviser"], verdicts=[EVIDENCE])


@pytest.mark.only_on("sqlite", because="what is missing on the page is Python")
def test_what_is_missing_of_a_verdict_names_its_section(app: Flask, database: Session) -> None:
    made = claimed()
    said = {"verdict-options": "to_correct", "remark-options": "", "remark-evidence": "Ask the staff network."}
    page = signed_in(app, made.lead["adviser"]).post(f"{made.address}/steps/give_verdicts", data=said).text
    for sentence in (
        "Select what is wrong with “Options”",
        "Say what should change in “Options”",
        "Choose what you say of “Evidence and gaps”",
    ):
        assert sentence in page
    assert "Ask the staff network." in page


def test_a_return_takes_as_many_points_as_there_are(database: Session) -> None:
    made = claimed()
    points = [{**POINT, "remark": f"Point {number}."} for number in range(9)]
    take(made, "return_to_author", made.lead["adviser"], stage="mitigation", points=points)
    kept = database.scalars(select(ReturnPoint).order_by(ReturnPoint.id)).all()
    assert [point.remark for point in kept][-9:] == [point["remark"] for point in points]


@pytest.mark.parametrize("stage", ["full_assessment", "mitigation"])
def test_a_screening_is_never_returned_past_the_screening(database: Session, stage: str) -> None:
    made = make_assessment(at="screening_review")
    with pytest.raises(NotOffered):
        take(made, "return_screening", made.lead["adviser"], stage=stage, points=[POINT])
    with pytest.raises(NotOffered):
        take(made, "return_to_author", made.lead["adviser"], stage=stage, points=[POINT])


def test_the_page_of_the_next_round_begins_with_what_changed_since_it_was_opened(app: Flask) -> None:
    with app.app_context():
        made = claimed()
    adviser, approver = signed_in(app, made.lead["adviser"]), signed_in(app, made.lead["approver"])
    assert "What changed" not in adviser.get(f"{made.address}/summary").text
    with app.app_context():
        returned(made)
        write_section(made.version_id, "conclusion", {"conclusion": "Disabled staff gain a ramp and a door."})
        write_row(made.version_id, "evidence", title="Lift survey", says="No lift.")
        send_again(made)
    page = adviser.get(f"{made.address}/summary").text
    assert page.index("What changed since you last opened it") < page.index("What is proposed")
    assert '<ins class="eia-change eia-change--added"><span class="govuk-visually-hidden">Added: </span>' in page
    assert '<strong>New:</strong> <span dir="auto">Evidence: Lift survey</span>' in page
    assert "What changed since you last opened it" in adviser.get(f"{made.address}/summary").text, "not only once"
    assert "What changed since it was last sent" in approver.get(f"{made.address}/summary").text
    again = adviser.get(f"/assessments/{made.reference}/compare").text
    assert "Lift survey" in again
    assert "No text differs" in adviser.get(f"/assessments/{made.reference}/compare?from=v1r1&to=v1r1").text
    assert adviser.get(f"/assessments/{made.reference}/compare?from=v1r9").status_code == 404


def test_an_opening_is_kept_once_for_each_revision_and_only_of_those_who_decide(app: Flask) -> None:
    with app.app_context():
        made = claimed()
    for part in ("adviser", "adviser", "owner", "auditor", "approver"):
        assert signed_in(app, made.lead[part]).get(f"{made.address}/summary").status_code == 200
    with app.app_context():
        kept = db.session.scalars(select(Opening.person_id).where(Opening.version_id == made.version_id)).all()
    assert sorted(kept) == sorted([made.lead["adviser"], made.lead["approver"]])
