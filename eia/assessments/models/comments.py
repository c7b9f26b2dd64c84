"""Comments on a version: threads, each hung on a section and perhaps on one question in it. Nothing is ever rewritten.

Every turn of a thread is a row: what somebody said, that it was resolved, opened again, withdrawn, or must be fixed. A
correction is a later turn, and withdrawing blanks nothing.
"""

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Person

if TYPE_CHECKING:
    from eia.assessments.models.version import Version

TURNS = {
    "began": "Commented",
    "replied": "Replied",
    "resolved": "Resolved",
    "reopened": "Opened again",
    "withdrawn": "Withdrawn",
    "must_fix": "Marked as “must fix”",
    "may_stay": "No longer “must fix”",
}
_KNOWN = ", ".join(f"'{turn}'" for turn in TURNS)


class Comment(Base):
    """One turn of a thread. The thread is named by the id of the turn that began it, whose own `thread_id` is none."""

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint(f"turn IN ({_KNOWN}) AND (thread_id IS NULL) = (turn = 'began')", name="known_turn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    turn: Mapped[str]
    section: Mapped[str]
    about: Mapped[str] = mapped_column(server_default=sa.text("''"), default="")
    """The question or characteristic in that section; "" for the whole of it."""
    text: Mapped[str]
    must_fix: Mapped[bool] = mapped_column(server_default=sa.text("false"), default=False)
    """Marked so when the thread began; later turns say what changed."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    office: Mapped[str]
    """The office they spoke in, in words, as it was then."""
    made_at: Mapped[datetime]
    version: Mapped["Version"] = relationship(back_populates="comments")
    person: Mapped[Person] = relationship(lazy="joined")
    mentions: Mapped[list["Mention"]] = relationship(order_by="Mention.id", lazy="selectin")


class Mention(Base):
    """Somebody who was named in a turn, and told of it."""

    __tablename__ = "mention"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person: Mapped[Person] = relationship(lazy="joined")
