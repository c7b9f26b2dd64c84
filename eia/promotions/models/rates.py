"""Disproportionality tables: events set against populations, as editions. An edition is never changed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.library.models import LibraryEdition
from eia.people.models import Organisation, Person

KINDS = {
    "stop_and_search": "Stop and search",
    "use_of_force": "Use of force",
    "custody": "Custody",
    "workforce": "Workforce representation",
    "retention": "Workforce retention",
}
KNOWN_KIND = f"kind IN ({', '.join(repr(kind) for kind in KINDS)})"


class RateTable(Base):
    """What stays from edition to edition. `number` is that of the newest, 0 while there is none."""

    __tablename__ = "rate_table"
    __table_args__ = (
        CheckConstraint(KNOWN_KIND, name="known_kind"),
        Index("ix_rate_table_list", "organisation_id", "sort_title", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str]
    group_list: Mapped[str]
    number: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    title: Mapped[str]
    """Of the newest edition."""
    sort_title: Mapped[str]
    organisation: Mapped[Organisation] = relationship()
    editions: Mapped[list["RateEdition"]] = relationship(back_populates="table", order_by="RateEdition.number.desc()")

    @property
    def stream(self) -> str:
        return f"disproportionality:{self.id}"


class RateEdition(Base):
    """One set of figures and all that must be read with it (`FACTS`).

    `given` are the counts and printed rates as canonical JSON, `body` what they show (`figures.disproportion`).
    `digest` is of `salt`, the facts and both. `threshold` is the smallest number that is shown to everybody where the
    table is not published. `beside` names the open editions which, read with this one, would give away a smaller one:
    pairs of table and number, as JSON; `apart` is why somebody said that they do not.
    """

    __tablename__ = "rate_edition"
    __table_args__ = (
        UniqueConstraint("table_id", "number"),
        CheckConstraint("per IN (1000, 100000)", name="known_unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    table_id: Mapped[int] = mapped_column(ForeignKey("rate_table.id"))
    number: Mapped[int]
    title: Mapped[str]
    year: Mapped[str]
    area: Mapped[str]
    numerator: Mapped[str]
    denominator: Mapped[str]
    benchmark: Mapped[str]
    definition: Mapped[str]
    source: Mapped[str]
    is_published: Mapped[bool]
    per: Mapped[int]
    compared_with: Mapped[str]
    threshold: Mapped[int]
    beside: Mapped[str] = mapped_column(server_default=text("'[]'"), default="[]")
    apart: Mapped[str] = mapped_column(server_default=text("''"), default="")
    given: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[str]
    digest: Mapped[str]
    library_edition_id: Mapped[int | None] = mapped_column(ForeignKey("library_edition.id"))
    """As which it can be taken up as evidence; None where others do not read it."""
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    table: Mapped[RateTable] = relationship(back_populates="editions")
    person: Mapped[Person] = relationship()
    evidence: Mapped[LibraryEdition | None] = relationship()


FACTS = (
    "title", "year", "area", "numerator", "denominator", "benchmark", "definition", "source", "is_published", "per",
    "compared_with",
)  # fmt: skip


class RateOpening(Base):
    """Somebody opened an edition that is hidden from others, on a London day."""

    __tablename__ = "rate_opening"
    __table_args__ = (UniqueConstraint("edition_id", "person_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("rate_edition.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    at: Mapped[datetime]
