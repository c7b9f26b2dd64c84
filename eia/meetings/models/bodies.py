"""Bodies that decide, who sits in them, and what stands on every agenda of theirs."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia import clock
from eia.db import Base
from eia.people.models import Organisation, Person

DECIDES = {"together": "Its members decide together", "alone": "One person decides"}
ROLES = {
    "chair": "Chair",
    "deputy_chair": "Deputy chair",
    "secretary": "Secretary",
    "member": "Member",
    "in_attendance": "In attendance",
}
DECIDING = ("chair", "deputy_chair", "member")
"""The roles whose holders decide where a body decides together."""
COUNTS = {"clear_days": "clear days", "working_days": "working days"}
_DECIDES = "decides IN ('together', 'alone') AND (decides = 'alone') = (decider_id IS NOT NULL)"

body_organisation = Table(
    "body_organisation",
    Base.metadata,
    Column("body_id", ForeignKey("body.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
)
"""The organisations a body decides for, the one that keeps it among them."""


class Body(Base):
    """A board or panel. `decider` is the one person who decides, where one does."""

    __tablename__ = "body"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        CheckConstraint(_DECIDES, name="one_decides_alone"),
        Index("ix_body_sort_name_id", "sort_name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    """The organisation that keeps it and whose secretaries run it."""
    name: Mapped[str]
    sort_name: Mapped[str]
    terms: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Terms of reference."""
    decides: Mapped[str]
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    quorum: Mapped[int | None]
    """How many of those who decide must be there; none where the terms state none."""
    deadline_days: Mapped[int]
    deadline_counts: Mapped[str]
    """Papers are due this many clear or working days before a meeting, a key of `COUNTS`."""
    revision: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    decider: Mapped[Person | None] = relationship()
    organisations: Mapped[list[Organisation]] = relationship(secondary=body_organisation, order_by=Organisation.name)
    members: Mapped[list["BodyMember"]] = relationship(order_by="BodyMember.id")
    standing_items: Mapped[list["StandingItem"]] = relationship(order_by="StandingItem.position")
    reasons: Mapped[list["NotNeededReason"]] = relationship(order_by="NotNeededReason.id")

    @property
    def stream(self) -> str:
        """The trail of the body itself."""
        return f"body:{self.id}"


class BodyMember(Base):
    """Somebody sits in a body in one role from a day until a day, both included; open when none."""

    __tablename__ = "body_member"
    __table_args__ = (
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="ends_after_it_begins"),
        Index("ix_body_member_person_body", "person_id", "body_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    def sits_on(self, day: date) -> bool:
        """Whether they sit in it on that day; whoever left the service before does not."""
        closed = self.person.closed_at
        here = closed is None or clock.london(closed).date() > day
        return here and self.from_day <= day and (self.until_day is None or self.until_day >= day)


class StandingItem(Base):
    """What every new agenda of the body begins with."""

    __tablename__ = "standing_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    is_equality: Mapped[bool]
    """The standing item on equality impact: actions and decisions of this meeting are looked at there."""


class NotNeededReason(Base):
    """One reason the body accepts for "no equality impact assessment is needed, because ..."."""

    __tablename__ = "not_needed_reason"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    words: Mapped[str]
    ended_at: Mapped[datetime | None]
