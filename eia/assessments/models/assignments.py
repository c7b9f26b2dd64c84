"""Who was given which section to write, by whom, until when, and how that ended. The author answers for the whole."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Person

if TYPE_CHECKING:
    from eia.assessments.models.version import Version

_OPEN = text("ended_at IS NULL")


class Assignment(Base):
    """One section in one person's hands. It is ended once and stays on record.

    `section` is a section's key, or the key of another part that can be written, such as "local:CAMBS".
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint(
            "ended_as IN ('', 'handed_back', 'taken_back', 'became_author')"
            " AND (ended_at IS NULL) = (ended_as = '') AND (ended_at IS NULL) = (ended_by IS NULL)",
            name="ended_whole",
        ),
        Index(
            "uq_assignment_open", "version_id", "section", "person_id",
            unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
        Index("ix_assignment_in_hand", "person_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    section: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str]
    """What the one who gave it asked for."""
    wanted_by: Mapped[date | None]
    given_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_as: Mapped[str] = mapped_column(server_default=text("''"), default="")
    word: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """What was said when it was handed or taken back."""
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    version: Mapped["Version"] = relationship(back_populates="assignments")
    giver: Mapped[Person] = relationship(foreign_keys=[given_by])
