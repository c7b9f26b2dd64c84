"""Shares as they were printed somewhere, without counts, as editions. An edition is never changed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.library.models import LibraryEdition
from eia.people.models import Organisation, Person


class ShareTable(Base):
    """What stays from edition to edition. `number` and `title` are those of the newest."""

    __tablename__ = "share_table"
    __table_args__ = (Index("ix_share_table_list", "organisation_id", "sort_title", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    title: Mapped[str]
    sort_title: Mapped[str]
    organisation: Mapped[Organisation] = relationship()

    @property
    def stream(self) -> str:
        return f"shares:{self.id}"


class ShareEdition(Base):
    """One publication's shares and what must be read with them (`SAID`).

    `given` are the shares as canonical JSON (`shares.given`); `digest` is of `salt`, what is said, and them.
    """

    __tablename__ = "share_edition"
    __table_args__ = (UniqueConstraint("table_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    table_id: Mapped[int] = mapped_column(ForeignKey("share_table.id"))
    number: Mapped[int]
    title: Mapped[str]
    group: Mapped[str]
    """Whose share it is, as the source calls them."""
    definition: Mapped[str]
    source: Mapped[str]
    dated: Mapped[date | None]
    """The day it was published, where that is known."""
    given: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[str]
    digest: Mapped[str]
    library_edition_id: Mapped[int] = mapped_column(ForeignKey("library_edition.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    table: Mapped[ShareTable] = relationship()
    person: Mapped[Person] = relationship()
    evidence: Mapped[LibraryEdition] = relationship()


SAID = ("title", "group", "definition", "source", "dated")
