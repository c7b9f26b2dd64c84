"""Past assessments from a list: shown first, taken in whole, marked as not signed here, and replaced by a new one."""

import json
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from eia.assessments.models import Assessment, PastAssessment, ScreeningCell, Version
from eia.assessments.past.trail import PastTrail
from eia.audit.verify import verify_chains
from eia.db import db, transaction
from eia.policies.coverage.gap import coverage
from eia.policies.coverage.words import Covered
from eia.verify import everything
from tests.policies.adding import make_policies
from tests.spreadsheets.ugly import separated
from tests.support.databases import FILES
from tests.support.staff import Staff, acting, make_staff, signed_in

HEAD = ["Ref", "Name", "Policy", "Shared with", "Department", "Date", "Approved by", "Result", "Review by", "Document",
        "Disability", "Sex", "Age"]  # fmt: skip
NEW = "/assessments/past/files/new"
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


def line(reference: str, title: str, **said: str) -> list[str]:
    names = ["policy", "shared", "unit", "signed", "by", "outcome", "review", "document", "disability", "sex", "age"]
    return [reference, title, *(said.get(name, "") for name in names)]


def sent(client: FlaskClient, rows: list[list[str]]) -> str:
    """Where reading the list leads to, or the page that says why not."""
    data = {"file": (BytesIO(separated(rows).encode()), "past.csv")}
    answer = client.post(NEW, data=data, content_type="multipart/form-data")
    return answer.headers["Location"] if answer.status_code == 303 else answer.text


