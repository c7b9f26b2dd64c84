"""Is all policy assessed? For each organisation a policy binds, where its assessment stands; each policy counts once.

What counts is what that organisation itself signed: an assessment signed by the force that leads covers no other. Only
policies that are followed count; drafts and retired ones are told apart. Everybody who reads the coverage of an
organisation reads the same: a draft assessment of another counts once it is sent for checking.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from eia import clock
from eia.assessments.models import Adoption, Assessment, Cover, CoverLoss, Section, Version
from eia.assessments.models.version import OPEN
from eia.assessments.past.listed import imported_for
from eia.assessments.reminding.calendar import REVIEWED
from eia.assessments.workflow import CHECKING
from eia.people.models import Organisation
from eia.people.queries import Standings
from eia.plans import unsought
from eia.policies.models import BINDING, Policy
from eia.subjects.models import subject_organisation

STUCK_DAYS = 28
"""An open version that has not moved for so long is stuck."""
SIGNED, SCREENED_OUT = "signed_off", "screened_out"


class Covered(StrEnum):
    """How a policy that is followed stands for one organisation; the first that is true."""

    OVERDUE = "overdue"
    ASSESSED = "assessed"
    SCREENED_OUT = "screened_out"
    STUCK = "stuck"
    IN_PROGRESS = "in_progress"
    COVER_LOST = "cover_lost"
    IMPORTED = "imported"
    NEVER = "never"
    GAP, ANY = "gap", "any"
    """For lists: any of those without an assessment in date; all that are followed."""

    @property
    def words(self) -> str:
        return WORDS[self]

    @property
    def is_gap(self) -> bool:
        return self not in (Covered.ASSESSED, Covered.SCREENED_OUT)


WORDS = {
    Covered.NEVER: "Never assessed",
    Covered.IMPORTED: "Assessed before: imported, not signed here",
    Covered.COVER_LOST: "Screened out, but its cover is lost",
    Covered.OVERDUE: "Review overdue",
    Covered.STUCK: f"In progress, and nothing has moved for {STUCK_DAYS} days",
    Covered.IN_PROGRESS: "In progress",
    Covered.SCREENED_OUT: "Screened out and in date",
    Covered.ASSESSED: "Assessed and in date",
    Covered.GAP: "No assessment in date",
    Covered.ANY: "All that are followed",
}
STANDING = tuple(covered for covered in WORDS if covered not in (Covered.GAP, Covered.ANY))
"""From the widest gap to none, as they are shown."""
IN_LISTS = {Covered.GAP: [one for one in STANDING if one.is_gap], Covered.ANY: STANDING}


@dataclass(frozen=True, slots=True)
class Stands:
    """How one policy stands for one organisation; `where` its open version is, and since when."""

    organisation: Organisation
    covered: Covered
    where: str
    since: Any


def organisations_of(session: Session, by: Standings) -> Sequence[Organisation]:
    """Those this person works or acts for, by name."""
    mine = sorted({by.organisation_id, *(standing.organisation_id for standing in by.held)})
    return session.scalars(select(Organisation).where(Organisation.id.in_(mine)).order_by(Organisation.name)).all()


def stands_for(session: Session, policy: Policy, by: Standings) -> Sequence[Stands]:
    """One for each organisation of this person that the policy binds; nothing while nobody follows it."""
    mine = {one.id: one for one in organisations_of(session, by)}
    rows = session.execute(standing(mine, only=policy.id)).all()
    found = {row.organisation_id: Stands(mine[row.organisation_id], Covered(row.covered), row.place or "", row.since)
             for row in rows}  # fmt: skip
    return [found[key] for key in mine if key in found]


def stands_so(organisation_id: int, covered: Covered) -> ColumnElement[bool]:
    """SQL for the policies that stand so for that organisation."""
    stands = standing([organisation_id]).subquery()
    wanted = [one.value for one in IN_LISTS.get(covered, [covered])]
    return Policy.id.in_(select(stands.c.subject_id).where(stands.c.covered.in_(wanted)))


def standing(organisation_ids: Collection[int], *, only: int | None = None) -> Select[*tuple[Any, ...]]:
    """Each policy that is followed with each of these organisations that it binds, and how it stands for that one.

    What stands and what is open is put together once, not looked up policy by policy; `only` is one policy.
    """
    binds, signed, begun = subject_organisation.c, _signed(organisation_ids, only), _begun(only)
    imported = imported_for(organisation_ids).subquery()
    known = or_(begun.c.lead_id == binds.organisation_id, begun.c.state.in_(CHECKING))
    is_open = and_(begun.c.subject_id.is_not(None), known)
    too_long = begun.c.state_since < clock.now() - timedelta(days=STUCK_DAYS)
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
        return query.where(unsought(Version.state).in_(OPEN)).subquery()
    return query.where(Version.state.in_(OPEN), Assessment.subject_id == only).subquery()


def _any(holds: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.max(case((holds, 1), else_=0)).label(name)


def _review_is_over() -> ColumnElement[bool]:
    day = Section.answers[REVIEWED[1]].as_string()
    return and_(day < clock.today().isoformat(), day != "")
