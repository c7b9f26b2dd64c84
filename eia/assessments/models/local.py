"""What each organisation says for itself: its local part, signed by it alone beside the shared part."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.assessments.models.content import blank, of_version
from eia.db import Base
from eia.people.models import Organisation

QUESTIONS = ("applies", "impacts", "figures", "actions")
"""The columns an organisation answers, in this order."""


class LocalPart(Base):
    """How it is in one organisation. What was sent or amended of it is kept as editions of `SignedPart`."""

    __tablename__ = "local_part"
    __table_args__ = (UniqueConstraint("version_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    applies: Mapped[str] = blank()
    impacts: Mapped[str] = blank()
    figures: Mapped[str] = blank()
    actions: Mapped[str] = blank()
    carried_over: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    """Copied from the version before and not saved anew."""
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation: Mapped[Organisation] = relationship(lazy="joined")

    @property
    def says_something(self) -> bool:
        return any(getattr(self, question).strip() for question in QUESTIONS)
