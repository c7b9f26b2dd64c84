"""What is looked up about parents: which could cover a version, and whether a screening still stands on its own."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from eia.assessments.case import Case, load_case
from eia.assessments.guards.cover import cover_lost
from eia.assessments.models import Adoption, Assessment, Version
from eia.assessments.readers import Part, reads
from eia.people.queries import Standings
from eia.subjects.models import Subject

MOST = 200
"""Assessments offered in one list."""


def possible_parents(session: Session, case: Case, by: Standings) -> Sequence[Version]:
    """Signed assessments of something else that this person may read, signed for everybody here, by title."""
    here = sorted(case.organisation_ids)
    signed = (
        select(func.count(Adoption.id))
        .where(
            Adoption.version_id == Version.id,
            Adoption.round == Version.round,
            Adoption.status == "signed",
            Adoption.organisation_id.in_(here),
        )
        .scalar_subquery()
    )
    query = (
        select(Version)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Version.state == "signed_off", Version.assessment_id != case.assessment.id)
        .where(signed == len(here), reads(by, Part.ALL))
        .options(contains_eager(Version.assessment).contains_eager(Assessment.subject))
        .order_by(Subject.sort_title, Version.id)
        .limit(MOST)
    )
    return session.scalars(query).all()


def is_covered(session: Session, version_id: int) -> bool:
    """Whether a screened-out version opens gates: false once the parent it rests on covers it no longer."""
    return not cover_lost(load_case(session, version_id))
