"""Several people write: sections are given and handed back, authorship is handed over, and who wrote never signs."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.commands.writing import save_section
from eia.assessments.open_work import open_work
from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered, Refused
from eia.home.queries import waiting_for_you
from eia.notices.models import Notice
from eia.people.models import Person
from eia.people.offices import Office
from tests.support.assessments import Made, make_assessment, take
from tests.support.staff import acting, appoint_another, signed_in
from tests.support.writing import read


def save(made: Made, key: str, person_id: int, **answers: Any) -> None:
    section = read(made.version_id).section(key)
    with transaction() as session:
        by = acting(session, person_id)
        seen = section.revision if section else 0
        save_section(session, made.version_id, key, answers, by=by, seen=seen, finished=False)


def give(made: Made, person_id: int, *sections: str) -> None:
    asked: dict[str, Any] = {"person": person_id, "sections": [*sections], "remark": "Ask the network."}
    take(made, "give_sections", made.lead["owner"], **asked)


def hand_back(made: Made, person_id: int) -> None:
    mine = [row.id for row in read(made.version_id).in_hand if row.person_id == person_id]
    take(made, "hand_back_sections", person_id, assignments=mine, remark="Done.")


def told(made: Made, event: str) -> set[int]:
    db.session.rollback()
    about = read(made.version_id).assessment.stream
    return set(db.session.scalars(select(Notice.person_id).where(Notice.event == event, Notice.about == about)))


def todo(person_id: int) -> list[str]:
    db.session.rollback()
    return [line.says for line in waiting_for_you(db.session(), acting(db.session(), person_id))]


def test_a_section_is_given_written_and_handed_back_and_who_wrote_it_never_signs(database: Session) -> None:
    made = make_assessment(database, at="full_assessment", organisations=2)
    writer = made.others[0]["approver"]
    with pytest.raises(NotAllowed):
        save(made, "evidence", writer)
    give(made, writer, "evidence")
    assert told(made, "sections_given") == {writer}
    assert "Write Evidence and gaps" in todo(writer)
    save(made, "evidence", writer)
    with pytest.raises(NotAllowed, match="whoever was given this section"):
        save(made, "consultation", writer)
    with pytest.raises(NotAllowed, match="Only the author"):
        take(made, "go_to_mitigation", writer)
    hand_back(made, writer)
    assert told(made, "sections_handed_back") == {made.lead["owner"]}
    assert "Write Evidence and gaps" not in todo(writer)
    with pytest.raises(NotAllowed):
        save(made, "evidence", writer)
    case = read(made.version_id)
    assert writer in case.writers
    assert [(row.ended_as, row.word) for row in case.version.assignments] == [("handed_back", "Done.")]


def test_a_section_that_is_not_open_yet_cannot_be_written_by_whoever_has_it(database: Session) -> None:
    made = make_assessment(database, at="screening")
    give(made, made.lead["member"], "evidence", "proposal")
    with pytest.raises(NotOffered, match="cannot be changed while"):
        save(made, "evidence", made.lead["member"])
    assert todo(made.lead["member"]) == ["Write What changes and who decides"]
    with pytest.raises(Refused, match="They have this already"):
        give(made, made.lead["member"], "evidence")


def test_the_author_takes_a_section_back_and_it_stays_on_record(database: Session) -> None:
    made = make_assessment(database, at="draft")
    author, writer = made.lead["owner"], made.lead["member"]
    with pytest.raises(NotAllowed, match="while somebody has a section in hand"):
        take(made, "take_back_sections", author, assignments=[])
    give(made, writer, "proposal")
    row = read(made.version_id).in_hand[0]
    take(made, "take_back_sections", author, assignments=[row.id])
    assert told(made, "sections_taken_back") == {writer}
    with pytest.raises(NotAllowed):
        save(made, "proposal", writer)
    by_sql("UPDATE assignment SET word = 'x' WHERE id = :id", "handed back once", id=row.id)


def test_the_author_hands_over_and_can_still_never_sign(database: Session) -> None:
    made = make_assessment(database, at="adviser_review")
    former, new = made.lead["owner"], made.lead["second_owner"]
    with pytest.raises(Refused, match="Choose somebody from the list"):
        take(made, "hand_over", former, person=made.lead["member"])
    take(made, "hand_over", former, person=new, reason="I move to another post")
    case = read(made.version_id)
    assert (case.version.author_id, case.state) == (new, "adviser_review")
    assert {former, new} <= {contributor.person_id for contributor in case.version.contributors}
    assert told(made, "handed_over") == {new}
    with pytest.raises(NotAllowed, match="Only the author"):
        take(made, "recall", former)
    take(made, "recall", new)


def test_once_the_author_has_left_others_of_the_lead_hand_over_what_they_left(database: Session) -> None:
    made = make_assessment(database, at="draft", organisations=2)
    new, stand_ins = made.lead["second_owner"], [made.lead["approver"], made.lead["administrator"]]
    for person in stand_ins:
        with pytest.raises(NotAllowed, match="once the author has left"):
            take(made, "hand_over", person, person=new)
    close(made.lead["owner"])
    work = open_work(db.session(), made.lead["owner"])
    assert [one.endpoint for one in work if one.text.startswith("Writes")] == ["assessments.hand_over"]
    for person in (made.others[0]["approver"], made.others[0]["administrator"]):
        with pytest.raises(NotAllowed):
            take(made, "hand_over", person, person=new)
    take(made, "hand_over", made.lead["administrator"], person=new)
    assert read(made.version_id).version.author_id == new
    assert [one.text for one in open_work(db.session(), made.lead["owner"]) if "Writes" in one.text] == []


def close(person_id: int) -> None:
    with transaction() as session:
        session.get_one(Person, person_id).closed_at = clock.now()


def test_whoever_checks_it_cannot_become_its_author(database: Session) -> None:
    made = make_assessment(database, at="adviser_review")
    both = appoint_another(made.lead, "both", Office.POLICY_OWNER, Office.ADVISER)
    take(made, "claim", both)
    with pytest.raises(Refused, match="Choose somebody from the list"):
        take(made, "hand_over", made.lead["owner"], person=both)


def test_an_author_changed_by_sql_must_be_a_contributor(database: Session) -> None:
    made = make_assessment(database, at="draft")
    change = "UPDATE version SET author_id = :who WHERE id = :id"
    by_sql(change, "a contributor for good", id=made.version_id, who=made.lead["member"])


def by_sql(statement: str, refused: str, **keys: int) -> None:
    with pytest.raises(DBAPIError, match=refused), transaction() as session:
        session.execute(text(statement), keys)


def test_the_pages_of_giving_writing_and_handing_back_lead_through(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="full_assessment")
    author, writer = signed_in(app, made.lead["owner"]), signed_in(app, made.lead["member"])
    assert writer.get(f"{made.address}/sections/evidence").status_code == 403
    asked = {"sections": ["evidence", "options"], "person": made.lead["member"], "remark": "The survey of 2025"}
    given = author.post(f"{made.address}/steps/give_sections", data=asked, follow_redirects=True).text
    assert "With Member" in given
    page = writer.get(f"{made.address}/sections/evidence").text
    assert "Save and go to next" in page
    saved = writer.post(f"{made.address}/sections/options", data={"seen": "0", "then": "next"})
    assert saved.headers["Location"].endswith("/steps/hand_back_sections")
    form = writer.get(saved.headers["Location"]).text
    assert "The survey of 2025" in form
    assert form.count("checked") == 2
    with app.app_context():
        ids = [row.id for row in read(made.version_id).in_hand]
    writer.post(f"{made.address}/steps/hand_back_sections", data={"assignments": ids[1:], "remark": "Options done"})
    shown = writer.get(f"{made.address}/sections/evidence").text
    assert "Save and hand it back" in shown
    assert "Next: " not in shown, "the button says it"
    assert "You can read this section" in writer.get(f"{made.address}/sections/options").text


def test_an_administrator_hands_over_without_reading_it(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="full_assessment")
        close(made.lead["owner"])
    administrator = signed_in(app, made.lead["administrator"])
    assert "Hand over the authorship" in administrator.get(made.address).text
    page = administrator.get(f"{made.address}/steps/hand_over").text
    assert "Second owner" in page
    assert "The front desk moves" not in page
    data = {"person": made.lead["second_owner"], "reason": "She has left"}
    assert administrator.post(f"{made.address}/steps/hand_over", data=data).status_code == 303
    assert administrator.get(f"{made.address}/sections/proposal").status_code == 403
