"""What else belongs to signing: conditions, declarations of interest, adoptions withdrawn, local parts checked."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base
from eia.people.models import Organisation, Person


class Condition(Base):
    """What somebody signed on condition of, or what was decided on condition of.

    It becomes an action of the version once the round is complete; that of a decision at once.
    """

    __tablename__ = "condition"
    __table_args__ = (CheckConstraint("(signature_id IS NULL) <> (decision_record_id IS NULL)", name="from_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signature.id"))
    decision_record_id: Mapped[int | None] = mapped_column(ForeignKey("decision_record.id"))
    what: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due: Mapped[date]
    owner: Mapped[Person] = relationship(lazy="joined")


class Recusal(Base):
    """Somebody declared an interest, and does not answer for this version."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("version_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    office: Mapped[str]
    interest: Mapped[str]
    declared_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class AdoptionWithdrawal(Base):
    """An organisation that had signed is covered no longer; the signature stays on record."""

    __tablename__ = "adoption_withdrawal"
    __table_args__ = (UniqueConstraint("signature_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cause: Mapped[str]
    reason: Mapped[str]
    withdrawn_at: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class LocalCheck(Base):
    """An adviser has read the local part of an organisation that adopts a signed assessment later."""

    __tablename__ = "local_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opinion: Mapped[str]
    remark: Mapped[str]
    digest: Mapped[str]
    """Of the edition that was read; "" when the organisation adds nothing."""
    checked_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship(lazy="joined")
