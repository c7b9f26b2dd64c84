"""Who there is. Nobody is deleted: an appointment ends, an account closes."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia import clock
from eia.db import Base, choice
from eia.people.offices import TWO_ADMINISTRATORS, Office
from eia.people.routes import Level, Stages, read_stages


class Organisation(Base):
    """A legal duty-holder. `code` prefixes its references."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    head: Mapped[str] = mapped_column(server_default=text("''"))
    """The holder of the duty in words, for example "the Chief Constable of Cambridgeshire"."""
    second_language: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """What it publishes in besides English, as `languages.py` names it ("cy"); "" for nothing else."""


class Unit(Base):
    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    organisation: Mapped[Organisation] = relationship()


class Person(Base):
    """Somebody who works for an organisation. How they sign in is an `Identity`, kept apart."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_register", "organisation_id", "sort_name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    sort_name: Mapped[str]
    """`name` folded to lower-case ASCII: what lists are ordered by on every database."""
    email: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    unit: Mapped[Unit | None] = relationship()


class Appointment(Base):
    """A person holds an office in an organisation from a day until a day (both included; open when none)."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="ends_after_it_begins"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> proposed_by", name="two_administrators"),
        Index("ix_appointment_holder", "person_id", "office", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    office: Mapped[Office] = mapped_column(choice(Office))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None for those who came with the installation (`eia person add`, `eia demo`)."""
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    in_force: Mapped[bool]
    """False while an appointment to a signing office waits for the second administrator."""
    ended_at: Mapped[datetime | None]
    """When somebody ended it, or declined the proposal."""
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation] = relationship()

    @property
    def was_declined(self) -> bool:
        """It was proposed, and never came into force."""
        needed_two = self.office in TWO_ADMINISTRATORS and self.proposed_by is not None
        return needed_two and self.ended_at is not None and self.confirmed_by is None


class Deputy(Base):
    """`deputy` may act in the office `principal` holds, from a day until a day, for a recorded reason.

    For a signing office it must be recorded or agreed by the principal, or agreed by a second administrator.
    """

    __tablename__ = "deputy"
    __table_args__ = (
        CheckConstraint("until_day >= from_day", name="ends_after_it_begins"),
        CheckConstraint("deputy_id <> principal_id", name="somebody_else"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", name="two_people"),
        CheckConstraint("office <> 'administrator'", name="nobody_deputises_for_administrators"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    principal_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    office: Mapped[Office] = mapped_column(choice(Office))
    from_day: Mapped[date]
    until_day: Mapped[date]
    reason: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    in_force: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    ended_at: Mapped[datetime | None]
    leave_id: Mapped[int | None] = mapped_column(ForeignKey("leave.id"))
    """The leave that brought them in, where they are the default deputy of the office; they go with it."""
    principal: Mapped[Person] = relationship(foreign_keys=[principal_id])
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id])
    organisation: Mapped[Organisation] = relationship()


class DefaultDeputy(Base):
    """Who stands in for a holder of that office who is away and named nobody; a later one replaces it."""

    __tablename__ = "default_deputy"
    __table_args__ = (
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> proposed_by", name="two_administrators"),
        CheckConstraint("office <> 'administrator'", name="nobody_deputises_for_administrators"),
        Index("ix_default_deputy_organisation", "organisation_id", "office"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    office: Mapped[Office] = mapped_column(choice(Office))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_day: Mapped[date]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    in_force: Mapped[bool]
    ended_at: Mapped[datetime | None]
    """When it was declined, ended or replaced."""
    organisation: Mapped[Organisation] = relationship()
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id])


class Route(Base):
    """In which order offices sign for an organisation at one level, from a day until a later one is in force."""

    __tablename__ = "route"
    __table_args__ = (
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> proposed_by", name="two_administrators"),
        Index("ix_route_organisation", "organisation_id", "level", "from_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    level: Mapped[Level] = mapped_column(choice(Level))
    stages: Mapped[str]
    """As `routes.written` says it."""
    must_fix_stops: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether open comments marked as “must fix” stop the signature; else it is given over them, with a reason."""
    from_day: Mapped[date]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None for what came with the installation."""
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    in_force: Mapped[bool]
    ended_at: Mapped[datetime | None]
    """When the proposal was declined."""
    organisation: Mapped[Organisation] = relationship()
    proposer: Mapped[Person | None] = relationship(foreign_keys=[proposed_by])

    @property
    def order(self) -> Stages:
        return read_stages(self.stages)


class Leave(Base):
    """Days on which somebody is away. Why is nobody's business, and not kept."""

    __tablename__ = "leave"
    __table_args__ = (CheckConstraint("until_day >= from_day", name="ends_after_it_begins"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date] = mapped_column(index=True)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When they came back earlier, or it was taken back before it began."""
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def last_day(self) -> date:
        """The last day they were away; before the first one when they never were."""
        if self.ended_at is None:
            return self.until_day
        return min(self.until_day, clock.london(self.ended_at).date() - timedelta(days=1))


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


class MessageChoice(Base):
    """How somebody wants to be told. No row: at once."""

    __tablename__ = "message_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    daily: Mapped[bool]
    chosen_at: Mapped[datetime]


class Demonstration(Base):
    """One row marks a database made by `eia demo`, for ever (a trigger keeps it)."""

    __tablename__ = "demonstration"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
