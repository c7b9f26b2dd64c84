"""What an assessment says: everything here is frozen by a signature (`content.py` in this flat lists each column)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.files.models import StoredFile
from eia.library.models import LibraryEntry
from eia.people.models import Person

EMPTY = text("''")


def of_version() -> Mapped[int]:
    return mapped_column(ForeignKey("version.id"), index=True)


def copy_of() -> Mapped[int | None]:
    """The first row this one is a copy of, through all versions; none when it was written here."""
    return mapped_column()


def blank() -> Mapped[str]:
    """A text that may still be unanswered: drafts are saved as far as they go, needs ask for the rest."""
    return mapped_column(server_default=EMPTY, default="")


class Section(Base):
    """The single answers of one section, by question key, with the section's own revision for its editors."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    key: Mapped[str]
    answers: Mapped[dict[str, Any]]
    finished: Mapped[bool]
    carried_over: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    """Copied from the version before and not confirmed yet."""
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ScreeningCell(Base):
    """The answer to one screening question about one characteristic and population. No row: not answered."""

    __tablename__ = "screening_cell"
    __table_args__ = (UniqueConstraint("version_id", "question", "characteristic", "population"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    question: Mapped[str]
    characteristic: Mapped[str]
    population: Mapped[str]
    answer: Mapped[str] = blank()
    direction: Mapped[str] = blank()
    level: Mapped[str] = blank()
    reason: Mapped[str] = blank()
    shares_reason: Mapped[bool] = mapped_column(default=False)
    """Ticked by hand: the reason written once for several cells (answer `shared_reason`) holds here too."""


class ScopeItem(Base):
    """A date, place or number the assessment assumes; a decision that differs from it has drifted."""

    __tablename__ = "scope_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    origin: Mapped[int | None] = copy_of()
    kind: Mapped[str]
    label: Mapped[str]
    value: Mapped[str]


class Evidence(Base):
    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    origin: Mapped[int | None] = copy_of()
    title: Mapped[str]
    source: Mapped[str] = blank()
    says: Mapped[str] = blank()
    dated: Mapped[date | None]
    area: Mapped[str] = blank()
    strength: Mapped[str] = blank()
    supplied_by: Mapped[str] = blank()
    licence: Mapped[str] = blank()
    review_by: Mapped[date | None]
    """The last day of its shelf life, when it has one of its own."""
    library_entry_id: Mapped[int | None] = mapped_column(ForeignKey("library_entry.id"), index=True)
    library_edition: Mapped[int | None]
    """The number of the edition it was taken from."""
    files: Mapped[list["EvidenceFile"]] = relationship(
        order_by="EvidenceFile.id", cascade="all, delete-orphan", lazy="joined"
    )
    entry: Mapped[LibraryEntry | None] = relationship()


class EvidenceFile(Base):
    """A file of one source, under the name it was given; the bytes may be shared with the library."""

    __tablename__ = "evidence_file"
    __table_args__ = (UniqueConstraint("evidence_id", "file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    name: Mapped[str]
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class Gap(Base):
    """What is not known. It is met by a mitigation that targets it: an action, or a reason why not."""

    __tablename__ = "gap"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    origin: Mapped[int | None] = copy_of()
    missing: Mapped[str]
    characteristic: Mapped[str] = blank()


class Option(Base):
    __tablename__ = "option"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    origin: Mapped[int | None] = copy_of()
    title: Mapped[str]
    does_nothing: Mapped[bool] = mapped_column(default=False)
    effect: Mapped[str] = blank()
    chosen: Mapped[str] = blank()
    """"chosen", "rejected", or "" while open."""
    because: Mapped[str] = blank()


impact_evidence = Table(
    "impact_evidence",
    Base.metadata,
    Column("impact_id", ForeignKey("impact.id"), primary_key=True),
    Column("evidence_id", ForeignKey("evidence.id"), primary_key=True),
)


class Impact(Base):
    """What happens to people of one characteristic, or several together, in one population; aim by aim below it.

    `about` is the characteristic's key, several joined by "+" in the framework's order, or "local:<key>".
    """

    __tablename__ = "impact"
    __table_args__ = (UniqueConstraint("version_id", "about", "population"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    about: Mapped[str]
    population: Mapped[str]
    reason: Mapped[str] = blank()
    who: Mapped[str] = blank()
    how_many: Mapped[str] = blank()
    how_bad: Mapped[str] = blank()
    how_likely: Mapped[str] = blank()
    from_screening: Mapped[bool] = mapped_column(default=False)
    """The "no" of screening carried forward and confirmed."""
    aims: Mapped[list["ImpactAim"]] = relationship(
        order_by="ImpactAim.id", cascade="all, delete-orphan", lazy="selectin"
    )
    evidence: Mapped[list[Evidence]] = relationship(secondary=impact_evidence, order_by=Evidence.id, lazy="selectin")


class ImpactAim(Base):
    """The direction of an impact under one aim of the duty."""

    __tablename__ = "impact_aim"
    __table_args__ = (UniqueConstraint("impact_id", "aim"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    impact_id: Mapped[int] = mapped_column(ForeignKey("impact.id"))
    aim: Mapped[str]
    direction: Mapped[str]


class Mitigation(Base):
    """What meets one harm or one gap: an action, an existing control, a justification, or a reason (gaps only).

    It may also be the action that takes up the condition of a signature or decision.
    """

    __tablename__ = "mitigation"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN impact_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN gap_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN cell_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN condition_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="meets_one_thing",
        ),
        UniqueConstraint("version_id", "condition_id"),
        CheckConstraint("kind IN ('action', 'control', 'justification', 'reason')", name="known_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = of_version()
    origin: Mapped[int | None] = copy_of()
    impact_id: Mapped[int | None] = mapped_column(ForeignKey("impact.id"))
    gap_id: Mapped[int | None] = mapped_column(ForeignKey("gap.id"))
    cell_id: Mapped[int | None] = mapped_column(ForeignKey("screening_cell.id"))
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("condition.id"))
    """A condition, taken up as an action: not part of what is signed. It goes on in a later version."""
    kind: Mapped[str]
    what: Mapped[str]
    type: Mapped[str] = blank()
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due: Mapped[date | None]
    measure: Mapped[str] = blank()
    aim: Mapped[str] = blank()
    necessity: Mapped[str] = blank()
    alternatives: Mapped[str] = blank()
    residual: Mapped[str] = blank()
    """The level of harm expected to remain; "none" when nothing does."""
    owner: Mapped[Person | None] = relationship(lazy="joined")
