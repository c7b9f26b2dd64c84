"""Pages of policies: the list, a new one, one with its assessment, and changing it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.assessments.workflow import TABLE
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound, Refused
from eia.people.models import Organisation, Person
from eia.people.viewer import current_viewer, standings_now
from eia.policies.commands import add_policy, change_policy, stream_of
from eia.policies.coverage import Covered, covered_page, organisations_of
from eia.policies.coverage import coverage as coverage_of
from eia.policies.forms import PolicyForm
from eia.policies.guards import ONLY_OWNERS, standing_to_add, standing_to_change, standing_to_start
from eia.policies.models import Policy
from eia.policies.queries import (
    fingerprint,
    latest_of,
    other_organisations,
    policies_page,
    policy_for,
    possible_owners,
)

blueprint = Blueprint("policies", __name__, url_prefix="/policies")
NUMBER = "int(max=2147483647)"
TRAIL_SHOWN = 20


@blueprint.get("")
def register() -> str:
    by = current_viewer().standings
    after = _after()
    return render_template(
        "policies/register.html",
        page=policies_page(db.session(), by, after=after),
        turned=after > 0,
        states=TABLE.states,
        may_add=standing_to_add(by) is not None,
    )


@blueprint.get("/coverage")
def coverage() -> str:
    found = coverage_of(db.session(), current_viewer().standings)
    return render_template("policies/coverage.html", coverage=found)


@blueprint.get(f"/coverage/<{NUMBER}:organisation_id>/<covered>")
def covered(organisation_id: int, covered: str) -> str:
    by, after = current_viewer().standings, _after()
    organisation = next((o for o in organisations_of(db.session(), by) if o.id == organisation_id), None)
    if organisation is None or covered not in set(Covered):
        raise NotFound("There is no such list, or you may not see it.")
    return render_template(
        "policies/covered.html",
        page=covered_page(db.session(), by, organisation_id, Covered(covered), after=after),
        organisation=organisation,
        covered=Covered(covered),
        states=TABLE.states,
        turned=after > 0,
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new_policy() -> str | Response:
    standing = standing_to_add(current_viewer().standings)
    if standing is None:
        raise NotAllowed(ONLY_OWNERS)
    form = PolicyForm()
    _offer(form, standing.organisation_id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                policy = add_policy(session, **_answers(session, form), by=standings_now(session))
        except Refused as refusal:
            form.show(refusal)
        else:
            flash(f"{policy.title} was added. You can start its assessment now.", "done")
            return redirect(url_for("policies.policy", policy_id=policy.id), 303)
    return render_template("policies/new_policy.html", form=form, lead=standing.organisation_name)


@blueprint.get(f"/<{NUMBER}:policy_id>")
def policy(policy_id: int) -> str:
    by = current_viewer().standings
    session = db.session()
    found = policy_for(session, policy_id, by)
    return render_template(
        "policies/policy.html",
        policy=found,
        latest=latest_of(session, [found.id], by).get(found.id),
        states=TABLE.states,
        may_start=standing_to_start(by, found) is not None,
        may_change=standing_to_change(by, found) is not None,
        trail=entries(session, stream_of(found), newest=TRAIL_SHOWN),
    )


@blueprint.route(f"/<{NUMBER}:policy_id>/change", methods=["GET", "POST"])
def change(policy_id: int) -> str | Response:
    by = current_viewer().standings
    found = policy_for(db.session(), policy_id, by)
    if standing_to_change(by, found) is None:
        raise NotAllowed(
            f"Only its owner, or a policy owner or HR lead of {found.organisation.name}, can change this policy."
        )
    form = PolicyForm(data=_facts(found))
    _offer(form, found.organisation_id, found.owner)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                by = standings_now(session)
                changing = policy_for(session, policy_id, by)
                change_policy(session, changing, **_answers(session, form), seen=form.seen.data or "", by=by)
        except Refused as refusal:
            found = policy_for(db.session(), policy_id, by)
            form.show(refusal)
        else:
            flash("The change was saved.", "done")
            return redirect(url_for("policies.policy", policy_id=policy_id), 303)
    return render_template("policies/change.html", form=form, policy=found)


def _after() -> int:
    """The policy the page begins after; 0 for the first page, and for what is no number of one."""
    after = request.args.get("after", 0, type=int)
    return after if 0 < after < 2**31 else 0


def _facts(policy: Policy) -> dict[str, Any]:
    others = [organisation.id for organisation in policy.organisations if organisation.id != policy.organisation_id]
    return {
        "seen": fingerprint(policy),
        "number": policy.number,
        "title": policy.title,
        "owner": policy.owner_id,
        "shared_with": others,
    }


def _offer(form: PolicyForm, organisation_id: int, now: Person | None = None) -> None:
    """The people and organisations to choose from; whoever owns it now stays among them, whatever became of them."""
    session = db.session()
    people = list(possible_owners(session, organisation_id))
    if now is not None and now.id not in {person.id for person in people}:
        people.insert(0, now)
    form.offer(people, other_organisations(session, organisation_id))


def _answers(session: Session, form: PolicyForm) -> dict[str, Any]:
    return {
        "number": form.number.data,
        "title": form.title.data,
        "owner": session.get_one(Person, form.owner.data),
        "shared_with": [session.get_one(Organisation, key) for key in form.shared_with.data],
    }
