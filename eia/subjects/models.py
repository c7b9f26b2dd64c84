"""The parent of everything that can be assessed: what a register shows stands here, so a list loads no children."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Organisation, Person

_SHARED = text("organisation_id <> lead_id")
subject_organisation = Table(
    "subject_organisation",
    Base.metadata,
    Column("subject_id", ForeignKey("subject.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
    Column("lead_id", ForeignKey("organisation.id"), nullable=False),
    Index(
        "ix_subject_organisation_shared", "organisation_id", "subject_id",
        sqlite_where=_SHARED, postgresql_where=_SHARED,
    ),
)  # fmt: skip
"""The organisations a subject binds, the lead among them; beside each the lead, so that what others lead is found."""


class Subject(Base):
    """A joined-table parent. `sort_title` is the title folded to lower-case ASCII, what lists are ordered by."""

    __tablename__ = "subject"
    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "number"),
        Index("ix_subject_kind_sort_title_id", "kind", "sort_title", "id"),
    )
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_abstract": True}
    owner_starts: ClassVar[bool] = False
    """Whether its owner starts its assessment whatever office they hold, for they were named to make it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    number: Mapped[str]
    title: Mapped[str]
    sort_title: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    retitled_at: Mapped[datetime | None]
    """When its title last changed; a title in another language was written for the one before."""
    organisation: Mapped[Organisation] = relationship()
    owner: Mapped[Person] = relationship()
    organisations: Mapped[list[Organisation]] = relationship(
        secondary=subject_organisation,
        primaryjoin=lambda: and_(
            Subject.id == subject_organisation.c.subject_id, Subject.organisation_id == subject_organisation.c.lead_id
        ),
        secondaryjoin=lambda: Organisation.id == subject_organisation.c.organisation_id,
        order_by=Organisation.name,
    )
