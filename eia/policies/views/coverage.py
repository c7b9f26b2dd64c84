"""Which policies are assessed, and which are not."""

from flask import render_template

from eia.assessments.workflow import TABLE
from eia.db import db
from eia.policies.coverage.gap import coverage as coverage_of
from eia.policies.views.blueprint import blueprint, me
from eia.policies.workflow import POLICY_TABLE


@blueprint.get("/coverage")
def coverage() -> str:
    found = coverage_of(db.session(), me())
    return render_template(
        "policies/coverage.html", coverage=found, states=TABLE.states, policy_states=POLICY_TABLE.states
    )
