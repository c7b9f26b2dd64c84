"""Who may say what of a condition that its body tracks itself, whom it tells, and what must be true first."""

from dataclasses import replace

from eia import clock
from eia.errors import Reason
from eia.meetings.condition_case import ConditionCase
from eia.meetings.guards.who import standing_to_chair, standing_to_run
from eia.meetings.readers import RUNNING
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.workflow.table import Audience, Who


def somebody_else_reported_it(one: ConditionCase, by: Standings, standing: Standing) -> Reason | None:
    """Two people stand behind every end; a deputy does not stand in for one of the two."""
    bound = {one.reporter_id, one.standing.owner_id}
    if by.person_id in bound:
        return Reason("You own this condition or reported on it, so somebody else has to agree. Ask the chair.")
    if standing.principal_id in bound:
        return Reason(f"{standing.principal_name}, for whom you act, owns this condition or reported on it.")
    return None


def _keeper(one: ConditionCase, by: Standings) -> Standing | None:
    if one.standing.owner_id == by.person_id:
        return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Owner of the condition")
    return standing_to_run(one.item.body, by)


def _second(one: ConditionCase, by: Standings) -> Standing | None:
    """In an own standing before one as a deputy of the owner or the reporter."""
    bound = {one.reporter_id, one.standing.owner_id}
    own = replace(by, held=tuple(held for held in by.held if held.principal_id not in bound or not held.principal_id))
    return next((found for asked in (own, by) if (found := _in_any(one, asked))), None)


def _in_any(one: ConditionCase, by: Standings) -> Standing | None:
    if found := standing_to_run(one.item.body, by) or _decided(one, by):
        return found
    if one.item.author_id == by.person_id:
        return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Report author")
    return _adviser(one, by)


def _agreer(one: ConditionCase, by: Standings) -> Standing | None:
    """Whoever can go back on what was decided, or an adviser."""
    return standing_to_chair(one.item.body, by) or _decided(one, by) or _adviser(one, by)


def _decided(one: ConditionCase, by: Standings) -> Standing | None:
    body = one.item.body
    if by.person_id not in {body.decider_id, one.decision.decider_id}:
        return None
    return Standing(Office.CHAIR, body.organisation_id, body.organisation.name, role=f"Decides at {body.name}")


def _adviser(one: ConditionCase, by: Standings) -> Standing | None:
    return by.standing(Office.ADVISER, {organisation.id for organisation in one.item.organisations})


def _running(one: ConditionCase) -> set[int]:
    """Whoever runs the body, decided it alone or reported on the item, but for those who may not agree."""
    body, today = one.item.body, clock.today()
    there = {member.person_id for member in body.members if member.role in RUNNING and member.sits_on(today)}
    decided = {person for person in (body.decider_id, one.decision.decider_id, one.item.author_id) if person}
    return (there | decided) - {one.standing.owner_id, one.reporter_id}


def _keepers(one: ConditionCase) -> set[int]:
    return {one.standing.owner_id, *([one.last.noted_by] if one.last else [])}


def _owner(one: ConditionCase) -> set[int]:
    return {one.standing.owner_id}


KEEPER: Who[ConditionCase] = Who("keeper", "its owner, or whoever runs the body", _keeper)
SECOND: Who[ConditionCase] = Who(
    "second person", "whoever runs the body or decided it, the report author or an equality adviser", _second
)
AGREER: Who[ConditionCase] = Who(
    "agreer", "the chair or deputy chair, whoever decided it alone, or an equality adviser", _agreer
)
RUNNING_IT: Audience[ConditionCase] = Audience("whoever runs the body or decided it, and the report author", _running)
KEEPERS: Audience[ConditionCase] = Audience("its owner and whoever reported on it", _keepers)
OWNER: Audience[ConditionCase] = Audience("its owner until now, the new one", _owner)
