"""An address under which somebody's calendar fetches the meetings they sit in, without signing in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Person

_OPEN = text("revoked_at IS NULL")


class CalendarLink(Base):
    """Only the SHA-256 of its secret is kept. One is open for a person at a time; it is ended and never changed."""

    __tablename__ = "calendar_link"
    __table_args__ = (
        Index("uq_calendar_link_open", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
