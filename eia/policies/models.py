"""A policy: what it has besides what every subject has. `revision` rises with each change of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia import clock
from eia.db import Base
from eia.people.models import Organisation, Person, Unit
from eia.subjects.models import Subject

DRAFT, IN_FORCE, UNDER_REVIEW, RETIRED = "draft", "in_force", "under_review", "retired"
STATE_NAMES = (DRAFT, IN_FORCE, UNDER_REVIEW, RETIRED)
BINDING = (IN_FORCE, UNDER_REVIEW)
"""States in which it is followed: what coverage asks about. A policy under review is followed until it is changed."""


class Policy(Subject):
    __tablename__ = "policy"
    __mapper_args__ = {"polymorphic_identity": "policy"}
    __table_args__ = (  # type: ignore[assignment]  # another table than its parent's
        CheckConstraint("state IN ('draft', 'in_force', 'under_review', 'retired')", name="known_state"),
        CheckConstraint("revision >= 1", name="counts_up"),
        Index("ix_policy_grouped", "state", "unit_id", "class", "id"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    state: Mapped[str] = mapped_column(server_default=text("'in_force'"), default=IN_FORCE)
    state_since: Mapped[datetime] = mapped_column(default=clock.now)
    revision: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    """The part of the organisation that leads which answers for it."""
    policy_class: Mapped[str] = mapped_column("class", server_default=text("''"), default="")
    """A key of `catalogue/classes.v1.toml`; "" when nobody has put it in one."""
    adopted_on: Mapped[date | None]
    review_on: Mapped[date | None]
    links: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """Where the document is: label and https address of each."""
    unit: Mapped[Unit | None] = relationship()

    @property
    def stream(self) -> str:
        return stream_named(self.organisation.code, self.number)


class PolicyImport(Base):
    """The lines of a file that was read and not yet taken in, in the words and ids of this service."""

    __tablename__ = "policy_import"
    __table_args__ = (
        CheckConstraint("state IN ('read', 'asked', 'taken', 'dropped', 'failed')", name="known_state"),
        Index("ix_policy_import_state_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    count: Mapped[int]
    done: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    said: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """What became of it, or the fault."""
    digest: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Of what its reader was shown that it changes: anything else is refused."""
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()


class NeedAnswer(Base):
    """“Do I need one?”, as it was answered: whoever finds otherwise asks again."""

    __tablename__ = "need_answer"
    __table_args__ = (
        CheckConstraint("level IN ('full', 'screening', 'not_needed')", name="known_level"),
        CheckConstraint("level = proposed OR because <> ''", name="otherwise_because"),
        CheckConstraint("stage <> 'taken' OR (taken_on IS NOT NULL AND decider <> '')", name="taken_when_and_by_whom"),
        Index("ix_need_answer_organisation_id_id", "organisation_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("policy.id"), index=True)
    title: Mapped[str]
    catalogue: Mapped[str]
    """The id of the catalogue it was answered under."""
    kind: Mapped[str]
    reach: Mapped[str]
    stage: Mapped[str]
    taken_on: Mapped[date | None]
    decider: Mapped[str]
    proposed: Mapped[str]
    level: Mapped[str]
    because: Mapped[str]
    """Why another level than the proposed one was chosen."""
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def number(self) -> str:
        return f"{self.organisation.code}-NEED-{self.id:04d}"

    @property
    def stream(self) -> str:
        return f"need:{self.id}"


def stream_named(code: str, number: str) -> str:
    """The trail of the policy that the organisation of that code knows by that number."""
    return f"policy:{code}/{number}"
