"""The list of policies, and the page of one: is it assessed, by which assessment, and what waits."""

from dataclasses import replace

from flask import render_template
from sqlalchemy import Select
from sqlalchemy.orm import Session

from eia.assessments.past.listed import past_of, replacing
from eia.assessments.workflow import TABLE
from eia.audit.queries import entries
from eia.db import db
from eia.errors import NotFound
from eia.people.queries import Standings
from eia.policies.catalogue.lists import class_title, classes
from eia.policies.catalogue.triggers import LEVELS
from eia.policies.coverage import Covered, organisations_of, stands_for, stands_so
from eia.policies.guards import standing_to_add, standing_to_change, standing_to_start
from eia.policies.models import Policy
from eia.policies.needs import needs_of
from eia.policies.queries import Wanted, latest_of, listed, page_of, policy_for, units_of
from eia.policies.views.blueprint import POLICY, blueprint, me, narrowed, wanted_now
from eia.policies.views.steps import offers
from eia.policies.workflow import POLICY_TABLE

TRAIL_SHOWN = 20


@blueprint.get("")
def register() -> str:
    session, by, wanted = db.session(), me(), wanted_now(tuple(Covered))
    mine = organisations_of(session, by)
    wanted, query = narrowed_list(session, by, wanted)
    return render_template(
        "policies/register.html",
        page=page_of(session, query, by, after=wanted.after),
        wanted=wanted,
        narrowed=narrowed(wanted),
        organisations=mine,
        units=units_of(session, [one.id for one in mine]),
        classes=classes(),
        covers=list(Covered),
        states=TABLE.states,
        policy_states=POLICY_TABLE.states,
        may_add=standing_to_add(by) is not None,
    )


def narrowed_list(session: Session, by: Standings, wanted: Wanted) -> tuple[Wanted, Select[Policy]]:
    """The list that is wanted. How policies are covered is told of organisations this person works or acts for."""
    query = listed(by, wanted)
    if not wanted.covered:
        return wanted, query
    wanted = replace(wanted, organisation=wanted.organisation or by.organisation_id)
    if wanted.organisation not in {one.id for one in organisations_of(session, by)}:
        raise NotFound("There is no such list, or you may not see it.")
    return wanted, query.where(stands_so(wanted.organisation, Covered(wanted.covered)))


@blueprint.get(POLICY)
def policy(policy_id: int) -> str:
    session, by = db.session(), me()
    found = policy_for(session, policy_id, by)
    return render_template(
        "policies/policy.html",
        policy=found,
        class_title=class_title(found.policy_class) if found.policy_class else "",
        state=POLICY_TABLE.states[found.state],
        latest=latest_of(session, [found.id], by).get(found.id),
        stands=stands_for(session, found, by),
        states=TABLE.states,
        may_start=standing_to_start(by, found) is not None,
        may_change=standing_to_change(by, found) is not None,
        offers=offers(found, by),
        needs=needs_of(session, found.id, by),
        past=(earlier := past_of(session, found.id, by)),
        replaced=replacing(session, [row.id for row in earlier]),
        levels=LEVELS,
        trail=entries(session, found.stream, newest=TRAIL_SHOWN),
    )
