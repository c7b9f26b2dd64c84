"""A new policy, and changing one."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotAllowed, Refused
from eia.people.models import Organisation, Person, Unit
from eia.people.viewer import standings_now
from eia.policies.commands.policies import add_policy, change_policy
from eia.policies.facts import Facts, links_as_text, links_from
from eia.policies.forms import NewPolicyForm, PolicyForm
from eia.policies.guards import ONLY_OWNERS, standing_to_add
from eia.policies.models import IN_FORCE, Policy
from eia.policies.queries import fingerprint, other_organisations, policy_for, possible_owners, units_of
from eia.policies.views.blueprint import POLICY, blueprint, kept_by_me, me


@blueprint.route("/new", methods=["GET", "POST"])
def new_policy() -> str | Response:
    standing = standing_to_add(me())
    if standing is None:
        raise NotAllowed(ONLY_OWNERS)
    form = NewPolicyForm(data={"state": IN_FORCE})
    _offer(form, standing.organisation_id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                state = str(form.state.data or IN_FORCE)
                policy = add_policy(session, **_answers(session, form), state=state, by=standings_now(session))
        except Refused as refusal:
            form.show(refusal)
        else:
            flash(f"{policy.title} was added. You can start its assessment now.", "done")
            return redirect(url_for("policies.policy", policy_id=policy.id), 303)
    return render_template("policies/new_policy.html", form=form, lead=standing.organisation_name)


@blueprint.route(f"{POLICY}/change", methods=["GET", "POST"])
def change(policy_id: int) -> str | Response:
    found = kept_by_me(policy_id)
    form = PolicyForm(data=_facts(found))
    _offer(form, found.organisation_id, found.owner)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                by = standings_now(session)
                changing = policy_for(session, policy_id, by)
                change_policy(session, changing, **_answers(session, form), seen=form.seen.data or "", by=by)
        except Refused as refusal:
            found = policy_for(db.session(), policy_id, me())
            form.show(refusal)
        else:
            flash("The change was saved.", "done")
            return redirect(url_for("policies.policy", policy_id=policy_id), 303)
    return render_template("policies/change.html", form=form, policy=found)


def _facts(found: Policy) -> dict[str, Any]:
    others = [organisation.id for organisation in found.organisations if organisation.id != found.organisation_id]
    return {
        "seen": fingerprint(found),
        "number": found.number,
        "title": found.title,
        "owner": found.owner_id,
        "unit": found.unit_id,
        "policy_class": found.policy_class,
        "shared_with": others,
        "adopted_on": found.adopted_on,
        "review_on": found.review_on,
        "links": links_as_text(Facts.of(found).links),
    }


def _offer(form: PolicyForm, organisation_id: int, now: Person | None = None) -> None:
    """The people, organisations and units to choose from; whoever owns it now stays, whatever became of them."""
    session = db.session()
    people = list(possible_owners(session, organisation_id))
    if now is not None and now.id not in {person.id for person in people}:
        people.insert(0, now)
    form.offer(people, other_organisations(session, organisation_id), units_of(session, [organisation_id]))


def _answers(session: Session, form: PolicyForm) -> dict[str, Any]:
    facts = Facts(
        unit=session.get_one(Unit, form.unit.data) if form.unit.data else None,
        policy_class=form.policy_class.data or "",
        adopted_on=form.adopted_on.data,
        review_on=form.review_on.data,
        links=links_from(form.links.data or ""),
    )
    return {
        "number": form.number.data,
        "title": form.title.data,
        "owner": session.get_one(Person, form.owner.data),
        "shared_with": [session.get_one(Organisation, key) for key in form.shared_with.data],
        "facts": facts,
    }
