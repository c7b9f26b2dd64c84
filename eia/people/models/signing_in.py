"""How people prove who they are, and the browsers in which they did."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models.who import Person


class Identity(Base):
    """One way a person proves who they are. `kind` is "password" today; single sign-on adds another."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("kind", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    subject: Mapped[str]
    secret: Mapped[str]
    person: Mapped[Person] = relationship()


class SignInSession(Base):
    """One signed-in browser. The cookie holds the token; only its SHA-256 is kept, so a session can be ended here."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str]
    person: Mapped[Person] = relationship()


class SessionSeen(Base):
    """When a session was last used, at most every five minutes: a named exception to "no GET writes"."""

    __tablename__ = "session_seen"

    session_id: Mapped[int] = mapped_column(ForeignKey("sign_in_session.id"), primary_key=True)
    seen_at: Mapped[datetime]


class SignInAttempt(Base):
    """A try to sign in, by the digest of account, browser or network, for the growing delay. Never a lock-out."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    at: Mapped[datetime]


class ResetLink(Base):
    """A single-use link to set a password, sent to the person and shown nowhere; only its SHA-256 is kept."""

    __tablename__ = "reset_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    nonce: Mapped[str]
    """With the secret key it makes the token again when the mail is posted; alone it makes nothing."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
