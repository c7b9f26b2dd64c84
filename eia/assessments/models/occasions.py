"""Something happened for which signed assessments have to be looked at again, and which of them were reopened."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.assessments.models.version import Assessment
from eia.db import Base
from eia.people.models import Organisation, Person

KINDS = {
    "law": "New law or guidance",
    "complaint": "Complaint or challenge",
    "data": "New evidence or figures",
    "decision": "Related decision",
}
BECAME = {"opened": "A review was opened", "told": "Whoever is writing the open version was told"}


class Occasion(Base):
    """What happened, and by which rule the assessments it may affect are found: "" asks for nothing. Append-only."""

    __tablename__ = "occasion"
    __table_args__ = (
        Index("ix_occasion_organisation", "organisation_id", "id"),
        CheckConstraint("kind IN ('law', 'complaint', 'data', 'decision')", name="known_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str]
    title: Mapped[str]
    happened_on: Mapped[date]
    source: Mapped[str]
    changed: Mapped[str]
    """What is different now, in words."""
    framework: Mapped[str]
    """A framework as its versions are named without their number: equality_act_2010."""
    characteristic: Mapped[str]
    evidence: Mapped[str]
    area: Mapped[str]
    words: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def stream(self) -> str:
        return f"occasion:{self.id}"


class Reopened(Base):
    """What became of one assessment because of an occasion. Append-only."""

    __tablename__ = "occasion_reopened"
    __table_args__ = (
        UniqueConstraint("occasion_id", "assessment_id"),
        CheckConstraint("became IN ('opened', 'told')", name="known_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occasion_id: Mapped[int] = mapped_column(ForeignKey("occasion.id"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    became: Mapped[str]
    number: Mapped[int]
    """The version that was opened, or that was open already."""
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reopened_at: Mapped[datetime]
    assessment: Mapped[Assessment] = relationship()
    person: Mapped[Person] = relationship(lazy="joined")
