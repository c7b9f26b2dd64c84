"""Routes of an organisation: one administrator proposes one, a second agrees. None is ever changed or taken away."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.errors import Reason, Refused
from eia.people.commands.proposals import lock_organisation, put_in_force, refuse_alone, take_up
from eia.people.guards import refuse_unless_administrator
from eia.people.models import Organisation, Route
from eia.people.offices import SIGNING
from eia.people.queries import Standings, holders, waiting, ways_of
from eia.people.routes import Level, Stages, in_order, written
from eia.people.sentences import administrator, in_words
from eia.people.streams import stream_of


def propose_route(
    session: Session, organisation: Organisation, level: Level, stages: Stages, *, from_day: date, by: Standings,
    must_fix_stops: bool = False,
) -> Route:  # fmt: skip
    """`stages` are all of them, the last one included. It waits for a second administrator."""
    must_fix_stops = must_fix_stops and not level.always_stops
    refuse_unless_administrator(by, organisation.id)
    lock_organisation(session, organisation.id)
    reasons = [
        *_against(session, organisation, level, stages),
        *_not_now(session, organisation, level, stages, must_fix_stops),
    ]
    if from_day < clock.today():
        reasons.append(Reason("The first day must be today or later.", anchor="from_day-day"))
    if reasons:
        raise Refused(*reasons)
    route = _write(session, organisation, level, stages, from_day=from_day, by=by, must_fix_stops=must_fix_stops)
    _record(session, route, by, "route_proposed")
    return route


def install_route(
    session: Session, organisation: Organisation, level: Level, stages: Stages, *, must_fix_stops: bool = False
) -> Route:
    """What comes with the installation, while fewer than two administrators could agree to it."""
    reasons = list(_against(session, organisation, level, stages))
    if reasons:
        raise Refused(*reasons)
    route = _write(session, organisation, level, stages, from_day=clock.today(), by=None,
                   must_fix_stops=must_fix_stops)  # fmt: skip
    _record(session, route, None, "route_installed")
    return route


def agree_to_route(session: Session, route: Route, *, by: Standings) -> None:
    take_up(session, route, by=by)
    refuse_alone(route, about=None, by=by)
    reasons = list(_against(session, route.organisation, route.level, route.order))
    if reasons:
        raise Refused(*reasons)
    put_in_force(route, by=by)
    _record(session, route, by, "route_confirmed")


def decline_route(session: Session, route: Route, *, by: Standings) -> None:
    """The second administrator does not agree, or the first thinks better of it."""
    take_up(session, route, by=by)
    route.ended_at = clock.now()
    _record(session, route, by, "route_declined")


def _against(session: Session, organisation: Organisation, level: Level, stages: Stages) -> Iterator[Reason]:
    """What stands against a route, whenever it begins: its form, and that somebody can sign at each stage."""
    *before, last = stages
    if last != (level.usual,):
        yield Reason(f"The last to sign is always the {level.usual.words.lower()}, alone.")
    offered = set(level.before)
    if any(not stage or len(set(stage)) < len(stage) or not offered.issuperset(stage) for stage in before):
        yield Reason("Choose at least one office for each stage, from those that are offered.", anchor="first")
    seats = [office for stage in stages for office in stage]
    for office in sorted(SIGNING.intersection(seats)):
        people = len(holders(session, office, [organisation.id]))
        if people == 0:
            yield Reason(f"Nobody is {office.words.lower()} today. Appoint somebody first.", anchor="first")
        elif people < seats.count(office):
            yield Reason(
                f"Nobody signs twice, and there are fewer {office.plural} today than this route asks for. "
                "Appoint another one first.", anchor="first",
            )  # fmt: skip


def _not_now(
    session: Session, organisation: Organisation, level: Level, stages: Stages, must_fix_stops: bool
) -> Iterator[Reason]:
    here = Route.organisation_id == organisation.id, Route.level == level
    if session.scalar(select(Route.id).where(*here, *waiting(Route))):
        yield Reason("A proposal for this waits for a second administrator already. Decide that one first.")
    now = ways_of(session, [organisation.id], level).get(organisation.id)
    if (stages, must_fix_stops) == ((now.order, now.must_fix_stops) if now else (((level.usual,),), False)):
        yield Reason("That is how it is signed today. Choose something else, or leave it as it is.", anchor="first")


def _write(
    session: Session, organisation: Organisation, level: Level, stages: Stages, *, from_day: date,
    by: Standings | None, must_fix_stops: bool = False,
) -> Route:  # fmt: skip
    route = Route(
        organisation=organisation,
        level=level,
        stages=written(stages),
        must_fix_stops=must_fix_stops,
        from_day=from_day,
        proposed_by=by.person_id if by else None,
        in_force=by is None,
    )
    session.add(route)
    session.flush()
    return route


def _record(session: Session, route: Route, by: Standings | None, event: str) -> None:
    order = in_order(route.order) + (", never over what must be fixed" if route.must_fix_stops else "")
    said = {"level": route.level.words, "order": order, "day": in_words(route.from_day)}
    record_event(
        session,
        stream=stream_of(route.organisation),
        event=event,
        actor=administrator(by),
        after={
            "route": route.id,
            "level": route.level.value,
            "stages": route.stages,
            "must_fix_stops": route.must_fix_stops,
            "from": route.from_day,
            "in_force": route.in_force,
        },
        sentence=SENTENCES[event].format(**said),
    )


SENTENCES = {
    "route_installed": "{level}: signed by {order}, from {day}, with the installation",
    "route_proposed": "{level}: to be signed by {order}, from {day}, was proposed: a second administrator must agree",
    "route_confirmed": "{level}: signed by {order}, from {day}, with a second administrator’s agreement",
    "route_declined": "{level}: the proposal that it be signed by {order} was declined",
}
