"""Working on an agenda: putting items on it, changing them, taking them off; items between meetings."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.assessments.queries import people_of
from eia.db import db
from eia.errors import NotAllowed
from eia.meetings.commands.calling import ONLY_THOSE_WHO_RUN_IT
from eia.meetings.commands.items import (
    ItemText,
    add_between,
    add_item,
    change_item,
    remove_item,
)
from eia.meetings.forms.items import NO, YES, BetweenForm, ItemForm, RemoveForm
from eia.meetings.guards.items import may_change, why_closed, why_text_stays
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import AgendaItem, Body
from eia.meetings.queries import MeetingRead, between_of, body_for
from eia.meetings.views.asking import saved
from eia.meetings.views.blueprint import ITEM, NUMBER, blueprint, item_shown, known, me
from eia.meetings.views.items import crumbs, crumbs_of, numbered
from eia.people.models import Organisation, Person


def _run(meeting_id: int) -> MeetingRead:
    read = known(meeting_id)
    if standing_to_run(read.case.body, me()) is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    return read


@blueprint.route(f"/<{NUMBER}:meeting_id>/items/new", methods=["GET", "POST"])
def new_item(meeting_id: int) -> str | Response:
    case = _run(meeting_id).case
    form = ItemForm(data={"restricted": NO, "organisations": [one.id for one in case.body.organisations]})
    _offer(form, case.body)
    del form.why, form.seen
    if case.state == "drafted":
        del form.late_reason
    if form.validate_on_submit() and saved(form, lambda session, by: _add(session, meeting_id, form, by)):
        flash(f"“{form.title.data}” is on the agenda.", "done")
        return redirect(url_for("meetings.meeting", meeting_id=meeting_id, _anchor="agenda"), 303)
    body = case.body
    trail = [("Meetings", url_for("meetings.register")), (body.name, url_for("meetings.body", body_id=body.id))]
    trail.append(
        (f"{case.meeting.day.day} {case.meeting.day:%B %Y}", url_for("meetings.meeting", meeting_id=meeting_id))
    )
    return render_template(
        "meetings/item_change.html", form=form, item=None, trail_of=trail, what="Put an item on the agenda"
    )


@blueprint.route(f"/bodies/<{NUMBER}:body_id>/between/new", methods=["GET", "POST"])
def new_between(body_id: int) -> str | Response:
    body = body_for(db.session(), body_id, me())
    if standing_to_run(body, me()) is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    form = BetweenForm(data={"restricted": NO, "kind": "decision", "organisations": [o.id for o in body.organisations]})
    _offer(form, body)
    del form.why, form.late_reason, form.seen
    made: list[AgendaItem] = []
    if form.validate_on_submit() and saved(
        form,
        lambda session, by: made.append(
            add_between(session, session.get_one(Body, body_id), _text(session, form), between=form.between.data, by=by)
        ),
    ):
        flash("Begun. The report author signs the equality statement, or you make a quick screen.", "done")
        return redirect(url_for("meetings.item", item_id=made[0].id), 303)
    return render_template(
        "meetings/item_change.html",
        form=form,
        item=None,
        trail_of=crumbs_of(body),
        what="Begin a decision between meetings",
    )


@blueprint.get(f"/bodies/<{NUMBER}:body_id>/between")
def between(body_id: int) -> str:
    """Chair's action and officers' decisions of a body, the newest first."""
    by, session = me(), db.session()
    body = body_for(session, body_id, by)
    before = request.args.get("before", 0, type=int)
    items, more = between_of(session, body_id, by, before=before if 0 < before < 2**31 else 0)
    return render_template(
        "meetings/between.html",
        body=body,
        items=items,
        more=more,
        runs=standing_to_run(body, by) is not None,
        trail_of=crumbs_of(body),
    )


@blueprint.route(f"{ITEM}/change", methods=["GET", "POST"])
def change(item_id: int) -> str | Response:
    read = item_shown(item_id)
    item = read.item
    may_change(item, me())
    form = ItemForm(data=_facts(item))
    _offer(form, item.body, item.author)
    del form.late_reason
    if item.meeting is None or item.meeting.state == "drafted":
        del form.why
    if not read.shows_legal:
        del form.legal_advice
    closed = why_text_stays(db.session(), item)
    if not closed and form.validate_on_submit():
        if saved(form, lambda session, by: _change(session, item_id, form, by)):
            flash("The change was saved.", "done")
            return redirect(url_for("meetings.item", item_id=item_id), 303)
        read = item_shown(item_id)
        item = read.item
        form.seen.data = item.revision
    return render_template(
        "meetings/item_change.html",
        form=form,
        item=item,
        closed=closed,
        now=_facts(item) if form.form_errors else None,
        trail_of=[*crumbs(read), (numbered(item), url_for("meetings.item", item_id=item_id))],
        what="Change this item",
    )


@blueprint.route(f"{ITEM}/remove", methods=["GET", "POST"])
def remove(item_id: int) -> str | Response:
    read = item_shown(item_id)
    item = read.item
    if standing_to_run(item.body, me()) is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    form = RemoveForm(data={"seen": item.revision})
    meeting_id, body_id = item.meeting_id, item.body_id
    seen = form.seen.data or 0
    if form.validate_on_submit() and saved(
        form, lambda session, by: remove_item(session, item_id, reason=form.reason.data, seen=seen, by=by)
    ):
        flash("Taken off. It stays in the trail.", "done")
        if meeting_id is None:
            return redirect(url_for("meetings.between", body_id=body_id), 303)
        return redirect(url_for("meetings.meeting", meeting_id=meeting_id, _anchor="agenda"), 303)
    if form.form_errors:
        form.seen.data = item_shown(item_id).item.revision
    return render_template(
        "meetings/item_remove.html",
        form=form,
        item=item,
        closed=why_closed(db.session(), item),
        trail_of=[*crumbs(read), (numbered(item), url_for("meetings.item", item_id=item_id))],
    )


def _offer(form: ItemForm, body: Body, now: Person | None = None) -> None:
    people = people_of(db.session(), {one.id for one in body.organisations})
    if now is not None and now.id not in {one.id for one in people}:
        people.insert(0, now)
    form.offer(people, body.organisations)


def _text(session: Session, form: ItemForm) -> ItemText:
    bound = form.organisations.data if "organisations" in form else []
    return ItemText(
        kind=form.kind.data,
        title=form.title.data,
        author=session.get_one(Person, form.author.data),
        report=form.report.data or "",
        recommendation=form.recommendation.data or "",
        restricted_reason=form.restriction,
        organisations=[session.get_one(Organisation, key) for key in bound],
        legal_advice=form.legal_advice.data or "" if "legal_advice" in form else None,
    )


def _add(session: Session, meeting_id: int, form: ItemForm, by: object) -> None:
    text = _text(session, form)
    add_item(
        session, meeting_id, kind=text.kind, title=text.title, author=text.author, report=text.report,
        recommendation=text.recommendation, restricted_reason=text.restricted_reason,
        organisations=text.organisations, legal_advice=text.legal_advice,
        late_reason=form.late_reason.data if "late_reason" in form else "", by=by,  # type: ignore[arg-type]
    )  # fmt: skip


def _change(session: Session, item_id: int, form: ItemForm, by: object) -> None:
    why, seen = (form.why.data if "why" in form else ""), form.seen.data or 0
    change_item(session, item_id, _text(session, form), seen=seen, why=why, by=by)  # type: ignore[arg-type]


def _facts(item: AgendaItem) -> dict[str, object]:
    return {
        "seen": item.revision,
        "title": item.title,
        "kind": item.kind,
        "author": item.author_id,
        "recommendation": item.recommendation,
        "report": item.report,
        "organisations": [one.id for one in item.organisations],
        "restricted": YES if item.restricted else NO,
        "restricted_reason": item.restricted_reason,
        "legal_advice": item.legal_advice,
    }
