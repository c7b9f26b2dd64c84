"""A wrong word of a signed version is put right beside it; what was signed stays."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from eia.assessments.commands.correcting import object_to, signed_content
from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered, Refused
from tests.support.assessments import make_assessment
from tests.support.correcting import put_right
from tests.support.records import found, told
from tests.support.staff import acting, signed_in
from tests.support.writing import read


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("Nowhere", "Somewhere", "stand in no text"),
        ("Two", "2", "Numbers and dates"),
        ("costs too much to heat", "does not cost too much to heat", "turn the sentence round"),
        ("e", "a", "times. Copy a few words more"),
        ("The front desk", "a b c d e f g h i", "at most 8 words"),
        ("Build a ramp", "Build a lift", "stand in no text"),
    ],
)
def test_a_correction_is_of_words_alone(app: Flask, wrong: str, right: str, says: str) -> None:
    with app.app_context():
        made = make_assessment(at="signed_off")
        with pytest.raises(Refused, match=says):
            put_right(made, made.lead["owner"], wrong, right)


def test_a_correction_is_shown_word_by_word_and_goes_when_an_approver_objects(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="signed_off")
        before, revision = signed_content(read(made.version_id)), read(made.version_id).revision
        with pytest.raises(NotAllowed):
            put_right(made, made.lead["adviser"], "town hall", "Town Hall")
        first = put_right(made, made.lead["owner"], "town hall", "Town Hall")
        put_right(made, made.lead["owner"], "to the Town Hall", "into the Town Hall")
        assert told(made, "corrected") == {made.lead["approver"], made.lead["second_approver"], made.lead["deputy"]}
        assert (signed_content(read(made.version_id)), read(made.version_id).revision) == (before, revision)
        assert found(made) == []
    page = f"{made.address}/corrections"
    owner, approver = signed_in(app, made.lead["owner"]), signed_in(app, made.lead["approver"])
    assert f"{made.reference} · version 1.2" in owner.get(made.address).text
    summary = owner.get(f"{made.address}/summary").text
    assert "this is version 1.2" in summary
    assert "“into the Town Hall” in place of “to the Town Hall”" in summary
    assert "Version 1.1: What changes" in approver.get(page).text
    assert "Correct some words" not in approver.get(page).text
    assert "stand in no text" in owner.post(page, data={"wrong": "x1", "right": "x", "reason": "r"}).text
    assert owner.post(f"{page}/{first}/object", data={"reason": "No"}).status_code == 403
    assert "Say why you object" in approver.post(f"{page}/{first}/object", data={"reason": ""}).text
    assert approver.post(f"{page}/{first}/object", data={"reason": "It is no name."}).status_code == 303
    assert "It is no name." in owner.get(page).text
    with app.app_context():
        version = read(made.version_id).version
        assert ([row.number for row in version.corrected], version.reads_as) == ([2], "1.2")
        by = acting(db.session(), made.lead["approver"])
        with pytest.raises(NotOffered), transaction() as session:
            object_to(session, made.version_id, first, by=by, reason="Again")
        assert found(made) == []
        for change in ("UPDATE correction SET reason = 'x'", "DELETE FROM correction_objection"):
            with pytest.raises(DBAPIError, match=r"eia: |permission denied"), transaction() as session:
                session.execute(text(change))
