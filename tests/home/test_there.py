"""Which lists of the first page are asked for: those in which something stands, and no other."""

from collections.abc import Callable, Collection
from datetime import timedelta

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.outside.consultees import opinions_to_give
from eia.assessments.reminding.calendar import actions_not_done, reviews_due
from eia.assessments.writing.hands import sections_to_write
from eia.db import transaction
from eia.home.line import MOST
from eia.home.there import ACTIONS_WITHIN, EDITABLE, LONG_AGO, REVIEWS_WITHIN, there
from eia.meetings.afterwards import assessments_owed
from eia.meetings.coming import minutes_waiting, papers_to_read, reports_to_write
from eia.meetings.conditions import conditions_not_met, conditions_to_agree
from eia.meetings.models import Meeting
from eia.meetings.register import my_meetings
from eia.people.queries import Standings
from eia.policies.queries import without_assessment
from eia.promotions.queries import processes_waiting
from tests.support.assessments import add_policy, make_assessment
from tests.support.meetings import make_meeting, pin, take_at
from tests.support.promotions import make_process
from tests.support.staff import acting, make_staff

TODAY = clock.today()
LISTS: dict[str, Callable[[Session, Standings], Collection[object]]] = {
    "sections": lambda session, by: sections_to_write(session, by, EDITABLE, MOST),
    "opinions": lambda session, by: opinions_to_give(session, by, MOST),
    "reports": lambda session, by: reports_to_write(session, by.person_id),
    "papers": lambda session, by: papers_to_read(session, by.person_id),
    "minutes": lambda session, by: minutes_waiting(session, by.person_id),
    "assessments": lambda session, by: assessments_owed(session, person_id=by.person_id),
    "agreements": lambda session, by: conditions_to_agree(session, by.person_id, MOST),
    "processes": lambda session, by: processes_waiting(session, by, most=MOST),
    "policies": without_assessment,
    "actions": lambda session, by: actions_not_done(
        session, LONG_AGO, TODAY + ACTIONS_WITHIN, owner_id=by.person_id, most=MOST
    ),
    "reviews": lambda session, by: reviews_due(
        session, LONG_AGO, TODAY + REVIEWS_WITHIN, person_id=by.person_id, most=MOST
    ),
    "conditions": lambda session, by: conditions_not_met(
        session, LONG_AGO, TODAY + ACTIONS_WITHIN, owner_id=by.person_id, most=MOST
    ),
    "meetings": lambda session, by: my_meetings(session, by, TODAY, TODAY + ACTIONS_WITHIN),
}


def test_a_list_is_asked_for_when_something_stands_in_it(database: Session) -> None:
    staff = make_staff()
    made = make_assessment(at="signed_off", staff=(staff,))
    sat, held = make_meeting(staff), make_meeting(staff, at="held")
    pin(sat, made)
    take_at(sat, "circulate", staff["secretary"])
    make_process(staff)
    with transaction() as session:
        add_policy(session, (staff,), "Nobody has begun this one")
        session.get_one(Meeting, held.meeting_id).day = TODAY - timedelta(days=1)
    found: set[str] = set()
    for person_id in staff.people.values():
        by = acting(database, person_id)
        now = there(database, by)
        assert now == {name for name, read in LISTS.items() if read(database, by)}
        found |= now
    assert found >= {"papers", "minutes", "policies", "actions", "reviews", "meetings"}
