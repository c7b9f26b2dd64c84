"""What was opened and declared before a decision, and the decision itself. Nothing is ever changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.assessments.models import DecisionRecord
from eia.db import Base
from eia.meetings.models.conditions import DecisionCondition
from eia.people.models import Person

OPENED = {"opened": "Opened", "downloaded": "Downloaded", "on_paper": "Read on paper"}
DECLARED = {"regard": "Had due regard to this version", "abstains": "Abstains"}
DECIDED = {
    "followed": "As recommended",
    "with_conditions": "As recommended, with conditions",
    "departed": "Otherwise than recommended",
    "deferred": "Deferred",
    "in_principle": "In principle",
}
MARKS = {
    "withdrawn": "The assessment had been withdrawn when it was decided",
    "superseded": "A later version had taken its place when it was decided",
    "challenged": "The assessment was challenged when it was decided",
    "cover_lost": "What covered the assessment covered it no longer when it was decided",
    "not_signed": "The assessment was not signed when it was decided",
}
MADE_BY = {"body": "The members together", "person": "One person", "chair": "Chair’s action", "officer": "An officer"}


decision_written = Table(
    "decision_written",
    Base.metadata,
    Column("decision_id", ForeignKey("item_decision.id"), primary_key=True),
    Column("record_id", ForeignKey("decision_record.id"), primary_key=True, index=True),
)
"""What a decision wrote into the assessment it rests on: one record for each organisation it binds."""


class PaperOpening(Base):
    """Somebody opened, downloaded or read on paper what is put before them: one version, or one file."""

    __tablename__ = "paper_opening"
    __table_args__ = (Index("ix_paper_opening_item_id_person_id", "item_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("item_paper.id"))
    how: Mapped[str]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class RegardDeclaration(Base):
    """One decider says they had due regard to exactly this, or abstains. The newest of a person counts."""

    __tablename__ = "regard_declaration"
    __table_args__ = (CheckConstraint("said IN ('regard', 'abstains')", name="known_word"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said: Mapped[str]
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("equality_statement.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    content_digest: Mapped[str] = mapped_column(server_default=text("''"), default="")
    quick_screen_id: Mapped[int | None] = mapped_column(ForeignKey("quick_screen.id"))
    words: Mapped[str] = mapped_column(server_default=text("''"), default="")
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class ItemDecision(Base):
    """What was decided on an item, by whom, when, and on what they had. A later row corrects it by naming it."""

    __tablename__ = "item_decision"
    __table_args__ = (
        CheckConstraint("outcome <> 'departed' OR reasons <> ''", name="departs_for_a_reason"),
        Index("ix_item_decision_decided_at_id", "decided_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("item_decision.id"))
    outcome: Mapped[str]
    wording: Mapped[str]
    reasons: Mapped[str] = mapped_column(server_default=text("''"), default="")
    made_by: Mapped[str]
    """A key of `MADE_BY`."""
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The one person who decided, where one did."""
    decided_at: Mapped[datetime]
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("equality_statement.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"), index=True)
    content_digest: Mapped[str] = mapped_column(server_default=text("''"), default="")
    quick_screen_id: Mapped[int | None] = mapped_column(ForeignKey("quick_screen.id"))
    override_id: Mapped[int | None] = mapped_column(ForeignKey("gate_override.id"))
    regard: Mapped[str]
    """The statement of regard of the body, or of the one who decided."""
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_abstained: Mapped[int | None]
    dissent: Mapped[str] = mapped_column(server_default=text("''"), default="")
    scope: Mapped[list[Any]] = mapped_column(JSON)
    """What was fixed: [{"name", "value"}], in the shape of an assessment's scope."""
    drift: Mapped[list[Any]] = mapped_column(JSON)
    """Where that differs from the pinned version: [{"name", "assessed", "decided"}]."""
    drift_reason: Mapped[str] = mapped_column(server_default=text("''"), default="")
    mark: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """What the pinned version was when it was decided, if it did not stand: a key of `MARKS`."""
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    decider: Mapped[Person | None] = relationship(foreign_keys=[decider_id])
    recorder: Mapped[Person] = relationship(foreign_keys=[recorded_by])
    conditions: Mapped[list[DecisionCondition]] = relationship(order_by=DecisionCondition.id)
    written: Mapped[list[DecisionRecord]] = relationship(secondary=decision_written, order_by=DecisionRecord.id)
