"""A screening that rests on a signed assessment of something larger, its parent; and when that cover was lost."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base

if TYPE_CHECKING:
    from eia.assessments.models.version import Version


class Cover(Base):
    """The author's answer "covered by a parent", with the reason: part of what is signed."""

    __tablename__ = "cover"
    __table_args__ = (UniqueConstraint("version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    parent_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    reason: Mapped[str]
    """How the parent covers the scope of this one."""
    parent: Mapped["Version"] = relationship(foreign_keys=[parent_id])


class CoverLoss(Base):
    """The parent covers it no longer, and its people were told: once. Append-only."""

    __tablename__ = "cover_loss"
    __table_args__ = (UniqueConstraint("cover_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cover_id: Mapped[int] = mapped_column(ForeignKey("cover.id"))
    why: Mapped[str]
    told_at: Mapped[datetime]
