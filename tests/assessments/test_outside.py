"""Readers outside the organisation: their link, what they see, what they write, and what becomes of it."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.commands.outside import decline, make_link, revoke_link, take_over, write_comment
from eia.assessments.models import LinkOpening, OutsideComment, OutsideLink
from eia.audit.models import AuditEntry
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound, NotOffered, Refused
from eia.notices.models import Notice, Posting
from eia.people.models import MessageChoice
from tests.support.assessments import Made, make_assessment, open_version, take
from tests.support.records import told
from tests.support.staff import acting, signed_in
from tests.support.writing import read, step_on

GROUP = "Disability staff network"
NOWHERE = "This link does not open anything"


def link_to(made: Made, *, part: str = "owner", days: int = 28, parts: tuple[str, ...] = ()) -> tuple[int, str]:
    with transaction() as session:
        by = acting(session, made.lead[part])
        link, token = make_link(session, made.version_id, by=by, group_name=GROUP, days=days, parts=parts)
        return link.id, token


def comment_on(token: str, words: str = "Mind the lift.", name: str = "", section: str = "") -> int:
    with transaction() as session:
        case = write_comment(session, token, words=words, name=name, section=section)
        version = OutsideComment.version_id == case.version.id
        return session.scalars(select(func.max(OutsideComment.id)).where(version)).one() or 0


def revoke(made: Made, link_id: int) -> None:
    with transaction() as session:
        revoke_link(session, made.version_id, link_id, by=acting(session, made.lead["adviser"]))


def events(session: Session, made: Made) -> list[str]:
    stream = read(made.version_id).assessment.stream
    found = session.scalars(select(AuditEntry.event).where(AuditEntry.stream == stream).order_by(AuditEntry.sequence))
    return [event for event in found if event.startswith("outside")]


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """Somebody without an account."""
    return app.test_client()


def test_a_reader_outside_reads_comments_and_the_author_takes_it_over(
    app: Flask, database: Session, reader: FlaskClient
) -> None:
    made = make_assessment(at="mitigation")
    _, token = link_to(made)
    page = reader.get(f"/outside/{token}")
    assert page.status_code == 200
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in page.headers
    assert "The front desk moves to the town hall." in page.text
    assert "A ramp is built." in page.text
    assert "Owner, " not in page.text, "no name of an account"
    assert set(re.findall(r'<a[^>]*href="(?!#)([^"]*)"', page.text)) == {"https://www.bbc.co.uk/weather"}
    sent = reader.post(f"/outside/{token}", data={"comment": "Mind\r\nthe lift.", "name": "Kim", "section": "options"})
    assert (sent.status_code, "Set-Cookie" in sent.headers) == (303, False)
    comment = database.scalars(select(OutsideComment).where(OutsideComment.version_id == made.version_id)).one()
    assert (comment.words, comment.name, comment.section, comment.status) == (
        "Mind\nthe lift.",
        "Kim",
        "options",
        "waiting",
    )
    with pytest.raises(Refused, match="Answer 1 comment of readers outside"):
        step_on(made.version_id, "send_to_adviser")
    with transaction() as session:
        take_over(session, made.version_id, comment.id, by=acting(session, made.lead["owner"]), seen=0)
    case = read(made.version_id)
    (point,) = case.version.raised_points
    assert (point.point, point.changed, point.comment_id) == ("Kim: Mind\nthe lift.", "", comment.id)
    assert [one.who for one in case.version.consultations if case.points_of(one)] == [GROUP]
    with pytest.raises(Refused, match="Say what was done about"):
        step_on(made.version_id, "send_to_adviser")
    assert events(database, made) == ["outside_link_made", "outside_comment_written"]


def test_every_opening_leaves_a_receipt_and_is_counted_for_the_maker(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="draft")
        link_id, token = link_to(made)
    for address in (token, token, token, f"{token}x"):
        app.test_client().get(f"/outside/{address}")
    page = signed_in(app, made.lead["owner"]).get(f"{made.address}/outside-readers").text
    assert "Opened 3 times, last " in page
    with app.app_context():
        kept = db.session.scalar(select(OutsideLink.token_digest).where(OutsideLink.id == link_id))
        assert db.session.scalar(select(func.count(LinkOpening.id)).where(LinkOpening.link_id == link_id)) == 3
    assert token not in page
    assert token != kept


def test_unknown_revoked_and_over_look_alike_and_what_was_typed_is_shown(
    app: Flask, database: Session, reader: FlaskClient
) -> None:
    made = make_assessment(at="draft")
    with time_machine.travel(clock.now() - timedelta(days=4)):
        _, over = link_to(made, days=3)
    link_id, revoked = link_to(made)
    revoke(made, link_id)
    pages = [reader.get(f"/outside/{token}") for token in ("nonsense", revoked, over)]
    posts = [reader.post(f"/outside/{token}", data={"comment": "Long words"}) for token in (revoked, over)]
    assert {page.status_code for page in pages + posts} == {404}
    assert {NOWHERE in page.text for page in pages + posts} == {True}
    nonces = re.compile(r'nonce="[^"]*"')
    assert len({nonces.sub("", page.text) for page in pages}) == 1
    assert all("Long words" in page.text for page in posts)
    assert events(database, made).count("outside_link_revoked") == 1


def test_a_link_lives_at_most_ninety_days_and_until_its_last_day_is_over(database: Session) -> None:
    made = make_assessment(at="draft")
    _, token = link_to(made, days=1)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        comment_on(token)
    with time_machine.travel(clock.now() + timedelta(days=2)), pytest.raises(NotFound):
        comment_on(token)


def test_once_it_is_sent_the_link_shows_it_and_keeps_what_is_typed_at_that_moment(
    app: Flask, database: Session, reader: FlaskClient
) -> None:
    made = make_assessment(at="adviser_review")
    take(made, "recall", made.lead["owner"], stage="mitigation")
    _, token = link_to(made)
    step_on(made.version_id, "send_to_adviser")
    page = reader.get(f"/outside/{token}")
    assert (page.status_code, "Comments are closed" in page.text, "Your comment" in page.text) == (200, True, False)
    late = reader.post(f"/outside/{token}", data={"comment": "I typed <b>this</b>"})
    assert late.status_code == 409
    assert "I typed &lt;b&gt;this&lt;/b&gt;" in late.text
    with pytest.raises(NotOffered, match="Comments are closed"):
        comment_on(token)
    with pytest.raises(NotOffered):
        link_to(made)


def test_only_the_parts_that_were_chosen_are_shown(app: Flask, database: Session, reader: FlaskClient) -> None:
    made = make_assessment(at="mitigation")
    _, token = link_to(made, parts=("options",))
    page = reader.get(f"/outside/{token}").text
    assert "Steps stay" in page
    assert "The front desk moves to the town hall." not in page
    assert reader.post(f"/outside/{token}", data={"comment": "x", "section": "proposal"}).status_code == 200


def test_who_may_make_revoke_and_answer(database: Session) -> None:
    made = make_assessment(at="mitigation", organisations=2)
    link_id, token = link_to(made, part="adviser")
    for part in ("approver", "second_owner", "member"):
        with pytest.raises(NotAllowed, match="Only the author or an equality adviser"):
            link_to(made, part=part)
        with pytest.raises(NotAllowed), transaction() as session:
            revoke_link(session, made.version_id, link_id, by=acting(session, made.lead[part]))
    comment = comment_on(token)
    with pytest.raises(NotAllowed, match="Only the author, or who has"), transaction() as session:
        decline(session, made.version_id, comment, by=acting(session, made.lead["adviser"]), reason="No")
    with transaction() as session:
        decline(session, made.version_id, comment, by=acting(session, made.lead["owner"]), reason="Of another place")
    with pytest.raises(Refused, match="answered already"), transaction() as session:
        take_over(session, made.version_id, comment, by=acting(session, made.lead["owner"]), seen=0)
    step_on(made.version_id, "send_to_adviser")


def test_a_program_in_the_trap_and_one_in_a_hurry_are_told_and_lose_nothing(
    app: Flask, database: Session, reader: FlaskClient
) -> None:
    made = make_assessment(at="draft")
    _, token = link_to(made)
    trapped = reader.post(f"/outside/{token}", data={"comment": "Buy this", "website": "https://example.org"})
    assert "a box that people do not see" in trapped.text
    assert "Buy this" in trapped.text
    for number in range(11):
        hurried = reader.post(f"/outside/{token}", data={"comment": f"Number {number}"})
    assert (hurried.status_code, hurried.headers["Retry-After"]) == (429, "1")
    assert "Number 10" in hurried.text
    database.rollback()
    assert (
        database.scalar(select(func.count(OutsideComment.id)).where(OutsideComment.version_id == made.version_id)) == 10
    )
    empty = reader.post(f"/outside/{token}", data={"comment": " "})
    assert "Error:" in empty.text


def test_the_secret_is_shown_once_to_its_maker(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="draft")
    author = signed_in(app, made.lead["owner"])
    page = author.post(f"{made.address}/outside-readers", data={"group_name": GROUP, "days": "90"}).text
    found = re.search(r"/outside/([\w-]{43})<", page)
    assert found is not None
    assert app.test_client().get(f"/outside/{found[1]}").status_code == 200
    assert found[1] not in author.get(f"{made.address}/outside-readers").text
    refused = author.post(f"{made.address}/outside-readers", data={"group_name": GROUP, "days": "91"}).text
    assert "must be 90 or less" in refused


def test_points_go_with_a_later_version_and_its_links_do_not(database: Session) -> None:
    made = make_assessment(at="mitigation")
    _, token = link_to(made)
    comment = comment_on(token)
    with transaction() as session:
        case = take_over(session, made.version_id, comment, by=acting(session, made.lead["owner"]), seen=0)
        impact = next(i for i in case.version.impacts if case.is_negative(i))
        (point,) = case.version.raised_points
        point.response, point.impact_id, point.section = "Wider lift", impact.id, ""
    step_on(made.version_id, "send_to_adviser")
    take(made, "claim", made.lead["adviser"])
    take(made, "give_opinion", made.lead["adviser"], opinion="agrees")
    take(made, "sign", made.lead["approver"])
    later = read(open_version(made, made.lead["owner"]).version_id)
    (copy,) = later.version.raised_points
    assert (copy.response, copy.comment_id) == ("Wider lift", comment)
    assert copy.impact_id in {i.id for i in later.version.impacts}
    assert copy.consultation_id in {c.id for c in later.version.consultations}
    assert db.session.scalar(select(func.count(OutsideLink.id)).where(OutsideLink.version_id == later.version.id)) == 0


def test_whoever_has_the_consultation_in_hand_is_told_of_a_comment_and_it_may_wait(database: Session) -> None:
    made = make_assessment(at="full_assessment")
    writer = made.lead["hr_lead"]
    _, token = link_to(made)
    comment_on(token)
    assert told(made, "outside_comment_written") == {made.lead["owner"]}
    take(made, "give_sections", made.lead["owner"], person=writer, sections=["consultation"])
    with transaction() as session:
        session.add(MessageChoice(person_id=writer, daily=True, chosen_at=clock.now()))
    comment_on(token)
    assert told(made, "outside_comment_written") == {made.lead["owner"], writer}
    notice = database.scalars(select(Notice).where(Notice.person_id == writer).order_by(Notice.id)).all()[-1]
    assert notice.state == Posting.HELD
    assert "Mind the lift" not in str(notice.values)
