"""Retiring a policy: one page that asks what becomes of its assessment and of each open action."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.assessments.commands.ending import open_actions_of, open_version_of
from eia.assessments.models import ActionStanding, Version
from eia.assessments.workflow import TABLE
from eia.db import db, transaction
from eia.errors import Refused, Stale
from eia.forms import Choice, ChoiceField, LineField, Longest, PickField, Required, RequiredWhen
from eia.people.models import Person
from eia.people.viewer import standings_now
from eia.policies.commands.retiring import ENDS, MOVE, OWNER, POLICY, WITHDRAW, Fate, Retirement, retire
from eia.policies.forms import ReasonForm
from eia.policies.models import Policy
from eia.policies.queries import latest_of, possible_owners
from eia.policies.views import blueprint as here
from eia.policies.views.steps import Offer, offered
from eia.policies.workflow import POLICY_TABLE

STEP = POLICY_TABLE.steps["retire"]
FATES = (
    Choice(ENDS, "It ends"),
    Choice(OWNER, "It goes on, with a person"),
    Choice(POLICY, "It goes on under another policy"),
)


@here.blueprint.route(f"{here.POLICY}/steps/retire", methods=["GET", "POST"], endpoint="retire")
def retiring(policy_id: int) -> Response | str:
    policy, session = offered(policy_id, STEP), db.session()
    version, actions = open_version_of(session, policy_id), open_actions_of(session, policy_id)
    people = [person for one in policy.organisations for person in possible_owners(session, one.id)]
    form = retire_form(version, actions, people)(data={"seen": policy.revision})
    if form.validate_on_submit():
        try:
            said = _said(form, version, actions)
            with transaction() as writing:
                retire(writing, policy_id, said, by=standings_now(writing), seen=form.seen.data or 0)
        except Stale:
            raise
        except Refused as refusal:
            form.show(refusal)
        else:
            flash("Retired.", "done")
            return redirect(url_for("policies.policy", policy_id=policy_id), 303)
        policy = offered(policy_id, STEP)
        version, actions = open_version_of(db.session(), policy_id), open_actions_of(db.session(), policy_id)
    return _page(policy, form, version, actions)


def retire_form(
    version: Version | None, actions: Sequence[ActionStanding], people: Sequence[Person]
) -> type[ReasonForm]:
    """The questions there are: of the draft where there is one, of each action that is open."""
    fields: dict[str, Any] = {}
    if version is not None:
        choices = (Choice(WITHDRAW, "It is withdrawn"), Choice(MOVE, "It goes on about another policy"))
        fields["draft"] = ChoiceField("What becomes of the draft?", [Required()], choices=choices)
        fields["draft_number"] = LineField("Number of that policy", [RequiredWhen("draft", MOVE), Longest(60)])
    named = [Choice(person.id, f"{person.name} ({person.organisation.code})") for person in people]
    for one in actions:
        key = f"a{one.mitigation_id}"
        fields[key] = ChoiceField("What becomes of it?", [Required()], choices=FATES)
        fields[f"{key}_reason"] = LineField("Why does it end?", [RequiredWhen(key, ENDS), Longest(300)])
        fields[f"{key}_owner"] = PickField(
            "Who owns it from now on?", [RequiredWhen(key, OWNER)], choices=named, empty="Select a person"
        )
        fields[f"{key}_number"] = LineField("Number of the policy", [RequiredWhen(key, POLICY), Longest(60)])
    return type("RetireForm", (ReasonForm,), fields)


def _said(form: Any, version: Version | None, actions: Sequence[ActionStanding]) -> Retirement:
    fates = {}
    for one in actions:
        how, reason, owner, number = (
            form[f"a{one.mitigation_id}{part}"].data for part in ("", "_reason", "_owner", "_number")
        )
        fates[one.mitigation_id] = Fate(str(how), reason or "", owner, number or "")
    draft, number = (form.draft.data, form.draft_number.data or "") if version else ("", "")
    return Retirement(str(form.reason.data), draft, number, fates)


def _page(policy: Policy, form: Any, version: Version | None, actions: Sequence[ActionStanding]) -> str:
    latest = latest_of(db.session(), [policy.id], here.me()).get(policy.id)
    return render_template(
        "policies/retire.html", policy=policy, form=form, version=version, actions=actions, latest=latest,
        state=POLICY_TABLE.states[policy.state], states=TABLE.states, offer=Offer(STEP),
    )  # fmt: skip
