"""Readers outside the organisation: the link to one version, each opening of it, and what they wrote."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Person


class OutsideLink(Base):
    """Lets a named group read one version until a day (included). Only the SHA-256 of its secret is kept."""

    __tablename__ = "outside_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    group_name: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    parts: Mapped[str]
    """Keys of sections joined by "+"; "" shows all of it."""
    until_day: Mapped[date]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]
    maker: Mapped[Person] = relationship(foreign_keys=[made_by], lazy="joined")
    revoker: Mapped[Person | None] = relationship(foreign_keys=[revoked_by])


class LinkOpening(Base):
    """A receipt: somebody opened the link. Nothing about them is kept. Append-only."""

    __tablename__ = "link_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("outside_link.id"), index=True)
    at: Mapped[datetime]


class OutsideComment(Base):
    """What a reader outside wrote. It never changes; the author takes it over as a point, or says why not."""

    __tablename__ = "outside_comment"
    __table_args__ = (CheckConstraint("status IN ('waiting', 'taken', 'declined')", name="known_status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("outside_link.id"), index=True)
    name: Mapped[str]
    """What the reader calls themselves; "" for the group alone."""
    section: Mapped[str]
    """The section it is about; "" for the whole."""
    words: Mapped[str]
    written_at: Mapped[datetime]
    status: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Why it was not taken over."""
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    link: Mapped[OutsideLink] = relationship(lazy="joined")
