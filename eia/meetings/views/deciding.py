"""Recording a decision, and saying where it differs from what was assessed before it is saved."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.assessments.case import load_case
from eia.assessments.models import ScopeItem
from eia.assessments.queries import people_of
from eia.db import db
from eia.errors import NotAllowed
from eia.meetings.commands.deciding import ONLY_WHO_RECORDS, decided_alone, record_item_decision
from eia.meetings.commands.reopening import because, open_for_drift
from eia.meetings.decided import Said, standing_decision
from eia.meetings.drift import Line, drift_of
from eia.meetings.forms.deciding import CONDITIONS, DecisionForm, decision_form
from eia.meetings.gate import readiness
from eia.meetings.guards.who import standing_to_record
from eia.meetings.models import AgendaItem, ItemDecision
from eia.meetings.regard import Basis, basis_of, deciders_of
from eia.meetings.views.asking import saved
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
    form = _form(item, scope, basis, corrects)
    drift: list[Line] = []
    opened = 0
    if form.validate_on_submit():
        drift = drift_of(scope, form.decided(scope), form.other)
        if drift and "reopen" in request.form:
            opened = _opened(form, item_id, drift)
        elif (not drift or form.drift_reason.data) and _recorded(form, item_id, form.said(scope)):
            flash("The decision is recorded.", "done")
            return redirect(url_for("meetings.record", item_id=item_id), 303)
    return _page(item_id, form, drift=drift, opened=opened, earlier=earlier, corrects=corrects)


def _form(item: AgendaItem, scope: Sequence[ScopeItem], basis: Basis, corrects: ItemDecision | None) -> DecisionForm:
    people = people_of(db.session(), {one.id for one in item.body.organisations})
    alone = [one.person for one in deciders_of(db.session(), item, basis)] if decided_alone(item) else []
    return decision_form(item, scope, people, seen=basis.key, deciders=alone, corrects=corrects)


def _recorded(form: DecisionForm, item_id: int, said: Said) -> bool:
    seen = form.seen.data or ""
    return saved(form, lambda session, by: record_item_decision(session, item_id, said, seen=seen, by=by))


def _opened(form: DecisionForm, item_id: int, drift: list[Line]) -> int:
    """The number of the version that was opened; what was typed stays in the form, and nothing is decided."""
    made: list[int] = []
    saved(form, lambda session, by: made.append(open_for_drift(session, item_id, drift, by=by).number))
    return made[0] if made else 0


def _page(item_id: int, form: DecisionForm, *, drift: list[Line], **shown: object) -> str:
    """Read again: what was refused may have been so because something changed."""
    read, session = item_shown(item_id), db.session()
    item, basis = read.item, basis_of(session, read.item)
    scope = [*load_case(session, basis.version.id).version.scope] if basis.version else []
    return render_template(
        "meetings/decision.html", item=item, trail_of=crumbs(read), form=form,
        scope=[one for one in scope if f"scope_{one.id}" in form],
        conditions=[form.condition(number) for number in CONDITIONS], drift=drift,
        because=because(item, drift) if drift else "", stands=readiness(session, item), basis=basis,
        deciders=deciders_of(session, item, basis), **shown,
    )  # fmt: skip
