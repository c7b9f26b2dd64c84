"""Opinions of others who are asked by name: legal, data protection, staff associations. They hold nobody up."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Person

CAPACITIES = {
    "legal": "Legal adviser",
    "data_protection": "Data protection officer",
    "staff_association": "Staff association or trade union",
    "staff_network": "Staff network",
    "health_and_safety": "Health and safety adviser",
}
"""In what capacity somebody is asked, in words."""
PRIVILEGED = ("legal",)
"""What these say is legal advice: its words stay within the organisation that was advised."""
OPINIONS = {"agrees": "Agrees", "concerns": "Has concerns"}


def _known(column: str, names: dict[str, str], *more: str) -> str:
    return f"{column} IN ({', '.join(repr(name) for name in (*names, *more))})"


class ConsulteeOpinion(Base):
    """Asked once, answered or taken back once. `revision` and `round` say which text was read."""

    __tablename__ = "consultee_opinion"
    __table_args__ = (
        CheckConstraint(_known("capacity", CAPACITIES), name="known_capacity"),
        CheckConstraint(_known("opinion", OPINIONS, ""), name="known_opinion"),
        CheckConstraint("(answered_at IS NULL) = (opinion = '')", name="answered_with_an_opinion"),
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_because = '')", name="taken_back_with_a_reason"),
        CheckConstraint("taken_back_at IS NULL OR answered_at IS NULL", name="answered_or_taken_back"),
        Index("ix_consultee_opinion_person", "person_id", "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str]
    question: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    opinion: Mapped[str] = mapped_column(server_default=text("''"), default="")
    words: Mapped[str] = mapped_column(server_default=text("''"), default="")
    revision: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    round: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    answered_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    """When whoever had asked did not want to know any more."""
    taken_back_because: Mapped[str] = mapped_column(server_default=text("''"), default="")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    asker: Mapped[Person] = relationship(foreign_keys=[asked_by])

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.taken_back_at is None

    @property
    def in_words(self) -> str:
        return CAPACITIES[self.capacity]

    @property
    def is_privileged(self) -> bool:
        return self.capacity in PRIVILEGED
