"""Foreseen against happened, by kind of subject: what reviews said of the effects that were foreseen."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.afterwards.looking_back import HAPPENED
from eia.assessments.models import Assessment, Section, Version
from eia.assessments.readers import Part, reads
from eia.assessments.sections import HAPPENED as SECTION
from eia.people.queries import Standings
from eia.subjects.models import Subject

KINDS = {"policy": "Policies", "promotion_process": "Promotion processes", "decision": "Decisions"}
SIGNED = ("signed_off", "superseded", "screened_out")
MOST = 1_000
"""So many reviews are read, the newest first."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What happened -> how often, for one kind of subject."""

    kind: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def learnt(session: Session, by: Standings) -> list[Learnt]:
    """In one statement, from the signed reviews this person may read in full."""
    query = (
        select(Subject.kind, Section.answers)
        .join(Version, Version.id == Section.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Section.key == SECTION.key, Version.state.in_(SIGNED), reads(by, Part.ALL))
        .order_by(Section.id.desc())
        .limit(MOST)
    )
    found: dict[str, Counter[str]] = {}
    for kind, answers in session.execute(query):
        said = (value for question, value in answers.items() if question.startswith("happened-"))
        found.setdefault(kind, Counter()).update(value for value in said if value in HAPPENED)
    return [Learnt(title, found[kind]) for kind, title in KINDS.items() if kind in found]
