"""What is looked up: one version for a reader, the register, what waits for whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from eia.assessments.case import Case, load_case
from eia.assessments.models import (
    ActionProgress,
    ActionStanding,
    Adoption,
    Assessment,
    Contributor,
    Recusal,
    SignedPart,
    Submission,
    Version,
)
from eia.assessments.readers import KEPT, Part, part_of, readable_by
from eia.errors import NotFound
from eia.people.models import Person
from eia.people.offices import Office
from eia.people.queries import Standings

PAGE = 50
FIRST = 21
"""Lines of one kind on the first page: one more than it shows, to know that there are more."""
LARGEST_NUMBER = 2**31
REFERENCE = re.compile(r"[A-Z0-9]{1,20}-EIA-\d{4}-\d{4,9}")
"""What a reference looks like; anything else never reaches the database."""


@dataclass(frozen=True, slots=True)
class Found:
    """A version this person may know of, and how much of it they may read."""

    version_id: int
    part: Part


def find(session: Session, reference: str, number: int, by: Standings) -> Found:
    """The version, or NotFound when there is none that this person may know of."""
    if number > LARGEST_NUMBER or not REFERENCE.fullmatch(reference):
        raise NotFound("There is no such assessment, or you may not read it.")
    row = session.execute(_one(by), {"reference": reference, "number": number}).one_or_none()
    if row is None or row[1] == Part.NONE:
        raise NotFound("There is no such assessment, or you may not read it.")
    return Found(row[0], Part(row[1]))


@lru_cache(KEPT)
def _one(by: Standings) -> Select[int, int]:
    return (
        select(Version.id, part_of(by))
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Assessment.reference == bindparam("reference"), Version.number == bindparam("number"))
    )


def latest_number(session: Session, reference: str, by: Standings) -> int:
    """The number of the latest version this person may know of."""
    if not REFERENCE.fullmatch(reference):
        raise NotFound("There is no such assessment, or you may not read it.")
    number = session.scalar(
        select(func.max(Version.number))
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Assessment.reference == reference, readable_by(by))
    )
    if number is None:
        raise NotFound("There is no such assessment, or you may not read it.")
    return number


def read_case(session: Session, found: Found) -> Case:
    return load_case(session, found.version_id)


def register(session: Session, by: Standings, *, after: str = "", state: str = "") -> Sequence[Version]:
    """Versions this person may know of, newest reference first; one more than a page when there are more."""
    query = _listed(by).order_by(Assessment.reference.desc(), Version.number.desc()).limit(PAGE + 1)
    if state:
        query = query.where(Version.state == state)
    if after:
        reference, _, number = after.rpartition("~")
        if REFERENCE.fullmatch(reference) and number.isascii() and number.isdigit() and len(number) < 10:
            query = query.where(
                or_(
                    Assessment.reference < reference,
                    and_(Assessment.reference == reference, Version.number < int(number)),
                )
            )
    return session.scalars(query).all()


@lru_cache(KEPT)
def _listed(by: Standings) -> Select[Version]:
    return (
        select(Version)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(readable_by(by))
        .options(
            contains_eager(Version.assessment).contains_eager(Assessment.subject),
            contains_eager(Version.assessment).joinedload(Assessment.organisation),
            joinedload(Version.author),
        )
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of "waiting for you": what, what to do, since when."""

    version: Version
    todo: str
    endpoint: str
    action: str = ""


def waiting_for(session: Session, by: Standings) -> list[Waiting]:
    """What this person has to do next, the longest waiting first."""
    return sorted(
        [*_to_write(session, by), *_to_check(session, by), *_to_sign(session, by)],
        key=lambda waiting: (waiting.version.state_since, waiting.version.id),
    )


def _ordered(query: Select[Version]) -> Select[Version]:
    return query.order_by(Version.state_since, Version.id).limit(FIRST)


def _to_write(session: Session, by: Standings) -> list[Waiting]:
    todo = {
        "draft": "Finish the draft",
        "screening": "Finish the screening",
        "full_assessment": "Finish the full assessment",
        "mitigation": "Plan what is done, and send it",
    }
    found = session.scalars(_written_by(by, tuple(todo)))
    return [Waiting(v, todo[v.state], "assessments.version") for v in found]


