"""What falls due on a day: planned decisions, reviews of what was signed, actions not done yet.

Home and the reminders look things up here. The days stand in the answers of a section, as ISO text.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, lazyload

from eia.assessments.afterwards.action_case import UNDER_WAY
from eia.assessments.models import ActionStanding, Assessment, Mitigation, Section, Version
from eia.assessments.workflow import CHECKING, WRITING
from eia.people.models import Person
from eia.subjects.models import Subject

SIGNED = ("signed_off", "screened_out")
PLANNED, REVIEWED = ("proposal", "planned_day"), ("review", "review_day")
"""Section and question that hold the day."""
ALL = 10**9
"""A limit that none is."""


@dataclass(frozen=True, slots=True)
class OnADay:
    """A version, and the day that matters."""

    version: Version
    day: date


@dataclass(frozen=True, slots=True)
class Action:
    """An action that is not done yet, in the signed version it belongs to."""

    action: Mitigation
    version: Version
    day: date
    owner: Person


def decisions_planned(session: Session, first: date, last: date) -> list[OnADay]:
    """Versions not signed yet whose decision is planned in these days, the earliest first."""
    return [_on_a_day(row) for row in session.execute(_DECISIONS, _days(first, last))]


def reviews_due(
    session: Session, first: date, last: date, *, person_id: int | None = None, most: int = ALL
) -> list[OnADay]:
    """Signed versions to be looked at again in these days; only those a person wrote or owns, when one is named."""
    given = _days(first, last, most)
    if person_id is None:
        return [_on_a_day(row) for row in session.execute(_REVIEWS, given)]
    return [_on_a_day(row) for row in session.execute(REVIEWS_OF, given | {"person": person_id})]


def actions_not_done(
    session: Session, first: date, last: date, *, owner_id: int | None = None, most: int = ALL
) -> list[Action]:
    """Actions of signed versions due in these days that somebody still has to do, the earliest first."""
    given: dict[str, object] = {"first": first, "last": last, "most": most}
    if owner_id is None:
        rows = session.execute(_ACTIONS, given)
    else:
        rows = session.execute(ACTIONS_OF, given | {"owner": owner_id})
    return [Action(action, version, due, owner) for action, version, due, owner in rows]


def _days(first: date, last: date, most: int = ALL) -> dict[str, object]:
    return {"first_day": first.isoformat(), "last_day": last.isoformat(), "most": most}


def _on_a_day(row: Row[Version, str]) -> OnADay:
    return OnADay(row[0], date.fromisoformat(row[1]))


def _on_days(question: tuple[str, str], *wanted: ColumnElement[bool]) -> Select[Version, str]:
    key, name = question
    day = Section.answers[name].as_string()
    return (
        select(Version, day)
        .join(Section, Section.version_id == Version.id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Section.key == key, day.between(bindparam("first_day"), bindparam("last_day")), *wanted)
        .options(
            contains_eager(Version.assessment).contains_eager(Assessment.subject).joinedload(Subject.owner),
            joinedload(Version.author),
        )
        .order_by(day, Version.id)
        .limit(bindparam("most"))
    )


def _actions(*wanted: ColumnElement[bool]) -> Select[Mitigation, Version, date, Person]:
    return (
        select(Mitigation, Version, ActionStanding.due, Person)
        .join_from(ActionStanding, Mitigation, Mitigation.id == ActionStanding.mitigation_id)
        .join(Version, Version.id == ActionStanding.version_id)
        .join(Person, Person.id == ActionStanding.owner_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(ActionStanding.is_open.is_(True), ActionStanding.due.between(bindparam("first"), bindparam("last")))
        .where(ActionStanding.status.in_(UNDER_WAY), *wanted)
        .options(
            contains_eager(Version.assessment).contains_eager(Assessment.subject),
            lazyload(Person.organisation),
            lazyload(Mitigation.owner),
        )
        .order_by(ActionStanding.due, ActionStanding.mitigation_id)
        .limit(bindparam("most"))
    )


_DECISIONS = _on_days(PLANNED, Version.state.in_((*WRITING, *CHECKING)))
_REVIEWS = _on_days(REVIEWED, Version.state.in_(SIGNED))
REVIEWS_OF = _REVIEWS.where(or_(Version.author_id == bindparam("person"), Subject.owner_id == bindparam("person")))
_ACTIONS = _actions()
ACTIONS_OF = _actions(ActionStanding.owner_id == bindparam("owner"))
"""Put together once: that costs more than running them."""
