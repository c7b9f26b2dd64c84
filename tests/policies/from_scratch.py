"""How policies are covered, worked out from everything at once: another way than the one that keeps it beside them."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from eia import clock
from eia.assessments.models import Adoption, Assessment, Cover, CoverLoss, PastAssessment, Section, Version
from eia.assessments.models.version import OPEN
from eia.assessments.reminding.calendar import REVIEWED
from eia.assessments.workflow import CHECKING
from eia.policies.coverage.words import STUCK_DAYS, Covered
from eia.policies.models import BINDING, Policy
from eia.subjects.models import subject_organisation

SIGNED, SCREENED_OUT = "signed_off", "screened_out"


def standing(organisation_ids: Collection[int], *, only: int | None = None) -> Select[*tuple[Any, ...]]:
    """Each policy that is followed with each of these organisations that it binds, and how it stands for that one.

    What stands and what is open is put together once, not looked up policy by policy; `only` is one policy.
    """
    binds, signed, begun = subject_organisation.c, _signed(organisation_ids, only), _begun(only)
    imported = imported_for(organisation_ids).subquery()
    known = or_(begun.c.lead_id == binds.organisation_id, begun.c.state.in_(CHECKING))
    is_open = and_(begun.c.subject_id.is_not(None), known)
    too_long = begun.c.state_since <= clock.now() - timedelta(days=STUCK_DAYS)
    covered = case(
        (signed.c.overdue == 1, Covered.OVERDUE.value),
        (signed.c.assessed == 1, Covered.ASSESSED.value),
        (and_(signed.c.screened == 1, ~and_(is_open, begun.c.challenges)), Covered.SCREENED_OUT.value),
        (and_(is_open, too_long), Covered.STUCK.value),
        (is_open, Covered.IN_PROGRESS.value),
        (signed.c.lost == 1, Covered.COVER_LOST.value),
        (imported.c.subject_id.is_not(None), Covered.IMPORTED.value),
        else_=literal(Covered.NEVER.value),
    )
    query = (
        select(
            binds.subject_id, binds.organisation_id, Policy.__table__.c.unit_id, Policy.__table__.c["class"],
            covered.label("covered"), case((is_open, begun.c.state)).label("place"),
            case((is_open, begun.c.state_since)).label("since"),
        )
        .join(Policy.__table__, Policy.__table__.c.id == binds.subject_id)
        .outerjoin(
            signed,
            and_(signed.c.subject_id == binds.subject_id, signed.c.organisation_id == binds.organisation_id),
        )
        .outerjoin(begun, begun.c.subject_id == binds.subject_id)
        .outerjoin(
            imported,
            and_(imported.c.subject_id == binds.subject_id, imported.c.organisation_id == binds.organisation_id),
        )
        .where(binds.organisation_id.in_(sorted(organisation_ids)), Policy.__table__.c.state.in_(BINDING))
    )  # fmt: skip
    return query if only is None else query.where(binds.subject_id == only)


def _signed(organisation_ids: Collection[int], only: int | None) -> Subquery:
    """By subject and organisation: what that organisation signed and what still stands."""
    parent, on_parent = aliased(Version), aliased(Adoption)
    lost = and_(Cover.id.is_not(None), or_(parent.state != SIGNED, on_parent.id.is_(None), CoverLoss.id.is_not(None)))
    query = (
        select(
            Assessment.subject_id,
            Adoption.organisation_id,
            _any(and_(Version.state == SIGNED, _review_is_over()), "overdue"),
            _any(Version.state == SIGNED, "assessed"),
            _any(and_(Version.state == SCREENED_OUT, ~func.coalesce(lost, false())), "screened"),
            _any(and_(Version.state == SCREENED_OUT, lost), "lost"),
        )
        .select_from(Version)
        .join(Assessment, Assessment.id == Version.assessment_id)
        .join(Adoption, and_(Adoption.version_id == Version.id, Adoption.round == Version.round))
        .outerjoin(Section, and_(Section.version_id == Version.id, Section.key == REVIEWED[0]))
        .outerjoin(Cover, Cover.version_id == Version.id)
        .outerjoin(CoverLoss, CoverLoss.cover_id == Cover.id)
        .outerjoin(parent, parent.id == Cover.parent_id)
        .outerjoin(
            on_parent,
            and_(
                on_parent.version_id == parent.id, on_parent.round == parent.round, on_parent.status == "signed",
                on_parent.organisation_id == Adoption.organisation_id,
            ),
        )
        .where(Version.state.in_((SIGNED, SCREENED_OUT)), Adoption.status == "signed")
        .where(Adoption.organisation_id.in_(sorted(organisation_ids)))
        .group_by(Assessment.subject_id, Adoption.organisation_id)
    )  # fmt: skip
    return (query if only is None else query.where(Assessment.subject_id == only)).subquery()


def _begun(only: int | None) -> Subquery:
    """By subject: its open version, of which there is at most one."""
    query = (
        select(
            Assessment.subject_id, Assessment.organisation_id.label("lead_id"), Version.state, Version.state_since,
            Version.challenges,
        )
        .join(Version, Version.assessment_id == Assessment.id)
    )  # fmt: skip
    if only is None:
        return query.where(Version.state.in_(OPEN)).subquery()
    return query.where(Version.state.in_(OPEN), Assessment.subject_id == only).subquery()


def _any(holds: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.max(case((holds, 1), else_=0)).label(name)


def _review_is_over() -> ColumnElement[bool]:
    day = Section.answers[REVIEWED[1]].as_string()
    return and_(day < clock.today().isoformat(), day != "")


def imported_for(organisation_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    """Each subject with the organisation that imported a past assessment of it."""
    return (
        select(PastAssessment.subject_id, PastAssessment.organisation_id)
        .where(PastAssessment.subject_id.is_not(None))
        .where(PastAssessment.organisation_id.in_(sorted(organisation_ids)))
        .distinct()
    )
