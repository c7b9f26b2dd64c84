"""One condition that its body tracks: how it goes, the answer of a second person, and who owns it."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.db import db
from eia.errors import NotAllowed, NotFound, Reason, Refused
from eia.meetings.commands.conditions import act_on_condition, who_may_own
from eia.meetings.condition_case import NO_CONDITION, ConditionCase, load_condition
from eia.meetings.forms.conditions import ANSWERING, KEEPING, agree_form, give_form, note_form
from eia.meetings.queries import item_for
from eia.meetings.views.asking import saved
from eia.meetings.views.blueprint import NUMBER, blueprint, me
from eia.meetings.workflow.conditions import CONDITION_TABLE
from eia.pages import joined
from eia.people.forms.administration import AskingForm

CONDITION = f"/conditions/<{NUMBER}:condition_id>"


@blueprint.route(CONDITION, methods=["GET", "POST"])
def condition(condition_id: int) -> Response | str:
    one, _ = _condition(condition_id)
    if request.method == "POST":
        _is_theirs(one, KEEPING)
    form = note_form(one)
    said = {"note": form.note.data, "proof": form.proof.data}
    if form.validate_on_submit() and _saved(condition_id, form.status.data, form, said):
        return _done(condition_id)
    return _page(*_condition(condition_id), note=form)


@blueprint.post(f"{CONDITION}/answer")
def answer_condition(condition_id: int) -> Response | str:
    one, _ = _condition(condition_id)
    form = agree_form(one, _open_now(one)[0])
    if not form.answer.choices:
        raise Refused(f"There is nothing to agree to: it stands at “{CONDITION_TABLE.states[one.state].title}”.")
    if form.validate_on_submit() and _saved(condition_id, form.answer.data, form, {"note": form.note.data}):
        return _done(condition_id)
    return _page(*_condition(condition_id), answer=form)


@blueprint.post(f"{CONDITION}/owner")
def give_condition(condition_id: int) -> Response | str:
    one, _ = _condition(condition_id)
    _is_theirs(one, ("give_away",))
    form = give_form(one, who_may_own(db.session(), one))
    said = {"note": form.note.data, "person": form.person.data}
    if form.validate_on_submit() and _saved(condition_id, "give_away", form, said):
        return _done(condition_id)
    return _page(*_condition(condition_id), giving=form)


def _condition(condition_id: int) -> tuple[ConditionCase, bool]:
    """The condition, and whether its reader reads the item too: its owner reads the condition whatever the item is."""
    one, by = load_condition(db.session(), condition_id), me()
    try:
        shows = item_for(db.session(), one.item.id, by).shows
    except NotFound:
        shows = False
    if not shows and one.standing.owner_id != by.person_id:
        raise NotFound(NO_CONDITION)
    return one, shows


def _is_theirs(one: ConditionCase, actions: Iterable[str]) -> None:
    """403 for whoever reads it and may take none of these steps."""
    steps = [CONDITION_TABLE.steps[action] for action in actions]
    if not any(step.standing(one, me()) for step in steps):
        raise NotAllowed(steps[0].only)


def _open_now(one: ConditionCase) -> tuple[list[str], list[Reason]]:
    """The steps this person may take now, and the reasons against those that are theirs but not open to them."""
    by = me()
    offered = [(step, at) for step in CONDITION_TABLE.from_state(one.state) if (at := step.standing(one, by))]
    asked = [(step.action, step.reasons(one, by, at)) for step, at in offered]
    against = next((reasons for action, reasons in asked if action in ANSWERING and reasons), [])
    return [action for action, reasons in asked if not reasons], against


def _saved(condition_id: int, action: str, form: AskingForm, answers: dict[str, str]) -> bool:
    seen = int(form["seen"].data or 0)
    return saved(
        form,
        lambda session, by: act_on_condition(session, condition_id, action, by=by, seen=seen, answers=answers),
    )


def _done(condition_id: int) -> Response:
    flash("It is on record.", "done")
    return redirect(url_for("meetings.condition", condition_id=condition_id), 303)


def _page(one: ConditionCase, shows: bool, **forms: AskingForm) -> str:
    open_now, against = _open_now(one)
    keeps, answers = set(open_now) & set(KEEPING), set(open_now) & set(ANSWERING)
    note = forms.get("note", note_form(one)) if keeps else None
    answer = forms.get("answer", agree_form(one, open_now)) if answers else None
    giving = forms.get("giving", give_form(one, who_may_own(db.session(), one))) if "give_away" in open_now else None
    who = [who for step in CONDITION_TABLE.from_state(one.state) if step.action in ANSWERING[:2] for who in step.by]
    return render_template(
        "meetings/condition.html", one=one, item=one.item, shows=shows, note=note, answer=answer, giving=giving,
        against=against, states=CONDITION_TABLE.states, agreers=joined([each.words for each in who], "or"),
        can_report="report_done" in open_now,
    )  # fmt: skip
