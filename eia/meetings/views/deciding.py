"""Recording a decision, and saying where it differs from what was assessed before it is saved."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.assessments.case import load_case
from eia.assessments.queries import people_of
from eia.db import db, transaction
from eia.errors import NotAllowed
from eia.meetings.commands.deciding import ONLY_WHO_RECORDS, record_item_decision
from eia.meetings.decided import standing_decision
from eia.meetings.drift import drift_of
from eia.meetings.forms.deciding import CONDITIONS, decision_form
from eia.meetings.gate import readiness
from eia.meetings.guards.who import standing_to_record
from eia.meetings.regard import basis_of, deciders_of
from eia.meetings.views.blueprint import ITEM, blueprint, item_shown, me
from eia.meetings.views.items import crumbs


@blueprint.route(f"{ITEM}/decision", methods=["GET", "POST"])
def decision(item_id: int) -> Response | str:
    read, session = item_shown(item_id), db.session()
    item = read.item
    if standing_to_record(item, me()) is None:
        raise NotAllowed(ONLY_WHO_RECORDS)
    basis, earlier = basis_of(session, item), standing_decision(session, item_id)
    corrects = earlier if request.args.get("corrects") == "1" else None
    scope = [*load_case(session, basis.version.id).version.scope] if basis.version else []
    people = people_of(session, {one.id for one in item.body.organisations})
    form = decision_form(item, scope, people, seen=basis.key, corrects=corrects)
    drift = []
    if form.validate_on_submit():
        drift = drift_of(scope, form.decided(scope), form.other)
        if not drift or form.drift_reason.data:
            said = form.said(scope)
            with transaction() as writing:
                record_item_decision(writing, item_id, said, seen=form.seen.data, by=me())
            flash("The decision is recorded.", "done")
            return redirect(url_for("meetings.record", item_id=item_id), 303)
    return render_template(
        "meetings/decision.html",
        item=item,
        trail_of=crumbs(read),
        form=form,
        scope=scope,
        conditions=[form.condition(number) for number in CONDITIONS],
        drift=drift,
        stands=readiness(session, item),
        basis=basis,
        deciders=deciders_of(session, item, basis),
        earlier=earlier,
        corrects=corrects,
    )
