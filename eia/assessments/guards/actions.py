"""Who may say what of an action, whom it tells, and what must be true first."""

from collections.abc import Callable
from dataclasses import replace

from eia.assessments.afterwards.action_case import ActionCase
from eia.assessments.case import Case
from eia.assessments.guards.audiences import ADVISERS
from eia.assessments.guards.who import ANY_APPROVER, AUTHOR, OWNER
from eia.db import db
from eia.errors import Reason
from eia.people.offices import Office
from eia.people.queries import Standing, Standings, holders
from eia.workflow.table import Audience, Who


def somebody_else_reported_it(one: ActionCase, by: Standings, standing: Standing) -> Reason | None:
    """Two people stand behind every end of an action; a deputy does not stand in for one of the two."""
    bound = {one.reporter_id, one.standing.owner_id}
    ask = "Ask the author, an equality adviser or an approver."
    if by.person_id in bound:
        return Reason(f"You own this action or reported on it, so somebody else has to agree. {ask}")
    if standing.principal_id in bound:
        return Reason(f"{standing.principal_name}, for whom you act, owns this action or reported on it. {ask}")
    return None


def _keeper(one: ActionCase, by: Standings) -> Standing | None:
    if one.standing.owner_id == by.person_id:
        return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Owner of the action")
    return AUTHOR.finds(one.case, by) or by.standing(Office.ADVISER, one.case.organisation_ids)


def _second(one: ActionCase, by: Standings) -> Standing | None:
    return _first_of(one, by, AUTHOR.finds, OWNER.finds, _adviser, ANY_APPROVER.finds)


def _agreer(one: ActionCase, by: Standings) -> Standing | None:
    """Neither as author nor as owner: an office has to agree."""
    return _first_of(one, by, _adviser, ANY_APPROVER.finds)


def _first_of(one: ActionCase, by: Standings, *ways: Callable[[Case, Standings], Standing | None]) -> Standing | None:
    """In an own standing before one as a deputy of the owner or the reporter."""
    bound = {one.reporter_id, one.standing.owner_id}
    own = replace(by, held=tuple(held for held in by.held if held.principal_id not in bound or not held.principal_id))
    return next((found for asked in (own, by) for finds in ways if (found := finds(one.case, asked))), None)


def _adviser(case: Case, by: Standings) -> Standing | None:
    return by.standing(Office.ADVISER, case.organisation_ids)


def _confirmers(one: ActionCase) -> set[int]:
    """The author and whoever checked it; when that leaves nobody who may agree, the approvers of the lead."""
    bound = {one.standing.owner_id, one.reporter_id if one.state == "done" else None}
    return ({one.case.version.author_id, *ADVISERS.finds(one.case)} - bound) or _lead_approvers(one)


def _drop_agreers(one: ActionCase) -> set[int]:
    return (ADVISERS.finds(one.case) | _lead_approvers(one)) - {one.standing.owner_id, one.reporter_id}


def _lead_approvers(one: ActionCase) -> set[int]:
    return {person.id for person in holders(db.session(), Office.APPROVER, [one.case.lead.id])}


def _keepers(one: ActionCase) -> set[int]:
    return {one.standing.owner_id, one.last.noted_by if one.last else 0} - {0}


def _owner_of_it(one: ActionCase) -> set[int]:
    return {one.standing.owner_id}


def _authors(one: ActionCase) -> set[int]:
    return {one.case.version.author_id, one.case.subject.owner_id}


def _told_of_harm(one: ActionCase) -> set[int]:
    """An approver hears of an end that leaves harm behind, and of no other."""
    return _lead_approvers(one) if one.harm_remains or one.state == "drop_proposed" else set()


KEEPER = Who("keeper", "its owner, the author or an equality adviser", _keeper)
SECOND = Who("second person", "the author, the owner of what is assessed, an equality adviser or an approver", _second)
AGREER = Who("agreer", "an equality adviser or an approver", _agreer)
CONFIRMERS = Audience("the author and the equality advisers", _confirmers)
DROP_AGREERS = Audience("the equality advisers and the lead’s approvers", _drop_agreers)
ACTION_KEEPERS = Audience("its owner and whoever reported on it", _keepers)
OWNERS_OF_IT = Audience("its owner until now, the new one", _owner_of_it)
ACTION_AUTHORS = Audience("the author and the owner of what is assessed", _authors)
HARM_APPROVERS = Audience("the lead’s approvers when harm remains", _told_of_harm)
