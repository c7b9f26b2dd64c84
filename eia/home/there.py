"""Which lists of the first page would hold anything: for most people most of them are empty."""

from datetime import date, timedelta
from functools import cache

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.outside.consultees import TO_GIVE
from eia.assessments.reminding.calendar import ACTIONS_OF, REVIEWS_OF
from eia.assessments.workflow import STATES
from eia.assessments.writing.hands import given_and_open
from eia.at_once import Possible
from eia.meetings.afterwards import OWED_BY
from eia.meetings.coming import MINUTES, REPORTS, TO_READ
from eia.meetings.conditions import not_met, to_agree
from eia.meetings.register import MINE
from eia.people.offices import Office
from eia.people.queries import Standings
from eia.policies.queries import NOT_BEGUN
from eia.promotions.queries import ASKED_FOR, WAITS_TO_BE_LOOKED_AT, waiting

ACTIONS_WITHIN = timedelta(days=60)
REVIEWS_WITHIN = timedelta(days=365)
LONG_AGO = date(2000, 1, 1)
EDITABLE = {state.name: tuple(sorted(state.editable)) for state in STATES}


def there(session: Session, by: Standings) -> frozenset[str]:
    """The names of the lists in which something stands; the others need not be asked for."""
    today, me = clock.today(), by.person_id
    until, advised = today + ACTIONS_WITHIN, sorted(by.organisations_of(Office.ADVISER))
    given = {
        "person": me, "person_id": me, "owner": me, "today": today, "advised": advised,
        "first": LONG_AGO, "last": until, "until": until, "from_day": today, "to_day": until,
        "asked_since": clock.now() - WAITS_TO_BE_LOOKED_AT,
        "first_day": LONG_AGO.isoformat(), "last_day": (today + REVIEWS_WITHIN).isoformat(),
    }  # fmt: skip
    return _lists(bool(advised)).read(session, given)


@cache
def _lists(advises: bool) -> Possible:
    """Put together once for advisers and once for all others."""
    return Possible(
        sections=given_and_open(tuple(EDITABLE.items())), opinions=TO_GIVE, reports=REPORTS, papers=TO_READ,
        minutes=MINUTES, assessments=OWED_BY, agreements=to_agree(), processes=waiting(advises), previews=ASKED_FOR,
        policies=NOT_BEGUN, actions=ACTIONS_OF, reviews=REVIEWS_OF, conditions=not_met(True), meetings=MINE,
    )  # fmt: skip
