"""Who writes: whose sections wait for them, who can be given one, who can become the author. (Who reads: readers.py)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, literal, or_, select
from sqlalchemy.orm import Session, contains_eager

from eia.assessments.case import Case
from eia.assessments.joint.jointly import LOCAL, local_key
from eia.assessments.models import Adoption, Assessment, Assignment, Version
from eia.assessments.sections import section_titles
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.people.queries import Standings, holders


def local_titles(case: Case) -> dict[str, str]:
    """What each local part is called: "local:CAMBS" -> its title."""
    return {local_key(organisation.code): f"Local remarks for {organisation.name}" for organisation in case.bound}


def part_titles(case: Case) -> dict[str, str]:
    """Everything that can be given to somebody to write: the sections, and the local parts of the organisations."""
    return section_titles(case) | local_titles(case)


WRITE = (Office.POLICY_OWNER, Office.HR_LEAD)
"""Offices whose holders start assessments, and can be the author of one."""


def author_has_left(case: Case) -> bool:
    """The account is closed, or they no longer hold an office that writes for the lead organisation."""
    if case.version.author.closed_at is not None:
        return True
    return not any(case.author_standings.holds(office, {case.lead.id}) for office in WRITE)


def can_become_author(session: Session, case: Case) -> list[Person]:
    """Those who write for the lead organisation, but for the author and whoever checks or has signed this round."""
    submission = case.submission if case.submission and not case.submission.ended_as else None
    barred = {case.version.author_id, case.version.adviser_id}
    if submission:
        barred |= {opinion.person_id for opinion in submission.opinions}
        barred |= {signature.person_id for signature in submission.signatures}
    found = {person.id: person for office in WRITE for person in holders(session, office, {case.lead.id})}
    return sorted((p for p in found.values() if p.id not in barred), key=lambda p: (p.sort_name, p.id))


def _local_part_open() -> ColumnElement[bool]:
    """SQL for whether the local part that was given can be written now, as `guards/local.py` says."""
    answered = (
        select(Adoption.id)
        .join(Organisation, Organisation.id == Adoption.organisation_id)
        .where(
            Adoption.version_id == Version.id,
            Adoption.round == Version.round,
            Assignment.section == literal(LOCAL) + Organisation.code,
            or_(
                Adoption.status.in_(("signed", "signing")),
                and_(Version.state == "sign_off", Adoption.status != "pending"),
            ),
        )
    )
    written = Version.state.in_(("draft", "screening", "full_assessment", "mitigation"))
    return or_(written, and_(Version.state.in_(("sign_off", "signed_off")), ~answered.exists()))


@dataclass(frozen=True, slots=True)
class InHand:
    """Sections of one version that this person was given and can write in now."""

    version: Version
    rows: Sequence[Assignment]


def sections_to_write(
    session: Session, by: Standings, editable: Mapping[str, Sequence[str]], most: int
) -> list[InHand]:
    """What waits for this person, the longest first. `editable` says which sections are open in which state."""
    query = given_and_open(tuple((state, tuple(keys)) for state, keys in editable.items()))
    found: dict[int, list[Assignment]] = {}
    for row in session.scalars(query, {"person_id": by.person_id, "most": most}):
        found.setdefault(row.version_id, []).append(row)
    return [InHand(rows[0].version, rows) for rows in found.values()]


@cache
def given_and_open(editable: tuple[tuple[str, tuple[str, ...]], ...]) -> Select[Assignment]:
    """Put together once: there is one table of states."""
    sections = (and_(Version.state == state, Assignment.section.in_(keys)) for state, keys in editable)
    now_open = or_(*sections, and_(Assignment.section.startswith(LOCAL), _local_part_open()))
    return (
        select(Assignment)
        .join(Version, Version.id == Assignment.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .options(
            contains_eager(Assignment.version).contains_eager(Version.assessment).contains_eager(Assessment.subject)
        )
        .where(Assignment.person_id == bindparam("person_id"), Assignment.ended_at.is_(None), now_open)
        .order_by(Assignment.given_at, Assignment.id)
        .limit(bindparam("most"))
    )
