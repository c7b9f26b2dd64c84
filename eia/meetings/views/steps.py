"""One view for all steps of a meeting. Each has its own address, so that the table of routes lists every one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.db import transaction
from eia.errors import NotAllowed, NotOffered, Reason, Stale
from eia.meetings.case import MeetingCase
from eia.meetings.commands.acting import act
from eia.meetings.forms.steps import StepForm, step_form
from eia.meetings.views.blueprint import NUMBER, blueprint, known, me, me_now
from eia.meetings.workflow import MEETING_STEPS, MEETING_TABLE
from eia.pages import joined
from eia.people.queries import Standings
from eia.workflow.table import Step


@dataclass(frozen=True, slots=True)
class Offer:
    """A step this person may take here, with every reason why not yet."""

    step: Step[MeetingCase]
    reasons: Sequence[Reason]

    @property
    def told(self) -> str:
        words = joined([audience.words for audience in self.step.tells])
        return f"{words[0].upper()}{words[1:]} will be told." if words else ""


def offers(case: MeetingCase, by: Standings) -> list[Offer]:
    """Every step that this person may take in this state, ready or not, in the order of the table."""
    found = []
    for step in MEETING_TABLE.from_state(case.state):
        standing = step.standing(case, by)
        if standing is not None:
            found.append(Offer(step, step.reasons(case, by, standing)))
    return found


def _show(step: Step[MeetingCase], meeting_id: int) -> str:
    """The page that asks: what will happen, who will be told, and the form."""
    case = known(meeting_id).case
    return _page(case, _offered(case, step), step_form(case, step.action))


def _take(step: Step[MeetingCase], meeting_id: int) -> Response | str:
    case = known(meeting_id).case
    form = step_form(case, step.action)
    if not form.validate_on_submit():
        return _page(case, _offered(case, step), form)
    seen = form.seen.data or 0
    try:
        with transaction() as session:
            act(session, meeting_id, step.action, by=me_now(session), seen=seen, answers=form.answers())
    except Stale as stale:
        if not step.asks:
            raise
        return _once_more(step, meeting_id, form, stale)
    flash(f"{step.done}.", "done")
    return redirect(url_for("meetings.meeting", meeting_id=meeting_id), 303)


def _once_more(step: Step[MeetingCase], meeting_id: int, form: StepForm, stale: Stale) -> str:
    """The page again with what was typed, what somebody changed meanwhile, and the revision as it is now."""
    case = known(meeting_id).case
    offer = _offered(case, step)
    form.seen.data = case.revision
    form.form_errors.extend(f"{reason.text} What you typed is still here." for reason in stale.reasons)
    return _page(case, offer, form)


def _offered(case: MeetingCase, step: Step[MeetingCase]) -> Offer:
    """The offer, or the refusal that says why this person cannot take this step now."""
    if step.standing(case, me()) is None:
        raise NotAllowed(step.only)
    if case.state not in step.source:
        title = MEETING_TABLE.states[case.state].title
        raise NotOffered(f"“{step.button}” is not open while the meeting is at “{title}”.")
    return next(offer for offer in offers(case, me()) if offer.step.action == step.action)


def _page(case: MeetingCase, offer: Offer, form: StepForm) -> str:
    state = MEETING_TABLE.states[case.state]
    return render_template("meetings/step.html", case=case, state=state, offer=offer, form=form)


def _view(step: Step[MeetingCase]) -> Callable[..., Response | str]:
    def view(meeting_id: int) -> Response | str:
        return _take(step, meeting_id) if request.method == "POST" else _show(step, meeting_id)

    return view


for _step in MEETING_STEPS:
    if _step.by:
        blueprint.add_url_rule(
            f"/<{NUMBER}:meeting_id>/steps/{_step.action}", _step.action, _view(_step), methods=["GET", "POST"]
        )