def taken(client: FlaskClient, rows: list[list[str]]) -> str:
    answer = client.post(f"{sent(client, rows)}/take", follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.fixture
def staff(app: Flask) -> Staff:
    with app.app_context():
        return make_staff()


@pytest.fixture
def adviser(app: Flask, staff: Staff) -> FlaskClient:
    return signed_in(app, staff["adviser"])


def rows_of(app: Flask, staff: Staff) -> dict[str, PastAssessment]:
    mine = select(PastAssessment).where(PastAssessment.organisation_id == staff.organisation_id)
    return {row.reference: row for row in db.session.scalars(mine)}


def test_a_list_is_shown_taken_in_and_changes_what_it_brought(app: Flask, staff: Staff, adviser: FlaskClient) -> None:
    (address,) = make_policies(app, staff, ["Dress code"])
    rows = [
        HEAD,
        line("EQ/7", "Uniform", policy="DRESS CODE-0", signed="3 May 2021", by="Head of HR", outcome="Adjust",
             review="3/5/2024",
             document="https://files.example.org/7.docx", disability="Adverse impact", sex="Neutral"),
        line("EQ/8", "Café opening", policy="X9", age="+"),
    ]  # fmt: skip
    page = adviser.get(sent(adviser, rows)).text
    for words in ("2 past assessments</strong> to add", "X9</span>, which is not here", "1 line names a policy",
                  "Disability: harms; Sex: no different effect", "3 May 2021"):  # fmt: skip
        assert words in page, words
    assert "2 past assessments imported, 0 changed, 0 as before." in taken(adviser, rows)

    listed = adviser.get("/assessments/past").text
    assert listed.index("Café opening") < listed.index("Uniform")
    assert listed.count("Imported, not signed here</strong>") == 2
    assert "Imported, not signed here" in adviser.get(address).text
    with app.app_context():
        one = rows_of(app, staff)["EQ/7"]
        assert (one.subject_id, one.effects) == (
            int(address.rpartition("/")[2]),
            {"disability": "negative", "sex": "none"},
        )
        number, revision = one.id, one.revision
    assert "0 past assessments imported, 0 changed, 2 as before." in taken(adviser, rows)
    assert "0 past assessments imported, 1 changed, 0 as before." in taken(
        adviser, [[*HEAD[:2], "Sex"], ["eq/7 ", "Uniform", ""]]
    )
    page = adviser.get(f"/assessments/past/{number}").text
    assert "Changed from a list: reference, whom it affects" in page
    assert "Head of HR" in page
    with app.app_context():
        one = rows_of(app, staff)["eq/7"]
        assert (one.id, one.revision, one.effects) == (number, revision + 1, {"disability": "negative"})
        db.session.rollback()
        assert found_of_the_past() == []


def found_of_the_past() -> list[str]:
    """What `eia verify` says of past assessments."""
    trail = PastTrail()
    chains = [str(one) for one in verify_chains(db.session(), None, trail.hear)]
    return [*chains, *(str(one) for one in trail.verify(db.session()))]


def test_what_is_wrong_is_said_line_by_line_and_nothing_is_kept(app: Flask, staff: Staff, adviser: FlaskClient) -> None:
    text_ = sent(adviser, [
        ["", "Our register of EIAs"], HEAD,
        line("A", "", unit="Nowhere", signed="soon", shared="NOWHERE", disability="blue"),
        line("B", "Fine", signed="3/5/2021", review="3/5/2020"), line(" b", "Again", signed="1 January 2090"),
    ])  # fmt: skip
    for words in ("It has no title.", "There is no unit “Nowhere”", "“soon” is not a date", "no organisation “NOWHERE”",
                  "Disability: “blue” is not a direction", "review must be after the day it was signed",
                  "same reference as line 4", "still to come", "8 things are wrong"):  # fmt: skip
        assert words in text_, words
    with app.app_context():
        assert rows_of(app, staff) == {}
    assert "No line names the columns" in sent(adviser, [["A", "B"], ["1", "2"]])
    assert "There is no assessment below the line" in sent(adviser, [HEAD])


def test_only_advisers_and_administrators_import_and_only_those_it_was_made_for_read(
    app: Flask, staff: Staff, adviser: FlaskClient
) -> None:
    with app.app_context():
        neighbour, stranger = make_staff(), make_staff()
    address = sent(adviser, [HEAD, line("A", "Alone"), line("B", "Together", shared=neighbour.code)])
    assert signed_in(app, staff["administrator"]).get(address).status_code == 404
    assert signed_in(app, staff["owner"]).get(NEW).status_code == 403
    assert adviser.post(f"{address}/take").status_code == 303
    assert adviser.post(f"{address}/take").status_code == 404
    with app.app_context():
        alone, together = (rows_of(app, staff)[name].id for name in "AB")
    partner = signed_in(app, neighbour["member"])
    assert "Together" in partner.get("/assessments/past").text
    assert partner.get(f"/assessments/past/{together}").status_code == 200
    assert partner.get(f"/assessments/past/{alone}").status_code == 404
    assert "Together" not in signed_in(app, stranger["administrator"]).get("/assessments/past").text
    assert "Nothing was imported yet" in signed_in(app, stranger["owner"]).get("/assessments/past").text


def test_they_are_narrowed_and_taken_away_as_they_are_and_can_be_sent_back(
    app: Flask, staff: Staff, adviser: FlaskClient
) -> None:
    taken(adviser, [
        HEAD, line("A", "Dogs", disability="Harms", review="1/1/2020", signed="1/1/2019"),
        line("B", "=Cats", age="both"), line("C", "Horses", policy="P77", sex="?"),
    ])  # fmt: skip
    for asked, references in (
        ("text=dogs", "A"), ("text=p77", "C"), ("text=b", "B"), ("characteristic=age", "B"), ("direction=harms", "AB"),
        ("direction=unknown&characteristic=sex", "C"), ("due=review_overdue", "A"),
        (f"organisation={staff.code}", "ABC"),
        ("organisation=x&unit=z&after=x", "ABC"), ("text=%00%25", ""),
    ):  # fmt: skip
        away = json.loads(adviser.get(f"/assessments/past/list.json?{asked}").get_data())
        assert {one["reference"] for one in away} == set(references), asked
        assert {one["standing"] for one in away} <= {"Imported, not signed here"}
    assert "1 past assessment</a> is beside these" in adviser.get("/assessments?text=dogs").text
    assert "beside these" not in adviser.get("/assessments?state=draft").text
    csv = adviser.get("/assessments/past/list.csv").get_data()
    assert b"'=Cats" in csv
    back = adviser.post(NEW, data={"file": (BytesIO(csv), "l.csv")}, content_type="multipart/form-data")
    assert "3 as before" in adviser.get(back.headers["Location"]).text
    assert adviser.get("/assessments/past/list.xlsx").get_data()[:2] == b"PK"
    for form in ("csv", "xlsx"):
        assert adviser.get(f"/assessments/past/files/template.{form}").status_code == 200


def test_it_counts_apart_and_never_as_assessed(app: Flask, staff: Staff, adviser: FlaskClient) -> None:
    make_policies(app, staff, ["One", "Two"])
    taken(adviser, [HEAD, line("A", "Old", policy="One-0")])
    with app.app_context():
        (counted,) = coverage(db.session(), acting(db.session(), staff["adviser"]))
        assert (counted.counts[Covered.IMPORTED], counted.counts[Covered.NEVER], counted.gap) == (1, 1, 2)
    page = adviser.get(f"/policies?organisation={staff.organisation_id}&covered=imported").text
    assert "One" in page
    assert ">Two<" not in page


def test_a_draft_is_begun_from_it_with_nothing_answered_and_replaces_it_once_signed(
    app: Flask, staff: Staff, adviser: FlaskClient
) -> None:
    (address,) = make_policies(app, staff, ["Dogs"])
    policy_id = int(address.rpartition("/")[2])
    taken(adviser, [HEAD, line("EQ 7", "Old dogs", policy="Dogs-0", signed="3/5/2021", by="ACPO lead",
                               outcome="Adjust", disability="Harms", document="Cabinet 4")])  # fmt: skip
    with app.app_context():
        past_id = rows_of(app, staff)["EQ 7"].id
    data = {"file": (BytesIO(PDF), "old.pdf")}
    assert (
        adviser.post(f"/assessments/past/{past_id}", data=data, content_type="multipart/form-data").status_code == 303
    )
    again = adviser.post(
        f"/assessments/past/{past_id}", data={"file": (BytesIO(PDF), "b.pdf")}, content_type="multipart/form-data"
    )
    assert "It has its document already, “old.pdf”" in again.text
    assert adviser.get(f"/assessments/past/{past_id}/document").get_data() == PDF

    owner = signed_in(app, staff["owner"])
    reference = begun(owner, policy_id, past_id)
    with app.app_context():
        what_it_said_waits(reference)
        assert found_of_the_past() == []
        held = everything(db.session(), FILES, lambda *_: None, only=reference)
        assert [str(one) for one in held if reference in str(one)] == []
    assert "Begun from the past assessment" in owner.get(f"/assessments/{reference}/v1").text
    assert "was begun from it, and replaces it once it is signed" in owner.get(f"/assessments/past/{past_id}").text


def begun(owner: FlaskClient, policy_id: int, past_id: int) -> str:
    """The reference of the assessment that was begun from it."""
    begin = {"framework": "equality_act_2010.v1", "begin": "past"}
    assert "Select a past assessment" in owner.post(f"/assessments/start/{policy_id}", data=begin).text
    answer = owner.post(f"/assessments/start/{policy_id}", data=begin | {"past": past_id})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].split("/")[2]


