"""Rounds of checking and signing: what was submitted, who said what of it, and the signatures under it."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia.db import Base, choice
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.people.routes import Stages

if TYPE_CHECKING:
    from eia.assessments.models import joint


UNANSWERED = ("pending", "signing")
"""How an organisation stands in a round while its answer is owed."""


class Submission(Base):
    """One round: the exact bytes that were sent for checking. `kind` is "screening" or "full"."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("version_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    round: Mapped[int]
    kind: Mapped[str]
    outcome: Mapped[str]
    """The outcome proposed for signature, a key of the framework."""
    submitted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """"returned", "recalled", "withdrawn", or "signed"; "" while the round goes on."""
    parts: Mapped[list["SignedPart"]] = relationship(order_by="SignedPart.id", lazy="selectin")
    signatures: Mapped[list["Signature"]] = relationship(order_by="Signature.id")
    opinions: Mapped[list["Opinion"]] = relationship(order_by="Opinion.id")
    points: Mapped[list["ReturnPoint"]] = relationship(order_by="ReturnPoint.id")
    conditions: Mapped[list["joint.Condition"]] = relationship(order_by="Condition.id")
    checks: Mapped[list["joint.LocalCheck"]] = relationship(order_by="LocalCheck.id")
    withdrawals: Mapped[list["joint.AdoptionWithdrawal"]] = relationship(order_by="AdoptionWithdrawal.id")
    owed: Mapped[list["OwedSignature"]] = relationship(order_by="OwedSignature.id")

    def route_of(self, organisation_id: int) -> Stages:
        """The stages in which that organisation signs; () when it owes one signature."""
        owed = [one for one in self.owed if one.organisation_id == organisation_id]
        return tuple(
            tuple(one.office for one in owed if one.stage == stage) for stage in sorted({one.stage for one in owed})
        )

    @property
    def answers(self) -> list["Signature"]:
        """The signatures that answer for their organisation, in the order they were given: refusals, and those of
        the last stage.
        """
        if not any(signature.seat for signature in self.signatures):
            return self.signatures
        last = {one.organisation_id: one.stage for one in sorted(self.owed, key=lambda one: one.stage)}
        return [s for s in self.signatures if s.kind == "refusal" or s.stage == last.get(s.organisation_id, 1)]

    def turn_of(self, organisation_id: int) -> list["Signature"]:
        """The signatures that organisation gave since it last began to sign."""
        own = [signature for signature in self.signatures if signature.organisation_id == organisation_id]
        return [signature for signature in own if signature.turn == own[-1].turn]

    def answer_of(self, organisation_id: int) -> "Signature | None":
        """The signature of an organisation: the one with which it answered last."""
        return next((s for s in reversed(self.answers) if s.organisation_id == organisation_id), None)

    def standing_of(self, organisation_id: int) -> str:
        """How that organisation stands, as its signatures and withdrawals say it."""
        given = self.turn_of(organisation_id)
        if not given:
            return "pending"
        if {withdrawal.signature_id for withdrawal in self.withdrawals} & {signature.id for signature in given}:
            return "withdrawn"
        if any(signature.kind == "refusal" for signature in given):
            return "refused"
        return "signed" if given[-1] in self.answers else "signing"


class SignedPart(Base):
    """Canonical bytes of the shared part (no organisation) or of one organisation's own part, kept for ever.

    An organisation that has not answered may amend its own part: that is a new edition, the earlier ones are kept.
    """

    __tablename__ = "signed_part"
    __table_args__ = (
        UniqueConstraint("submission_id", "organisation_id", "edition"),
        Index(
            "uq_signed_part_shared",
            "submission_id",
            unique=True,
            sqlite_where=text("organisation_id IS NULL"),
            postgresql_where=text("organisation_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    format: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str]
    edition: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    revision: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    """The revision of the version that this edition made; 0 for what was sent."""
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who amended it after it was sent: they may not sign."""
    made_at: Mapped[datetime | None]

    @property
    def is_recorded(self) -> bool:
        """Whether the trail names it by itself: what was sent, and what somebody amended."""
        return self.edition == 1 or self.made_by is not None


class Adoption(Base):
    """Where one organisation stands in one round: pending, signing (part of its route), signed, refused, withdrawn."""

    __tablename__ = "adoption"
    __table_args__ = (
        UniqueConstraint("version_id", "round", "organisation_id"),
        Index("ix_adoption_standing", "organisation_id", "status", "id"),
        Index(
            "ix_adoption_on_a_route",
            "organisation_id",
            sqlite_where=text("waits_for <> ''"),
            postgresql_where=text("waits_for <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    round: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    leads: Mapped[bool]
    status: Mapped[str]
    waits_for: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """On a route the offices whose turn it is, as ",approver,"; "" for one that owes one signature, or none."""
    must_fix_stops: Mapped[bool] = mapped_column(default=False, server_default=false())
    """As the organisation signed when it was sent: nothing marked as “must fix” is signed over."""
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class OwedSignature(Base):
    """One office that signs for an organisation in a round, as its route was when it was sent. Never changed."""

    __tablename__ = "owed_signature"
    __table_args__ = (UniqueConstraint("submission_id", "organisation_id", "stage", "office"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    stage: Mapped[int]
    office: Mapped[Office] = mapped_column(choice(Office))


class Signature(Base):
    """A declaration by one person for one organisation, bound to the digests of what it covers. Never changed."""

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("submission_id", "organisation_id", "turn", "stage", "seat", name="uq_signature_seat"),
        UniqueConstraint("submission_id", "organisation_id", "turn", "person_id", name="uq_signature_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    turn: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    """1, and more only when an organisation that refused or withdrew adopts it later."""
    stage: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    seat: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """On a route the office signed in, by its key; "" where one signature is owed."""
    kind: Mapped[str]
    """A key of the framework's declarations: sign_off, screened_out, stop, refusal."""
    office: Mapped[str]
    declaration: Mapped[str]
    remark: Mapped[str]
    signed_over: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """Why it was signed although something was marked as “must fix”; "" when nothing was."""
    shared_digest: Mapped[str]
    local_digest: Mapped[str]
    revision: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    """The revision of the version that this answer made: a step that only adds an answer looks past it."""
    signed_at: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=[on_behalf_of_id], lazy="joined")
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Opinion(Base):
    """The adviser's opinion in a round, on the record; it does not block by itself."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("submission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opinion: Mapped[str]
    remark: Mapped[str]
    given_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")


class ReturnPoint(Base):
    """One thing to correct, in one section, with its reason code; the author answers each point."""

    __tablename__ = "return_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    section: Mapped[str]
    reason: Mapped[str]
    remark: Mapped[str]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    reply: Mapped[str] = mapped_column(server_default=text("''"), default="")
    replied_at: Mapped[datetime | None]
