"""The due-regard record of a decision, and putting an item off."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from eia import clock
from eia.assessments.models.living import OUTCOMES, STATUSES
from eia.db import db, transaction
from eia.errors import NotAllowed
from eia.meetings.commands.deciding import ONLY_WHO_RECORDS
from eia.meetings.commands.putting_off import OPEN_AGENDA, put_off
from eia.meetings.forms.putting_off import put_off_form
from eia.meetings.gate import readiness
from eia.meetings.guards.who import standing_to_record
from eia.meetings.models import AgendaItem, Meeting
from eia.meetings.models.decisions import DECIDED, DECLARED, MADE_BY, MARKS, OPENED
from eia.meetings.models.meetings import CONSEQUENCES
from eia.meetings.readers import Part
from eia.meetings.record import record_of
from eia.meetings.views.blueprint import ITEM, blueprint, item_shown, me
from eia.meetings.views.items import crumbs


@blueprint.get(f"{ITEM}/record")
def record(item_id: int) -> str:
    read, session = item_shown(item_id), db.session()
    kept = record_of(session, read.item)
    later = session.scalars(select(AgendaItem).where(AgendaItem.follows_id == item_id)).first()
    return render_template(
        "meetings/record.html", item=read.item, trail_of=crumbs(read), kept=kept, later=later,
        stands=readiness(session, read.item), shows_openings=read.part >= Part.RESTRICTED,
        may_record=standing_to_record(read.item, me()) is not None, decided=DECIDED, declared=DECLARED,
        made_by=MADE_BY, marks=MARKS, opened=OPENED, consequences=CONSEQUENCES, statuses=STATUSES,
        outcomes=OUTCOMES,
    )  # fmt: skip


@blueprint.route(f"{ITEM}/put-off", methods=["GET", "POST"], endpoint="put_off")
def put_it_off(item_id: int) -> Response | str:
    read, session = item_shown(item_id), db.session()
    item = read.item
    if standing_to_record(item, me()) is None:
        raise NotAllowed(ONLY_WHO_RECORDS)
    coming = select(Meeting).where(
        Meeting.body_id == item.body_id, Meeting.id != item.meeting_id, Meeting.state.in_(OPEN_AGENDA),
        Meeting.day >= clock.today(),
    )  # fmt: skip
    form = put_off_form(session.scalars(coming.order_by(Meeting.day, Meeting.id).limit(12)).all())
    if form.validate_on_submit():
        with transaction() as writing:
            there = put_off(writing, item_id, form.why.data, to=form.meeting_id, new=form.new, by=me())
            later_id = there.id
        flash("It goes on to that meeting with its statement, papers and declarations.", "done")
        return redirect(url_for("meetings.item", item_id=later_id), 303)
    return render_template("meetings/put_off.html", item=item, trail_of=crumbs(read), form=form)
