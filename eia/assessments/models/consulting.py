"""Who was asked, and what they said: frozen by a signature like all content. Readers outside: `outside.py`."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eia.assessments.models.content import blank, copy_of, of_version
from eia.db import Base


class Consultation(Base):
    """One entry of the log: who was asked about which characteristics, how, when, and what came of it in short."""

    __tablename__ = "consultation"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    origin: Mapped[int | None] = copy_of()
    who: Mapped[str]
    kind: Mapped[str] = blank()
    """A kind of the framework: staff network, union, the public ..."""
    how: Mapped[str] = blank()
    from_day: Mapped[date | None]
    until_day: Mapped[date | None]
    about: Mapped[str] = blank()
    """Keys joined by "+", as `Impact.about`: the characteristics and local groups they were asked about."""
    populations: Mapped[str] = blank()
    """Keys joined by "+"."""
    asked: Mapped[int | None]
    answered: Mapped[int | None]
    said: Mapped[str] = blank()
    """In short. What each of them raised stands in `RaisedPoint`."""
    done: Mapped[str] = blank()
    too_short_because: Mapped[str] = blank()
    """Why it was shorter than the framework asks."""

    @property
    def weeks(self) -> int | None:
        """Whole weeks from the first day to the last, both counted; None while a day is missing."""
        if self.from_day is None or self.until_day is None:
            return None
        return ((self.until_day - self.from_day).days + 1) // 7


class RaisedPoint(Base):
    """One thing somebody raised and what was done: "you said, we did", with what it changed."""

    __tablename__ = "raised_point"
    __table_args__ = (CheckConstraint("impact_id IS NULL OR mitigation_id IS NULL", name="changed_one_thing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    point: Mapped[str]
    response: Mapped[str] = blank()
    section: Mapped[str] = blank()
    """The section it changed, when it is no single impact or measure."""
    impact_id: Mapped[int | None] = mapped_column(ForeignKey("impact.id"), index=True)
    mitigation_id: Mapped[int | None] = mapped_column(ForeignKey("mitigation.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("outside_comment.id"), index=True)
    """The comment of a reader outside that it was taken over from."""

    @property
    def changed(self) -> str:
        """What it changed, as the form says it: "impact-3", "mitigation-7", "section-options" or ""."""
        if self.impact_id:
            return f"impact-{self.impact_id}"
        if self.mitigation_id:
            return f"mitigation-{self.mitigation_id}"
        return f"section-{self.section}" if self.section else ""
