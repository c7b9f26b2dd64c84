"""Counts as they came in. An edition is never changed: a later one stands in front of it.

Only whole numbers and keys that this service chose are ever kept here, never a word of the file they came in.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Person

CAME_BY = {"form": "Entered on a page", "file": "Taken in from a file"}
TOTAL = ""
"""Stands for the total of a stage, where the key of a breakdown would stand."""


class CountEdition(Base):
    """Counts that came in together. `digest` is of `salt` and the bytes of its sheets: few people can be guessed."""

    __tablename__ = "count_edition"
    __table_args__ = (
        UniqueConstraint("process_id", "number"),
        CheckConstraint("came_by IN ('form', 'file')", name="known_way"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("promotion_process.id"))
    number: Mapped[int]
    came_by: Mapped[str]
    salt: Mapped[str]
    digest: Mapped[str]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    person: Mapped[Person] = relationship()
    sheets: Mapped[list["CountSheet"]] = relationship(order_by="CountSheet.id")


class CountSheet(Base):
    """One stage, one breakdown (or the total), one organisation. `cells` is canonical JSON: group -> four figures."""

    __tablename__ = "count_sheet"
    __table_args__ = (
        UniqueConstraint("edition_id", "stage", "breakdown", "organisation"),
        Index("ix_count_sheet_place", "process_id", "stage", "breakdown", "organisation", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("count_edition.id"))
    process_id: Mapped[int] = mapped_column(ForeignKey("promotion_process.id"))
    stage: Mapped[str]
    breakdown: Mapped[str]
    organisation: Mapped[str]
    """Its code."""
    cells: Mapped[bytes] = mapped_column(LargeBinary)


class CountImport(Base):
    """The figures of a file that was read and not yet taken in: keys and numbers, one row for each line of it."""

    __tablename__ = "count_import"
    __table_args__ = (
        CheckConstraint("state IN ('read', 'asked', 'taken', 'dropped', 'failed')", name="known_state"),
        Index("ix_count_import_state_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("promotion_process.id"), index=True)
    state: Mapped[str]
    lines: Mapped[list[Any]] = mapped_column(JSON)
    count: Mapped[int]
    done: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    fault: Mapped[str] = mapped_column(server_default=text("''"), default="")
    seen: Mapped[int]
    """The edition its reader saw, which it will stand in front of."""
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("count_edition.id"))
