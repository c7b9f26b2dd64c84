"""Actions that wait for this person's word: reported done, or proposed not to be done, by somebody else.

Those whom a report is told to as well (`guards/actions.py`): the author, the owner of what is assessed and the
adviser who checked it; the approvers of the lead when it is not to be done, or when nobody else has answered for long.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import ActionProgress, ActionStanding, Assessment, Mitigation, Version
from eia.people.offices import Office
from eia.people.queries import KEPT, Standings
from eia.subjects.models import Subject

LONG = timedelta(days=14)
"""About the ten working days after which the ladder tells the approvers."""


@dataclass(frozen=True, slots=True)
class ToAgree:
    """One action: what it is, whether it is said to be done, since when, and where it stands."""

    id: int
    what: str
    status: str
    since: datetime
    reference: str
    number: int


def to_agree(session: Session, by: Standings, most: int) -> list[ToAgree]:
    """The longest waiting first; never one's own, nor what one reported."""
    given = {"long_ago": clock.now() - LONG, "most": most}
    return [ToAgree(*row) for row in session.execute(_waiting_for(by), given)]


@lru_cache(KEPT)
def _waiting_for(by: Standings) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ActionStanding.mitigation_id, Mitigation.what, ActionStanding.status, ActionProgress.noted_at,
            Assessment.reference, Version.number,
        )
        .join(Mitigation, Mitigation.id == ActionStanding.mitigation_id)
        .join(ActionProgress, ActionProgress.id == ActionStanding.last_note_id)
        .join(Version, Version.id == ActionStanding.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(
            func.coalesce(ActionStanding.is_open, false()),  # or SQLite reads all that is open, not those few
            ActionStanding.status.in_(("done", "drop_proposed")),
            ActionStanding.owner_id != by.person_id,
            ActionProgress.noted_by != by.person_id,
            or_(
                and_(ActionStanding.status == "done", or_(_wrote_or_owns(by), _advises(by), _has_waited(by))),
                and_(ActionStanding.status == "drop_proposed", or_(_advises(by), _approves(by))),
            ),
        )
        .order_by(ActionProgress.noted_at, ActionStanding.mitigation_id)
        .limit(bindparam("most"))
    )  # fmt: skip


def _wrote_or_owns(by: Standings) -> ColumnElement[bool]:
    return or_(Version.author_id == by.person_id, Subject.owner_id == by.person_id)


def _advises(by: Standings) -> ColumnElement[bool]:
    """Who checked it; every adviser of the lead where nobody did."""
    nobody_did = and_(Version.adviser_id.is_(None), _holds(by, Office.ADVISER))
    return or_(Version.adviser_id == by.person_id, nobody_did)


def _has_waited(by: Standings) -> ColumnElement[bool]:
    return and_(ActionProgress.noted_at <= bindparam("long_ago"), _approves(by))


def _approves(by: Standings) -> ColumnElement[bool]:
    return _holds(by, Office.APPROVER)


def _holds(by: Standings, office: Office) -> ColumnElement[bool]:
    """That office of the lead: in person, or for somebody who neither owns the action nor reported on it."""
    held = [standing for standing in by.held if standing.office == office]
    ways = [
        and_(
            Assessment.organisation_id == standing.organisation_id,
            ActionStanding.owner_id != (standing.principal_id or 0),
            ActionProgress.noted_by != (standing.principal_id or 0),
        )
        for standing in held
    ]
    return or_(*ways) if ways else false()
