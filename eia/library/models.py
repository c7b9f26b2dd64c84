"""An entry of the library and its editions. A change makes a new edition; what was cited stays as it was."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.files.models import StoredFile
from eia.people.models import Organisation, Person

EMPTY = text("''")


class LibraryEntry(Base):
    """One source that an organisation keeps. What lists need of its newest edition stands here too, folded."""

    __tablename__ = "library_entry"
    __table_args__ = (Index("ix_library_entry_list", "organisation_id", "sort_title", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[int]
    """The number of its newest edition."""
    sort_title: Mapped[str]
    words: Mapped[str]
    """Title, source, area and what it says, folded to lower-case ASCII, for those who search."""
    keeper_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    retired_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    keeper: Mapped[Person] = relationship()
    editions: Mapped[list["LibraryEdition"]] = relationship(order_by="LibraryEdition.number.desc()")

    @property
    def stream(self) -> str:
        return f"library:{self.id}"


class LibraryEdition(Base):
    """What the entry said from one change to the next. Append-only."""

    __tablename__ = "library_edition"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entry.id"))
    number: Mapped[int]
    title: Mapped[str]
    source: Mapped[str] = mapped_column(server_default=EMPTY, default="")
    says: Mapped[str] = mapped_column(server_default=EMPTY, default="")
    dated: Mapped[date | None]
    area: Mapped[str] = mapped_column(server_default=EMPTY, default="")
    strength: Mapped[str] = mapped_column(server_default=EMPTY, default="")
    licence: Mapped[str] = mapped_column(server_default=EMPTY, default="")
    review_by: Mapped[date | None]
    because: Mapped[str] = mapped_column(server_default=EMPTY, default="")
    """What was changed, in words; "" for the first edition."""
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    entry: Mapped[LibraryEntry] = relationship(back_populates="editions")
    maker: Mapped[Person] = relationship()
    files: Mapped[list["LibraryFile"]] = relationship(back_populates="edition", order_by="LibraryFile.id")


class LibraryFile(Base):
    """A file of an edition, under the name it was given. Append-only."""

    __tablename__ = "library_file"
    __table_args__ = (UniqueConstraint("edition_id", "file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("library_edition.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    name: Mapped[str]
    edition: Mapped[LibraryEdition] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
