"""Who may act at a meeting: the roles of its body, and the offices that stand behind them."""

from eia import clock
from eia.meetings.case import MeetingCase
from eia.meetings.models import AgendaItem, Body
from eia.meetings.models.bodies import DECIDING, ROLES
from eia.meetings.readers import RUNNING
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.workflow.table import Who


def roles_of(body: Body, person_id: int) -> set[str]:
    """The roles somebody has in the body today."""
    today = clock.today()
    return {
        m.role
        for m in body.members
        if m.person_id == person_id and m.from_day <= today and (m.until_day is None or m.until_day >= today)
    }


def decides_in(body: Body, person_id: int) -> bool:
    """Whether somebody decides there today, alone or with others."""
    return body.decider_id == person_id or bool(roles_of(body, person_id) & set(DECIDING))


def standing_in(body: Body, by: Standings, roles: tuple[str, ...]) -> Standing | None:
    """The standing of somebody who has one of these roles in the body today."""
    held = roles_of(body, by.person_id)
    role = next((role for role in roles if role in held), None)
    if role is None:
        return None
    office = Office.SECRETARY if role == "secretary" else Office.CHAIR
    words = f"{ROLES[role]} of {body.name}"
    return Standing(office, body.organisation_id, body.organisation.name, role=words)


def standing_to_run(body: Body, by: Standings) -> Standing | None:
    """Chair, deputy chair or secretary of the body; else a meeting secretary of the organisation that keeps it."""
    return standing_in(body, by, RUNNING) or by.standing(Office.SECRETARY, {body.organisation_id})


def standing_to_chair(body: Body, by: Standings) -> Standing | None:
    return standing_in(body, by, ("chair", "deputy_chair"))


def standing_to_record(item: AgendaItem, by: Standings) -> Standing | None:
    """Who runs the body; the one person who decides; between meetings the officer whose decision it is."""
    found = standing_to_run(item.body, by)
    decides = item.body.decider_id == by.person_id or (item.between == "officer" and item.author_id == by.person_id)
    if found is None and decides:
        words = f"Decides at {item.body.name}"
        return Standing(Office.CHAIR, item.body.organisation_id, item.body.organisation.name, role=words)
    return found


def standing_to_add_body(by: Standings) -> Standing | None:
    """A meeting secretary; one of their own organisation comes first."""
    return by.standing(Office.SECRETARY, {by.organisation_id}) or by.standing(Office.SECRETARY)


def _runs(case: MeetingCase, by: Standings) -> Standing | None:
    return standing_to_run(case.body, by)


def _chairs(case: MeetingCase, by: Standings) -> Standing | None:
    return standing_to_chair(case.body, by)


RUNS: Who[MeetingCase] = Who("runs", "its chair, deputy chair or secretary", _runs)
CHAIRS: Who[MeetingCase] = Who("chairs", "its chair or deputy chair", _chairs)
