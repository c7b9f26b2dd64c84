"""Covered by a parent: screened out on that ground, and told once when the cover is lost."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.commands.covering import cover_by_parent, take_cover_back, tell_lost_covers
from eia.assessments.content import shared_part
from eia.assessments.joint.covers import is_covered, possible_parents
from eia.assessments.writing.saying import revision_of_cover
from eia.db import db, transaction
from eia.errors import NotFound, Refused
from eia.notices.models import Notice
from tests.meetings.pages import browser, words
from tests.support.assessments import Made, decide, make_assessment, open_version, start, take, to_screening
from tests.support.meetings import CONCERNED, make_meeting, pin, told_where_pinned
from tests.support.records import found
from tests.support.staff import acting, make_staff, signed_in
from tests.support.windows import two_windows
from tests.support.writing import read, step_on


def name_parent(child: Made, parent: Made) -> None:
    seen = revision_of_cover(read(child.version_id))
    with transaction() as session:
        by = acting(session, child.lead["owner"])
        cover_by_parent(session, child.version_id, parent.version_id, "All of it is within.", by=by, seen=seen)


def screened_out_under(parent: Made) -> Made:
    child = start(parent.everybody, title="The desk of one town")
    to_screening(child)
    name_parent(child, parent)
    step_on(child.version_id, "send_screening")
    for staff in (*child.others, child.lead):
        take(child, "screen_out", staff["adviser"])
    return child


def told(made: Made) -> list[int]:
    query = select(Notice.person_id).where(Notice.about == f"assessment:{made.reference}", Notice.event == "cover_lost")
    return sorted(db.session.scalars(query))


def test_a_parent_signed_for_everybody_screens_a_child_out_until_one_of_them_withdraws(app: Flask) -> None:
    with app.app_context():
        parent = make_assessment(at="signed_off", organisations=2)
        child = screened_out_under(parent)
        case = read(child.version_id)
        assert case.state == "screened_out"
        (said,) = shared_part(case, "")["cover"]
        assert (said["reference"], said["reason"]) == (parent.reference, "All of it is within.")
        assert is_covered(db.session(), child.version_id)
        sat = make_meeting(*child.everybody)
        pin(sat, child, "screened_out")
        tell_lost_covers()
        assert (told(child), told_where_pinned(sat)) == ([], {})
        take(parent, "withdraw_adoption", parent.others[0]["approver"])
        db.session.rollback()
        assert not is_covered(db.session(), child.version_id)
        tell_lost_covers()
        advisers = [staff["adviser"] for staff in child.everybody]
        assert set(told(child)) >= {child.lead["owner"], *advisers}
        once = told(child)
        tell_lost_covers()
        assert told(child) == once
        why = f"{parent.reference}, version 1, is not signed for Organisation {parent.others[0].code}"
        assert told_where_pinned(sat) == {f"is covered no longer: {why}": CONCERNED}
        assert found(child) == []
        open_version(child, child.lead["owner"])
    page = signed_in(app, child.lead["owner"]).get(child.address).text
    assert "Cover lost." in page
    item = words(browser(app, sat.lead["secretary"]).get(f"/meetings/items/{sat.item_id}"))
    assert "What covered version 1 covers it no longer" in item
    assert f"is not signed for Organisation {parent.others[0].code}" in page


def test_what_covers_is_signed_readable_and_something_else(database: Session) -> None:
    staff = (make_staff(),)
    child = start(staff, title="The desk of one town")
    to_screening(child)
    unsigned, elsewhere = make_assessment(at="draft", staff=staff), make_assessment(at="signed_off")
    with pytest.raises(Refused, match="is not signed"):
        name_parent(child, unsigned)
    with pytest.raises(NotFound):
        name_parent(child, elsewhere)
    with pytest.raises(Refused, match="covered by itself"):
        name_parent(child, child)
    assert list(possible_parents(db.session(), read(child.version_id), acting(db.session(), staff[0]["owner"]))) == []
    parent = make_assessment(at="signed_off", staff=staff)
    name_parent(child, parent)
    seen = revision_of_cover(read(child.version_id))
    with transaction() as session:
        take_cover_back(session, child.version_id, by=acting(session, staff[0]["owner"]), seen=seen)
    with pytest.raises(Refused, match="Answer the screening"):
        step_on(child.version_id, "send_screening")
    name_parent(child, parent)
    decide(parent, staff[0]["owner"], outcome="reject")
    with pytest.raises(Refused, match="was not adopted"):
        step_on(child.version_id, "send_screening")


def test_a_reason_that_is_refused_or_comes_too_late_is_not_lost(app: Flask) -> None:
    with app.app_context():
        staff = (make_staff(),)
        parent, other = (make_assessment(at="signed_off", staff=staff) for _ in range(2))
        child = start(staff, title="The desk of one town")
        to_screening(child)
    window, late = two_windows(app, child, "cover")
    assert window.press(parent="", reason="All within.").text.count("All within.") == 1
    assert window.press(parent=parent.version_id, reason="All within.").status_code == 303
    page = late.press(parent=other.version_id, reason="Also within.")
    assert page.status_code == 409
    assert "All within." in page.text
    assert "Also within." in page.text
    assert late.choose(page.text, parent="yours", reason="both").status_code == 303
    with app.app_context():
        cover = read(child.version_id).cover
        assert cover
        assert (cover.parent_id, cover.reason) == (other.version_id, "All within.\n\nAlso within.")
        decide(other, staff[0]["owner"], outcome="reject")
    refused = late.client.post(late.path, data={**late.read(), "parent": other.version_id, "reason": "Yet within."})
    assert refused.status_code == 200, "the page itself, with what stands against it beside the field"
    assert "was not adopted" in refused.text
    assert "Yet within." in refused.text
    window.opened = window.read()
    assert window.keep(reason="Half a").status_code == 200
    assert "Half a" in window.client.get(f"{window.path}?copy=mine").text
