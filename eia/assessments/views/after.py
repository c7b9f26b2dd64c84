"""After signing: what was decided."""

from datetime import time

from flask import flash, render_template
from werkzeug.wrappers import Response

from eia.assessments.commands.after import may_record_decision, record_decision
from eia.assessments.forms.after import decision_form
from eia.assessments.guards.late import is_late
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.db import transaction
from eia.errors import NotAllowed


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


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None
