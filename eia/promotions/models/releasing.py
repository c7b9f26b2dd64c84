"""Releases: what everybody may read of the counts. Rows are only added; what became of one is said by another row.

Somebody asks for a preview, `eia jobs` makes its content, and a release names the content it makes public.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base, choice
from eia.library.models import LibraryEdition
from eia.people.models import Person
from eia.promotions.figures.results import Basis, Verdict
from eia.promotions.models.processes import PromotionProcess

NOUGHTS_SHOWN = "shown"
"""The rule for noughts, by its name: there is nobody to be found."""


class ReleasePreview(Base):
    """Asked for by an HR lead: of the counts up to `edition`, protected with the releases up to number `after`."""

    __tablename__ = "release_preview"
    __table_args__ = (Index("ix_release_preview_process", "process_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("promotion_process.id"))
    edition: Mapped[int]
    after: Mapped[int]
    threshold: Mapped[int]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    content: Mapped["ReleaseContent | None"] = relationship(back_populates="preview")
    process: Mapped[PromotionProcess] = relationship()


class ReleaseContent(Base):
    """What everybody would read: the tables beside, and how they came about.

    `fault` and `withheld` say why there is nothing. `shown` are the cells that are shown, which later releases are
    protected with. `counts_digest` is keyed; `digest` is of `salt`, the head and the tables in their order.
    """

    __tablename__ = "release_content"

    id: Mapped[int] = mapped_column(primary_key=True)
    preview_id: Mapped[int] = mapped_column(ForeignKey("release_preview.id"), unique=True)
    fault: Mapped[str] = mapped_column(server_default=text("''"), default="")
    withheld: Mapped[str] = mapped_column(server_default=text("''"), default="")
    thresholds: Mapped[dict[str, Any]] = mapped_column(JSON)
    """By the code of the organisation."""
    noughts: Mapped[str]
    method: Mapped[str]
    limits: Mapped[str]
    scipy: Mapped[str]
    format: Mapped[int]
    small: Mapped[int]
    besides: Mapped[int]
    nothing_of: Mapped[list[Any]] = mapped_column(JSON)
    """(stage, breakdown) of which nothing is shown; "" for every breakdown."""
    shown: Mapped[bytes] = mapped_column(LargeBinary)
    counts_digest: Mapped[str]
    salt: Mapped[str]
    digest: Mapped[str]
    made_at: Mapped[datetime]
    preview: Mapped[ReleasePreview] = relationship(back_populates="content")
    tables: Mapped[list["ReleaseTable"]] = relationship(order_by="ReleaseTable.position")


class ReleaseTable(Base):
    """One table of it, as canonical JSON. `hidden` names what in it is hidden: [group, counted], "+" for everyone."""

    __tablename__ = "release_table"
    __table_args__ = (
        UniqueConstraint("content_id", "position"),
        Index("ix_release_table_place", "content_id", "stage", "breakdown"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("release_content.id"))
    position: Mapped[int]
    basis: Mapped[Basis] = mapped_column(choice(Basis))
    stage: Mapped[str]
    breakdown: Mapped[str]
    organisation: Mapped[str]
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    findings: Mapped[int]
    hidden: Mapped[list[Any]] = mapped_column(JSON)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class PromotionRelease(Base):
    """The content that everybody reads, and its number within the process."""

    __tablename__ = "promotion_release"
    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("promotion_process.id"))
    number: Mapped[int]
    content_id: Mapped[int] = mapped_column(ForeignKey("release_content.id"), unique=True)
    library_edition_id: Mapped[int] = mapped_column(ForeignKey("library_edition.id"))
    """As which it can be taken up as evidence."""
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    person: Mapped[Person] = relationship()
    content: Mapped[ReleaseContent] = relationship()
    evidence: Mapped[LibraryEdition] = relationship()
    withdrawal: Mapped["ReleaseWithdrawal | None"] = relationship(back_populates="release")


class ReleaseWithdrawal(Base):
    """A release is not shown in front any more, and why. It can be read all the same."""

    __tablename__ = "release_withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("promotion_release.id"), unique=True)
    reason: Mapped[str]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    release: Mapped[PromotionRelease] = relationship(back_populates="withdrawal")
    person: Mapped[Person] = relationship()


class ReleaseReport(Base):
    """What a release shows, as files people take away, built once by `eia jobs`. `fault` says why there are none.

    `digest` is of the four files in the order in which they stand here.
    """

    __tablename__ = "release_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("promotion_release.id"), unique=True)
    fault: Mapped[str] = mapped_column(server_default=text("''"), default="")
    digest: Mapped[str]
    made_at: Mapped[datetime]
    html: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    docx: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    csv: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    release: Mapped[PromotionRelease] = relationship()
