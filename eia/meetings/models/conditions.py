"""Conditions of decisions, and where those stand that are no actions of an assessment."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.assessments.models.living import STATUSES
from eia.db import Base
from eia.people.models import Person

_KNOWN = "status IN (" + ", ".join(f"'{status}'" for status in STATUSES) + ")"


class DecisionCondition(Base):
    """A condition of a decision: an action of the pinned assessment, or tracked by its own notes where none is."""

    __tablename__ = "decision_condition"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("item_decision.id"), index=True)
    what: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due: Mapped[date]
    mitigation_id: Mapped[int | None] = mapped_column(ForeignKey("mitigation.id"))
    owner: Mapped[Person] = relationship()
    notes: Mapped[list["ConditionNote"]] = relationship(order_by="ConditionNote.id")


class ConditionNote(Base):
    """What became of a condition that is no action of an assessment; the newest says where it stands. Append-only."""

    __tablename__ = "condition_note"
    __table_args__ = (CheckConstraint(_KNOWN, name="known_status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    condition_id: Mapped[int] = mapped_column(ForeignKey("decision_condition.id"), index=True)
    status: Mapped[str]
    words: Mapped[str]
    proof: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Where somebody else can see that it was done."""
    handed_to: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who owns the condition from this note on, where it gave it to somebody else."""
    noted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[noted_by])
    new_owner: Mapped[Person | None] = relationship(foreign_keys=[handed_to])


class ConditionStanding(Base):
    """Where such a condition stands: the row that lists are read from. `revision` counts its notes."""

    __tablename__ = "condition_standing"
    __table_args__ = (
        Index("ix_condition_standing_open", "is_open", "due", "condition_id"),
        Index("ix_condition_standing_owner", "owner_id", "due", "condition_id"),
        CheckConstraint("revision >= 0", name="counts_up"),
    )

    condition_id: Mapped[int] = mapped_column(
        ForeignKey("decision_condition.id"), primary_key=True, autoincrement=False
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    """The organisation of its owner."""
    due: Mapped[date]
    status: Mapped[str]
    is_open: Mapped[bool]
    revision: Mapped[int]
    last_note_id: Mapped[int | None] = mapped_column(ForeignKey("condition_note.id"))
    owner: Mapped[Person] = relationship()
    last_note: Mapped[ConditionNote | None] = relationship()
