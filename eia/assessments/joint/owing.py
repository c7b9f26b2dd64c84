"""SQL for whose answer is owed: lists of what waits ask it of every version they look at."""

from sqlalchemy import ColumnElement, and_, or_, select

from eia.assessments.models import (
    UNANSWERED,
    Adoption,
    Contributor,
    Recusal,
    Signature,
    SignedPart,
    Submission,
    Version,
)
from eia.people.offices import Office
from eia.people.queries import Standings
from eia.plans import one_by_one

THIS_ROUND = Adoption.round == Version.round


def turn_of(by: Standings, usual: Office) -> ColumnElement[bool]:
    """SQL for: an organisation for which this person holds that office waits for it in the round that is going on.

    `usual` is the office that signs where there is no route.
    """
    owes_one = and_(Adoption.waits_for == "", Adoption.organisation_id.in_(sorted(by.organisations_of(usual))))
    return _unanswered(or_(owes_one, waits_for(by, usual)))


def pending_for(organisations: set[int]) -> ColumnElement[bool]:
    """SQL for: one of these organisations has not answered in the round that is going on."""
    return _unanswered(Adoption.organisation_id.in_(sorted(organisations)))


def _unanswered(so: ColumnElement[bool]) -> ColumnElement[bool]:
    owed = Adoption.version_id == Version.id, THIS_ROUND, Adoption.status.in_(UNANSWERED)
    return one_by_one(select(Adoption.id).where(*owed, so).exists())


def waits_for(by: Standings, office: Office) -> ColumnElement[bool]:
    """SQL for an adoption, on a route, that waits for that office held by this person, who has not signed."""
    here, waits = sorted(by.organisations_of(office)), Adoption.waits_for.contains(f",{office},")
    signed = (
        select(Signature.id)
        .join(Submission, Submission.id == Signature.submission_id)
        .where(
            Submission.version_id == Adoption.version_id,
            Submission.round == Adoption.round,
            Signature.organisation_id == Adoption.organisation_id,
            or_(Signature.person_id == by.person_id, Signature.on_behalf_of_id == by.person_id),
        )
    )
    return and_(Adoption.waits_for != "", waits, Adoption.organisation_id.in_(here), one_by_one(~signed.exists()))


def not_written(by: Standings) -> tuple[ColumnElement[bool], ...]:
    """SQL for: this person wrote and sent nothing of it, and declared no interest."""
    wrote = select(Contributor.id).where(Contributor.version_id == Version.id, Contributor.person_id == by.person_id)
    sent = select(Submission.id).where(Submission.version_id == Version.id, Submission.submitted_by == by.person_id)
    amended = (
        select(SignedPart.id)
        .join(Submission, Submission.id == SignedPart.submission_id)
        .where(Submission.version_id == Version.id, SignedPart.made_by == by.person_id)
    )
    recused = select(Recusal.id).where(Recusal.version_id == Version.id, Recusal.person_id == by.person_id)
    left = (wrote, sent, amended, recused)
    return (Version.author_id != by.person_id, *(one_by_one(~done.exists()) for done in left))
