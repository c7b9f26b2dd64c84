"""What the pages of people list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.people.contracts import Work
from eia.people.models import Appointment, DefaultDeputy, Deputy, Person, Route, Unit, UnitHead
from eia.people.names import sort_name_of
from eia.people.offices import Office
from eia.people.queries import in_force_on, not_over, waiting
from eia.people.routes import Level

PAGE = 50


@dataclass(frozen=True, slots=True)
class PeoplePage:
    people: Sequence[Person]
    offices: Mapping[int, list[Office]]
    """By person: the offices held today."""
    next_after: int
    """The number of the last person, when there are more; else 0."""


def people_page(session: Session, organisation_id: int, *, after: int = 0, search: str = "") -> PeoplePage:
    """Fifty people of an organisation by name, those after the person numbered `after`."""
    query = (
        select(Person)
        .where(Person.organisation_id == organisation_id)
        .options(joinedload(Person.unit))
        .order_by(Person.sort_name, Person.id)
        .limit(PAGE + 1)
    )
    if search:
        query = query.where(
            or_(
                Person.sort_name.contains(sort_name_of(search), autoescape=True),
                Person.email.contains(search.casefold(), autoescape=True),
            )
        )
    last = session.get(Person, after) if after else None
    if last is not None and last.organisation_id == organisation_id:
        query = query.where(tuple_(Person.sort_name, Person.id) > (last.sort_name, last.id))
    found = session.scalars(query).all()
    people = found[:PAGE]
    more = people[-1].id if len(found) > PAGE else 0
    return PeoplePage(people, offices_today(session, [person.id for person in people]), more)


def offices_today(session: Session, ids: Sequence[int]) -> Mapping[int, list[Office]]:
    """By person: the offices they hold in person today."""
    query = (
        select(Appointment.person_id, Appointment.office)
        .where(Appointment.person_id.in_(ids), *in_force_on(clock.today()))
        .order_by(Appointment.id)
    )
    offices: dict[int, list[Office]] = defaultdict(list)
    for person_id, office in session.execute(query):
        offices[person_id].append(office)
    return offices


def appointments_of(session: Session, person_id: int) -> Sequence[Appointment]:
    """Every appointment of a person, the newest first, also those declined or ended."""
    query = select(Appointment).where(Appointment.person_id == person_id)
    return session.scalars(query.order_by(Appointment.from_day.desc(), Appointment.id.desc())).all()


def deputies_around(session: Session, person_id: int) -> Sequence[Deputy]:
    """Whom a person acts for and who acts for them, the newest first."""
    query = (
        select(Deputy)
        .where(or_(Deputy.principal_id == person_id, Deputy.deputy_id == person_id))
        .options(joinedload(Deputy.principal), joinedload(Deputy.deputy))
        .order_by(Deputy.from_day.desc(), Deputy.id.desc())
    )
    return session.scalars(query).all()


def waiting_appointments(session: Session, organisation_id: int) -> Sequence[Appointment]:
    """Proposals that wait for a second administrator, the oldest first."""
    query = (
        select(Appointment)
        .where(Appointment.organisation_id == organisation_id, *waiting(Appointment))
        .options(joinedload(Appointment.person))
        .order_by(Appointment.id)
    )
    return session.scalars(query).all()


def waiting_deputies(session: Session, organisation_id: int) -> Sequence[Deputy]:
    query = (
        select(Deputy)
        .where(Deputy.organisation_id == organisation_id, *waiting(Deputy))
        .options(joinedload(Deputy.principal), joinedload(Deputy.deputy))
        .order_by(Deputy.id)
    )
    return session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class LevelShown:
    """One level: the route that holds today (None for one signature), what begins later or waits, and what was."""

    level: Level
    now: Route | None
    begins: Sequence[Route]
    waiting: Route | None
    earlier: Sequence[Route]


def routes_by_level(session: Session, organisation_id: int) -> Sequence[LevelShown]:
    query = (
        select(Route)
        .where(Route.organisation_id == organisation_id)
        .options(joinedload(Route.proposer))
        .order_by(Route.from_day.desc(), Route.id.desc())
    )
    known = session.scalars(query).all()
    return [_level(level, [route for route in known if route.level == level]) for level in Level]


def _level(level: Level, routes: Sequence[Route]) -> LevelShown:
    today = clock.today()
    held = [route for route in routes if route.in_force and route.from_day <= today]
    begins = [route for route in routes if route.in_force and route.from_day > today]
    proposed = next((route for route in routes if route.waits), None)
    return LevelShown(level, held[0] if held else None, begins, proposed, held[1:])


def waiting_routes(session: Session, organisation_id: int) -> Sequence[Route]:
    """Routes that wait for a second administrator, the oldest first."""
    query = select(Route).where(Route.organisation_id == organisation_id, *waiting(Route))
    return session.scalars(query.order_by(Route.id)).all()


def units_of(session: Session, organisation_id: int) -> Sequence[Unit]:
    return session.scalars(select(Unit).where(Unit.organisation_id == organisation_id).order_by(Unit.name)).all()


def heads_of_units(session: Session, unit_ids: Iterable[int]) -> Sequence[UnitHead]:
    """Who heads them today or will, in the order of the days."""
    query = (
        select(UnitHead)
        .where(UnitHead.unit_id.in_(sorted(unit_ids)), *not_over(clock.today()))
        .options(joinedload(UnitHead.person))
        .order_by(UnitHead.from_day, UnitHead.id)
    )
    return session.scalars(query).all()


def headed_by(session: Session, person_id: int) -> Sequence[Work]:
    """The units somebody heads: each is left without a head when their account closes."""
    query = (
        select(UnitHead)
        .where(UnitHead.person_id == person_id, *not_over(clock.today()))
        .options(joinedload(UnitHead.unit))
        .order_by(UnitHead.id)
    )
    return [
        Work(f"Heads the unit {row.unit.name}: appoint somebody else", "people.unit", {"unit_id": row.unit_id})
        for row in session.scalars(query)
    ]


def open_accounts(session: Session, organisation_id: int) -> Sequence[Person]:
    """Everybody who works for an organisation, by name."""
    query = select(Person).where(Person.organisation_id == organisation_id, Person.closed_at.is_(None))
    return session.scalars(query.order_by(Person.sort_name, Person.id)).all()


def default_deputies(session: Session, organisation_id: int) -> Sequence[DefaultDeputy]:
    """Those that hold and those that are proposed."""
    query = (
        select(DefaultDeputy)
        .where(DefaultDeputy.organisation_id == organisation_id, DefaultDeputy.ended_at.is_(None))
        .options(joinedload(DefaultDeputy.deputy))
        .order_by(DefaultDeputy.id)
    )
    return session.scalars(query).all()


def waiting_defaults(session: Session, organisation_id: int) -> Sequence[DefaultDeputy]:
    return [row for row in default_deputies(session, organisation_id) if not row.in_force]


def colleagues(session: Session, person: Person) -> Sequence[Person]:
    """Those who could deputise for somebody."""
    return [one for one in who_may_deputise(session, person.organisation_id) if one.id != person.id]


def who_may_deputise(session: Session, organisation_id: int) -> Sequence[Person]:
    """Open accounts of an organisation that do not administer it today."""
    administrators = select(Appointment.person_id).where(
        Appointment.office == Office.ADMINISTRATOR, *in_force_on(clock.today())
    )
    query = (
        select(Person)
        .where(
            Person.organisation_id == organisation_id,
            Person.closed_at.is_(None),
            Person.id.not_in(administrators),
        )
        .order_by(Person.sort_name, Person.id)
    )
    return session.scalars(query).all()
