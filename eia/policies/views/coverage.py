"""Which policies are assessed, and which are not."""

from flask import render_template

from eia.assessments.workflow import TABLE
from eia.db import db
from eia.errors import NotFound
from eia.policies.coverage.gap import coverage as coverage_of
from eia.policies.coverage.words import STUCK_DAYS
from eia.policies.views.blueprint import NUMBER, blueprint, me, wanted_now

MOST_UNITS, UNITS_A_PAGE = 10, 100
"""So many units stand on the page of all organisations, and so many on a page of one."""


@blueprint.get("/coverage")
def coverage() -> str:
    found = coverage_of(db.session(), me())
    return render_template(
        "policies/coverage.html", coverage=found, states=TABLE.states, most_units=MOST_UNITS, stuck_days=STUCK_DAYS
    )


@blueprint.get(f"/coverage/<{NUMBER}:organisation_id>/units")
def units(organisation_id: int) -> str:
    """`after` in the address says how many come before this page."""
    mine = {one.organisation.id: one for one in coverage_of(db.session(), me())}
    if organisation_id not in mine:
        raise NotFound("There are no such units, or you may not see them.")
    found, after = mine[organisation_id], wanted_now().after
    return render_template(
        "policies/units.html", found=found, after=after, units=found.units[after : after + UNITS_A_PAGE]
    )
