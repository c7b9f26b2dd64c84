"""Minutes while they are written, and what the chair signed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Person


class Minute(Base):
    """The minute of one item, or of the meeting as a whole where it names none."""

    __tablename__ = "minute"
    __table_args__ = (
        UniqueConstraint("meeting_id", "item_id"),
        Index(
            "uq_minute_of_the_meeting",
            "meeting_id",
            unique=True,
            sqlite_where=text("item_id IS NULL"),
            postgresql_where=text("item_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    words: Mapped[str]
    revision: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    changed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    changer: Mapped[Person] = relationship()


class MinuteEdition(Base):
    """What a minute said at one revision. Never changed: two texts can be held against what both began with."""

    __tablename__ = "minute_edition"

    minute_id: Mapped[int] = mapped_column(ForeignKey("minute.id"), primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str]
    saved_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    saver: Mapped[Person] = relationship()


class SignedMinutes(Base):
    """The canonical bytes of the minutes the chair signed. Never changed."""

    __tablename__ = "signed_minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str]
    at: Mapped[datetime]
    person: Mapped[Person] = relationship()
