"""Minutes: two people write one and lose no word; what the chair signs is kept, and never changes."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia import clock
from eia.db import db, transaction
from eia.errors import NotOffered, Refused, Stale
from eia.meetings.commands.minuting import save_minute
from eia.meetings.minutes import together
from eia.meetings.models import Attendance, BodyMember, Meeting, MinuteEdition, SignedMinutes
from tests.support.meetings import Sat, make_meeting, take_at
from tests.support.staff import Staff, acting, signed_in
from tests.support.windows import hidden


@contextmanager
def inside(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()
        db.session.rollback()


def write(sat: Sat, words: str, *, seen: int = 0, item: bool = True) -> None:
    with transaction() as session:
        by = acting(session, sat.lead["secretary"])
        save_minute(session, sat.meeting_id, sat.item_id if item else None, words, seen=seen, by=by)


def everybody_came(sat: Sat) -> None:
    with transaction() as session:
        session.query(Attendance).filter_by(meeting_id=sat.meeting_id).delete()
        for member in session.scalars(select(BodyMember).where(BodyMember.body_id == sat.body_id)):
            session.add(
                Attendance(
                    meeting_id=sat.meeting_id, person_id=member.person_id, role=member.role, status="present",
                    recorded_by=sat.lead["secretary"], recorded_at=clock.now(),
                )
            )  # fmt: skip


def test_of_two_who_write_one_minute_the_second_sees_both_texts_and_keeps_both(app: Flask, staff: Staff) -> None:
    with inside(app):
        sat = make_meeting(staff, at="held")
        write(sat, "It was discussed.")
    path = f"/meetings/items/{sat.item_id}/minute"
    chair = signed_in(app, staff["chair"])
    opened = hidden(chair.get(path).text.partition("<main")[2])
    with inside(app):
        write(sat, "It was discussed. The ramp stays.", seen=1)
    page = chair.post(path, data={**opened, "words": "It was discussed. Ask again in May."})
    assert page.status_code == 409
    box = page.text.partition("<textarea")[2].partition("</textarea>")[0]
    assert "The ramp stays." in box
    assert "Ask again in May." in box
    kept = hidden(page.text.partition("<main")[2])
    saved = chair.post(path, data={**kept, "words": "It was discussed. The ramp stays. Ask again in May."})
    assert saved.status_code == 303
    with inside(app) as session:
        assert [one.words for one in session.scalars(select(MinuteEdition).order_by(MinuteEdition.revision))] == [
            "It was discussed.", "It was discussed. The ramp stays.",
            "It was discussed. The ramp stays. Ask again in May.",
        ]  # fmt: skip
    assert "Ask again in May" in signed_in(app, staff["member"]).get(f"/meetings/{sat.meeting_id}/minutes").text
    assert "not signed yet" in signed_in(app, staff["owner"]).get(f"/meetings/{sat.meeting_id}/minutes").text


@pytest.mark.only_on("sqlite", because="texts alone")
@pytest.mark.parametrize(
    ("base", "theirs", "yours", "both"),
    [("a", "b", "a", "b"), ("a", "a", "c", "c"), ("a", "b", "b", "b"), ("a", "b", "c", "b\n\nc")],
)
def test_what_only_one_changed_is_taken_from_them_and_else_both_stand(
    base: str, theirs: str, yours: str, both: str
) -> None:
    assert together(base, theirs, yours) == both


def test_the_chair_signs_once_everything_is_settled_and_the_bytes_are_kept(database: Session, staff: Staff) -> None:
    sat = make_meeting(staff, at="held")
    everybody_came(sat)
    with pytest.raises(Refused, match="neither a decision nor a minute"):
        take_at(sat, "sign_minutes", staff["chair"])
    write(sat, "Noted.")
    write(sat, "Opened at two.", item=False)
    with pytest.raises(Stale):
        write(sat, "Other words.", seen=0)
    take_at(sat, "sign_minutes", staff["chair"])
    kept = database.scalars(select(SignedMinutes).where(SignedMinutes.meeting_id == sat.meeting_id)).one()
    assert hashlib.sha256(kept.content).hexdigest() == kept.digest
    said = json.loads(kept.content)
    assert said["minute"] == "Opened at two."
    assert [item["minute"] for item in said["items"] if item["id"] == sat.item_id] == ["Noted."]
    database.rollback()
    with pytest.raises(NotOffered):
        write(sat, "Later.", seen=1)
    with pytest.raises(DBAPIError, match="signed minutes are never changed"), transaction() as session:
        session.execute(text(f"UPDATE minute SET words = 'Else' WHERE meeting_id = {sat.meeting_id}"))
    assert database.get_one(Meeting, sat.meeting_id).state == "minuted"
    database.rollback()
