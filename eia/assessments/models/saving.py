"""What helps people write side by side and is no part of what an assessment says: it comes and goes without a trail.

None of it is content (`content.py` names none of it): it is never signed, never carried over, and gone once the
version is out of its writers' hands.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eia.db import Base


class WorkingCopy(Base):
    """What one person has typed on one page and not saved. Nobody else may read it."""

    __tablename__ = "working_copy"
    __table_args__ = (UniqueConstraint("version_id", "person_id", "page"), Index("ix_working_copy_kept_at", "kept_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    page: Mapped[str]
    """The page's address below the version, such as "sections/proposal"."""
    window: Mapped[str]
    """The browser window it comes from: another window of the same person does not write over it."""
    revision: Mapped[int]
    """The revision of the section the person started from."""
    fields: Mapped[dict[str, Any]]
    """Name -> the texts posted under it."""
    kept_at: Mapped[datetime]


class SectionRevision(Base):
    """What a section said at a revision that somebody has saved over: the common base of a collision."""

    __tablename__ = "section_revision"
    __table_args__ = (Index("ix_section_revision_ended_at", "ended_at"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    said: Mapped[dict[str, Any]]
    """Name of the field on its page (`saying.py`) -> its value."""
    ended_at: Mapped[datetime]


class Presence(Base):
    """Somebody has a section open to write in it, and was seen there."""

    __tablename__ = "presence"

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seen_at: Mapped[datetime]
