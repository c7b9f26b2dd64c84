"""Who may do what, from when to when: offices, deputies, routes; and days away."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia import clock
from eia.db import Base, choice
from eia.people.models.who import Organisation, Person, Unit
from eia.people.offices import TWO_ADMINISTRATORS, Office
from eia.people.routes import Level, Stages, read_stages


class Proposal:
    """What one administrator proposes, and a second one agrees to where two are needed (`commands/proposals.py`)."""

    from_day: Mapped[date]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None for what came with the installation (`eia person add`, `eia demo`)."""
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    in_force: Mapped[bool]
    """False while it waits for the second administrator."""
    ended_at: Mapped[datetime | None]
    """When it was ended, declined or replaced."""

    @property
    def waits(self) -> bool:
        return not self.in_force and self.ended_at is None


class Appointment(Proposal, Base):
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
    until_day: Mapped[date | None]
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


class DefaultDeputy(Proposal, Base):
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
    organisation: Mapped[Organisation] = relationship()
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id])


class UnitHead(Base):
    """Who answers for a unit, from a day until a day. It is no office: nobody signs, and nobody deputises, as one."""

    __tablename__ = "unit_head"
    __table_args__ = (
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="ends_after_it_begins"),
        Index("ix_unit_head_unit", "unit_id", "in_force"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    appointed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None for what came with the installation."""
    in_force: Mapped[bool]
    ended_at: Mapped[datetime | None]
    unit: Mapped[Unit] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Route(Proposal, Base):
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
    organisation: Mapped[Organisation] = relationship()
    proposer: Mapped[Person | None] = relationship(foreign_keys="Route.proposed_by")

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
