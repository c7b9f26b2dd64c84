"""The log of what a body decided, page by page and as a table."""

from html import unescape

from flask import Flask

from eia.db import db
from eia.meetings.log import Narrowed, decisions_of_body
from tests.support.deciding import make_ready, override, record_decision_on
from tests.support.meetings import make_meeting
from tests.support.staff import Staff, acting, make_staff, signed_in


def test_the_log_is_filtered_turned_over_and_saved_and_no_stranger_reads_it(app: Flask, staff: Staff) -> None:
    with app.app_context():
        sat, made = make_ready(staff)
        other = make_meeting(staff, at="held", body_id=sat.body_id)
        override(other)
        ids = [record_decision_on(sat, wording="=SUM(1)"), record_decision_on(other, outcome="in_principle")]
        by = acting(db.session(), staff["member"])
        first, following = decisions_of_body(db.session(), sat.body_id, by, Narrowed(), most=1)
        second, end = decisions_of_body(db.session(), sat.body_id, by, Narrowed(), after=following, most=1)
        assert {first[0].row.id, second[0].row.id} == set(ids)
        assert not end
        (only,), _ = decisions_of_body(db.session(), sat.body_id, by, Narrowed(marked="override"))
        assert only.row.id == ids[1]
        stranger = make_staff()
        db.session.rollback()
    member, log = signed_in(app, staff["member"]), f"/meetings/bodies/{sat.body_id}/decisions"
    page = member.get(f"{log}?outcome=in_principle").text
    assert "Over the gate" in page
    assert made.reference not in page
    rows = member.get(f"{log}.csv").get_data(as_text=True)
    assert made.reference in rows
    assert "'=SUM(1)" in rows
    assert "From must include a month and a year" in member.get(f"{log}?after=x&first-day=31").text
    assert "must be a real date" in member.get(f"{log}?last-day=31&last-month=2&last-year=2026").text
    april, march = "first-day=1&first-month=4&first-year=2026", "last-day=1&last-month=3&last-year=2026"
    assert "“To” must be on or after “From”" in unescape(member.get(f"{log}?{april}&{march}").text)
    assert "No decision is like that" in member.get(f"{log}?{march}").text
    assert made.reference not in member.get(f"{log}.csv?{march}").get_data(as_text=True)
    assert signed_in(app, stranger["owner"]).get(log).status_code == 404
