"""Packs: the papers of a meeting as one ordered document, built by `eia jobs`."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.files.models import StoredFile

PARTS = {"open": "The pack", "restricted": "The restricted part"}
FORMATS = {"html": "Web page", "pdf": "PDF", "docx": "Word"}


class Pack(Base):
    """One build of the open or the restricted part; `supplement` 0 is the whole pack, n the nth supplement."""

    __tablename__ = "pack"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'building', 'ready', 'failed')", name="known_state"),
        CheckConstraint("part IN ('open', 'restricted')", name="known_part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    supplement: Mapped[int]
    part: Mapped[str]
    meeting_revision: Mapped[int]
    """The revision of the meeting that it shows."""
    state: Mapped[str]
    done: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    of: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    """How many pieces are done, of how many."""
    fault: Mapped[str] = mapped_column(server_default=text("''"), default="")
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    built_at: Mapped[datetime | None]
    files: Mapped[list["PackFile"]] = relationship(order_by="PackFile.id")


class PackFile(Base):
    __tablename__ = "pack_file"
    __table_args__ = (UniqueConstraint("pack_id", "format"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"))
    format: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    pages: Mapped[int | None]
    file: Mapped[StoredFile] = relationship()
