"""Meetings, who came, and which interests were declared."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.meetings.models.bodies import Body
from eia.people.models import Person

ATTENDED = {"expected": "Not recorded yet", "present": "Present", "apologies": "Sent apologies", "absent": "Absent"}
CONSEQUENCES = {
    "stays": "Stays and takes part",
    "no_vote": "Stays and does not decide",
    "leaves": "Leaves for the item",
}


class MeetingSeries(Base):
    """Meetings that were called together, each a record of its own from then on."""

    __tablename__ = "meeting_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    every: Mapped[str]
    """How they follow each other, in words."""
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class Meeting(Base):
    """One meeting. `state` is a row of `MEETING_STATES`; `revision` rises with each change of its agenda or state."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_body_id_day_id", "body_id", "day", "id"),
        Index("ix_meeting_day_id", "day", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_series.id"), index=True)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    """The meeting that was adjourned to this one."""
    day: Mapped[date]
    begins: Mapped[time]
    """London time of day, as `ends`."""
    ends: Mapped[time | None]
    place: Mapped[str] = mapped_column(server_default=text("''"), default="")
    link: Mapped[str] = mapped_column(server_default=text("''"), default="")
    papers_due: Mapped[date]
    state: Mapped[str]
    revision: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    state_since: Mapped[datetime]
    circulated_at: Mapped[datetime | None]
    """When the agenda first went out; a later supplement does not move it."""
    supplements: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    """How many supplements went out after the agenda."""
    chaired_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    body: Mapped[Body] = relationship()
    chair: Mapped[Person | None] = relationship(foreign_keys=[chaired_by])

    @property
    def stream(self) -> str:
        """The trail of the meeting and of everything on its agenda."""
        return f"meeting:{self.id}"


class Attendance(Base):
    """One person at one meeting, in the role they had then."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    status: Mapped[str]
    note: Mapped[str] = mapped_column(server_default=text("''"), default="")
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class InterestDeclared(Base):
    """An interest somebody declared, at one item or for the whole meeting. Never changed."""

    __tablename__ = "interest_declared"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str]
    consequence: Mapped[str]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
