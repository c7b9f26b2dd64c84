"""Checking in rounds: what is said of each section, who has opened what, and what a version was started from."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Person


class SectionVerdict(Base):
    """What a checker says of one section in one round. Append-only: the newest of a section stands, none is lost."""

    __tablename__ = "section_verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    section: Mapped[str]
    verdict: Mapped[str]
    """A key of the framework's verdicts."""
    reason: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """A key of the framework's reasons for a return; "" where nothing must change."""
    remark: Mapped[str] = mapped_column(server_default=text("''"), default="")
    content: Mapped[str]
    """The digest of what the section said then: once it says something else, the verdict no longer holds."""
    given_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")


class Opening(Base):
    """An adviser or approver opened the page to read: once for each person, version and revision. Append-only."""

    __tablename__ = "opening"
    __table_args__ = (UniqueConstraint("person_id", "version_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int]
    round: Mapped[int]
    opened_at: Mapped[datetime]


class StartedFrom(Base):
    """The version of another assessment that a first version carries over from. Append-only."""

    __tablename__ = "started_from"
    __table_args__ = (UniqueConstraint("version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)


_CURRENT = text("ended_at IS NULL")


class Template(Base):
    """A version that an adviser offers to their organisation to start from, until they take it back."""

    __tablename__ = "template"
    __table_args__ = (
        Index("uq_template_current", "version_id", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str]
    offered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
