"""What live decisions do together: narrow rows, one for each way in which each touches people, and how many there are.

They say nothing that is not said elsewhere. `register/keeping.py` writes them with the lines of the register, in the
transaction of each command, and `eia verify` holds them against what they were made from.
"""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from eia import counting
from eia.assessments.models.register import KEY
from eia.counting import Counted
from eia.db import Base

LEADS, SHARES, LEFT = BOUND = ("leads", "shares", "left")
"""How an organisation stands to what it signed: it leads it, takes part in it, or took part in it once."""
COUNTED_BY = ("organisation_id", "area", "bound", "year", "about", "population", "way")


class LiveEffect(Base):
    """Whom a decision that is live for an organisation touches, and how, once everywhere and once in each of its areas.

    What touches several together (“age+sex”) has a row for them together and one for each of them. A row about nobody
    says that the decision is live.
    """

    __tablename__ = "live_effect"
    __table_args__ = (Index("ix_live_effect_version_id", "version_id"), {"sqlite_with_rowid": False})

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    bound: Mapped[str] = mapped_column(KEY, primary_key=True)
    area: Mapped[str] = mapped_column(KEY, primary_key=True)
    """A place it names, folded; "" for everywhere."""
    about: Mapped[str] = mapped_column(KEY, primary_key=True)
    population: Mapped[str] = mapped_column(KEY, primary_key=True)
    way: Mapped[str] = mapped_column(KEY, primary_key=True)
    """harms, helps, unknown"""
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Of the last decision that organisation recorded, else of the signature."""
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, autoincrement=False)
    place: Mapped[str] = mapped_column(KEY)
    """In the row about nobody, the area as it is written there."""


class LiveCount(Counted, Base):
    """How many of those rows there are of each kind, whatever the version."""

    __tablename__ = "live_count"
    __table_args__ = counting.along("live_count", *COUNTED_BY)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    area: Mapped[str] = mapped_column(KEY)
    bound: Mapped[str] = mapped_column(KEY)
    year: Mapped[int]
    about: Mapped[str] = mapped_column(KEY)
    population: Mapped[str] = mapped_column(KEY)
    way: Mapped[str] = mapped_column(KEY)
