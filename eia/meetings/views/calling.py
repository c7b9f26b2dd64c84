"""Calling a meeting or a series of a body, and changing one before it is held."""

from datetime import date, time
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia import clock
from eia.errors import NotOffered
from eia.meetings.commands import calling
from eia.meetings.commands.calling import Called, When
from eia.meetings.deadlines import rule_in_words
from eia.meetings.forms.calling import CallForm, MeetingForm
from eia.meetings.models import Meeting
from eia.meetings.views.asking import saved
from eia.meetings.views.blueprint import NUMBER, blueprint, body_of_mine, run_by_me
from eia.pages import day as in_words
from eia.pages import joined


@blueprint.route(f"/bodies/<{NUMBER}:body_id>/meetings/new", methods=["GET", "POST"])
def call_meetings(body_id: int) -> str | Response:
    found, form = body_of_mine(body_id), CallForm(data={"seen": 0})
    if form.validate_on_submit():
        made: list[Called] = []
        every, times = str(form.every.data), form.times.data or 1
        if saved(
            form,
            lambda session, by: made.append(
                calling.call_meetings(session, body_id, _when(form), every=every, times=times, by=by)
            ),
        ):
            flash(" ".join(_said(made[0])), "done")
            return _after(made[0], body_id)
        found = body_of_mine(body_id)
    return render_template("meetings/call.html", form=form, body=found, rule=rule_in_words(found))


@blueprint.route(f"/<{NUMBER}:meeting_id>/change", methods=["GET", "POST"])
def change_meeting(meeting_id: int) -> str | Response:
    case = run_by_me(meeting_id).case
    if case.state not in calling.NOT_HELD_YET:
        raise NotOffered("This meeting has ended. Its day and place stay as they were.")
    form = MeetingForm(data=_facts(case.meeting))
    if form.validate_on_submit():
        seen = form.seen.data or 0
        if saved(form, lambda session, by: calling.change_meeting(session, meeting_id, _when(form), seen=seen, by=by)):
            case = run_by_me(meeting_id).case
            flash(f"The meeting was changed. {_papers(case.meeting)}", "done")
            return redirect(url_for("meetings.meeting", meeting_id=meeting_id), 303)
        case = run_by_me(meeting_id).case
        form.seen.data = case.revision
    return render_template(
        "meetings/change_meeting.html",
        form=form,
        case=case,
        meeting=case.meeting,
        body=case.body,
        rule=rule_in_words(case.body),
    )


def _when(form: MeetingForm) -> When:
    """What the valid form says."""
    return When(
        day=form.day.data or date.max,
        begins=form.begins.time or time.max,
        ends=form.ends.time,
        place=str(form.place.data),
        link=str(form.link.data),
    )


def _facts(meeting: Meeting) -> dict[str, Any]:
    return {
        "seen": meeting.revision,
        "day": meeting.day,
        "begins": meeting.begins,
        "ends": meeting.ends,
        "place": meeting.place,
        "link": meeting.link,
    }


def _said(called: Called) -> list[str]:
    """What was called, what was left out, and what the day means for papers."""
    first, *more = called.meetings
    said = [
        f"{len(called.meetings)} meetings were called, the last on {in_words(more[-1].day)}."
        if more
        else f"The meeting on {in_words(first.day)} was called."
    ]
    if called.left_out:
        days = joined([in_words(day) for day in called.left_out])
        said.append(f"Left out, as bank holidays: {days}.")
    if not clock.is_working_day(first.day):
        said.append(f"{in_words(first.day)} is a weekend or a bank holiday.")
    return [*said, _papers(first, "Papers of the first" if more else "Papers")]


def _papers(meeting: Meeting, papers: str = "Papers") -> str:
    if meeting.papers_due >= clock.today():
        return f"{papers} are due by {in_words(meeting.papers_due)}."
    return (
        f"{papers} were due on {in_words(meeting.papers_due)}, so that day has passed: whatever goes on the agenda now "
        "says why it comes late."
    )


def _after(called: Called, body_id: int) -> Response:
    if len(called.meetings) == 1:
        return redirect(url_for("meetings.meeting", meeting_id=called.meetings[0].id), 303)
    return redirect(url_for("meetings.body", body_id=body_id, _anchor="meetings"), 303)
