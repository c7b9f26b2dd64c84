"""The outbox, row by row, and who runs which periodic work."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base, choice
from eia.people.models import Person


class Posting(StrEnum):
    """How far a notice is."""

    HELD = "held"
    """For somebody who wants one message a day: it goes with that, and follows its fate."""
    QUEUED = "queued"
    CLAIMED = "claimed"
    """One process has it, until `lease_until`; `text` is set from the moment the mail server may have it."""
    POSTED = "posted"
    PERHAPS_SENT = "perhaps_sent"
    FAILED = "failed"

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    Posting.HELD: "Waiting for the message of the day",
    Posting.QUEUED: "Waiting to be sent",
    Posting.CLAIMED: "Being sent",
    Posting.POSTED: "Sent",
    Posting.PERHAPS_SENT: "Perhaps sent",
    Posting.FAILED: "Not sent",
}


class Notice(Base):
    """One message to one person. It is never deleted: it proves who was told what, and when."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_due", "state", "next_try_at", "id"),
        Index("ix_notice_about", "about", "id"),
        Index("ix_notice_person", "person_id", "id"),
        Index("ix_notice_organisation", "organisation_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    """The Message-ID. The sender's domain is added when it is first claimed; after that it never changes."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """The person's organisation when it was queued: its administrators may see this row."""
    address: Mapped[str] = mapped_column(server_default=sa.text("''"))
    """Where it went: the person's address as it was at posting; empty before."""
    event: Mapped[str]
    subject: Mapped[str]
    values: Mapped[dict[str, Any]]
    about: Mapped[str] = mapped_column(server_default=sa.text("''"))
    """The name of the audit stream it tells of, or empty."""
    queued_at: Mapped[datetime]
    state: Mapped[Posting] = mapped_column(choice(Posting))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=sa.text("0"))
    next_try_at: Mapped[datetime]
    posted_at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(server_default=sa.text("''"))
    """The words as posted, with secrets masked."""
    problem: Mapped[str] = mapped_column(server_default=sa.text("''"))
    """The sentence that says why it has not arrived, or may not have."""
    person: Mapped[Person] = relationship()


class DigestPart(Base):
    """Which message of the day carries a notice that was held."""

    __tablename__ = "digest_part"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True, autoincrement=False)
    digest_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)


class JobLease(Base):
    """Which node runs a piece of periodic work until when, and when it last began."""

    __tablename__ = "job_lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    lease_until: Mapped[datetime | None]
    last_run_at: Mapped[datetime | None]
    node: Mapped[str] = mapped_column(server_default=sa.text("''"))
