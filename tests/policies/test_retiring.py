"""Retiring a policy: what becomes of its draft and of each open action is said, and done at once or not at all."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.models import ActionStanding, Assessment, Version
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.notices.models import Notice
from eia.policies.models import Policy
from tests.support.assessments import Made, make_assessment
from tests.support.policies import add_policy
from tests.support.staff import signed_in


def other(made: Made, title: str = "The other") -> Policy:
    with transaction() as session:
        return add_policy(session, made.everybody, title, "second_owner")


def actions_of(made: Made) -> list[int]:
    query = select(ActionStanding.mitigation_id).where(ActionStanding.version_id == made.version_id)
    return sorted(db.session.scalars(query.where(ActionStanding.is_open.is_(True))))


def standing(action_id: int) -> ActionStanding:
    db.session.rollback()
    return db.session().get_one(ActionStanding, action_id, populate_existing=True)


def press(app: Flask, made: Made, **answers: object) -> tuple[int, str]:
    client = signed_in(app, made.lead["owner"])
    data = {"seen": 1, "reason": "Nobody uses it"} | answers
    answer = client.post(f"/policies/{made.policy_id}/steps/retire", data=data)
    return answer.status_code, answer.text


def told(person_id: int, event: str) -> int:
    return len(db.session.scalars(select(Notice.id).where(Notice.person_id == person_id, Notice.event == event)).all())


def test_the_draft_is_withdrawn_with_the_policy_and_its_people_are_told(app: Flask, database: Session) -> None:
    made = make_assessment(at="adviser_review")
    assert "Select an answer to “What becomes of the draft?”" in press(app, made)[1]

    assert press(app, made, draft="withdraw")[0] == 303

    database.rollback()
    assert database.get_one(Version, made.version_id, populate_existing=True).state == "withdrawn"
    assert database.get_one(Policy, made.policy_id, populate_existing=True).state == "retired"
    last = entries(database, f"assessment:{made.reference}", newest=1)[0]
    assert last.event == "draft_withdrawn"
    assert told(made.lead["adviser"], "draft_withdrawn") == 1
    assert told(made.lead["adviser"], "policy_retired") == 1
    page = signed_in(app, made.lead["owner"]).get(f"/policies/{made.policy_id}").text
    assert "It is retired: nobody follows it" in page
    assert "Take it up again" in page


def test_a_first_draft_goes_on_about_another_policy(app: Flask, database: Session) -> None:
    made = make_assessment(at="draft")
    to = other(made)
    stranger = "has no other policy with the number “NONE”"
    assert stranger in press(app, made, draft="move", draft_number="NONE")[1]

    assert press(app, made, draft="move", draft_number=to.number)[0] == 303

    database.rollback()
    subject = select(Assessment.subject_id).where(Assessment.reference == made.reference)
    assert database.scalar(subject) == to.id
    assert "from now on" in signed_in(app, made.lead["owner"]).get(f"{made.address}/trail").text


@pytest.mark.parametrize("at", ["adviser_review"])
def test_what_was_sent_cannot_be_moved_and_nothing_is_done(app: Flask, database: Session, at: str) -> None:
    made = make_assessment(at=at)

    status, text = press(app, made, draft="move", draft_number=other(made).number)

    assert status == 200
    assert "Only a first draft that was not sent yet can be moved" in text
    assert database.get_one(Policy, made.policy_id, populate_existing=True).state == "in_force"


def test_each_open_action_ends_or_goes_on_as_it_was_said(app: Flask, database: Session) -> None:
    made = make_assessment(at="signed_off")
    first = actions_of(made)[0]
    rest = {f"a{one}": "ends" for one in actions_of(made)[1:]}
    rest |= {f"{key}_reason": "Not needed" for key in list(rest)}
    assert "Answer “Why does it end?”" in press(app, made, **rest, **{f"a{first}": "ends"})[1]
    to = other(made)

    assert press(app, made, **rest, **{f"a{first}": "policy", f"a{first}_number": to.number})[0] == 303

    now = standing(first)
    assert (now.owner_id, now.is_open) == (made.lead["second_owner"], True)
    page = signed_in(app, made.lead["owner"]).get(f"/policies/{to.id}").text
    assert "Takes over the action" in page
    assert told(made.lead["second_owner"], "action_after_retiring") == 1
    for one in rest:
        if "_" not in one:
            assert standing(int(one[1:])).status == "closed"


def test_an_action_goes_on_with_a_person(app: Flask, database: Session) -> None:
    made = make_assessment(at="signed_off")
    said: dict[str, object] = {}
    for one in actions_of(made):
        said |= {f"a{one}": "owner", f"a{one}_owner": made.lead["hr_lead"]}
    assert press(app, made, **said)[0] == 303
    assert {standing(one).owner_id for one in actions_of(made)} == {made.lead["hr_lead"]}


def test_an_action_that_came_meanwhile_is_not_passed_over(app: Flask, database: Session) -> None:
    made = make_assessment(at="signed_off")
    assert "Select an answer to “What becomes of it?”" in press(app, made)[1]
