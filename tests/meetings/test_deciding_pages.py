"""The pages of those who decide: opening, declaring, deciding, putting off, and the record of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Version
from eia.db import db, transaction
from eia.meetings.commands.bodies import seat
from eia.meetings.commands.items import add_between
from eia.meetings.models import AgendaItem, Body, EqualityStatement, GateOverride, PaperOpening, RegardDeclaration
from eia.notices.models import Notice
from eia.people.models import Person
from tests.meetings.test_items import text
from tests.meetings.test_urgent import filled
from tests.support.assessments import Made
from tests.support.deciding import declare_as, make_ready, record_decision_on
from tests.support.meetings import Sat, add_paper_to, make_body, make_meeting, pin
from tests.support.staff import Staff, acting, signed_in
from tests.support.windows import hidden
from tests.support.writing import read

ITEM = "/meetings/items"


@pytest.fixture(scope="module")
def ready(app: Flask, staff: Staff) -> tuple[Sat, Made]:
    with app.app_context():
        return make_ready(staff)


@pytest.fixture
def sat(app: Flask, ready: tuple[Sat, Made], staff: Staff) -> Sat:
    with inside(app):
        sat = make_meeting(staff, at="held")
        pin(sat, ready[1])
        return sat


@contextmanager
def inside(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()
        db.session.rollback()


def post(client: FlaskClient, page: str, action: str = "", **typed: Any) -> Any:
    """Fill in the form of that page and press its button."""
    return client.post(action or page, data={**hidden(client.get(page).text.partition("<main")[2]), **typed})


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_no_get_records_an_opening_and_the_button_does(app: Flask, sat: Sat) -> None:
    member = signed_in(app, sat.lead["member"])
    page = member.get(f"{ITEM}/{sat.item_id}/regard").text
    assert "No opening recorded here" in page
    assert "not read" not in page
    assert member.get(f"{ITEM}/{sat.item_id}/opened").status_code == 405
    with inside(app) as session:
        assert session.scalars(select(PaperOpening).where(PaperOpening.item_id == sat.item_id)).all() == []
    opened = post(member, f"{ITEM}/{sat.item_id}/regard", f"{ITEM}/{sat.item_id}/opened", how="opened")
    assert (opened.status_code, opened.location.startswith("/assessments/")) == (303, True)
    assert "Opened, " in member.get(f"{ITEM}/{sat.item_id}/regard").text


@pytest.mark.only_on("sqlite", because="the pages are the same on both; what they ask and do is tested beside")
def test_each_decider_declares_and_the_secretary_notes_what_the_others_said(app: Flask, sat: Sat) -> None:
    page, lead = f"{ITEM}/{sat.item_id}/regard", sat.lead
    assert post(signed_in(app, lead["member"]), page, said="regard").status_code == 303
    assert post(signed_in(app, lead["owner"]), page, said="regard").status_code == 403
    noted = post(signed_in(app, lead["secretary"]), page, at="table", **{f"person_{lead['approver']}": "abstains"})
    assert noted.status_code == 303
    text = signed_in(app, lead["chair"]).get(page).text
    assert "Had due regard to this version" in text
    assert "noted at the table" in text
    assert "No declaration" in text
    with inside(app) as session:
        said = session.scalars(select(RegardDeclaration).where(RegardDeclaration.item_id == sat.item_id))
        assert {(one.person_id, one.said, one.recorded_by) for one in said} == {
            (lead["member"], "regard", lead["member"]),
            (lead["approver"], "abstains", lead["secretary"]),
        }


def test_what_differs_is_shown_before_anything_is_saved_and_opens_a_version_with_one_press(
    app: Flask, sat: Sat, ready: tuple[Sat, Made]
) -> None:
    secretary, page = signed_in(app, sat.lead["secretary"]), f"{ITEM}/{sat.item_id}/decision"
    with inside(app):
        day, place = (one.id for one in read(ready[1].version_id).version.scope)
    typed = {
        "outcome": "followed", "wording": "Agreed.", "regard": "We weighed it.", "decided_at": "00:00",
        "decided_on-day": clock.today().day, "decided_on-month": clock.today().month,
        "decided_on-year": clock.today().year, f"scope_{day}": "other", f"scope_{day}_value": "1 May 2027",
        f"scope_{place}": "as",
    }  # fmt: skip
    shown = post(secretary, page, "", **typed)
    assert shown.status_code == 200
    assert "Not saved yet" in shown.text, re.findall(r"error-message.*?</p>", shown.text, re.S)
    assert re.search(r"Assessed:</span> <span[^>]*>1 April 2027", shown.text)
    assert "1 May 2027" in shown.text
    assert "Nothing is decided" in secretary.get(f"{ITEM}/{sat.item_id}/record").text
    again = post(secretary, page, "", **typed, reopen="1").text
    assert "Version 2 of the assessment is open" in again
    assert "We weighed it." in again
    assert "Nothing is decided" in secretary.get(f"{ITEM}/{sat.item_id}/record").text
    with inside(app) as session:
        opened = session.scalars(select(Version).where(Version.number == 2).order_by(Version.id.desc())).first()
        assert opened is not None
        assert "Opening day: assessed 1 April 2027, now 1 May 2027." in opened.opened_because
        assert (opened.author_id, opened.state) == (ready[1].lead["owner"], "draft")
        told = session.scalars(select(Notice.person_id).where(Notice.event == "version_opened")).all()
        assert ready[1].lead["owner"] in told
    twice = post(secretary, page, "", **typed, reopen="1").text
    assert "Version 2 is already there" in twice
    assert "We weighed it." in twice
    saved = post(secretary, page, "", **typed, drift_reason="A month makes no difference to anybody named in it.")
    assert saved.status_code == 303, saved.text
    record = secretary.get(f"{ITEM}/{sat.item_id}/record").text
    assert "A month makes no difference" in record
    assert record.count('<li value="') == 10
    assert "may be disclosed" in record


@pytest.mark.only_on("sqlite", because="the pages are the same on both; what they ask and do is tested beside")
def test_a_decision_on_a_day_that_cannot_be_is_said_and_what_was_typed_stays(app: Flask, sat: Sat) -> None:
    secretary, page = signed_in(app, sat.lead["secretary"]), f"{ITEM}/{sat.item_id}/decision"
    typed = {"wording": "Agreed word for word.", "regard": "Weighed for an hour.", "decided_at": "25:00"}
    day = {"decided_on-day": "30", "decided_on-month": "2", "decided_on-year": "2026"}
    said = post(secretary, page, **typed, **day).text
    for words in ("“On which day?” must be a real date", "Write the time with four digits", "“Opening day” is as",
                  "Agreed word for word.", "Weighed for an hour."):  # fmt: skip
        assert words in said, words


@pytest.mark.only_on("sqlite", because="the pages are the same on both; what they ask and do is tested beside")
def test_whoever_declared_that_they_leave_declares_no_regard_and_loses_no_word(app: Flask, sat: Sat) -> None:
    member, page = signed_in(app, sat.lead["member"]), f"{ITEM}/{sat.item_id}/regard"
    opened_before = hidden(member.get(page).text.partition("<main")[2])
    mine, cousin = sat.lead["member"], {"what": "My cousin owns it.", "consequence": "leaves"}
    assert (
        post(member, f"/meetings/{sat.meeting_id}/interests", "", person=mine, item=sat.item_id, **cousin).status_code
        == 303
    )
    shown = member.get(page).text
    assert "You declared an interest: “My cousin owns it.”" in shown
    assert 'name="said"' not in shown
    typed = {"said": "regard", "words": "I weighed it for an hour."}
    refused = member.post(page, data={**opened_before, **typed})
    assert refused.status_code == 409
    assert "declared an interest and does not decide on this item." in refused.text
    assert "I weighed it for an hour." in refused.text


def test_a_paper_is_downloaded_by_a_button_that_is_kept(app: Flask, staff: Staff) -> None:
    with inside(app):
        sat = make_meeting(staff, at="circulated")
        paper = add_paper_to(sat)
    member, page = signed_in(app, staff["member"]), f"{ITEM}/{sat.item_id}/regard"
    assert "Download “Floor plan”" in member.get(page).text
    sent = post(member, page, f"{ITEM}/{sat.item_id}/opened", how="downloaded", paper=paper)
    assert sent.location == f"{ITEM}/{sat.item_id}/papers/{paper}"
    with member.get(sent.location) as file:
        assert file.headers["Content-Disposition"].startswith("attachment")
    post(member, page, f"{ITEM}/{sat.item_id}/opened", how="on_paper", paper=paper)
    assert "downloaded “<span" in member.get(page).text
    with inside(app) as session:
        kept = session.scalars(select(PaperOpening).where(PaperOpening.paper_id == paper).order_by(PaperOpening.id))
        assert [(one.how, one.person_id) for one in kept] == [
            ("downloaded", staff["member"]), ("on_paper", staff["member"]),
        ]  # fmt: skip


def test_an_item_put_off_goes_on_with_its_statement_and_declarations_neither_late_nor_drifted(
    app: Flask, sat: Sat, ready: tuple[Sat, Made]
) -> None:
    with inside(app):
        declare_as(sat, "member")
    later_day = clock.today() + timedelta(days=7)
    put = post(
        signed_in(app, sat.lead["secretary"]), f"{ITEM}/{sat.item_id}/put-off", "", to="new", begins="10:00",
        why="Too little time.", **{"day-day": later_day.day, "day-month": later_day.month, "day-year": later_day.year},
    )  # fmt: skip
    assert put.status_code == 303, put.text
    with inside(app) as session:
        later = session.scalars(select(AgendaItem).where(AgendaItem.follows_id == sat.item_id)).one()
        statement = session.scalars(select(EqualityStatement).where(EqualityStatement.item_id == later.id)).one()
        assert statement.version_id == ready[1].version_id
        assert read(ready[1].version_id).version.planned_day == later_day
        there = Sat(sat.body_id, later.meeting_id or 0, later.id, sat.staff)
    page = signed_in(app, sat.lead["chair"]).get(f"{ITEM}/{there.item_id}/regard").text
    assert "Had due regard to this version" in page
    record = signed_in(app, sat.lead["chair"]).get(f"{ITEM}/{sat.item_id}/record").text
    assert "Deferred" in record
    assert ">Late<" not in record
    with inside(app):
        pin(there, ready[1])
    page = signed_in(app, sat.lead["chair"]).get(f"{ITEM}/{there.item_id}/regard").text
    assert "about what was attached then" in page


@pytest.mark.only_on("sqlite", because="the pages are the same on both; what they ask and do is tested beside")
def test_a_decision_that_is_recorded_offers_only_its_correction(app: Flask, sat: Sat) -> None:
    with inside(app):
        record_decision_on(sat)
    secretary = signed_in(app, sat.lead["secretary"])
    assert "recorded already" in secretary.get(f"{ITEM}/{sat.item_id}/decision").text
    assert "Save the correction" in secretary.get(f"{ITEM}/{sat.item_id}/decision?corrects=1").text
    assert signed_in(app, sat.lead["member"]).get(f"{ITEM}/{sat.item_id}/decision").status_code == 403


def said_now(**more: Any) -> dict[str, Any]:
    """What the page of a decision asks of an item that rests on a quick screen."""
    today = clock.today()
    day = {"decided_on-day": today.day, "decided_on-month": today.month, "decided_on-year": today.year}
    return {"outcome": "followed", "wording": "Agreed.", "regard": "Weighed.", "decided_at": "00:00", **day, **more}


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_an_officers_decision_between_meetings_is_begun_screened_and_recorded_in_their_name(
    app: Flask, staff: Staff
) -> None:
    with inside(app):
        sat = make_meeting(staff)
    officer, secretary = signed_in(app, staff["owner"]), signed_in(app, staff["secretary"])
    new = f"/meetings/bodies/{sat.body_id}/between/new"
    typed: dict[str, Any] = {
        "between": "officer",
        "kind": "decision",
        "title": "Shut the desk tonight",
        "author": staff["owner"],
    }
    begun = post(secretary, new, **typed, restricted="no", organisations=staff.organisation_id)
    assert begun.status_code == 303, begun.text
    item = begun.location
    screen = filled(officer.get(f"{item}/quick-screen").text, staff, decider=str(staff["owner"]))
    assert post(officer, f"{item}/quick-screen", **screen).status_code == 303
    assert post(signed_in(app, staff["member"]), f"{item}/decision", **said_now()).status_code in (403, 404)
    assert "Who decided it?" not in officer.get(f"{item}/decision").text, "only one could have"
    saved = post(officer, f"{item}/decision", **said_now())
    assert saved.status_code == 303, re.findall(r"error-message.*?</p>|error-summary.*?</ul>", saved.text, re.S)
    record = officer.get(f"{item}/record").text
    assert re.search(r"Owner, \w+, an officer", record)
    assert "Urgent: assessed afterwards" in record


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_chairs_action_that_a_secretary_records_names_who_of_the_chairs_decided(app: Flask, staff: Staff) -> None:
    with inside(app):
        board = make_body((staff,))
    with inside(app), transaction() as session:
        by, body = acting(session, staff["secretary"]), session.get_one(Body, board)
        seat(session, body, session.get_one(Person, staff["auditor"]), "deputy_chair", from_day=clock.today(),
             until_day=None, by=by)  # fmt: skip
        item = add_between(session, body, text(session, staff), between="chair", by=by).id
        session.add(GateOverride(item_id=item, person_id=staff["chair"], reason="Tonight", at=clock.now()))
    secretary, page = signed_in(app, staff["secretary"]), f"{ITEM}/{item}/decision"
    assert "Say who decided it" in post(secretary, page, **said_now()).text
    assert post(secretary, page, **said_now(decider=staff["auditor"])).status_code == 303
    assert re.search(r"Auditor, \w+, chair’s action", secretary.get(f"{ITEM}/{item}/record").text)
