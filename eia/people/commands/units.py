"""The units of an organisation."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.audit.record import record_event
from eia.errors import Reason, Refused
from eia.people.guards import refuse_unless_administrator
from eia.people.models import Organisation, Unit
from eia.people.queries import Standings
from eia.people.sentences import administrator
from eia.people.streams import stream_of


def add_unit(session: Session, organisation: Organisation, *, name: str, by: Standings) -> Unit:
    refuse_unless_administrator(by, organisation.id)
    _refuse_known_name(session, organisation, name)
    unit = Unit(organisation=organisation, name=name)
    session.add(unit)
    _record(session, unit, by, "unit_added", {}, {"name": name}, f"The unit {name} was added")
    return unit


def rename_unit(session: Session, unit: Unit, *, name: str, by: Standings) -> None:
    refuse_unless_administrator(by, unit.organisation_id)
    if name == unit.name:
        return
    before = unit.name
    _refuse_known_name(session, unit.organisation, name, but=unit.id)
    unit.name = name
    sentence = f"The unit {before} is now called {name}"
    _record(session, unit, by, "unit_renamed", {"name": before}, {"name": name}, sentence)


def _refuse_known_name(session: Session, organisation: Organisation, name: str, but: int = 0) -> None:
    known = select(Unit.id).where(
        Unit.organisation_id == organisation.id, func.lower(Unit.name) == name.lower(), Unit.id != but
    )
    if session.scalar(known):
        raise Refused(Reason("There is already a unit with this name. Choose another one.", anchor="name"))


def _record(
    session: Session,
    unit: Unit,
    by: Standings,
    event: str,
    before: dict[str, str],
    after: dict[str, str],
    sentence: str,
) -> None:
    record_event(
        session,
        stream=stream_of(unit.organisation),
        event=event,
        actor=administrator(by),
        before=before,
        after=after,
        sentence=sentence,
    )
