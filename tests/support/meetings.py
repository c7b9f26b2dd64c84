"""Bodies and meetings for the tests, made by the real commands.

sat = make_meeting(staff)                      # in draft, a body of its own, chair and members seated
sat = make_meeting(staff, at="held")
"""

import itertools
from dataclasses import dataclass
from datetime import time, timedelta

from sqlalchemy import select

from eia import clock
from eia.assessments.models import SignedPart, Submission
from eia.db import db, transaction
from eia.files.keeping import kept
from eia.meetings.commands.acting import act
from eia.meetings.commands.attending import Marked, record_attendance
from eia.meetings.commands.bodies import add_body, seat
from eia.meetings.commands.calling import call_meeting
from eia.meetings.commands.items import add_item
from eia.meetings.commands.papers import add_paper
from eia.meetings.models import Body, EqualityStatement, Meeting, NotNeededReason
from eia.notices.models import Notice
from eia.people.models import Organisation, Person
from tests.support.assessments import Made
from tests.support.databases import FILES
from tests.support.files import LIMIT, PDF, Sent
from tests.support.staff import Staff, acting

_numbers = itertools.count(1)
SEATS = {
    "chair": "chair",
    "secretary": "secretary",
    "member": "member",
    "approver": "member",
    "hr_lead": "in_attendance",
}
"""The part somebody plays in their organisation -> their role in the body."""
CONCERNED = {"owner", "secretary", "chair"}
"""The report author and those who run the body."""


@dataclass(frozen=True)
class Sat:
    """A meeting that a factory made, and the people around it."""

    body_id: int
    meeting_id: int
    item_id: int
    """An item for decision."""
    staff: tuple[Staff, ...]

    @property
    def lead(self) -> Staff:
        return self.staff[0]


def make_body(staff: tuple[Staff, ...]) -> int:
    """A body of these organisations, kept by the first, with everybody in `SEATS` seated; answers with its id."""
    lead = staff[0]
    with transaction() as session:
        by = acting(session, lead["secretary"])
        body = add_body(
            session, name=f"Board {next(_numbers)}", terms="", decides="together", decider=None, quorum=2,
            organisations=[session.get_one(Organisation, one.organisation_id) for one in staff],
            deadline_days=5, deadline_counts="clear_days", by=by,
        )  # fmt: skip
        session.add(NotNeededReason(body_id=body.id, words="It changes nothing for anybody"))
        for part, role in SEATS.items():
            person = session.get_one(Person, lead[part])
            seat(session, body, person, role, from_day=clock.today(), until_day=None, by=by)
        return body.id


def make_meeting(*staff: Staff, at: str = "drafted", body_id: int = 0) -> Sat:
    """A meeting today with one item for decision, whose author is the first organisation's policy owner."""
    lead = staff[0]
    body_id = body_id or make_body(staff)
    with transaction() as session:
        by = acting(session, lead["secretary"])
        body = session.get_one(Body, body_id)
        meeting = call_meeting(
            session, body, day=clock.today(), begins=time(14), ends=time(16), place="Headquarters", link="", by=by
        )
        author = session.get_one(Person, lead["owner"])
        item = add_item(
            session, meeting.id, kind="decision", title="Move of the front desk", author=author,
            report="The front desk moves.", recommendation="Agree to the move.", by=by,
        )  # fmt: skip
        sat = Sat(body_id, meeting.id, item.id, staff)
    for step, state in (("circulate", "circulated"), ("hold", "held")):
        if at != "drafted":
            take_at(sat, step, lead["secretary"])
        if at == "held" == state:
            everybody_came(sat)
        if at in ("drafted", state):
            break
    return sat


def take_at(sat: Sat, action: str, person_id: int, **answers: object) -> None:
    """Take a step of the meeting as this person."""
    with transaction() as session:
        seen = session.get_one(Meeting, sat.meeting_id).revision
        act(session, sat.meeting_id, action, by=acting(session, person_id), seen=seen, answers=answers)


def everybody_came(sat: Sat) -> None:
    """The attendance, in full; the chair chaired."""
    with transaction() as session:
        people = [member.person_id for member in session.get_one(Body, sat.body_id).members]
        marked = [Marked(person_id, "expected", "present", "") for person_id in people]
        by, chair = acting(session, sat.lead["secretary"]), sat.lead["chair"]
        record_attendance(session, sat.meeting_id, marked, chaired_by=chair, by=by)


def another_day(sat: Sat, days: int) -> None:
    """Move the meeting, so that a test of its deadline needs no other clock."""
    with transaction() as session:
        session.get_one(Meeting, sat.meeting_id).day += timedelta(days=days)


def state_of(sat: Sat) -> str:
    state = db.session().get_one(Meeting, sat.meeting_id, populate_existing=True).state
    db.session.rollback()
    return state


def pin(sat: Sat, made: Made, kind: str = "full") -> None:
    """Attach the version as it was sent last, as its report author does."""
    with transaction() as session:
        shared = select(SignedPart.digest).join(Submission, Submission.id == SignedPart.submission_id)
        shared = shared.where(Submission.version_id == made.version_id, SignedPart.organisation_id.is_(None))
        digest = session.scalars(shared.order_by(SignedPart.id.desc())).first()
        statement = EqualityStatement(
            item_id=sat.item_id, kind=kind, version_id=made.version_id, content_digest=digest,
            signed_by=sat.lead["owner"], signed_at=clock.now(),
        )  # fmt: skip
        session.add(statement)


def add_paper_to(sat: Sat, content: bytes = PDF) -> int:
    """A paper of its item, added by its report author."""
    with kept(Sent("plan.pdf", content), FILES, LIMIT) as received, transaction() as session:
        by = acting(session, sat.lead["owner"])
        told = {"title": "Floor plan", "kind": "paper", "late_reason": "It came today."}
        return add_paper(session, sat.item_id, received, by=by, **told).id


def told_where_pinned(sat: Sat) -> dict[str, set[str]]:
    """What was said to whom of that meeting, when what is attached to its item stood no longer as it did."""
    session = db.session()
    query = select(Notice).where(Notice.event == "pinned_changed", Notice.about == f"meeting:{sat.meeting_id}")
    parts = {person_id: part for part, person_id in sat.lead.people.items()}
    said: dict[str, set[str]] = {}
    for notice in session.scalars(query):
        said.setdefault(notice.values["words"], set()).add(parts[notice.person_id])
    session.rollback()
    return said
