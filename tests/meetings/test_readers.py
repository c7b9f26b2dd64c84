"""Who may read a meeting, and how much of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.meetings.models import Meeting
from eia.meetings.readers import Part, part_of
from tests.support.meetings import Sat, make_meeting, take_at
from tests.support.staff import Staff, acting, make_staff


def parts(session: Session, sat: Sat, staff: Staff) -> dict[str, Part]:
    """By the part somebody plays: how much they may read."""
    found = {}
    for name, person_id in staff.people.items():
        part = part_of(acting(session, person_id))
        query = select(part).select_from(Meeting).join(Meeting.body).where(Meeting.id == sat.meeting_id)
        found[name] = Part(session.scalar(query) or 0)
    session.rollback()
    return found


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_a_draft_is_read_by_those_who_run_it_and_known_to_those_who_sit_in_it(
    database: Session, staff: Staff, neighbour: Staff
) -> None:
    sat = make_meeting(staff, neighbour)
    here, there = parts(database, sat, staff), parts(database, sat, neighbour)
    assert {name for name, part in here.items() if part == Part.LEGAL} == {"chair", "secretary"}
    outside = {"second_owner", "administrator", "head", "second_head"}
    assert {name for name, part in here.items() if part == Part.NONE} == outside
    assert here["member"] == here["hr_lead"] == here["adviser"] == Part.TITLE
    assert here["owner"] == Part.OPEN, "they report to it"
    assert there["secretary"] == Part.NONE, "the other organisation keeps it"
    assert there["adviser"] == Part.TITLE

    take_at(sat, "circulate", staff["secretary"])
    here, there = parts(database, sat, staff), parts(database, sat, neighbour)
    assert {name for name, part in here.items() if part == Part.LEGAL} == {"chair", "secretary", "member", "approver"}
    assert here["adviser"] == there["adviser"] == Part.RESTRICTED
    assert here["hr_lead"] == here["administrator"] == there["owner"] == Part.OPEN


def test_an_organisation_it_does_not_decide_for_knows_nothing_of_it(database: Session, staff: Staff) -> None:
    sat = make_meeting(staff, at="circulated")
    assert set(parts(database, sat, make_staff()).values()) == {Part.NONE}
