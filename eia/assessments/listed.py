"""One line of a list of versions, and the statement that reads it; each list says itself which versions it holds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from eia.assessments.models import Assessment, Version
from eia.assessments.models.version import NO_DAY, stream_of
from eia.people.models import Organisation, Person
from eia.subjects.models import Subject


@dataclass(frozen=True, slots=True)
class Listed:
    """Columns alone, for a list needs no objects that can be changed."""

    id: int
    number: int
    state: str
    state_since: datetime
    revision: int
    planned_key: str
    reference: str
    title: str
    lead: str
    adviser: str | None

    @property
    def stream(self) -> str:
        return stream_of(self.reference)

    @property
    def planned_day(self) -> date | None:
        return None if self.planned_key == NO_DAY else date.fromisoformat(self.planned_key)


def listed() -> Select[*tuple[Any, ...]]:
    adviser = aliased(Person)
    return (
        select(
            Version.id, Version.number, Version.state, Version.state_since, Version.revision, Version.planned_key,
            Assessment.reference, Subject.title, Organisation.name, adviser.name,
        )
        .join(Version.assessment)
        .join(Assessment.subject)
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .outerjoin(adviser, adviser.id == Version.adviser_id)
    )  # fmt: skip


def lines(session: Session, query: Select[*tuple[Any, ...]], **given: object) -> list[Listed]:
    return [Listed(*row) for row in session.execute(query, given)]
