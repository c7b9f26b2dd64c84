"""Replies to what was returned, and confirming what was carried over, while somebody else saves the same."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.commands.replying import reply_to_points
from eia.assessments.models import SectionRevision
from eia.assessments.writing.replies import revision_of_replies
from eia.assessments.writing.writers import revision_of
from eia.db import db, transaction
from eia.errors import Stale
from tests.assessments.test_starting_from import begin
from tests.support.assessments import Made, make_assessment, take
from tests.support.staff import acting, signed_in
from tests.support.windows import Window, hidden, two_windows
from tests.support.writing import read, write_replies, write_row, write_section

POINTS = [
    {"section": "impacts", "reason": "too_general", "remark": "Say who."},
    {"section": "evidence", "reason": "evidence", "remark": "Ask the staff network."},
]


@pytest.fixture
def returned(app: Flask) -> Made:
    with app.app_context():
        made = make_assessment(at="sign_off")
        take(made, "return_to_author", made.lead["approver"], stage="mitigation", points=POINTS)
        return made


def replies(app: Flask, made: Made) -> list[str]:
    with app.app_context():
        return [point.reply for point in read(made.version_id).version.submissions[-1].points]


def names(app: Flask, made: Made) -> list[str]:
    with app.app_context():
        return [f"reply-{point.id}" for point in read(made.version_id).version.submissions[-1].points]


def test_two_who_reply_at_once_lose_no_word(app: Flask, returned: Made) -> None:
    one, other = two_windows(app, returned, "points")
    first, second = names(app, returned)
    assert one.press(**{first: "Said who."}).status_code == 303
    assert other.press(**{second: "Asked <them>."}).status_code == 303, "different points go together by themselves"
    assert replies(app, returned) == ["Said who.", "Asked <them>."]
    one.opened, late = one.read(), Window(app, returned.lead["owner"], returned, "points")
    assert one.press(**{first: "All of them."}).status_code == 303
    shown = late.press(**{first: "Both groups."})
    assert shown.status_code == 409
    for text in ("All of them.", "Both groups.", "Said who.", "Impacts, point 1: Your reply"):
        assert text in shown.text
    assert replies(app, returned)[0] == "All of them."
    assert "You have text here that was not saved" in one.client.get(one.path).text
    assert late.choose(shown.text, **{first: "both"}).status_code == 303
    assert replies(app, returned) == ["All of them.\n\nBoth groups.", "Asked <them>."]


def test_a_reply_is_never_saved_over_one_that_was_not_read(database: Session) -> None:
    made = make_assessment(at="sign_off")
    take(made, "return_to_author", made.lead["approver"], stage="mitigation", points=POINTS)
    seen = revision_of_replies(read(made.version_id))
    write_replies(made.version_id, "First")
    by = acting(db.session(), made.lead["owner"])
    with pytest.raises(Stale), transaction() as session:
        reply_to_points(session, made.version_id, {}, by=by, seen=seen)


def test_a_reply_is_kept_while_it_is_typed_and_by_its_author_alone(app: Flask, returned: Made) -> None:
    window = Window(app, returned.lead["owner"], returned, "points")
    first, _ = names(app, returned)
    assert window.keep(**{first: "Half a reply"}).status_code == 200
    assert "Half a reply" in window.client.get(f"{window.path}?copy=mine").text
    adviser = signed_in(app, returned.lead["adviser"])
    assert adviser.post(f"{returned.address}/working-copy/points", data={"typed": "yes"}).status_code == 403
    assert "Half a reply" not in adviser.get(f"{window.path}?copy=mine").text


def test_what_was_typed_for_an_earlier_return_is_given_back(app: Flask, returned: Made) -> None:
    window = Window(app, returned.lead["owner"], returned, "points")
    first, _ = names(app, returned)
    with app.app_context():
        write_replies(returned.version_id)
        take(returned, "send_to_adviser", returned.lead["owner"])
        take(returned, "claim", returned.lead["adviser"])
        take(returned, "return_to_author", returned.lead["adviser"], stage="mitigation", points=POINTS[:1])
        kept = select(SectionRevision).where(SectionRevision.version_id == returned.version_id)
        assert not db.session.scalars(kept).all(), "nobody is held against what was said in an earlier round"
    answer = window.press(**{first: "Typed long ago"})
    assert answer.status_code == 409
    assert "other points wait for your reply" in answer.text
    assert "Typed long ago" in answer.text
    assert replies(app, returned) == [""]


def test_confirming_what_changed_meanwhile_shows_the_change_first(app: Flask) -> None:
    with app.app_context():
        source = make_assessment(at="signed_off")
        case = begin(source.lead, source, part="owner")
        made = replace(source, version_id=case.version.id, reference=case.assessment.reference, number=1)
    path = f"{made.address}/sections/proposal"
    browser = signed_in(app, made.lead["owner"])
    seen = revision(app, made)
    with app.app_context():
        write_row(made.version_id, "scope", kind="date", label="Opening <day>", value="1 April")
    shown = browser.post(f"{path}/confirm", data={"seen": seen})
    assert shown.status_code == 409
    for text in ("New:", "Opening &lt;day&gt;", "1 April", "Nothing was confirmed yet"):
        assert text in shown.text
    with app.app_context():
        write_section(made.version_id, "proposal", {"why": "It is too cold there."})
    known = hidden(shown.text)["seen"]
    shown = browser.post(f"{path}/confirm", data={"seen": known})
    assert "it is confirmed already" in shown.text
    for text in ("too cold there", "Removed: </span>", "Added: </span>"):
        assert text in shown.text
    assert "Opening" not in shown.text
    assert browser.post(f"{path}/confirm", data={"seen": revision(app, made)}).status_code == 303
    assert browser.post(f"{path}/confirm", data={"seen": "9999"}).status_code == 409


def revision(app: Flask, made: Made) -> int:
    with app.app_context():
        return revision_of(read(made.version_id), "proposal")
