"""A promotion process: what it is for, its stages in order, and by which groups people are counted in it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base, choice
from eia.people.models import Person
from eia.promotions.figures.counts import StageKind
from eia.subjects.models import Subject

KIND = "promotion_process"
STAGE_KINDS = {
    StageKind.ELIGIBLE_POOL: "Eligible pool",
    StageKind.APPLIED: "Applied",
    StageKind.SUPPORTED: "Supported by their managers",
    StageKind.SIFT: "Sift",
    StageKind.EXAM: "Exam",
    StageKind.ASSESSMENT_CENTRE: "Assessment centre",
    StageKind.BOARD: "Board",
    StageKind.POOL: "Promotion pool",
    StageKind.POSTED: "Posted",
    StageKind.TEMPORARY: "Temporary or acting",
}
SAID = (
    "rank_from", "rank_to", "opens_on", "closes_on", "criteria", "changed", "panel", "encouraged", "preferred",
    "counts_source", "adjustments_asked", "adjustments_granted", "appeals_made", "appeals_upheld",
)  # fmt: skip
"""The facts of a process that are its own, and no subject's."""
ASKED_TO_GRANTED = "adjustments_granted IS NULL OR adjustments_granted <= adjustments_asked"
MADE_TO_UPHELD = "appeals_upheld IS NULL OR appeals_upheld <= appeals_made"


class PromotionProcess(Subject):
    """One round of a process. `revision` rises with each change of it; number, title and organisations are a subject's.

    `follows` is the round that was run again. `override_reason` stands where it was opened without the signed
    assessment, and stays.
    """

    __tablename__ = "promotion_process"
    __mapper_args__ = {"polymorphic_identity": KIND}
    __table_args__ = (  # type: ignore[assignment]  # another table than its parent's
        CheckConstraint(ASKED_TO_GRANTED, name="no_more_granted_than_asked"),
        CheckConstraint(MADE_TO_UPHELD, name="no_more_upheld_than_made"),
        Index("ix_promotion_process_state_since", "state", "state_since"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    rank_from: Mapped[str]
    rank_to: Mapped[str]
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    criteria: Mapped[str] = mapped_column(server_default=text("''"), default="")
    changed: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """What is other than in the round before."""
    panel: Mapped[str] = mapped_column(server_default=text("''"), default="")
    encouraged: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Steps under section 158."""
    preferred: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Use of section 159."""
    counts_source: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Where the counts come from, where they are not simply those the organisations keep; beside every figure."""
    adjustments_asked: Mapped[int | None]
    adjustments_granted: Mapped[int | None]
    appeals_made: Mapped[int | None]
    appeals_upheld: Mapped[int | None]
    round: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("promotion_process.id"), unique=True)
    state: Mapped[str]
    state_since: Mapped[datetime]
    revision: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    counts_from: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    """The number of the newest edition of its counts; 0 while there is none."""
    override_reason: Mapped[str] = mapped_column(server_default=text("''"), default="")
    override_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    override_at: Mapped[datetime | None]
    overridden_by: Mapped[Person | None] = relationship(foreign_keys=[override_by])
    follows: Mapped["PromotionProcess | None"] = relationship(
        foreign_keys=[follows_id], remote_side="PromotionProcess.id", back_populates="followed_by"
    )
    followed_by: Mapped["PromotionProcess | None"] = relationship(
        foreign_keys="PromotionProcess.follows_id", back_populates="follows"
    )
    stages: Mapped[list["PromotionStage"]] = relationship(order_by="PromotionStage.position")
    breakdowns: Mapped[list["PromotionBreakdown"]] = relationship(order_by="PromotionBreakdown.id")

    @property
    def stream(self) -> str:
        """Its trail. Its number may change; this does not."""
        return f"promotion:{self.id}"


class PromotionStage(Base):
    """One stage. `key` names it in the counts and never changes."""

    __tablename__ = "promotion_stage"
    __table_args__ = (UniqueConstraint("process_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("promotion_process.id"))
    position: Mapped[int]
    key: Mapped[str]
    kind: Mapped[StageKind] = mapped_column(choice(StageKind))
    title: Mapped[str]


class PromotionBreakdown(Base):
    """A list of groups that people are counted in here, and the group the others are compared with."""

    __tablename__ = "promotion_breakdown"
    __table_args__ = (UniqueConstraint("process_id", "group_list"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("promotion_process.id"))
    group_list: Mapped[str]
    """The id of the list, such as "sex.v1"; it is the key of the breakdown too."""
    compared_with: Mapped[str | None]
    also_with_others: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
