"""An equality statement that somebody prepared for the report author, who alone signs it. Never changed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Person


class PreparedStatement(Base):
    """What the form of the statement was filled in with. The newest counts until a statement is signed after it."""

    __tablename__ = "prepared_statement"
    __table_args__ = (CheckConstraint("(version_id IS NULL) <> (reason_id IS NULL)", name="not_needed_or_attached"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("not_needed_reason.id"))
    because: Mapped[str] = mapped_column(server_default=text("''"), default="")
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    prepared_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[datetime]
    person: Mapped[Person] = relationship()
