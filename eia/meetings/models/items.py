"""Items of an agenda, their papers, and the equality statement that each carries."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.assessments.models import Version
from eia.db import Base
from eia.files.models import StoredFile
from eia.meetings.models.bodies import Body, NotNeededReason
from eia.meetings.models.meetings import Meeting
from eia.people.models import Organisation, Person
from eia.subjects.models import Subject

KINDS = {"decision": "For decision", "action": "For action", "information": "For information"}
STATEMENTS = {
    "not_needed": "No assessment is needed",
    "screened_out": "Screened, attached",
    "full": "Full assessment, attached",
}
ANSWERS = {"yes": "Yes", "no": "No", "dont_know": "Don’t know"}
"""What a quick screen asks of each characteristic."""
PAPERS = {"paper": "Paper", "legal_advice": "Legal advice"}

item_organisation = Table(
    "item_organisation",
    Base.metadata,
    Column("item_id", ForeignKey("agenda_item.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
)
"""The organisations that a decision on the item binds: each must have signed what is pinned to it."""


class Decision(Subject):
    """A decision as something that needs an assessment of its own; the item that asks for it names it."""

    __tablename__ = "decision"
    __mapper_args__ = {"polymorphic_identity": "decision"}
    owner_starts: ClassVar[bool] = True

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)


class AgendaItem(Base):
    """One item. Without a meeting it is chair's action or a named officer's decision between meetings.

    `report` is the report author's text, a paragraph a line; `scope` what a decision on it would fix, in the shape of
    an assessment's scope.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("kind IN ('decision', 'action', 'information')", name="known_kind"),
        CheckConstraint("restricted = (restricted_reason <> '')", name="restricted_for_a_reason"),
        Index("ix_agenda_item_meeting_id_position", "meeting_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    between: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Where there is no meeting: "chair" or "officer"; else ""."""
    position: Mapped[int]
    """Its number on the agenda once circulated; items removed later leave a gap."""
    kind: Mapped[str]
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    report: Mapped[str] = mapped_column(server_default=text("''"), default="")
    recommendation: Mapped[str] = mapped_column(server_default=text("''"), default="")
    legal_advice: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Left out of prints, packs and what others than those who decide read."""
    restricted: Mapped[bool]
    restricted_reason: Mapped[str] = mapped_column(server_default=text("''"), default="")
    is_equality: Mapped[bool]
    """The standing item on equality impact."""
    supplement: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    """0 on the first agenda, n when it came with the nth supplement."""
    late_reason: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Why it came after the papers were due."""
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), index=True)
    """The decision as the subject of an assessment of its own, once somebody started one."""
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    """The item that was deferred or adjourned to this one."""
    revision: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    body: Mapped[Body] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    subject: Mapped[Subject | None] = relationship()
    organisations: Mapped[list[Organisation]] = relationship(secondary=item_organisation, order_by=Organisation.name)
    papers: Mapped[list["ItemPaper"]] = relationship(order_by="ItemPaper.id")
    statements: Mapped[list["EqualityStatement"]] = relationship(order_by="EqualityStatement.id")

    @property
    def stream(self) -> str:
        """The trail it is written in: its meeting's, or its own where there is none."""
        return f"meeting:{self.meeting_id}" if self.meeting_id else f"item:{self.id}"


class ItemPaper(Base):
    """A file in front of those who decide. Removing it leaves the row."""

    __tablename__ = "item_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    title: Mapped[str]
    name: Mapped[str]
    """The name of the file as its owner had it."""
    kind: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    supplement: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    late_reason: Mapped[str] = mapped_column(server_default=text("''"), default="")
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship()


class EqualityStatement(Base):
    """One of three sentences an item carries, signed by its report author. The newest counts; none is ever changed.

    An attached assessment is pinned: this version with these bytes.
    """

    __tablename__ = "equality_statement"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'not_needed' AND reason_id IS NOT NULL AND version_id IS NULL)"
            " OR (kind IN ('screened_out', 'full') AND version_id IS NOT NULL AND content_digest <> '')",
            name="not_needed_or_pinned",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    kind: Mapped[str]
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("not_needed_reason.id"))
    because: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """The whole sentence as it was signed."""
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"), index=True)
    content_digest: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Digest of the shared part that was signed in the pinned version."""
    signed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]
    reason: Mapped[NotNeededReason | None] = relationship()
    version: Mapped[Version | None] = relationship()
    signer: Mapped[Person] = relationship()


class StatementSample(Base):
    """An adviser looked at a "not needed" and says whether it holds. Never changed."""

    __tablename__ = "statement_sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("equality_statement.id"), index=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agrees: Mapped[bool]
    words: Mapped[str]
    at: Mapped[datetime]
    adviser: Mapped[Person] = relationship()


class QuickScreen(Base):
    """One page, two to three minutes, at the table: what stands in for an assessment until one is made. Never changed.

    `answers` is characteristic -> {"answer": "yes" | "no" | "dont_know", "reason": text}.
    """

    __tablename__ = "quick_screen"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    framework: Mapped[str]
    """Name and version of the framework whose characteristics were asked."""
    answers: Mapped[dict[str, Any]]
    who_is_hurt: Mapped[str]
    how_badly: Mapped[str]
    what_is_done: Mapped[str]
    why_now: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """Who makes the full assessment afterwards."""
    due: Mapped[date]
    regard: Mapped[str]
    """The decider's own statement of regard."""
    decider_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    completed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    completed_at: Mapped[datetime]
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    decider: Mapped[Person] = relationship(foreign_keys=[decider_id])


class GateOverride(Base):
    """The chair lets an item be decided although it is not ready. The mark stays for ever."""

    __tablename__ = "gate_override"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
    person: Mapped[Person] = relationship()


class OverrideCorrection(Base):
    """What an adviser says beside an override. Never changed."""

    __tablename__ = "override_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    override_id: Mapped[int] = mapped_column(ForeignKey("gate_override.id"), index=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str]
    at: Mapped[datetime]
    adviser: Mapped[Person] = relationship()
