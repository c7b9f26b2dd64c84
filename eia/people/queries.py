"""Who holds which office today, in person or as a deputy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    exists,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import Actor
from eia.people.models import Appointment, Deputy, Organisation, Person, Proposal, Route, UnitHead
from eia.people.offices import Office
from eia.people.routes import Level, Stages

KEPT = 32
"""For how many people a worker keeps the statements that say what they may read: those who came last.

Putting them together takes ten times as long as running them; what is kept for one person is a megabyte.
"""

Asked = BindParameter[int] | ScalarSelect[int]

FEW = 8
"""The same for lists that are narrowed down in many ways: those read last."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One office in one organisation that a person may act in now; `principal` when it is as their deputy."""

    office: Office
    organisation_id: int
    organisation_name: str
    principal_id: int | None = None
    principal_name: str = ""
    role: str = ""
    """What they act as when it is no office: "Author"."""

    @property
    def words(self) -> str:
        return self.role or self.office.words


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything a person may act as today. Read once a request; every question about offices is asked here."""

    person_id: int
    name: str
    organisation_id: int
    organisation_name: str
    held: tuple[Standing, ...]

    def holds(self, office: Office, organisation_ids: Iterable[int] | None = None) -> bool:
        return self.standing(office, organisation_ids) is not None

    def standing(self, office: Office, organisation_ids: Iterable[int] | None = None) -> Standing | None:
        """The first standing in that office; one held in person comes before one held as a deputy."""
        wanted = None if organisation_ids is None else set(organisation_ids)
        found = [s for s in self.held if s.office == office and (wanted is None or s.organisation_id in wanted)]
        return min(found, key=lambda s: s.principal_id is not None, default=None)

    def organisations_of(self, office: Office) -> set[int]:
        return {s.organisation_id for s in self.held if s.office == office}

    def actor(self, standing: Standing | None = None, *, office: str = "") -> Actor:
        """The plain values the trail keeps."""
        return Actor(
            id=self.person_id,
            name=self.name,
            office=standing.words if standing else office,
            organisation=standing.organisation_name if standing else self.organisation_name,
            on_behalf_of=standing.principal_name if standing else "",
        )


def standings_of(session: Session, person: Person, day: date | None = None) -> Standings:
    """In one query: the offices a person holds, and those they act in as a deputy."""
    asked = {"person": person.id, "day": day or clock.today()}
    return standings_from(person, session.execute(_held(), asked) if person.closed_at is None else ())


def standings_from(person: Person, rows: Iterable[Sequence[Any]]) -> Standings:
    """Of the rows of `held_by`."""
    held = [Standing(Office(office), id_, name, of, whose) for office, id_, name, of, whose in rows]
    held.sort(key=lambda s: (s.principal_id or 0, s.organisation_id, s.office))
    return Standings(person.id, person.name, person.organisation_id, person.organisation.name, tuple(held))


@cache
def _held() -> CompoundSelect[Office, int, str, int, str]:
    """Asked by most steps, so it is put together once."""
    return held_by(bindparam("person", type_=Integer))


def held_by(person: Asked) -> CompoundSelect[Office, int, str, int, str]:
    """What this person holds and acts in on the `day` that is given with the statement."""
    day = bindparam("day", type_=Date)
    return _appointed(person, day).union_all(_deputising(person, day))


def in_force_on(day: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    return (
        Appointment.in_force.is_(True),
        Appointment.from_day <= day,
        or_(Appointment.until_day.is_(None), Appointment.until_day >= day),
    )


def not_over(day: date) -> tuple[ColumnElement[bool], ...]:
    """The heads of units that head one on that day or will."""
    return UnitHead.in_force.is_(True), or_(UnitHead.until_day.is_(None), UnitHead.until_day >= day)


def heads_of(session: Session, person_ids: Iterable[int], day: date) -> dict[int, int]:
    """Person -> who heads the unit they belong to on that day, where somebody else does."""
    query = (
        select(Person.id, UnitHead.person_id)
        .join(UnitHead, UnitHead.unit_id == Person.unit_id)
        .where(
            Person.id.in_(sorted(person_ids)), UnitHead.person_id != Person.id, UnitHead.from_day <= day,
            *not_over(day),
        )
        .order_by(UnitHead.id)
    )  # fmt: skip
    return dict(session.execute(query).all())


def waiting(kind: type[Proposal] | type[Deputy]) -> tuple[ColumnElement[bool], ...]:
    """Proposed, and not decided yet."""
    return kind.in_force.is_(False), kind.ended_at.is_(None)


def deputy_in_force_on(day: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    return (Deputy.in_force.is_(True), Deputy.from_day <= day, Deputy.until_day >= day)


def _appointed(person_id: Asked, day: BindParameter[date]) -> Select[Office, int, str, int, str]:
    return (
        select(
            Appointment.office,
            Appointment.organisation_id,
            Organisation.name,
            null().cast(Integer),
            literal(""),
        )
        .join(Appointment.organisation)
        .where(Appointment.person_id == person_id, *in_force_on(day))
    )


def _deputising(person_id: Asked, day: BindParameter[date]) -> Select[Office, int, str, int, str]:
    """Deputies count only while the person they act for holds the office and is not closed."""
    holding = exists().where(
        Appointment.person_id == Deputy.principal_id,
        Appointment.office == Deputy.office,
        Appointment.organisation_id == Deputy.organisation_id,
        *in_force_on(day),
    )
    return (
        select(Deputy.office, Deputy.organisation_id, Organisation.name, Deputy.principal_id, Person.name)
        .join(Deputy.organisation)
        .join(Deputy.principal)
        .where(Deputy.deputy_id == person_id, Person.closed_at.is_(None), holding, *deputy_in_force_on(day))
    )


def holders(
    session: Session,
    office: Office,
    organisation_ids: Iterable[int],
    day: date | None = None,
    *,
    without: Iterable[int] = (),
) -> Sequence[Person]:
    """Everybody who may act in an office in any of these organisations, deputies included, by name.

    `without` are left out, and whoever would only act as the deputy of one of them.
    """
    day = day or clock.today()
    ids, left_out = list(organisation_ids), sorted(without)
    appointed = (
        select(Appointment.person_id)
        .join(Appointment.person)
        .where(
            Appointment.office == office,
            Appointment.organisation_id.in_(ids),
            Appointment.person_id.not_in(left_out),
            Person.closed_at.is_(None),
            *in_force_on(day),
        )
    )
    deputies = select(Deputy.deputy_id).where(
        Deputy.office == office,
        Deputy.organisation_id.in_(ids),
        Deputy.principal_id.in_(appointed),
        Deputy.deputy_id.not_in(left_out),
        *deputy_in_force_on(day),
    )
    query = (
        select(Person)
        .where(Person.closed_at.is_(None), or_(Person.id.in_(appointed), Person.id.in_(deputies)))
        .order_by(Person.sort_name, Person.id)
    )
    return session.scalars(query).all()


def routes_of(session: Session, organisation_ids: Iterable[int], level: Level) -> dict[int, Stages]:
    """Organisation -> the stages in which it signs today at that level; nothing for one that has no route."""
    return several_stages(ways_of(session, organisation_ids, level))


def several_stages(ways: Mapping[int, Route]) -> dict[int, Stages]:
    return {organisation_id: route.order for organisation_id, route in ways.items() if len(route.order) > 1}


def ways_of(session: Session, organisation_ids: Iterable[int], level: Level) -> dict[int, Route]:
    """Organisation -> how it signs today at that level, where anything was agreed about it."""
    query = (
        select(Route)
        .where(
            Route.organisation_id.in_(sorted(organisation_ids)),
            Route.level == level,
            Route.in_force.is_(True),
            Route.from_day <= clock.today(),
        )
        .order_by(Route.from_day, Route.id)
    )
    return {route.organisation_id: route for route in session.scalars(query)}
