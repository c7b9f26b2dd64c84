"""An assessment, its numbered versions, and who has written in them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, literal, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Organisation, Person
from eia.subjects.models import Subject

if TYPE_CHECKING:
    from eia.assessments.models import (
        assignments,
        checks,
        comments,
        consultees,
        consulting,
        content,
        correcting,
        covering,
        joint,
        living,
        local,
        rounds,
    )

OPEN = ("draft", "screening", "full_assessment", "mitigation", "screening_review", "adviser_review", "sign_off")
"""States in which a version is being worked on. A test holds this list and the workflow table together."""
_OPEN_SQL = text("state IN (" + ", ".join(f"'{state}'" for state in OPEN) + ")")


TO_CHECK = text("coalesce(version.state, '') IN ('screening_review', 'adviser_review')")
"""The advisers' queue, in the very words of its indexes: SQLite uses a partial index only then.

`coalesce` keeps it from the index on the state alone, whose rows it would have to sort.
"""
_TO_CHECK = text(TO_CHECK.text.replace("version.", ""))
NO_DAY = "9999-12-31"
"""Stands for a planned day that nobody named: it sorts last."""


def stream_of(reference: str) -> str:
    """The trail of the assessment with that reference."""
    return f"assessment:{reference}"


def stream_in_sql(reference: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[str]:
    """The same as SQL."""
    return literal(stream_of("")) + reference


class ReferenceCounter(Base):
    """The last number given out by an organisation in a London year; locked while the next is taken."""

    __tablename__ = "reference_counter"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Assessment(Base):
    """Owns the reference (`CAMBS-EIA-2026-0042`), the subject and the lead organisation."""

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_register", "organisation_id", "reference"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime]
    subject: Mapped[Subject] = relationship()
    organisation: Mapped[Organisation] = relationship()
    versions: Mapped[list["Version"]] = relationship(back_populates="assessment", order_by="Version.number")
    decisions: Mapped[list["living.DecisionRecord"]] = relationship(order_by="DecisionRecord.id")

    @property
    def stream(self) -> str:
        return stream_of(self.reference)


class Version(Base):
    """One version. `revision` grows with every change of content or state: nobody acts on text they never read."""

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("assessment_id", "number"),
        CheckConstraint("revision >= 1 AND round >= 0", name="counts_up"),
        Index("uq_version_one_open", "assessment_id", unique=True, sqlite_where=_OPEN_SQL, postgresql_where=_OPEN_SQL),
        Index("ix_version_state_since_id", "state", "state_since", "id"),
        Index("ix_version_to_check_planned", "planned_key", "id", sqlite_where=_TO_CHECK, postgresql_where=_TO_CHECK),
        Index("ix_version_to_check_since", "state_since", "id", sqlite_where=_TO_CHECK, postgresql_where=_TO_CHECK),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    number: Mapped[int]
    framework: Mapped[str] = mapped_column(ForeignKey("stored_framework.key"))
    state: Mapped[str]
    state_since: Mapped[datetime]
    revision: Mapped[int]
    round: Mapped[int]
    """How often it was submitted: 0 before the first time."""
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    adviser_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    opened_because: Mapped[str] = mapped_column(server_default=text("''"))
    """Why a later version was opened, in words; "" for the first."""
    challenges: Mapped[bool] = mapped_column(server_default=text("false"))
    """A challenge to a screened-out version: while it is open, the challenged one opens no gates."""
    planned_key: Mapped[str] = mapped_column(server_default=text(f"'{NO_DAY}'"), default=NO_DAY)
    """When the decision is planned, as lists order it: the ISO day of the proposal, `NO_DAY` when it names none."""
    second_language: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """The language its public summary was written in besides English; "" until it was."""
    assessment: Mapped[Assessment] = relationship(back_populates="versions")
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    adviser: Mapped[Person | None] = relationship(foreign_keys=[adviser_id])
    contributors: Mapped[list["Contributor"]] = relationship(order_by="Contributor.id")
    assignments: Mapped[list["assignments.Assignment"]] = relationship(
        back_populates="version", order_by="Assignment.id"
    )
    comments: Mapped[list["comments.Comment"]] = relationship(back_populates="version", order_by="Comment.id")
    sections: Mapped[list["content.Section"]] = relationship(order_by="Section.id")
    cells: Mapped[list["content.ScreeningCell"]] = relationship(order_by="ScreeningCell.id")
    scope: Mapped[list["content.ScopeItem"]] = relationship(order_by="ScopeItem.id")
    evidence: Mapped[list["content.Evidence"]] = relationship(order_by="Evidence.id")
    gaps: Mapped[list["content.Gap"]] = relationship(order_by="Gap.id")
    consultations: Mapped[list["consulting.Consultation"]] = relationship(order_by="Consultation.id")
    raised_points: Mapped[list["consulting.RaisedPoint"]] = relationship(order_by="RaisedPoint.id")
    options: Mapped[list["content.Option"]] = relationship(order_by="Option.id")
    impacts: Mapped[list["content.Impact"]] = relationship(order_by="Impact.id")
    mitigations: Mapped[list["content.Mitigation"]] = relationship(order_by="Mitigation.id")
    local_parts: Mapped[list["local.LocalPart"]] = relationship(order_by="LocalPart.id")
    covers: Mapped[list["covering.Cover"]] = relationship(foreign_keys="Cover.version_id", order_by="Cover.id")
    recusals: Mapped[list["joint.Recusal"]] = relationship(order_by="Recusal.id")
    templates: Mapped[list["checks.Template"]] = relationship(order_by="Template.id")
    consultees: Mapped[list["consultees.ConsulteeOpinion"]] = relationship(order_by="ConsulteeOpinion.id")
    submissions: Mapped[list["rounds.Submission"]] = relationship(order_by="Submission.id")
    adoptions: Mapped[list["rounds.Adoption"]] = relationship(order_by="Adoption.id")
    corrections: Mapped[list["correcting.Correction"]] = relationship(order_by="Correction.id")

    @property
    def reads_as(self) -> str:
        """ "1"; "1.2" once its second correction holds."""
        return f"{self.number}.{self.corrected[-1].number}" if self.corrected else str(self.number)

    @property
    def corrected(self) -> "list[correcting.Correction]":
        """The corrections that hold."""
        return [row for row in self.corrections if row.objection is None]

    @property
    def planned_day(self) -> date | None:
        return None if self.planned_key == NO_DAY else date.fromisoformat(self.planned_key)


class Contributor(Base):
    """Whoever has saved content in this version or in one it carries over from. Append-only; may never sign it."""

    __tablename__ = "contributor"
    __table_args__ = (UniqueConstraint("version_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
    person: Mapped[Person] = relationship()
