"""Rows of the trail. Entries are never changed; payloads may only be blanked by a recorded redaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base


class AuditStream(Base):
    """The head of one chain: how many entries it has and the hash of the last. Locked before every append."""

    __tablename__ = "audit_stream"

    name: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    head: Mapped[str]


class AuditEntry(Base):
    """One change. `hash` covers every other column and so, through `previous`, the whole chain before it."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("stream", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(ForeignKey("audit_stream.name"))
    sequence: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    event: Mapped[str]
    command: Mapped[str]
    format: Mapped[int]
    payload_digest: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]
    payload: Mapped["AuditPayload | None"] = relationship(
        back_populates="entry", foreign_keys="AuditPayload.entry_id", lazy="joined"
    )


class AuditPayload(Base):
    """Who and what, in words and values. Blanked only together with the entry that records the blanking."""

    __tablename__ = "audit_payload"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    salt: Mapped[str | None]
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    redacted_by: Mapped[int | None] = mapped_column(ForeignKey("audit_entry.id"))
    entry: Mapped[AuditEntry] = relationship(back_populates="payload", foreign_keys=[entry_id])
