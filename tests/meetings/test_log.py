"""The log of what a body decided, page by page and as a table."""

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
    assert member.get(f"{log}?after=x&first=nonsense").status_code == 200
    assert signed_in(app, stranger["owner"]).get(log).status_code == 404
