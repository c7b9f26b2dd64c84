"""What an assessment can be started from: earlier ones this person may read in full, and templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from eia.assessments.models import Assessment, StartedFrom, Template, Version
from eia.assessments.queries import REFERENCE
from eia.assessments.readers import CLOSED, Part, reads
from eia.audit.queries import first_entry
from eia.frameworks.store import stored
from eia.people.queries import Standings
from eia.subjects.models import Subject

SHOWN = 50
"""So many earlier ones are offered, the newest first; others are found by their reference."""
OFFERED = ("signed_off", "screened_out", "stopped")
"""States of a version that is still good as a template: a withdrawn or superseded one is not."""


_STARTED_FROM = (
    select(Assessment.reference, Version.number, Version.framework)
    .join(Version, Version.assessment_id == Assessment.id)
    .join(StartedFrom, StartedFrom.source_id == Version.id)
    .where(StartedFrom.version_id == bindparam("version_id"))
)


@dataclass(frozen=True, slots=True)
class Source:
    version_id: int
    reference: str
    number: int
    title: str
    framework: str

    @property
    def name(self) -> str:
        return f"{self.reference}, version {self.number}"


def earlier_ones(session: Session, by: Standings) -> Sequence[Source]:
    return [Source(*row) for row in session.execute(_closed(by).order_by(Version.id.desc()).limit(SHOWN))]


def earlier_one(session: Session, by: Standings, reference: str) -> Source | None:
    """The latest closed version of that reference that this person may read in full."""
    if not REFERENCE.fullmatch(reference):
        return None
    query = _closed(by).where(Assessment.reference == reference).order_by(Version.number.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return Source(*row) if row else None


def source_of(session: Session, by: Standings, version_id: int) -> Source | None:
    """Asked again inside the write: it is closed, and they may read it in full."""
    row = session.execute(_closed(by).where(Version.id == version_id)).one_or_none()
    return Source(*row) if row else None


def templates(session: Session, by: Standings, organisation_id: int) -> Sequence[Source]:
    """What advisers of that organisation offer, by title; the title is that of the template."""
    query = (
        _closed(by, title=Template.title)
        .join(Template, Template.version_id == Version.id)
        .where(Template.organisation_id == organisation_id, Template.ended_at.is_(None), Version.state.in_(OFFERED))
        .order_by(Template.title, Template.id)
        .limit(SHOWN)
    )
    return [Source(*row) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class StartedWith:
    """The version it was started from, and in words what of it found no place under the law as it is written now."""

    reference: str
    number: int
    framework: str
    left_behind: Sequence[str]


def started_from(session: Session, version_id: int, stream: str) -> StartedWith | None:
    """What found no place stands in the trail alone, in the entry that started it."""
    row = session.execute(_STARTED_FROM, {"version_id": version_id}).one_or_none()
    if row is None:
        return None
    entry = first_entry(session, stream, "started")
    body = (entry.payload.body if entry and entry.payload else None) or {}
    law = stored(session, row.framework)
    words = f"{law.title} (version {law.version})"
    return StartedWith(row.reference, row.number, words, (body.get("after") or {}).get("left_behind", ()))


def _closed(by: Standings, title: Any = Subject.title) -> Select[Any]:
    return (
        select(Version.id, Assessment.reference, Version.number, title, Version.framework)
        .select_from(Version)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Version.state.in_(CLOSED), reads(by, Part.ALL))
    )
