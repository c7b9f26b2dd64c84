"""What somebody leaves behind in assessments when their account closes, so that it can be handed over."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from eia.assessments.models import ActionStanding, Assessment, Assignment, Mitigation, Version
from eia.assessments.models.version import OPEN
from eia.people.contracts import Work


def open_work(session: Session, person_id: int) -> Sequence[Work]:
    """Versions they are writing or checking, sections they were given, and actions they own that are not finished."""
    return [*_versions(session, person_id), *_sections(session, person_id), *_actions(session, person_id)]


def _versions(session: Session, person_id: int) -> list[Work]:
    query = (
        select(Version)
        .where(Version.state.in_(OPEN), or_(Version.author_id == person_id, Version.adviser_id == person_id))
        .options(selectinload(Version.assessment).selectinload(Assessment.subject))
        .order_by(Version.id)
    )
    return [
        _work(version, "Writes", to_hand_over=True) if version.author_id == person_id else _work(version, "Checks")
        for version in session.scalars(query)
    ]


def _sections(session: Session, person_id: int) -> list[Work]:
    query = (
        select(Version)
        .join(Assignment, Assignment.version_id == Version.id)
        .where(Version.state.in_(OPEN), Assignment.person_id == person_id, Assignment.ended_at.is_(None))
        .options(selectinload(Version.assessment).selectinload(Assessment.subject))
        .order_by(Version.id)
        .distinct()
    )
    return [_work(version, "Was given sections of") for version in session.scalars(query)]


def _actions(session: Session, person_id: int) -> list[Work]:
    planned = and_(Mitigation.owner_id == person_id, Mitigation.kind == "action", Version.state.in_(OPEN))
    theirs = and_(ActionStanding.owner_id == person_id, ActionStanding.is_open)
    query = (
        select(Mitigation, Version)
        .join(Version, Version.id == Mitigation.version_id)
        .outerjoin(ActionStanding, ActionStanding.mitigation_id == Mitigation.id)
        .where(or_(and_(ActionStanding.mitigation_id.is_(None), planned), theirs))
        .options(selectinload(Version.assessment).selectinload(Assessment.subject))
        .order_by(Mitigation.id)
    )
    return [
        _work(version, f"Owns the action “{row.what[:60]}” in", action_id=row.id)
        for row, version in session.execute(query)
    ]


def _work(version: Version, does: str, *, to_hand_over: bool = False, action_id: int = 0) -> Work:
    assessment = version.assessment
    text = f"{does} {assessment.reference}, {assessment.subject.title}"
    endpoint = "assessments.hand_over" if to_hand_over else "assessments.version"
    values: dict[str, object] = {"reference": assessment.reference, "number": version.number}
    if action_id:
        endpoint, values = "assessments.action", values | {"action_id": action_id}
    return Work(text, endpoint, values, once_closed=to_hand_over)
