"""Where each action of a signed version stands: the row the register, the reminders and the calendar are read from.

It is made when the version is signed, and changes with every note (`living.ActionProgress`), which say how it came
there. Every column a list is ordered or filtered by is kept here, NOT NULL and indexed.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.assessments.models.content import Mitigation
from eia.assessments.models.living import ActionProgress
from eia.db import Base
from eia.people.models import Person


class ActionStanding(Base):
    """`revision` counts the notes: nobody confirms what was reported anew while they read."""

    __tablename__ = "action_standing"
    __table_args__ = (
        Index("ix_action_standing_open", "is_open", "due", "mitigation_id"),
        Index("ix_action_standing_owner", "owner_id", "due", "mitigation_id"),
        Index("ix_action_standing_organisation", "organisation_id", "lead_id", "due", "mitigation_id"),
        Index("ix_action_standing_status", "status", "due", "mitigation_id"),
        Index("ix_action_standing_lead", "lead_id", "due", "mitigation_id"),
        CheckConstraint("revision >= 0", name="counts_up"),
    )

    mitigation_id: Mapped[int] = mapped_column(ForeignKey("mitigation.id"), primary_key=True, autoincrement=False)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """Whose people do it: the organisation of its owner."""
    lead_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """Whose assessment it comes from: the organisation that leads it."""
    due: Mapped[date]
    status: Mapped[str]
    is_open: Mapped[bool]
    revision: Mapped[int]
    last_note_id: Mapped[int | None] = mapped_column(ForeignKey("action_progress.id"))
    mitigation: Mapped[Mitigation] = relationship()
    owner: Mapped[Person] = relationship()
    last_note: Mapped[ActionProgress | None] = relationship()


class ActionAbout(Base):
    """A characteristic an action is about: an action against an intersection is about each of its parts."""

    __tablename__ = "action_about"

    characteristic: Mapped[str] = mapped_column(primary_key=True)
    mitigation_id: Mapped[int] = mapped_column(ForeignKey("mitigation.id"), primary_key=True, index=True)
