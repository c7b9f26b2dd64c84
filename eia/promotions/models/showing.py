"""What the counts show, computed by `eia jobs`, and who opened the figures. Rows are only added."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base, choice
from eia.people.models import Person
from eia.promotions.figures.results import Basis, Verdict


class ResultRun(Base):
    """One computation: of the counts up to edition `edition`. `fault` says why there is nothing, where it failed."""

    __tablename__ = "result_run"
    __table_args__ = (UniqueConstraint("process_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("promotion_process.id"))
    edition: Mapped[int]
    counts_digest: Mapped[str]
    salt: Mapped[str]
    digest: Mapped[str]
    """Of the salt and its tables, in their order."""
    limits: Mapped[str]
    scipy: Mapped[str]
    format: Mapped[int]
    fault: Mapped[str] = mapped_column(server_default=text("''"), default="")
    computed_at: Mapped[datetime]


class ResultTable(Base):
    """One table of it, as canonical JSON (`figures.results.canonical`); what is looked for stands in columns."""

    __tablename__ = "result_table"
    __table_args__ = (
        UniqueConstraint("run_id", "position"),
        Index("ix_result_table_place", "run_id", "stage", "breakdown"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("result_run.id"))
    position: Mapped[int]
    basis: Mapped[Basis] = mapped_column(choice(Basis))
    stage: Mapped[str]
    breakdown: Mapped[str]
    organisation: Mapped[str]
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    findings: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class FiguresOpening(Base):
    """Somebody opened the figures of a process as they are, on a London day."""

    __tablename__ = "figures_opening"
    __table_args__ = (UniqueConstraint("process_id", "person_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("promotion_process.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    edition: Mapped[int]
    at: Mapped[datetime]
    person: Mapped[Person] = relationship()
