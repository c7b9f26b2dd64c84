"""“Do I need one?” in three questions, and what was answered."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import Refused
from eia.people.viewer import standings_now
from eia.policies.catalogue.triggers import LEVELS, NOT_NEEDED, STAGES, TAKEN, triggers
from eia.policies.commands.needing import answer_need
from eia.policies.forms import NeedForm
from eia.policies.guards import standing_to_add, standing_to_start
from eia.policies.needs import PAGE, need_for, needs_page
from eia.policies.queries import latest_of, policy_for
from eia.policies.views.blueprint import LARGEST_ID, NUMBER, blueprint, me


@blueprint.route("/needed", methods=["GET", "POST"])
def needed() -> Response | str:
    """`policy` in the address is the one it is asked of."""
    asked = request.args.get("policy", 0, type=int)
    policy = policy_for(db.session(), asked, me()) if 0 < asked <= LARGEST_ID else None
    form = NeedForm(data={"title": policy.title if policy else ""})
    form.offer()
    if form.validate_on_submit():
        said = {name: field.data for name, field in form._fields.items()}
        try:
            with transaction() as session:
                by = standings_now(session)
                about = policy_for(session, policy.id, by) if policy else None
                need_id = answer_need(session, about, said, by=by).id
        except Refused as refusal:
            form.show(refusal)
        else:
            return redirect(url_for("policies.need", need_id=need_id), 303)
    return render_template("policies/needed.html", form=form, policy=policy, known=triggers(), levels=LEVELS)


@blueprint.get(f"/needed/<{NUMBER}:need_id>")
def need(need_id: int) -> str:
    session, by = db.session(), me()
    row = need_for(session, need_id, by)
    policy = policy_for(session, row.policy_id, by) if row.policy_id else None
    return render_template(
        "policies/need.html", row=row, policy=policy, known=triggers(), levels=LEVELS, stages=STAGES,
        is_late=row.stage == TAKEN, is_needed=row.level != NOT_NEEDED,
        latest=latest_of(session, [policy.id], by).get(policy.id) if policy else None,
        may_start=policy is not None and standing_to_start(by, policy) is not None,
        may_add=standing_to_add(by) is not None,
    )  # fmt: skip


@blueprint.get("/needed/all")
def needs() -> str:
    """Everything that was asked in the organisations of this person, the newest first."""
    before = request.args.get("before", 0, type=int)
    before = before if 0 < before <= LARGEST_ID else 0
    found = needs_page(db.session(), me(), before=before)
    return render_template(
        "policies/needs.html", rows=found[:PAGE], levels=LEVELS, before=before, taken=TAKEN,
        next_before=found[PAGE - 1].id if len(found) > PAGE else 0,
    )  # fmt: skip
