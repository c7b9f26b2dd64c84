"""An item that is not ready, and has to be decided: the quick screen, what follows it, and the chair's override."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia import clock
from eia.assessments.queries import people_of
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound, NotOffered
from eia.frameworks.loader import shipped
from eia.meetings import queries
from eia.meetings.commands.urgent import (
    ONLY_WHO_FOLLOWS_UP,
    QuickAnswers,
    begin_follow_up,
    complete_quick_screen,
    correct_override,
    override_gate,
    standing_to_correct,
    standing_to_follow_up,
    standing_to_screen,
)
from eia.meetings.forms.urgent import CorrectionForm, OverrideForm, QuickScreenForm, quick_screen_form
from eia.meetings.gate import readiness
from eia.meetings.guards.items import why_closed
from eia.meetings.guards.who import standing_to_chair
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem
from eia.meetings.models.bodies import DECIDING
from eia.meetings.queries import ItemRead
from eia.meetings.views.asking import saved
from eia.meetings.views.blueprint import ITEM, blueprint, item_shown, me
from eia.meetings.views.items import LAW, crumbs, numbered, urgent_of
from eia.people.models import Person
from eia.people.queries import Standings
from eia.people.viewer import standings_now


@blueprint.route(f"{ITEM}/quick-screen", methods=["GET", "POST"])
def quick_screen(item_id: int) -> str | Response:
    read = item_shown(item_id)
    if standing_to_screen(read.item, me()) is None:
        raise NotAllowed("Only those who run this body, decide in it, or report on this item can fill this in.")
    law = request.args.get("law", LAW)
    form = quick_screen_form(shipped()[law if law in shipped() else LAW])
    people = people_of(db.session(), {one.id for one in read.item.body.organisations})
    form.offer(people, deciders(read.item, people))
    if form.validate_on_submit() and saved(form, lambda session, by: _complete(session, item_id, form, by)):
        flash("The quick screen is on record. The item is marked “urgent: assessed afterwards”.", "done")
        return _back(item_id)
    return _page("meetings/item_quick_screen.html", read, form, laws=shipped(), law=form.framework.id)


@blueprint.route(f"{ITEM}/follow-up", methods=["GET", "POST"])
def follow_up(item_id: int) -> str | Response:
    """The quick screen alone, for whoever owes the full assessment, whatever else of the item they may read.

    Its button leads to the start of that assessment; the decision becomes its subject.
    """
    item, shows = _owed(item_id)
    if request.method == "POST":
        with transaction() as session:
            subject_id = begin_follow_up(session, item_id, by=standings_now(session)).id
        return redirect(url_for("assessments.start", subject_id=subject_id), 303)
    ready = readiness(db.session(), item)
    if ready.quick_screen is None:
        raise NotOffered("There is no quick screen of this item, so nothing follows it up.")
    return render_template(
        "meetings/follow_up.html", item=item, ready=ready, shows=shows, **urgent_of(db.session(), item, ready)
    )


def _owed(item_id: int) -> tuple[AgendaItem, bool]:
    """The item, and whether its reader reads all of it; whoever owns the full assessment need not."""
    item, by = load_item(db.session(), item_id), me()
    screen = readiness(db.session(), item).quick_screen
    if screen is None or screen.owner_id != by.person_id:
        item = item_shown(item_id).item
        if standing_to_follow_up(item, screen, by) is None:
            raise NotAllowed(ONLY_WHO_FOLLOWS_UP)
        return item, True
    try:
        return item, queries.item_for(db.session(), item_id, by).shows
    except NotFound:
        return item, False


@blueprint.route(f"{ITEM}/override", methods=["GET", "POST"])
def override(item_id: int) -> str | Response:
    read = item_shown(item_id)
    if standing_to_chair(read.item.body, me()) is None:
        raise NotAllowed("Only the chair or deputy chair can let an item be decided that is not ready.")
    form = OverrideForm()
    if form.validate_on_submit() and saved(
        form, lambda session, by: override_gate(session, item_id, reason=form.reason.data, by=by)
    ):
        flash("On record. The item may be decided, and the mark stays.", "done")
        return _back(item_id)
    return _page("meetings/item_override.html", read, form)


@blueprint.route(f"{ITEM}/correction", methods=["GET", "POST"])
def correction(item_id: int) -> str | Response:
    read = item_shown(item_id)
    if standing_to_correct(read.item, me()) is None or readiness(db.session(), read.item).override is None:
        raise NotAllowed("Only an adviser of an organisation that this item binds can say something of an override.")
    form = CorrectionForm()
    if form.validate_on_submit() and saved(
        form, lambda session, by: correct_override(session, item_id, words=form.words.data, by=by)
    ):
        flash("Your view stands beside the override.", "done")
        return _back(item_id)
    return _page("meetings/item_correction.html", read, form, closed="")


def deciders(item: AgendaItem, people: Sequence[Person]) -> Sequence[Person]:
    """Who may decide it: the one who decides alone, else the members; between meetings an officer too."""
    if item.between == "officer":
        return people
    if item.body.decider is not None:
        return [item.body.decider]
    roles = ("chair", "deputy_chair") if item.between == "chair" else DECIDING
    return list({one.person_id: one.person for one in item.body.members if one.role in roles}.values())


def _complete(session: Session, item_id: int, form: QuickScreenForm, by: Standings) -> None:
    said = QuickAnswers(
        framework=form.framework.id,
        answers=form.answers(),
        who_is_hurt=form.who_is_hurt.data,
        how_badly=form.how_badly.data,
        what_is_done=form.what_is_done.data,
        why_now=form.why_now.data,
        owner=session.get_one(Person, form.owner.data),
        due=form.due.data or clock.today(),
        decider=session.get_one(Person, form.decider.data),
        regard=form.regard.data,
    )
    complete_quick_screen(session, item_id, said, by=by)


def _page(name: str, read: ItemRead, form: object, **more: object) -> str:
    item = read.item
    told = {"ready": readiness(db.session(), item), "closed": why_closed(db.session(), item), **more}
    trail_of = [*crumbs(read), (numbered(item), url_for("meetings.item", item_id=item.id))]
    return render_template(name, read=read, item=item, form=form, trail_of=trail_of, **told)


def _back(item_id: int) -> Response:
    return redirect(url_for("meetings.item", item_id=item_id), 303)
