"""A review says what happened of each effect that the version before foresaw: signed with the rest, and counted."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.afterwards.learning import learnt
from eia.assessments.changes.said import all_said
from eia.assessments.checking.openings import sent_texts
from eia.assessments.guards.missing import missing
from eia.assessments.sections import sections_of
from tests.support.assessments import (
    Made,
    make_assessment,
    open_version,
    send_for_sign_off,
    take,
    take_action,
)
from tests.support.records import found
from tests.support.staff import acting, new_staff, signed_in
from tests.support.undoing import lent
from tests.support.writing import read, step_on, write_section

SAID = {"happened-disability-staff": "worse", "because-disability-staff": "Six complaints in a year."}


def _reviewed() -> tuple[Made, Made]:
    """Signed with one harm whose action was reported done, and a review of it in draft."""
    made = make_assessment(at="signed_off", staff=(new_staff(),))
    harmed = next(m for m in read(made.version_id).version.mitigations if m.impact_id and m.kind == "action")
    take_action(made, harmed.id, "report_done", made.lead["owner"])
    return made, open_version(made, made.lead["owner"])


@pytest.fixture
def reviewed(app: Flask) -> tuple[Made, Made]:
    with app.app_context():
        return lent(_reviewed, "a review of what was signed")


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_a_review_asks_what_happened_of_each_effect_foreseen(database: Session, reviewed: tuple[Made, Made]) -> None:
    first, review = reviewed
    assert sections_of(read(review.version_id))[0].key == "happened"
    assert "happened" not in {section.key for section in sections_of(read(first.version_id))}
    assert [reason.text for reason in missing(read(review.version_id), "happened")] == [
        "Say what happened: Disability (staff)."
    ]
    write_section(review.version_id, "happened", SAID | {"because-disability-staff": ""})
    assert [reason.anchor for reason in missing(read(review.version_id), "happened")] == ["because-disability-staff"]
    write_section(review.version_id, "happened", SAID)
    assert missing(read(review.version_id), "happened") == []


def test_what_happened_is_signed_with_the_rest_counted_and_asked_anew(
    database: Session, reviewed: tuple[Made, Made]
) -> None:
    review = reviewed[1]
    write_section(review.version_id, "happened", SAID)
    sign(review)
    case = read(review.version_id)
    assert case.submission is not None
    part = sent_texts(database, [case.submission.id])[case.submission.id]
    told = next(said for said in all_said(part, case.framework) if said.key == "happened")
    assert dict(told.entries[0].fields) == {
        "What happened: Disability (staff)": "Worse than foreseen",
        "How that is known: Disability (staff)": "Six complaints in a year.",
    }
    (line,) = learnt(database, acting(database, review.lead["member"]))
    assert (line.kind, dict(line.counts)) == ("Policies", {"worse": 1})
    assert found(review) == []
    later = read(open_version(review, review.lead["owner"]).version_id)
    assert later.section("happened") is None
    assert [one.question for one in later.foreseen] == ["happened-disability-staff"]


def sign(made: Made) -> None:
    """Confirm each section that was carried over, in the stage where it is written, and have it signed."""
    stage = "draft"
    for section in sections_of(read(made.version_id)):
        if section.stage != stage:
            stage = section.stage
            step_on(made.version_id, f"go_to_{stage}")
        if section.key != "happened":
            write_section(made.version_id, section.key, {})
    send_for_sign_off(made)
    take(made, "sign", made.lead["approver"])


@pytest.mark.only_on("sqlite", because="the pages are the same on both; what is asked and signed is tested above")
def test_the_forecast_stands_beside_what_happened(app: Flask, reviewed: tuple[Made, Made]) -> None:
    review = reviewed[1]
    owner = signed_in(app, review.lead["owner"])
    page = owner.get(f"{review.address}/sections/happened").text
    assert "Foreseen: it harms." in page
    assert 'Measured: <span dir="auto">40 of 40</span>' in page
    answer = owner.post(f"{review.address}/sections/happened", data={"seen": "0", **SAID})
    assert answer.status_code == 303
    page = owner.get(f"{review.address}/summary").text
    assert "What happened: worse than foreseen." in page
    assert "Six complaints in a year." in page
    assert "No review was signed yet" in owner.get("/assessments/foreseen").text
