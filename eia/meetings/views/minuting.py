"""The minutes of a meeting: reading them, and writing them without losing a word of somebody who writes too."""

from flask import flash, make_response, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotAllowed, Stale
from eia.meetings.case import MeetingCase
from eia.meetings.commands.calling import ONLY_THOSE_WHO_RUN_IT
from eia.meetings.commands.minuting import WRITTEN_IN, save_minute
from eia.meetings.forms.minuting import MinuteForm
from eia.meetings.guards.who import standing_to_run
from eia.meetings.minutes import decisions_at, edition, minutes_of, signed_minutes, together, unsettled
from eia.meetings.models import AgendaItem
from eia.meetings.models.decisions import DECIDED
from eia.meetings.readers import Part
from eia.meetings.views.attending import came
from eia.meetings.views.blueprint import ITEM, NUMBER, agenda, blueprint, item_shown, me


@blueprint.get(f"/<{NUMBER}:meeting_id>/minutes")
def minutes(meeting_id: int) -> str:
    read, session, by = agenda(meeting_id), db.session(), me()
    case = read.case
    runs = standing_to_run(case.body, by) is not None
    return render_template(
        "meetings/minutes.html", meeting=case.meeting, body=case.body,
        items=[(item, read.shows(item, by.person_id)) for item in case.items],
        minutes=minutes_of(session, meeting_id), decisions=decisions_at(session, meeting_id), decided=DECIDED,
        signed=signed_minutes(session, meeting_id), shows=case.state == "minuted" or read.part >= Part.RESTRICTED,
        writes=runs and case.state in WRITTEN_IN, open_items=unsettled(session, meeting_id, case.items) if runs else [],
        **came(read),
    )  # fmt: skip


@blueprint.route(f"/<{NUMBER}:meeting_id>/minutes/write", methods=["GET", "POST"])
def write_minute(meeting_id: int) -> Response | str:
    return _written(agenda(meeting_id).case, None)


@blueprint.route(f"{ITEM}/minute", methods=["GET", "POST"])
def write_item_minute(item_id: int) -> Response | str:
    item = item_shown(item_id).item
    return _written(agenda(item.meeting_id or 0).case, item)


def _written(case: MeetingCase, item: AgendaItem | None) -> Response | str:
    if standing_to_run(case.body, me()) is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    meeting_id, item_id = case.meeting.id, item.id if item else None
    minute = minutes_of(db.session(), meeting_id).get(item_id)
    form = MinuteForm(data={"seen": minute.revision if minute else 0, "words": minute.words if minute else ""})
    if not form.validate_on_submit():
        return _page(case, item, form)
    try:
        with transaction() as session:
            save_minute(session, meeting_id, item_id, form.words.data, seen=form.seen.data or 0, by=me())
    except Stale:
        return _collided(db.session(), meeting_id, item_id, form)
    flash("The minute is saved.", "done")
    return redirect(url_for("meetings.minutes", meeting_id=meeting_id, _anchor=f"item-{item_id or 0}"), 303)


def _collided(session: Session, meeting_id: int, item_id: int | None, form: MinuteForm) -> Response:
    """Both texts and what both began with; the box holds the words of both, and nothing is saved yet."""
    case = agenda(meeting_id).case
    item = next((one for one in case.items if one.id == item_id), None)
    now = minutes_of(session, meeting_id)[item_id]
    base, yours = edition(session, now.id, form.seen.data or 0), form.words.data
    form.words.process(None, together(base, now.words, yours))
    form.seen.process(None, now.revision)
    return make_response(_page(case, item, form, other=(now, yours, base)), 409)


def _page(case: MeetingCase, item: AgendaItem | None, form: MinuteForm, other: object = None) -> str:
    return render_template(
        "meetings/minute.html", meeting=case.meeting, body=case.body, item=item, form=form, other=other
    )
