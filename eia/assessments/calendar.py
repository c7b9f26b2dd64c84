"""What falls due on a day: planned decisions, reviews of what was signed, actions not done yet.

Home and the reminders look things up here. The days stand in the answers of a section, as ISO text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, lazyload

from eia.assessments.models import ActionProgress, Assessment, Mitigation, Section, Version
from eia.assessments.workflow import CHECKING, WRITING
from eia.people.models import Person
from eia.subjects.models import Subject

SIGNED = ("signed_off", "screened_out")
PLANNED, REVIEWED = ("proposal", "planned_day"), ("review", "review_day")
"""Section and question that hold the day."""


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


def planned_days(session: Session, version_ids: Sequence[int]) -> dict[int, date]:
    """By version: when the decision is planned. Versions that do not say are left out."""
    query = _answers(PLANNED).where(Section.version_id.in_(version_ids))
    return {version_id: date.fromisoformat(day) for version_id, day in session.execute(query) if day}


def decisions_planned(session: Session, first: date, last: date) -> list[OnADay]:
    """Versions not signed yet whose decision is planned in these days, the earliest first."""
    return _on_days(session, PLANNED, first, last, Version.state.in_((*WRITING, *CHECKING)))


def reviews_due(
    session: Session, first: date, last: date, *, person_id: int | None = None, most: int | None = None
) -> list[OnADay]:
    """Signed versions to be looked at again in these days; only those a person wrote or owns, when one is named."""
    wanted: list[ColumnElement[bool]] = [Version.state.in_(SIGNED)]
    if person_id is not None:
        wanted.append(or_(Version.author_id == person_id, Subject.owner_id == person_id))
    return _on_days(session, REVIEWED, first, last, *wanted, most=most)


def actions_not_done(
    session: Session, first: date, last: date, *, owner_id: int | None = None, most: int | None = None
) -> list[Action]:
    """Actions of signed versions due in these days and neither done nor dropped, the earliest first."""
    ended = select(ActionProgress.id).where(
        ActionProgress.mitigation_id == Mitigation.id, ActionProgress.status.in_(("done", "dropped"))
    )
    query = (
        select(Mitigation, Version, Mitigation.due, Person)
        .join(Version, Version.id == Mitigation.version_id)
        .join(Person, Person.id == Mitigation.owner_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Mitigation.kind == "action", Mitigation.due.between(first, last))
        .where(Version.state.in_(SIGNED), ~ended.exists())
        .options(contains_eager(Version.assessment).contains_eager(Assessment.subject), lazyload(Person.organisation))
        .order_by(Mitigation.due, Mitigation.id)
        .limit(most)
    )
    if owner_id is not None:
        query = query.where(Mitigation.owner_id == owner_id)
    return [Action(action, version, due, owner) for action, version, due, owner in session.execute(query) if due]


def _on_days(
    session: Session,
    question: tuple[str, str],
    first: date,
    last: date,
    *wanted: ColumnElement[bool],
    most: int | None = None,
) -> list[OnADay]:
    key, name = question
    day = Section.answers[name].as_string()
    query = (
        select(Version, day)
        .join(Section, Section.version_id == Version.id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Section.key == key, day.between(first.isoformat(), last.isoformat()), *wanted)
        .options(
            contains_eager(Version.assessment).contains_eager(Assessment.subject).joinedload(Subject.owner),
            joinedload(Version.author),
        )
        .order_by(day, Version.id)
        .limit(most)
    )
    return [_on_a_day(row) for row in session.execute(query)]


def _on_a_day(row: Row[Version, str]) -> OnADay:
    return OnADay(row[0], date.fromisoformat(row[1]))


def _answers(question: tuple[str, str]) -> Select[int, str]:
    key, name = question
    return select(Section.version_id, Section.answers[name].as_string()).where(Section.key == key)
