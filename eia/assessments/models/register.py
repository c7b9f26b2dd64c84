"""What the register of assessments is read from: narrow rows with nothing in them but what it filters and sorts by.

They say nothing that is not said elsewhere. `register/keeping.py` writes them in the transaction of each command, and
`eia verify` holds them against what they were made from.
"""

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from eia.db import Base

KEY = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is compared byte by byte on every database."""
_LATE = text("late")


def _along(column: str, *said: str) -> Index:
    """An index that gives the lines of one organisation in that order, and says of each what is often asked besides."""
    return Index(f"ix_register_line_{column}", "organisation_id", column, "version_id", *said)


class RegisterLine(Base):
    """A version, once for each organisation it binds: everybody's register is read along their own organisation."""

    __tablename__ = "register_line"
    __table_args__ = (
        *map(_along, ("since_key", "title_key", "planned_key", "review_key")),
        *(_along(column, "state", "leads") for column in ("lead_id", "unit_id", "outcome", "decider_key")),
        _along("state", "outcome", "leads"),
        Index("ix_register_line_late", "organisation_id", "version_id", sqlite_where=_LATE, postgresql_where=_LATE),
        Index("ix_register_line_version_id", "version_id"),
        {"sqlite_with_rowid": False},
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, autoincrement=False)
    lead_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    leads: Mapped[bool]
    """Whether that organisation is the lead."""
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Whoever owns what is assessed."""
    unit_id: Mapped[int | None]
    """The unit that answers for what is assessed; its owner's where none is named.

    Without a foreign key, which SQLite could not take away again on the way down.
    """
    state: Mapped[str] = mapped_column(KEY)
    since_key: Mapped[str] = mapped_column(KEY)
    """Since when it stands there, as the trail writes instants."""
    title_key: Mapped[str] = mapped_column(KEY)
    """The first letters of the title as lists order it."""
    title_words: Mapped[str] = mapped_column(KEY, server_default=text("''"))
    """The words of the whole title as search folds them, each once, with a space before it."""
    planned_key: Mapped[str] = mapped_column(KEY)
    review_key: Mapped[str] = mapped_column(KEY)
    """The ISO day of the next review; `NO_DAY` when none is named, as with the planned day."""
    outcome: Mapped[str] = mapped_column(KEY)
    """A key of its framework: what it concludes; "" when nothing is concluded yet."""
    decider_key: Mapped[str] = mapped_column(KEY)
    """Who decided, else who is to decide, folded as titles are."""
    late: Mapped[bool]


class RegisterEffect(Base):
    """Whom a version touches, and how: what the register filters by, and what adds up across assessments.

    One row for each way ("harms", "helps", "unknown") in which a group of people with a characteristic is affected;
    what touches several together (`about` is "age+sex") has a row for each of them.
    """

    __tablename__ = "register_effect"
    __table_args__ = (
        Index("ix_register_effect_way", "organisation_id", "way", "version_id"),
        Index("ix_register_effect_version_id", "version_id"),
        {"sqlite_with_rowid": False},
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    characteristic: Mapped[str] = mapped_column(KEY, primary_key=True)
    way: Mapped[str] = mapped_column(KEY, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, autoincrement=False)
    population: Mapped[str] = mapped_column(KEY, primary_key=True)
    about: Mapped[str] = mapped_column(KEY, primary_key=True)
    level: Mapped[str] = mapped_column(KEY)
    """How bad or how good, a key of its framework; the worst that was said, "" when nothing was."""


class SavedView(Base):
    """A way to narrow the register that somebody named for themselves. Its address shows the same to anybody."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_person_id", "person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    asked: Mapped[str]
    """The filter as it stands in the address."""
