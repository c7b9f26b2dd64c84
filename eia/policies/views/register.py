"""The list of policies, and the page of one: is it assessed, by which assessment, and what waits."""

from dataclasses import replace

from flask import render_template

from eia.assessments.past.listed import past_of, replacing
from eia.assessments.workflow import TABLE
from eia.audit.queries import entries
from eia.db import db
from eia.errors import NotFound
from eia.people.queries import Standings
from eia.policies.catalogue.lists import class_title, classes
from eia.policies.catalogue.triggers import LEVELS
from eia.policies.coverage.lists import policies_wanted
from eia.policies.coverage.reading import organisation_ids_of, organisations_of, stands_for
from eia.policies.coverage.words import Covered
from eia.policies.guards import standing_to_add, standing_to_change, standing_to_start
from eia.policies.needs import needs_of
from eia.policies.queries import PAGE, Wanted, latest_of, page_of, policy_for, units_of
from eia.policies.views.blueprint import POLICY, blueprint, me, narrowed, wanted_now
from eia.policies.views.steps import offers
from eia.policies.workflow import POLICY_TABLE

TRAIL_SHOWN = 20


@blueprint.get("")
def register() -> str:
    session, by = db.session(), me()
    mine, wanted = organisations_of(session, by), asked_for(by)
    return render_template(
        "policies/register.html",
        page=page_of(session, policies_wanted(session, by, wanted, most=PAGE + 1), by),
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


def asked_for(by: Standings) -> Wanted:
    """What the address asks for. How policies are covered is told of organisations this person works or acts for."""
    wanted = wanted_now(tuple(Covered))
    if not wanted.covered:
        return wanted
    wanted = replace(wanted, organisation=wanted.organisation or by.organisation_id)
    if wanted.organisation not in organisation_ids_of(by):
        raise NotFound("There is no such list, or you may not see it.")
    return wanted


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
