"""Adding and changing a process: its facts, its stages, and the groups people are counted by."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload
from werkzeug.wrappers import Response

from eia.db import db
from eia.errors import NotAllowed
from eia.people.models import Organisation, Person
from eia.promotions.commands.processes import Facts, add_process, change_process, set_breakdowns, set_stages
from eia.promotions.forms.processes import ProcessForm, groups_form, stages_form
from eia.promotions.guards.who import ONLY_HR_LEADS, standing_to_add
from eia.promotions.models import PromotionProcess
from eia.promotions.models.processes import SAID
from eia.promotions.views.blueprint import PROCESS, blueprint, kept_by_me, me, tried


@blueprint.route("/new", methods=["GET", "POST"])
def new_process() -> str | Response:
    standing = standing_to_add(me())
    if standing is None:
        raise NotAllowed(ONLY_HR_LEADS)
    form = ProcessForm(data={"seen": 0, "owner": me().person_id})
    _offer(form, standing.organisation_id)
    made: list[int] = []
    if form.validate_on_submit() and tried(
        form, lambda session, by: made.append(add_process(session, _facts(session, form), by=by).id)
    ):
        flash("It was added. Say next what its stages are.", "done")
        return redirect(url_for("promotions.stages", process_id=made[0]), 303)
    return render_template("promotions/new_process.html", form=form, lead=standing.organisation_name)


@blueprint.route(f"{PROCESS}/change", methods=["GET", "POST"])
def change(process_id: int) -> str | Response:
    process = kept_by_me(process_id).process
    form = ProcessForm(data=_now(process))
    _offer(form, process.organisation_id, process.owner)
    if form.validate_on_submit() and tried(
        form,
        lambda session, by: change_process(session, process_id, _facts(session, form), seen=form.seen.data or 0, by=by),
    ):
        return _back(process_id)
    process = kept_by_me(process_id).process
    form.seen.data = process.revision
    return render_template("promotions/change.html", form=form, process=process)


@blueprint.route(f"{PROCESS}/stages", methods=["GET", "POST"])
def stages(process_id: int) -> str | Response:
    process = kept_by_me(process_id).process
    form = stages_form(process)
    if form.validate_on_submit() and tried(
        form, lambda session, by: set_stages(session, process_id, form.chosen(), seen=form.seen.data or 0, by=by)
    ):
        return _back(process_id)
    process = kept_by_me(process_id).process
    form.seen.data = process.revision
    return render_template("promotions/stages.html", form=form, process=process)


@blueprint.route(f"{PROCESS}/groups", methods=["GET", "POST"])
def breakdowns(process_id: int) -> str | Response:
    process = kept_by_me(process_id).process
    form = groups_form(process)
    if form.validate_on_submit() and tried(
        form, lambda session, by: set_breakdowns(session, process_id, form.chosen(), seen=form.seen.data or 0, by=by)
    ):
        return _back(process_id)
    process = kept_by_me(process_id).process
    form.seen.data = process.revision
    return render_template("promotions/groups.html", form=form, process=process)


def _back(process_id: int) -> Response:
    flash("The change was saved.", "done")
    return redirect(url_for("promotions.process", process_id=process_id), 303)


def _now(process: PromotionProcess) -> dict[str, Any]:
    others = [one.id for one in process.organisations if one.id != process.organisation_id]
    facts = {"number": process.number, "title": process.title, "owner": process.owner_id, "shared_with": others}
    return facts | {"seen": process.revision} | {name: getattr(process, name) for name in SAID}


def _facts(session: Session, form: ProcessForm) -> Facts:
    owner = session.get_one(Person, form.owner.data)
    shared_with = [session.get_one(Organisation, key) for key in form.shared_with.data]
    return Facts(form.number.data, form.title.data, owner, shared_with, form.said())


def _offer(form: ProcessForm, organisation_id: int, now: Person | None = None) -> None:
    """The people and organisations to choose from; whoever owns it now stays among them, whatever became of them."""
    session = db.session()
    working = select(Person).where(Person.organisation_id == organisation_id, Person.closed_at.is_(None))
    working = working.options(lazyload(Person.organisation)).order_by(Person.sort_name, Person.id)
    people = list(session.scalars(working))
    if now is not None and now.id not in {person.id for person in people}:
        people.insert(0, now)
    others = select(Organisation).where(Organisation.id != organisation_id).order_by(Organisation.name)
    form.offer(people, session.scalars(others).all())
