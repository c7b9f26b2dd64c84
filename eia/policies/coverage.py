"""Is all policy assessed? For each organisation a policy binds, where its assessment stands; each policy counts once.

What counts is what that organisation itself signed: an assessment signed by the force that leads covers no other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Exists, Select, and_, case, exists, func, literal, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.calendar import REVIEWED
from eia.assessments.models import Adoption, Assessment, Section, Version
from eia.assessments.models.version import OPEN
from eia.assessments.readers import readable_by
from eia.people.models import Organisation
from eia.people.queries import Standings
from eia.policies.queries import KIND, PoliciesPage, listed, page_of
from eia.subjects.models import Subject, subject_organisation


class Covered(StrEnum):
    """How a policy stands for one organisation; the first that is true."""

    NEVER = "never"
    OVERDUE = "overdue"
    IN_PROGRESS = "in_progress"
    ASSESSED = "assessed"
    SCREENED_OUT = "screened_out"

    @property
    def words(self) -> str:
        return WORDS[self]

    @property
    def is_gap(self) -> bool:
        return self not in (Covered.ASSESSED, Covered.SCREENED_OUT)


WORDS = {
    Covered.NEVER: "Never assessed",
    Covered.OVERDUE: "Review overdue",
    Covered.IN_PROGRESS: "In progress",
    Covered.ASSESSED: "Assessed and in date",
    Covered.SCREENED_OUT: "Screened out and in date",
}
SIGNED, SCREENED_OUT = "signed_off", "screened_out"


@dataclass(frozen=True, slots=True)
class Coverage:
    organisation: Organisation
    counts: Mapping[Covered, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def gap(self) -> int:
        """Policies without an assessment that this organisation signed and that is in date."""
        return sum(count for covered, count in self.counts.items() if covered.is_gap)


def coverage(session: Session, by: Standings) -> Sequence[Coverage]:
    """One for each organisation this person works or acts for, in two queries; those without policies too."""
    organisations = organisations_of(session, by)
    mine = [organisation.id for organisation in organisations]
    binding = _policies(by).where(subject_organisation.c.organisation_id.in_(mine)).subquery()
    counted = select(binding.c.organisation_id, binding.c.covered, func.count()).group_by(
        binding.c.organisation_id, binding.c.covered
    )
    found = {(organisation_id, covered): count for organisation_id, covered, count in session.execute(counted)}
    return [
        Coverage(one, {covered: found.get((one.id, covered.value), 0) for covered in Covered}) for one in organisations
    ]


def organisations_of(session: Session, by: Standings) -> Sequence[Organisation]:
    """Those this person works or acts for, by name."""
    mine = sorted({by.organisation_id, *(standing.organisation_id for standing in by.held)})
    return session.scalars(select(Organisation).where(Organisation.id.in_(mine)).order_by(Organisation.name)).all()


def covered_page(
    session: Session, by: Standings, organisation_id: int, covered: Covered, *, after: int = 0
) -> PoliciesPage:
    """Fifty policies of that organisation that stand so, by title, those after the policy `after`."""
    binding = _policies(by).where(subject_organisation.c.organisation_id == organisation_id).subquery()
    query = listed().join(binding, and_(binding.c.subject_id == Subject.id, binding.c.covered == covered.value))
    return page_of(session, query, by, after=after)


def _policies(by: Standings) -> Select[int, int, str]:
    """Each policy with each organisation it binds, and how it stands for that one."""
    binds = subject_organisation.c
    in_force, out = _stands(Version.state == SIGNED), _stands(Version.state == SCREENED_OUT)
    stands = case(
        (_stands(Version.state.in_((SIGNED, SCREENED_OUT)), _review_is_over()), Covered.OVERDUE.value),
        (in_force, Covered.ASSESSED.value),
        (and_(out, ~_begun(by, Version.challenges.is_(True))), Covered.SCREENED_OUT.value),
        (_begun(by), Covered.IN_PROGRESS.value),
        else_=literal(Covered.NEVER.value),
    )
    return (
        select(binds.subject_id, binds.organisation_id, stands.label("covered"))
        .join(Subject, Subject.id == binds.subject_id)
        .where(Subject.kind == KIND)
    )


def _stands(*wanted: ColumnElement[bool]) -> Exists:
    """There is such a version that this organisation signed."""
    return exists(
        select(Version.id)
        .join(Assessment, Assessment.id == Version.assessment_id)
        .join(Adoption, and_(Adoption.version_id == Version.id, Adoption.round == Version.round))
        .where(
            Assessment.subject_id == subject_organisation.c.subject_id,
            Adoption.organisation_id == subject_organisation.c.organisation_id,
            Adoption.status == "signed",
            *wanted,
        )
        .correlate(subject_organisation)
    )


def _review_is_over() -> ColumnElement[bool]:
    section, question = REVIEWED
    day = Section.answers[question].as_string()
    return exists(
        select(Section.id).where(
            Section.version_id == Version.id, Section.key == section, day < clock.today().isoformat(), day != ""
        )
    )


def _begun(by: Standings, *wanted: ColumnElement[bool]) -> Exists:
    """Somebody is at it, as far as this person may know."""
    return exists(
        select(Version.id)
        .join(Assessment, Assessment.id == Version.assessment_id)
        .where(
            Assessment.subject_id == subject_organisation.c.subject_id,
            Version.state.in_(OPEN),
            readable_by(by),
            *wanted,
        )
        .correlate(subject_organisation, Subject)
    )
