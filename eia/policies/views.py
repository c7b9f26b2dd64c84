"""Pages of policies: the list, one policy, a new one."""

from flask import Blueprint, render_template

from eia.db import db
from eia.people.viewer import current_viewer
from eia.subjects.queries import subject_for

blueprint = Blueprint("policies", __name__, url_prefix="/policies")


@blueprint.get("")
def register() -> str:
    return render_template("policies/register.html")


@blueprint.get("/<int:policy_id>")
def policy(policy_id: int) -> str:
    found = subject_for(db.session(), policy_id, current_viewer().standings)
    return render_template("policies/policy.html", policy=found)