def what_it_said_waits(reference: str) -> None:
    version = db.session.scalars(
        select(Version).join(Version.assessment).where(Assessment.reference == reference)
    ).one()
    cells = db.session.scalars(select(ScreeningCell).where(ScreeningCell.version_id == version.id)).all()
    assert {(one.characteristic, one.population, one.answer) for one in cells} == {
        ("disability", "staff", ""), ("disability", "public", ""),
    }  # fmt: skip
    assert {one.reason for one in cells} == {"The past assessment EQ 7 of 3 May 2021 said: harms."}
    (source,) = version.evidence
    assert source.says == "Signed by: ACPO lead\nOutcome: Adjust\nDisability: harms\nWhere the document is: Cabinet 4"
    assert (source.dated, [one.name for one in source.files]) == (date(2021, 5, 3), ["old.pdf"])
    assert {section.key for section in version.sections if section.carried_over} == {"evidence", "screening"}
    db.session.rollback()


@pytest.mark.parametrize("change", ["title = 'Other'", "outcome = 'Fine'", "signed_by = 'Me'"])
def test_verify_names_what_was_changed_behind_its_back(
    app: Flask, staff: Staff, adviser: FlaskClient, change: str
) -> None:
    taken(adviser, [HEAD, line("A", "Old")])
    with app.app_context():
        number = rows_of(app, staff)["A"].id
        db.session.rollback()
        with transaction() as session:
            session.execute(text(f"UPDATE past_assessment SET {change} WHERE id = :id"), {"id": number})
        assert found_of_the_past() == [f"past:{number}#1: the past assessment is not what was imported"]


def test_it_is_never_removed(app: Flask, staff: Staff, adviser: FlaskClient) -> None:
    taken(adviser, [HEAD, line("A", "Old")])
    with app.app_context(), transaction() as session:
        session.execute(text("DELETE FROM past_assessment_organisation"))
        with pytest.raises(DatabaseError, match=r"never removed|permission denied"), session.begin_nested():
            session.execute(text("DELETE FROM past_assessment"))
