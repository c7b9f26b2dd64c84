"""Minor corrections: a wrong word of a signed version put right beside it. What was signed never changes."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Person


class Correction(Base):
    """Version n.`number`: these words of one text are read as others. Append-only."""

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    number: Mapped[int]
    place: Mapped[str]
    """Which text of the shared part: "evidence/7/says", "sections/proposal/changes"."""
    label: Mapped[str]
    """The same for people, as it was called then."""
    wrong: Mapped[str]
    right: Mapped[str]
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")
    objection: Mapped["CorrectionObjection | None"] = relationship(lazy="joined")

    @property
    def says(self) -> str:
        return f"{self.label}: “{self.right}” in place of “{self.wrong}”"


class CorrectionObjection(Base):
    """An approver objects: the correction no longer holds, and both stay on record. Append-only."""

    __tablename__ = "correction_objection"

    correction_id: Mapped[int] = mapped_column(ForeignKey("correction.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    made_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")
