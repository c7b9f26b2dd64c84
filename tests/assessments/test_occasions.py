"""Something happened: the assessments it may affect are listed by a stated rule, and reopened in one go."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.afterwards.occasions import affected, open_already, what_became
from eia.assessments.commands.occasions import record_occasion, reopen
from eia.assessments.models import Occasion, Version
from eia.db import db, transaction
from eia.errors import NotAllowed, Refused, Stale
from tests.support.assessments import Made, open_version, start, walk
from tests.support.occasions import JUDGMENT, record_an_occasion
from tests.support.records import found
from tests.support.staff import Staff, acting, make_staff, new_staff, signed_in
from tests.support.statements import counted
from tests.support.undoing import lent
from tests.support.writing import read, write_row

TICKED = {"kind": "law", "title": "Judgment on access", "source": "", "changed": "A ramp is not enough.",
          "happened_on-day": "1", "happened_on-month": "3", "happened_on-year": "2026"}  # fmt: skip


def _two() -> tuple[Made, Made]:
    """Of one organisation: the first is in York and cites an audit; the second says that nobody is harmed."""
    desk = start((new_staff(),))
    write_row(desk.version_id, "scope", kind="place", label="Station", value="York, Fulford Road")
    walk(desk, "signed_off")
    lift = start(desk.everybody, title="A new lift")
    walk(lift, "screened_out")
    return desk, lift


@pytest.fixture
def two(app: Flask) -> tuple[Made, Made]:
    with app.app_context():
        return lent(_two, "two in force")


def listed(staff: Staff, **rule: str) -> list[str]:
    row = db.session.get_one(Occasion, record_an_occasion(staff, **rule))
    return [line.title for line in affected(db.session(), row, acting(db.session(), staff["adviser"]))]


def reopened(staff: Staff, occasion_id: int, *made: Made) -> list[str]:
    with transaction() as session:
        reasons = {one.version_id: "It says a ramp is enough." for one in made}
        return [row.became for row in reopen(session, occasion_id, reasons, by=acting(session, staff["adviser"]))]


def test_what_it_may_affect_is_listed_by_every_part_of_its_rule(database: Session, two: tuple[Made, Made]) -> None:
    staff, desk, both = two[0].lead, ["Move of the front desk"], ["A new lift", "Move of the front desk"]
    assert listed(staff) == both
    assert listed(staff, framework="equality_act_2010") == both
    assert listed(staff, characteristic="disability") == listed(staff, evidence="ACCESS aud") == desk
    assert listed(staff, area="york") == desk
    assert listed(staff, words="LIFT") == both[:1]
    assert listed(staff, words="lift", area="york") == listed(staff, framework="section_75_ni") == []
    assert listed(staff, words="%") == listed(staff, evidence="_") == []
    assert listed(make_staff("Another")) == []


def test_those_ticked_are_reopened_in_one_go_or_whoever_writes_is_told(
    database: Session, two: tuple[Made, Made]
) -> None:
    desk, lift = two
    staff, by = desk.lead, acting(database, desk.lead["adviser"])
    later = open_version(lift, staff["owner"])
    occasion_id = record_an_occasion(staff)
    row = database.get_one(Occasion, occasion_id)
    assert open_already(database, [one.version_id for one in two]) == {lift.version_id: 2}
    assert reopened(staff, occasion_id, *two) == ["opened", "told"]
    became = what_became(database, database.get_one(Occasion, occasion_id), by)
    assert [(one.now.title, one.now.number, one.now.state) for one in became] == [
        ("Move of the front desk", 2, "draft"), ("A new lift", 2, "draft"),
    ]  # fmt: skip
    opened = database.get_one(Version, became[0].now.id)
    assert opened.author_id == staff["owner"]
    assert opened.opened_because == "New law or guidance: Judgment on access. It says a ramp is enough."
    assert read(later.version_id).state == "draft"
    assert affected(database, row, by) == []
    assert found(desk, "occasion:") == found(desk) == found(lift) == []


def test_only_an_adviser_reopens_and_nothing_twice(database: Session, two: tuple[Made, Made]) -> None:
    desk, staff = two[0], two[0].lead
    occasion_id = record_an_occasion(staff)
    with pytest.raises(NotAllowed), transaction() as session:
        reopen(session, occasion_id, {desk.version_id: "Because"}, by=acting(session, staff["approver"]))
    with pytest.raises(NotAllowed), transaction() as session:
        record_occasion(session, JUDGMENT, by=acting(session, staff["member"]))
    with pytest.raises(Refused, match="Tick"), transaction() as session:
        reopen(session, occasion_id, {}, by=acting(session, staff["adviser"]))
    reopened(staff, occasion_id, desk)
    with pytest.raises(Stale):
        reopened(staff, occasion_id, desk)


def test_the_pages_lead_from_what_happened_to_what_became_of_each(app: Flask, two: tuple[Made, Made]) -> None:
    staff = two[0].lead
    adviser, member = signed_in(app, staff["adviser"]), signed_in(app, staff["member"])
    assert member.post("/assessments/occasions/new", data=TICKED).status_code == 403
    recorded = adviser.post("/assessments/occasions/new", data=TICKED | {"words": "desk"})
    assert recorded.status_code == 303
    path = recorded.headers["Location"]
    page = adviser.get(path).text
    assert "With these words in the title: desk" in page
    assert "A new lift" not in page
    refused = adviser.post(path, data={"ticked": str(two[0].version_id)}).text
    assert "Say why they need a review" in refused
    answer = adviser.post(path, data={"ticked": str(two[0].version_id), "reason": "It rests on the old law."})
    assert answer.status_code == 303
    page = member.get(path).text
    assert "It rests on the old law." in page
    assert "Which may be affected" not in page
    assert "Judgment on access" in member.get("/assessments/occasions").text
    with app.app_context():
        stranger = make_staff("Another")["adviser"]
    assert signed_in(app, stranger).get(path).status_code == 404


def test_more_occasions_ask_no_more_of_the_database(app: Flask, two: tuple[Made, Made]) -> None:
    staff, counts = two[0].lead, []
    adviser = signed_in(app, staff["adviser"])
    for made in two:
        with app.app_context():
            reopened(staff, record_an_occasion(staff), made)
        adviser.get("/assessments/occasions")
        with counted(app) as statements:
            page = adviser.get("/assessments/occasions").text
        counts.append(len(statements))
    assert page.count(">1 assessment<") == 2
    assert counts[0] == counts[1]
