"""After signing: what was decided, and how the actions go."""

from datetime import time

from flask import flash, render_template
from werkzeug.wrappers import Response

from eia.assessments.commands.after import may_record_decision, note_progress, record_decision
from eia.assessments.forms.after import decision_form, progress_form
from eia.assessments.guards.late import is_late
from eia.assessments.queries import progress_of
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound


@blueprint.route(f"{VERSION}/decision", methods=["GET", "POST"])
def decision(reference: str, number: int) -> Response | str:
    case = whole(reference, number)
    if may_record_decision(case, me()) is None:
        raise NotAllowed("Only the author, the owner, an approver or a meeting’s secretary or chair can record it.")
    form = decision_form(case)
    if form.validate_on_submit() and form.decided_on.data:
        version_id = case.version.id
        with transaction() as session:
            record_decision(
                session, version_id, by=me(), organisation_id=int(form.organisation.data), outcome=form.outcome.data,
                decider=form.decider.data, decided_on=form.decided_on.data, decided_at=_time(form.decided_at.data),
                regard=form.regard.data, had_it=form.had_it.data == "yes",
            )  # fmt: skip
        case = whole(reference, number)
        late = " It is marked late: it came before any recorded regard." if is_late(case) else ""
        flash(f"The decision is recorded.{late}", "done")
        return to("version", case)
    return render_template("assessments/decision.html", case=case, form=form)


@blueprint.route(f"{VERSION}/actions/<int:action_id>", methods=["GET", "POST"])
def action(reference: str, number: int, action_id: int) -> Response | str:
    case = whole(reference, number)
    row = next((m for m in case.version.mitigations if m.id == action_id and m.kind == "action"), None)
    if row is None:
        raise NotFound("There is no such action.")
    form = progress_form(case)
    if form.validate_on_submit():
        version_id = case.version.id
        with transaction() as session:
            note_progress(
                session, version_id, action_id, by=me(), status=form.status.data, note=form.note.data,
                proof=form.proof.data, result=form.result.data, residual=form.residual.data or "",
            )  # fmt: skip
        flash("Your note is recorded.", "done")
        return to("action", case, action_id=action_id)
    return render_template(
        "assessments/action.html", case=case, row=row, form=form, notes=progress_of(db.session(), row.id)
    )


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None