@lru_cache(KEPT)
def _written_by(by: Standings, states: tuple[str, ...]) -> Select[Version]:
    return _ordered(_listed(by).where(Version.author_id == by.person_id, Version.state.in_(states)))


def _to_check(session: Session, by: Standings) -> list[Waiting]:
    """For an independent adviser: screenings their organisation has not signed, and checks their organisation leads."""
    if not by.holds(Office.ADVISER):
        return []
    todo = {"screening_review": "Check the screening and sign", "adviser_review": "Check it and give your opinion"}
    return [Waiting(v, todo[v.state], "assessments.summary") for v in session.scalars(_checked_by(by))]


@lru_cache(KEPT)
def _checked_by(by: Standings) -> Select[Version]:
    organisations = by.organisations_of(Office.ADVISER)
    unclaimed = or_(Version.adviser_id.is_(None), Version.adviser_id == by.person_id)
    leads = and_(Version.state == "adviser_review", Assessment.organisation_id.in_(organisations), unclaimed)
    signs = and_(Version.state == "screening_review", pending_for(organisations))
    return _ordered(_listed(by).where(or_(leads, signs), *not_written(by)))


def _to_sign(session: Session, by: Standings) -> list[Waiting]:
    if not by.holds(Office.APPROVER):
        return []
    todo = "Read it and sign, or return it"
    return [Waiting(v, todo, "assessments.summary") for v in session.scalars(_signed_by(by))]


@lru_cache(KEPT)
def _signed_by(by: Standings) -> Select[Version]:
    pending = pending_for(by.organisations_of(Office.APPROVER))
    return _ordered(_listed(by).where(Version.state == "sign_off", pending, *not_written(by)))


def pending_for(organisations: set[int]) -> ColumnElement[bool]:
    """SQL for: one of these organisations has not answered in the round that is going on."""
    pending = select(Adoption.id).where(
        Adoption.version_id == Version.id,
        Adoption.round == Version.round,
        Adoption.status == "pending",
        Adoption.organisation_id.in_(sorted(organisations)),
    )
    return pending.exists()


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
    return (Version.author_id != by.person_id, *(~done.exists() for done in left))


def waited_for_by(session: Session, by: Standings) -> Sequence[Version]:
    """What this person has sent and others hold now."""
    return session.scalars(_sent_by(by)).all()


@lru_cache(KEPT)
def _sent_by(by: Standings) -> Select[Version]:
    checking = ("screening_review", "adviser_review", "sign_off")
    return _written_by(by, checking).options(joinedload(Version.adviser))


def people_of(session: Session, organisation_ids: set[int]) -> list[Person]:
    """Everybody an action may be given to."""
    query = (
        select(Person)
        .where(Person.organisation_id.in_(sorted(organisation_ids)), Person.closed_at.is_(None))
        .order_by(Person.sort_name, Person.id)
    )
    return list(session.scalars(query))


def versions_of(session: Session, version_ids: set[int]) -> dict[int, Version]:
    query = (
        select(Version)
        .where(Version.id.in_(sorted(version_ids)))
        .options(selectinload(Version.assessment).selectinload(Assessment.subject))
    )
    return {version.id: version for version in session.scalars(query)}


def progress_of(session: Session, mitigation_id: int) -> Sequence[ActionProgress]:
    """The notes on one action, newest first."""
    query = (
        select(ActionProgress).where(ActionProgress.mitigation_id == mitigation_id).order_by(ActionProgress.id.desc())
    )
    return session.scalars(query).all()


def standings_of_actions(session: Session, version_id: int) -> dict[int, ActionStanding]:
    """Id of an action -> where it stands, with its newest note. Empty before it is signed."""
    query = (
        select(ActionStanding)
        .where(ActionStanding.version_id == version_id)
        .options(joinedload(ActionStanding.last_note).lazyload(ActionProgress.person))
    )
    return {row.mitigation_id: row for row in session.scalars(query)}
