"""A policy: what it has besides what every subject has. `revision` rises with each change of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia import clock
from eia.assessments.models.register import KEY
from eia.counting import Counted, along
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


_TURNS, _STUCK = text("turns_at IS NOT NULL"), text("covered = 'stuck'")


class PolicyCoverage(Base):
    """How a policy stands for one organisation it binds, with what lists narrow and order by.

    It says nothing that is not said elsewhere. `coverage/keeping.py` writes it with whatever changes it, and
    `eia verify` holds it against what it was made from.
    """

    __tablename__ = "policy_coverage"
    __table_args__ = (
        Index("ix_policy_coverage_listed", "organisation_id", "covered", "title_key", "policy_id"),
        Index("ix_policy_coverage_unit", "organisation_id", "unit_id", "covered", "title_key", "policy_id"),
        Index("ix_policy_coverage_class", "organisation_id", "class", "covered", "title_key", "policy_id"),
        Index(
            "ix_policy_coverage_turns", "turns_at", "organisation_id", sqlite_where=_TURNS, postgresql_where=_TURNS,
        ),
        Index(
            "ix_policy_coverage_stuck", "organisation_id", "place", "since", sqlite_where=_STUCK,
            postgresql_where=_STUCK,
        ),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"), primary_key=True, autoincrement=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    covered: Mapped[str] = mapped_column(KEY)
    """A value of `Covered`; the state of a policy that nobody follows."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    policy_class: Mapped[str] = mapped_column("class", KEY)
    place: Mapped[str] = mapped_column(KEY)
    """The state of its open version, where that organisation may know of one; else ""."""
    since: Mapped[datetime | None]
    """Since when the open version is there."""
    turns_at: Mapped[datetime | None]
    """When it stands otherwise without anybody writing anything (`TURNS` in `coverage/words.py`)."""
    title_key: Mapped[str] = mapped_column(KEY)
    """The first letters of the title as lists order it."""


class CoverageCount(Counted, Base):
    """How many policies stand so for an organisation: in all, in one unit, in one class (`coverage/counts.py`)."""

    __tablename__ = "coverage_count"
    __table_args__ = (
        *along("coverage_count", "organisation_id", "part", "key", "covered", "place"),
        CheckConstraint("part IN ('', 'unit', 'class')", name="known_part"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    part: Mapped[str] = mapped_column(KEY)
    """"" for all of the organisation, "unit" or "class" for one of them, which `key` names as lists do."""
    key: Mapped[str] = mapped_column(KEY)
    covered: Mapped[str] = mapped_column(KEY)
    place: Mapped[str] = mapped_column(KEY)
    """Where it does not move, when it is stuck and all are counted; else ""."""


def stream_named(code: str, number: str) -> str:
    """The trail of the policy that the organisation of that code knows by that number."""
    return f"policy:{code}/{number}"
