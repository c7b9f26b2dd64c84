"""Foreseen against happened, by kind of subject: what reviews said of the effects that were foreseen."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
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
SHOWN = 20
"""So many of them are named."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What happened -> how often, for one kind of subject."""

    kind: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Review:
    """One signed review, and what it says happened."""

    title: str
    reference: str
    number: int
    counts: Mapping[str, int]


def learnt(session: Session, by: Standings) -> list[Learnt]:
    """In one statement, from the signed reviews this person may read in full."""
    found: dict[str, Counter[str]] = {}
    for kind, answers in session.execute(_reviews(by, Subject.kind, Section.answers).limit(MOST)):
        found.setdefault(kind, Counter()).update(_said(answers))
    return [Learnt(title, found[kind]) for kind, title in KINDS.items() if kind in found]


def newest_reviews(session: Session, by: Standings) -> list[Review]:
    """Those that say of at least one effect what happened, the newest first."""
    columns = (Subject.title, Assessment.reference, Version.number, Section.answers)
    rows = session.execute(_reviews(by, *columns).limit(SHOWN))
    found = [Review(title, reference, number, Counter(_said(answers))) for title, reference, number, answers in rows]
    return [one for one in found if one.counts]


def _reviews(by: Standings, *columns: Any) -> Select[Any]:
    """The newest first."""
    return (
        select(*columns)
        .select_from(Section)
        .join(Version, Version.id == Section.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Section.key == SECTION.key, Version.state.in_(SIGNED), reads(by, Part.ALL))
        .order_by(Section.id.desc())
    )


def _said(answers: Mapping[str, str]) -> list[str]:
    said = (value for question, value in answers.items() if question.startswith("happened-"))
    return [value for value in said if value in HAPPENED]
