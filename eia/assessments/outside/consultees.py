"""Who is asked by name for an opinion, what they said, and how much of it this reader sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager

from eia.assessments.case import Case
from eia.assessments.models import Assessment, ConsulteeOpinion, Version
from eia.assessments.models.consultees import OPINIONS
from eia.assessments.queries import people_of
from eia.assessments.readers import CHECKING, WRITING
from eia.people.models import Person
from eia.people.queries import Standings

OPEN = (*WRITING, *CHECKING)


@dataclass(frozen=True, slots=True)
class Consulted:
    """One who was asked, as this reader sees it."""

    row: ConsulteeOpinion
    question: str
    words: str
    kept_within: str
    """The organisation its words stay in, when they are legal advice."""
    may_have_changed: bool

    @property
    def has_concerns(self) -> bool:
        return self.row.opinion == "concerns"

    @property
    def said(self) -> str:
        return OPINIONS.get(self.row.opinion, "No answer yet" if self.row.is_open else "Not asked any more")


def consulted(case: Case, by: Standings) -> list[Consulted]:
    """Those who were asked, the newest last; the words of legal advice for its own organisation alone."""
    return [_seen(case, row, by) for row in case.version.consultees]


def _seen(case: Case, row: ConsulteeOpinion, by: Standings) -> Consulted:
    theirs = by.organisation_id == row.person.organisation_id
    within = row.person.organisation.name if row.is_privileged else ""
    later = row.revision < case.revision if case.state in WRITING else row.round < case.version.round
    question, words = (row.question, row.words) if theirs or not within else ("", "")
    return Consulted(row, question, words, within, bool(row.answered_at) and later)


def open_request(case: Case, person_id: int) -> ConsulteeOpinion | None:
    """What this person was asked and has not answered."""
    return next((row for row in case.version.consultees if row.is_open and row.person_id == person_id), None)


def requests_of(case: Case, person_id: int) -> list[ConsulteeOpinion]:
    """What this person asked others and nobody has answered."""
    return [row for row in case.version.consultees if row.is_open and row.asked_by == person_id]


def can_be_asked(session: Session, case: Case) -> list[Person]:
    """People of the organisations that take part who did not write it, and are not being asked already."""
    asked = {row.person_id for row in case.version.consultees if row.is_open}
    return [p for p in people_of(session, case.organisation_ids) if p.id not in case.writers | asked]


TO_GIVE = (
    select(ConsulteeOpinion, Version)
    .join(Version, Version.id == ConsulteeOpinion.version_id)
    .join(Version.assessment)
    .join(Assessment.subject)
    .options(contains_eager(Version.assessment).contains_eager(Assessment.subject))
    .where(
        ConsulteeOpinion.person_id == bindparam("person_id"),
        ConsulteeOpinion.answered_at.is_(None),
        ConsulteeOpinion.taken_back_at.is_(None),
        Version.state.in_(OPEN),
    )
    .order_by(ConsulteeOpinion.asked_at, ConsulteeOpinion.id)
    .limit(bindparam("most"))
)


def opinions_to_give(session: Session, by: Standings, most: int) -> Sequence[tuple[ConsulteeOpinion, Version]]:
    """What waits for this person, the longest first."""
    given = {"person_id": by.person_id, "most": most}
    return [(row, version) for row, version in session.execute(TO_GIVE, given)]
