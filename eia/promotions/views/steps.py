"""One view for all steps of a process. Each has its own address, so that the table of routes lists every one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered, Reason, Stale
from eia.pages import joined
from eia.people.queries import Standings
from eia.people.viewer import standings_now
from eia.promotions.case import ProcessCase
from eia.promotions.commands.acting import act
from eia.promotions.forecast import forecast_of
from eia.promotions.forms.steps import StepForm, step_form
from eia.promotions.views.blueprint import PROCESS, blueprint, known, me
from eia.promotions.workflow import PROCESS_STEPS, PROCESS_TABLE
from eia.workflow.table import Step


@dataclass(frozen=True, slots=True)
class Offer:
    """A step this person may take here, with every reason why not yet."""

    step: Step[ProcessCase]
    reasons: Sequence[Reason]

    @property
    def told(self) -> str:
        words = joined([audience.words for audience in self.step.tells])
        return f"{words[0].upper()}{words[1:]} will be told." if words else ""


def offers(case: ProcessCase, by: Standings) -> list[Offer]:
    """Every step that this person may take in this state, ready or not, in the order of the table."""
    found = []
    for step in PROCESS_TABLE.from_state(case.state):
        standing = step.standing(case, by)
        if standing is not None:
            found.append(Offer(step, step.reasons(case, by, standing)))
    return found


def _take(step: Step[ProcessCase], process_id: int) -> Response | str:
    case = known(process_id)
    form = step_form(case, step.action)
    if not form.validate_on_submit():
        return _page(case, _offered(case, step), form)
    try:
        with transaction() as session:
            by, seen = standings_now(session), form.seen.data or 0
            act(session, process_id, step.action, by=by, seen=seen, answers=form.answers())
    except Stale as stale:
        if not step.asks:
            raise
        return _once_more(step, process_id, form, stale)
    flash(f"{step.done}.", "done")
    return redirect(url_for("promotions.process", process_id=process_id), 303)


def _once_more(step: Step[ProcessCase], process_id: int, form: StepForm, stale: Stale) -> str:
    """The page again with what was typed, what somebody changed meanwhile, and the revision as it is now."""
    case = known(process_id)
    offer = _offered(case, step)
    form.seen.data = case.revision
    form.form_errors.extend(f"{reason.text} What you typed is still here." for reason in stale.reasons)
    return _page(case, offer, form)


def _offered(case: ProcessCase, step: Step[ProcessCase]) -> Offer:
    """The offer, or the refusal that says why this person cannot take this step now."""
    if step.standing(case, me()) is None:
        raise NotAllowed(step.only)
    if case.state not in step.source:
        title = PROCESS_TABLE.states[case.state].title
        raise NotOffered(f"“{step.button}” is not open while the process is at “{title}”.")
    return next(offer for offer in offers(case, me()) if offer.step.action == step.action)


def _page(case: ProcessCase, offer: Offer, form: StepForm) -> str:
    state = PROCESS_TABLE.states[case.state]
    forecast = forecast_of(db.session(), case) if offer.step.action == "review" else []
    return render_template(
        "promotions/step.html", process=case.process, state=state, offer=offer, form=form, forecast=forecast
    )


def _view(step: Step[ProcessCase]) -> Callable[..., Response | str]:
    def view(process_id: int) -> Response | str:
        if request.method == "POST":
            return _take(step, process_id)
        case = known(process_id)
        return _page(case, _offered(case, step), step_form(case, step.action))

    return view


for _step in PROCESS_STEPS:
    blueprint.add_url_rule(f"{PROCESS}/steps/{_step.action}", _step.action, _view(_step), methods=["GET", "POST"])
