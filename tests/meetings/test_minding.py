"""What meetings put before people by themselves: the home page, reminders told once, and what `eia verify` finds."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from eia import clock
from eia.db import db, transaction
from eia.files.models import StoredFile
from eia.home.queries import coming_up, waiting_for_you
from eia.meetings.commands.items import ItemText, add_between
from eia.meetings.commands.regarding import note_opening
from eia.meetings.models import AgendaItem, Body, ItemPaper, Meeting, PaperOpening
from eia.meetings.reminders import EVENT, queue_reminders, reminding_of_meetings
from eia.notices import jobs
from eia.notices.letters import words_of
from eia.notices.models import JobLease, Notice
from eia.people.models import Person
from tests.meetings.test_urgent import filled
from tests.support.deciding import declare_as, make_ready, record_decision_on
from tests.support.meetings import Sat, another_day, make_meeting, take_at
from tests.support.staff import acting, make_staff, signed_in
from tests.support.tampering import Tampered, findings

DAY = timedelta(days=1)


def unwritten(sat: Sat, *, due_in: int) -> None:
    """The report is not there, and papers are due in so many days."""
    with transaction() as session:
        session.get_one(AgendaItem, sat.item_id).report = ""
        session.get_one(Meeting, sat.meeting_id).papers_due = clock.today() + timedelta(days=due_in)


def remind(day: date) -> None:
    """As `eia jobs` does on that day, at noon."""
    with time_machine.travel(f"{day}T12:00:00Z", tick=False), transaction() as session:
        queue_reminders(session, clock.today())


def told(person_id: int) -> list[list[str]]:
    db.session.rollback()
    query = select(Notice).where(Notice.event == EVENT, Notice.person_id == person_id).order_by(Notice.id)
    return [[f"{one['kind']} {one['day']}" for one in notice.values["due"]] for notice in db.session.scalars(query)]


def test_authors_hear_before_the_papers_are_due_and_once_after(database: Session, app: Flask) -> None:
    sat = make_meeting(make_staff())
    another_day(sat, 20)
    unwritten(sat, due_in=10)
    author, today = sat.lead["owner"], clock.today()
    due = today + 10 * DAY
    remind(today + 2 * DAY)
    assert told(author) == []
    for days in (3, 4, 9):
        remind(today + days * DAY)
    assert told(author) == [[f"report {due}"]]
    for days in (11, 12):
        remind(today + days * DAY)
    assert told(author) == [[f"report {due}"], [f"report {due}"]]

    notice = database.scalars(select(Notice).where(Notice.event == EVENT, Notice.person_id == author)).first()
    assert notice is not None
    mail = words_of(app, notice, "Ada", "https://eia.example", {})
    assert "your report on “Move of the front desk” is due by" in mail
    assert f"https://eia.example/meetings/items/{sat.item_id}" in mail


def test_whoever_sits_there_hears_once_before_the_meeting_and_anew_when_it_moves(database: Session) -> None:
    sat = make_meeting(make_staff())
    another_day(sat, 10)
    today, member = clock.today(), sat.lead["member"]
    remind(today + 6 * DAY)
    assert told(member) == [], "its agenda is not out"
    take_at(sat, "circulate", sat.lead["secretary"])
    remind(today + 4 * DAY)
    assert told(member) == []
    for days in (5, 6, 10):
        remind(today + days * DAY)
    assert told(member) == [[f"meeting {today + 10 * DAY}"]]
    another_day(sat, 10)
    remind(today + 16 * DAY)
    assert told(member) == [[f"meeting {today + 10 * DAY}"], [f"meeting {today + 20 * DAY}"]]


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_whoever_chairs_hears_once_that_minutes_can_be_signed(database: Session, app: Flask) -> None:
    sat, _ = make_ready(make_staff())
    tomorrow, chair = clock.today() + DAY, sat.lead["chair"]
    record_decision_on(sat)
    remind(clock.today())
    assert told(chair) == [], "the secretary may still write"
    for days in (1, 2, 30):
        remind(clock.today() + days * DAY)
    assert told(chair) == [[f"minutes {clock.today()}"]]
    assert told(sat.lead["member"]) == []
    notice = database.scalars(select(Notice).where(Notice.event == EVENT, Notice.person_id == chair)).one()
    mail = words_of(app, notice, "Ada", "https://eia.example", {})
    assert "the minutes are written. Please read and sign them." in mail
    assert f"https://eia.example/meetings/{sat.meeting_id}/" in mail
    with time_machine.travel(f"{tomorrow}T12:00:00Z", tick=False):
        unwritten = make_meeting(make_staff(), at="held")
    remind(tomorrow + DAY)
    assert told(unwritten.lead["chair"]) == []


def test_the_job_reminds_by_itself(database: Session, app: Flask) -> None:
    sat = make_meeting(make_staff())
    unwritten(sat, due_in=1)
    with transaction() as session:
        session.query(JobLease).filter_by(name="remind of meetings").delete()
    jobs.run_once(app, [reminding_of_meetings()])
    assert told(sat.lead["owner"]) == [[f"report {clock.today() + DAY}"]]


def test_the_home_page_shows_meetings_papers_and_reports(database: Session) -> None:
    sat = make_meeting(make_staff())
    another_day(sat, 20)
    author, member = (acting(database, sat.lead[part]) for part in ("owner", "member"))
    assert waiting_for_you(database, author) == []
    unwritten(sat, due_in=5)
    (line,) = waiting_for_you(database, author)
    assert (line.what, line.endpoint) == ("Move of the front desk", "meetings.item")
    assert "Write your report" in line.says
    assert waiting_for_you(database, member) == []

    _add_paper(sat)
    take_at(sat, "circulate", sat.lead["secretary"])
    (line,) = waiting_for_you(database, member)
    assert (line.says, line.values) == ("Read the papers on 1 item", {"meeting_id": sat.meeting_id})
    in_attendance = acting(database, sat.lead["hr_lead"])
    assert waiting_for_you(database, in_attendance) == []
    (coming,) = coming_up(database, in_attendance)
    assert coming.day == clock.today() + 20 * DAY

    with transaction() as session:
        session.add(_opened(sat, sat.lead["member"]))
    assert waiting_for_you(database, member) == []


def test_a_meeting_that_was_held_does_not_come_up_and_one_that_is_off_says_so(database: Session) -> None:
    sat = make_meeting(make_staff(), at="circulated")
    member = acting(database, sat.lead["member"])
    (line,) = coming_up(database, member)
    assert line.says.startswith("You sit there, at ")
    take_at(sat, "adjourn", sat.lead["secretary"])
    database.expire_all()
    (line,) = coming_up(database, member)
    assert line.says == "Adjourned: it is not held that day"
    held = make_meeting(make_staff(), at="held")
    assert coming_up(database, acting(database, held.lead["member"])) == []


def test_what_rests_on_a_quick_screen_alone_is_read_before_the_meeting_too(app: Flask, database: Session) -> None:
    sat = make_meeting(make_staff(), at="circulated")
    member = acting(database, sat.lead["member"])
    another_day(sat, 20)
    assert waiting_for_you(database, member) == []
    secretary, address = signed_in(app, sat.lead["secretary"]), f"/meetings/items/{sat.item_id}/quick-screen"
    said = filled(secretary.get(address).text, sat.lead)
    assert secretary.post(address, data=said).status_code == 303
    (line,) = waiting_for_you(database, member)
    assert line.says == "Read the papers on 1 item"
    declare_as(sat, "member")
    assert waiting_for_you(database, member) == []


@pytest.fixture(scope="module")
def tampered(engine_name: str, folder: Path) -> Tampered:
    return Tampered(engine_name, folder)


@pytest.fixture(scope="module")
def held(tampered: Tampered) -> Iterator[Sat]:
    with tampered.app.app_context():
        sat = make_meeting(make_staff(), at="held")
        db.session.remove()
        yield sat


def test_verify_finds_a_meeting_that_stands_elsewhere_than_its_trail_left_it(tampered: Tampered, held: Sat) -> None:
    with tampered.as_owner(without_triggers=True) as connection:
        assert [one for one in findings(connection) if "meeting:" in one or "body:" in one] == []
        connection.execute(text("UPDATE meeting SET state = 'minuted' WHERE id = :id"), {"id": held.meeting_id})
        connection.execute(text("UPDATE body SET revision = 99 WHERE id = :id"), {"id": held.body_id})
        found = " ".join(str(one) for one in findings(connection))
        assert "the record says “minuted”" in found
        assert "the record says revision 99" in found


def test_verify_finds_an_opening_a_declaration_and_an_item_between_meetings_that_were_changed(
    tampered: Tampered,
) -> None:
    with tampered.app.app_context():
        sat, _ = make_ready(make_staff())
        declare_as(sat, "member")
        with transaction() as session:
            member = acting(session, sat.lead["member"])
            opening = note_opening(session, sat.item_id, how="opened", by=member).id
            body, author = session.get_one(Body, sat.body_id), session.get_one(Person, sat.lead["owner"])
            text_of = ItemText(kind="decision", title="Tonight", author=author)
            item = add_between(session, body, text_of, between="chair", by=acting(session, sat.lead["chair"])).id
        db.session.remove()
    with tampered.as_owner(without_triggers=True) as connection:
        mine = ("opening", "declaration", "item", "meeting")
        assert [one for one in findings(connection) if one.startswith(mine) and str(sat.meeting_id) in one] == []
        connection.execute(text("UPDATE paper_opening SET how = 'on_paper' WHERE id = :id"), {"id": opening})
        connection.execute(text("UPDATE regard_declaration SET said = 'abstains' WHERE item_id = :id"),
                           {"id": sat.item_id})  # fmt: skip
        connection.execute(text("UPDATE agenda_item SET revision = 77 WHERE id = :id"), {"id": item})
        same = "item_id, person_id, how, recorded_by, at"
        again = f"INSERT INTO paper_opening ({same}) SELECT {same} FROM paper_opening WHERE id = :id"
        connection.execute(text(again), {"id": opening})
        found = " ".join(str(one) for one in findings(connection))
        assert f"opening {opening} has another how than was recorded" in found
        assert "has another said than was recorded" in found
        assert f"left item {item} at revision" in found
        assert "stands there, and no trail says that it was recorded" in found


def _add_paper(sat: Sat) -> None:
    with transaction() as session:
        kept = StoredFile(
            place=f"paper-{sat.item_id}", digest="0" * 64, size=1, type="application/pdf",
            kept_by=sat.lead["owner"], kept_at=clock.now(),
        )  # fmt: skip
        session.add(kept)
        session.flush()
        session.add(
            ItemPaper(item_id=sat.item_id, title="Paper", name="paper.pdf", kind="paper", file_id=kept.id,
                      added_by=sat.lead["owner"], added_at=clock.now())
        )  # fmt: skip


def _opened(sat: Sat, person_id: int) -> PaperOpening:
    return PaperOpening(item_id=sat.item_id, person_id=person_id, how="opened", recorded_by=person_id, at=clock.now())
