"""Assessments that were made before this service, as a list of them says: imported, and not signed here."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia import clock
from eia.db import Base
from eia.files.models import StoredFile
from eia.people.models import Organisation, Person, Unit
from eia.subjects.models import Subject

past_assessment_organisation = Table(
    "past_assessment_organisation",
    Base.metadata,
    Column("past_id", ForeignKey("past_assessment.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
)
"""Whom a past assessment was made for, the organisation that imported it among them: they read it."""


class PastAssessment(Base):
    """One line of a list of past assessments. Another file changes it by its reference; nothing else does."""

    __tablename__ = "past_assessment"
    __table_args__ = (
        UniqueConstraint("organisation_id", "reference_key"),
        CheckConstraint("revision >= 1", name="counts_up"),
        Index("ix_past_assessment_sort_title_id", "sort_title", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """Whoever imported it; it counts for no other."""
    reference: Mapped[str]
    reference_key: Mapped[str]
    """The reference without regard to case and spaces."""
    title: Mapped[str]
    sort_title: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    policy_number: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), index=True)
    """The policy of that number, where it was known when the list was imported."""
    signed_on: Mapped[date | None]
    signed_by: Mapped[str]
    """The office or role, as the list says it."""
    outcome: Mapped[str]
    effects: Mapped[dict[str, str]] = mapped_column(JSON)
    """Characteristic -> direction, by the keys of frameworks."""
    review_on: Mapped[date | None]
    link: Mapped[str]
    """Where the document is: an https address, or words."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    file_name: Mapped[str]
    imported_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    imported_at: Mapped[datetime] = mapped_column(default=clock.now)
    revision: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()
    organisations: Mapped[list[Organisation]] = relationship(
        secondary=past_assessment_organisation, order_by=Organisation.name
    )
    unit: Mapped[Unit | None] = relationship()
    subject: Mapped[Subject | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def stream(self) -> str:
        return f"past:{self.id}"


class PastImport(Base):
    """The lines of a list that was read and waits for a yes; gone once it was taken in or put aside."""

    __tablename__ = "past_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    digest: Mapped[str]
    """Of what its reader was shown that it changes: anything else is refused."""
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class StartedFromPast(Base):
    """The version that was begun from a past assessment, and replaces it once it is signed. Append-only."""

    __tablename__ = "started_from_past"
    __table_args__ = (UniqueConstraint("version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    past_id: Mapped[int] = mapped_column(ForeignKey("past_assessment.id"), index=True)
