"""What goes on living after the content is frozen: the progress of actions, and what was decided."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Organisation, Person

OUTCOMES = {
    "adopt": "Adopted",
    "amend": "Adopted with changes",
    "keep": "Kept as it was",
    "principle": "Agreed in principle",
    "reject": "Not adopted",
}
STATUSES = {
    "not_started": "Not reported yet",
    "going_on": "Going on",
    "done": "Reported done",
    "sent_back": "Sent back",
    "drop_proposed": "Proposed not to be done",
    "confirmed": "Confirmed done",
    "dropped": "Will not be done",
    "closed": "Closed",
    "moved": "Moved to a later version",
}
"""How an action can stand, in words; `workflow/actions.py` says how it comes there."""
_KNOWN = "status IN (" + ", ".join(f"'{status}'" for status in STATUSES) + ")"


class ActionProgress(Base):
    """One note on the progress of an action; the newest says where it stands. Append-only."""

    __tablename__ = "action_progress"
    __table_args__ = (CheckConstraint(_KNOWN, name="known_status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mitigation_id: Mapped[int] = mapped_column(ForeignKey("mitigation.id"), index=True)
    status: Mapped[str]
    note: Mapped[str]
    proof: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Evidence of completion."""
    result: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """The measured result."""
    residual: Mapped[str] = mapped_column(server_default=text("''"), default="")
    handed_to: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who owns the action from this note on, where it gave it to somebody else."""
    noted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined", foreign_keys=[noted_by])
    new_owner: Mapped[Person | None] = relationship(foreign_keys=[handed_to])


class DecisionRecord(Base):
    """What was decided about the subject, by whom, when, on which version and content. A later record corrects it."""

    __tablename__ = "decision_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    """The version they had; none when they had none."""
    content_digest: Mapped[str] = mapped_column(server_default=text("''"), default="")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    outcome: Mapped[str]
    decider: Mapped[str]
    decided_on: Mapped[date]
    decided_at: Mapped[time | None]
    """London time of day, when known."""
    regard: Mapped[str]
    """The decider's own statement of regard."""
    regarded_at: Mapped[datetime | None]
    """When regard was recorded elsewhere before it, on the quick screen of a meeting; None where it was not."""
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    recorder: Mapped[Person] = relationship()
