"""One view for the steps of a policy. Each has its own address, so that the table of routes lists every one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered, Refused, Stale
from eia.pages import joined
from eia.people.queries import Standings
from eia.people.viewer import standings_now
from eia.policies.case import PolicyCase
from eia.policies.commands.acting import act
from eia.policies.forms import STEP_FORMS, StepForm
from eia.policies.models import Policy
from eia.policies.queries import policy_for
from eia.policies.views.blueprint import POLICY, blueprint, me
from eia.policies.workflow import POLICY_STEPS, POLICY_TABLE
from eia.workflow.table import Step

RETIRING = "retirement"
"""What asks more than a form: it has a page of its own (`retiring.py`)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step this person may take here."""

    step: Step[PolicyCase]

    @property
    def endpoint(self) -> str:
        return f"policies.{self.step.action}"

    @property
    def told(self) -> str:
        words = joined([audience.words for audience in self.step.tells])
        return f"{words[0].upper()}{words[1:]} will be told." if words else ""


def offers(policy: Policy, by: Standings) -> Sequence[Offer]:
    """Every step that this person may take in this state, in the order of the table."""
    return [Offer(step) for step in POLICY_TABLE.from_state(policy.state)
            if step.standing(PolicyCase(policy), by)]  # fmt: skip


def offered(policy_id: int, step: Step[PolicyCase]) -> Policy:
    """The policy, or the refusal that says why this person cannot take this step now."""
    policy = policy_for(db.session(), policy_id, me())
    if step.standing(PolicyCase(policy), me()) is None:
        raise NotAllowed(step.only)
    if policy.state not in step.source:
        title = POLICY_TABLE.states[policy.state].title
        raise NotOffered(f"“{step.button}” is not open while the policy is at “{title}”.")
    return policy


def _take(step: Step[PolicyCase], policy_id: int) -> Response | str:
    policy = offered(policy_id, step)
    form = STEP_FORMS[step.asks](data={"seen": policy.revision, "review_on": policy.review_on})
    if request.method != "POST" or not form.validate_on_submit():
        return _page(policy, step, form)
    try:
        with transaction() as session:
            by, seen = standings_now(session), form.seen.data or 0
            act(session, policy_id, step.action, by=by, seen=seen, answers=form.answers())
    except Stale as stale:
        if not step.asks:
            raise
        policy = offered(policy_id, step)
        form.seen.data = policy.revision
        form.form_errors.extend(f"{reason.text} What you typed is still here." for reason in stale.reasons)
        return _page(policy, step, form)
    except Refused as refusal:
        form.show(refusal)
        return _page(offered(policy_id, step), step, form)
    flash(f"{step.done}.", "done")
    return redirect(url_for("policies.policy", policy_id=policy_id), 303)


def _page(policy: Policy, step: Step[PolicyCase], form: StepForm) -> str:
    state = POLICY_TABLE.states[policy.state]
    return render_template("policies/step.html", policy=policy, state=state, offer=Offer(step), form=form)


def _view(step: Step[PolicyCase]) -> Callable[[int], Response | str]:
    def view(policy_id: int) -> Response | str:
        return _take(step, policy_id)

    return view


for _step in POLICY_STEPS:
    if _step.asks != RETIRING:
        blueprint.add_url_rule(f"{POLICY}/steps/{_step.action}", _step.action, _view(_step), methods=["GET", "POST"])
