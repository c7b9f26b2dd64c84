"""What somebody leaves behind at meetings: seats of those who run a body, decisions that are theirs alone,
reports, conditions."""

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.meetings.coming import reports_to_write
from eia.meetings.conditions import conditions_owned
from eia.meetings.models import Body, BodyMember
from eia.meetings.models.bodies import ROLES
from eia.meetings.readers import RUNNING
from eia.people.contracts import Work


def open_work(session: Session, person_id: int) -> Sequence[Work]:
    """Each with the page where somebody else is named."""
    return [*_seats(session, person_id), *_decides_alone(session, person_id), *_reports(session, person_id),
            *_conditions(session, person_id)]  # fmt: skip


def _seats(session: Session, person_id: int) -> Iterator[Work]:
    query = (
        select(BodyMember, Body)
        .join(Body, Body.id == BodyMember.body_id)
        .where(BodyMember.person_id == person_id, BodyMember.role.in_(RUNNING))
        .where(or_(BodyMember.until_day.is_(None), BodyMember.until_day >= clock.today()))
        .options(joinedload(BodyMember.person))
        .order_by(Body.sort_name, BodyMember.id)
    )
    for member, body in session.execute(query):
        yield Work(f"{ROLES[member.role]} of {body.name}", "meetings.body", {"body_id": body.id})


def _decides_alone(session: Session, person_id: int) -> Iterator[Work]:
    query = select(Body).where(Body.decider_id == person_id, Body.closed_at.is_(None)).order_by(Body.sort_name)
    for body in session.scalars(query):
        yield Work(f"Decides alone for {body.name}", "meetings.body", {"body_id": body.id})


def _reports(session: Session, person_id: int) -> Iterator[Work]:
    for item in reports_to_write(session, person_id):
        yield Work(f"Report on “{item.title}”", "meetings.item", {"item_id": item.id})


def _conditions(session: Session, person_id: int) -> Iterator[Work]:
    for one in conditions_owned(session, person_id):
        what = "A condition of a restricted item" if one.item.restricted else f"Condition “{one.what}”"
        yield Work(f"{what} of {one.item.body.name}", "meetings.condition", {"condition_id": one.standing.condition_id})
