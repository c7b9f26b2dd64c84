"""What waits for whom, what somebody leaves behind, and what a withdrawal does to actions."""

from sqlalchemy.orm import Session

from eia.assessments.guards.sameness import same_reasons
from eia.assessments.open_work import open_work
from eia.assessments.queries import standings_of_actions, waiting_for
from eia.assessments.reminding.calendar import actions_not_done
from eia.db import db
from eia.people.models import Person
from eia.people.queries import standings_of
from tests.support.assessments import Made, make_assessment, take
from tests.support.writing import read


def waiting(person_id: int) -> list[str]:
    db.session.rollback()
    session = db.session()
    standings = standings_of(session, session.get_one(Person, person_id))
    return [f"{one.version.reference}: {one.todo}" for one in waiting_for(session, standings)]


def left_by(person_id: int) -> list[str]:
    db.session.rollback()
    return [work.text for work in open_work(db.session(), person_id)]


def owner_of_an_action(made: Made) -> int:
    return next(m.owner_id for m in read(made.version_id).version.mitigations if m.kind == "action" and m.owner_id)


def test_an_open_draft_waits_for_its_author_and_for_nobody_else(database: Session) -> None:
    made = make_assessment(database, at="draft")
    assert waiting(made.lead["owner"]) == [f"{made.reference}: Finish the draft"]
    assert waiting(made.lead["adviser"]) == []


def test_a_screening_waits_for_the_advisers_of_every_organisation_that_signs(database: Session) -> None:
    made = make_assessment(database, at="screening_review", organisations=2)
    todo = [f"{made.reference}: Check the screening and sign"]
    assert waiting(made.lead["adviser"]) == todo
    assert waiting(made.others[0]["adviser"]) == todo


def test_what_is_to_sign_waits_for_approvers_until_they_have_signed(database: Session) -> None:
    made = make_assessment(database, at="sign_off", organisations=2)
    todo = [f"{made.reference}: Read it and sign, or return it"]
    assert waiting(made.others[0]["approver"]) == todo
    take(made, "sign", made.others[0]["approver"])
    assert waiting(made.others[0]["approver"]) == []
    assert waiting(made.lead["approver"]) == todo


def test_a_leaver_leaves_what_they_write_and_what_they_check(database: Session) -> None:
    made = make_assessment(database, at="adviser_review")
    take(made, "claim", made.lead["adviser"])
    assert any(text.startswith(f"Writes {made.reference}") for text in left_by(made.lead["owner"]))
    assert left_by(made.lead["adviser"]) == [f"Checks {made.reference}, Move of the front desk"]
    assert left_by(made.lead["approver"]) == []


def test_a_signed_action_is_left_behind_until_a_withdrawal_closes_it(database: Session) -> None:
    made = make_assessment(database, at="signed_off")
    owner = owner_of_an_action(made)
    assert any(text.startswith("Owns the action") for text in left_by(owner))
    take(made, "withdraw", made.lead["approver"], cause="overtaken", reason="A new building was found")
    database.rollback()
    found = standings_of_actions(database, made.version_id).values()
    assert found
    assert {(each.status, each.is_open) for each in found} == {("closed", False)}
    assert all(each.last_note and "A new building was found" in each.last_note.note for each in found)
    assert not any(text.startswith("Owns the action") for text in left_by(owner))


def test_actions_are_due_only_once_it_is_signed(database: Session) -> None:
    made = make_assessment(database, at="sign_off")
    owner = owner_of_an_action(made)
    far = next(m.due for m in read(made.version_id).version.mitigations if m.due)
    assert actions_not_done(db.session(), far, far, owner_id=owner) == []
    take(made, "sign", made.lead["approver"])
    db.session.rollback()
    assert actions_not_done(db.session(), far, far, owner_id=owner)


def test_the_same_reason_under_two_characteristics_is_pointed_out(database: Session) -> None:
    made = make_assessment(database, at="mitigation")
    case = read(made.version_id)
    age = next(impact for impact in case.version.impacts if impact.about == "age")
    race = next(impact for impact in case.version.impacts if impact.about == "race")
    for impact in (age, race):
        impact.reason, impact.from_screening = "It affects everyone in the same way.", False
    assert same_reasons(case) == [["Age", "Race"]]
    race.from_screening = True
    assert same_reasons(case) == [], "a confirmed reason of screening may serve several"
    race.from_screening, race.reason = False, "Steps at the door keep wheelchair users out."
    assert same_reasons(case) == []
    database.rollback()
