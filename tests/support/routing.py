"""Routes for the tests: laid by the installation, so that they hold at once."""

from eia import clock
from eia.db import transaction
from eia.people.commands.default_deputies import set_default_deputy
from eia.people.commands.routes import install_route, propose_route
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.people.routes import Level
from tests.support.assessments import Made, start, walk
from tests.support.staff import Staff, acting, new_staff
from tests.support.undoing import lent
from tests.support.writing import read

HEAD, ADVISER, APPROVER = Office.HEAD, Office.ADVISER, Office.APPROVER
Stage = tuple[Office, ...]


def lay_route(staff: Staff, level: Level, *before: tuple[Office, ...], stops: bool = False) -> None:
    """Who signs before the last at that level, stage by stage; nobody where none is named.

    `stops` says that it signs over nothing that must be fixed.
    """
    with transaction() as session:
        organisation = session.get_one(Organisation, staff.organisation_id)
        install_route(session, organisation, level, (*before, (level.usual,)), must_fix_stops=stops)


def propose_a_route(staff: Staff, level: Level = Level.FULL) -> int:
    """The head of department first, proposed by the administrator; answers with its id."""
    with transaction() as session:
        organisation, by = session.get_one(Organisation, staff.organisation_id), acting(session, staff["administrator"])
        stages = ((HEAD,), (level.usual,))
        return propose_route(session, organisation, level, stages, from_day=clock.today(), by=by).id


def propose_a_default(staff: Staff, office: Office = Office.APPROVER, part: str = "member") -> int:
    """Who stands in for holders who are away, as the administrator sets or proposes it; answers with its id."""
    with transaction() as session:
        organisation, by = session.get_one(Organisation, staff.organisation_id), acting(session, staff["administrator"])
        return set_default_deputy(session, organisation, office, session.get_one(Person, staff[part]), by=by).id


def sent(*routes: tuple[Stage, ...], at: str = "sign_off", level: Level = Level.FULL, outcome: str = "") -> Made:
    """A version at sign-off; each organisation, the lead first, has these stages before the last."""

    def make() -> Made:
        staff = tuple(new_staff() for _ in routes)
        for one, before in zip(staff, routes, strict=True):
            if before:
                lay_route(one, level, *before)
        made = start(staff)
        walk(made, at, outcome=outcome)
        return made

    return lent(make, "on a route", routes, at, level, outcome)


def stands(made: Made, staff: Staff | None = None) -> str:
    """Status of an organisation (the lead) and whom it waits for: "signing,approver,"."""
    adoption = read(made.version_id).adoption_of((staff or made.lead).organisation_id)
    return f"{adoption.status}{adoption.waits_for}" if adoption else ""
