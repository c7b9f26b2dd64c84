"""Looking up subjects for a reader: those of the organisations they belong to or act in."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload

from eia.errors import NotFound
from eia.people.queries import Standings
from eia.subjects.models import Subject, subject_organisation


def visible_to(by: Standings) -> ColumnElement[bool]:
    """SQL for the subjects that bind an organisation this person belongs to or holds an office in."""
    organisations = {by.organisation_id, *(s.organisation_id for s in by.held)}
    binds = select(subject_organisation.c.subject_id).where(
        subject_organisation.c.subject_id == Subject.id,
        subject_organisation.c.organisation_id.in_(sorted(organisations)),
    )
    return binds.exists()


def subject_for(session: Session, subject_id: int, by: Standings) -> Subject:
    query = (
        select(Subject)
        .where(Subject.id == subject_id, or_(visible_to(by), Subject.owner_id == by.person_id))
        .options(selectinload(Subject.organisations), selectinload(Subject.organisation), selectinload(Subject.owner))
    )
    subject = session.scalars(query).one_or_none() if subject_id < 2**31 else None
    if subject is None:
        raise NotFound("There is no such policy or process, or you may not see it.")
    return subject
