"""One action after signing: how it goes, and the answer of a second person."""

from dataclasses import dataclass

from flask import flash, render_template
from werkzeug.wrappers import Response

from eia.assessments.afterwards.action_case import ActionCase
from eia.assessments.commands.actions import act_on, load_action, who_may_own
from eia.assessments.forms.actions import (
    ANSWERING,
    KEEPING,
    AnswerForm,
    AwayForm,
    ProgressForm,
    answer_form,
    away_form,
    progress_form,
)
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.assessments.views.reopening import reopening
from eia.assessments.workflow import TABLE
from eia.assessments.workflow.actions import ACTION_TABLE
from eia.db import db, transaction
from eia.errors import NotFound, Reason, Refused
from eia.pages import joined

OPENS = TABLE.steps["open_version"]
SAID = {
    "note_progress": "Your note is recorded.",
    "report_done": "You have reported it done. Somebody else confirms it now.",
    "propose_dropping": "You have proposed not to do it. An adviser or approver decides.",
    "confirm_done": "You have confirmed that it is done.",
    "agree_dropping": "It will not be done, as you agreed.",
    "send_back": "You have sent it back with your reason.",
    "give_away": "It has a new owner, who has been told.",
}


@dataclass(frozen=True, slots=True)
class Doing:
    """The forms this person may fill in, or why they may not answer."""

    progress: ProgressForm | None
    answer: AnswerForm | None
    giving: AwayForm | None
    against: list[Reason]


@blueprint.route(f"{VERSION}/actions/<int:action_id>", methods=["GET", "POST"])
def action(reference: str, number: int, action_id: int) -> Response | str:
    one = _action(reference, number, action_id)
    if isinstance(one, str):
        return one
    form = progress_form(one)
    if form.validate_on_submit():
        answers = {"note": form.note.data, "proof": form.proof.data, "result": form.result.data}
        answers["residual"] = form.residual.data or ""
        return _act(one, form.status.data, form.seen.data or 0, answers)
    return _page(one, progress=form)


@blueprint.post(f"{VERSION}/actions/<int:action_id>/answer")
def answer_action(reference: str, number: int, action_id: int) -> Response | str:
    one = _action(reference, number, action_id)
    if isinstance(one, str):
        return one
    form = answer_form(one)
    if not form.answer.choices:
        state = ACTION_TABLE.states[one.state].title
        raise Refused(f"There is nothing to agree to: the action stands at “{state}”.")
    if form.validate_on_submit():
        return _act(one, form.answer.data, form.seen.data or 0, {"reason": form.reason.data})
    return _page(one, answer=form)


@blueprint.post(f"{VERSION}/actions/<int:action_id>/owner")
def give_action(reference: str, number: int, action_id: int) -> Response | str:
    one = _action(reference, number, action_id)
    if isinstance(one, str):
        return one
    form = away_form(one, who_may_own(db.session(), one))
    if form.validate_on_submit():
        return _act(one, "give_away", form.seen.data or 0, {"person": form.person.data, "reason": form.reason.data})
    return _page(one, giving=form)


def _action(reference: str, number: int, action_id: int) -> ActionCase | str:
    """The action, or the page that says that it has not begun: nothing was signed."""
    case = whole(reference, number)
    try:
        return load_action(db.session(), case, action_id)
    except Refused:
        row = next((m for m in case.version.mitigations if m.id == action_id and m.kind == "action"), None)
        if row is None:
            raise NotFound("There is no such action.") from None
        return render_template("assessments/action_to_come.html", case=case, row=row)


def _act(one: ActionCase, step: str, seen: int, answers: dict[str, str]) -> Response:
    version_id, action_id, by = one.case.version.id, one.row.id, me()
    with transaction() as session:
        one = act_on(session, version_id, action_id, step, by=by, seen=seen, answers=answers)
    flash(SAID[step], "done")
    return to("action", one.case, action_id=action_id)


def _page(
    one: ActionCase,
    *,
    progress: ProgressForm | None = None,
    answer: AnswerForm | None = None,
    giving: AwayForm | None = None,
) -> str:
    doing = _doing(one)
    return render_template(
        "assessments/action.html",
        case=one.case,
        one=one,
        row=one.row,
        state=ACTION_TABLE.states[one.state],
        states=ACTION_TABLE.states,
        progress=(progress or doing.progress) if doing.progress else None,
        answer=(answer or doing.answer) if doing.answer else None,
        giving=(giving or doing.giving) if doing.giving else None,
        against=doing.against,
        agreers=_who_agrees(one),
        reopening=reopening(one.case, me(), [one.standing]),
        who_reopens=f"{OPENS.only.removesuffix(' can do this.')} can open a new version, to plan something else.",
        can_report=any(choice.value == "report_done" for choice in progress_form(one).status.choices),
    )


def _who_agrees(one: ActionCase) -> str:
    """In words, whoever may agree to what was reported."""
    steps = [step for step in ACTION_TABLE.from_state(one.state) if step.action in ("confirm_done", "agree_dropping")]
    return joined([who.words for step in steps for who in step.by], "or") if steps else ""


def _doing(one: ActionCase) -> Doing:
    by = me()
    offered = [(step, standing) for step in ACTION_TABLE.from_state(one.state) if (standing := step.standing(one, by))]
    keeps = any(step.action in KEEPING and not step.reasons(one, by, standing) for step, standing in offered)
    answers = [(step, step.reasons(one, by, standing)) for step, standing in offered if step.action in ANSWERING]
    ready = {step.action for step, reasons in answers if not reasons}
    against = next((reasons for _, reasons in answers if reasons), [])
    form = answer_form(one) if ready else None
    if form:
        form.answer.choices = [choice for choice in form.answer.choices if choice.value in ready]
    gives = any(step.action == "give_away" for step, _ in offered)
    giving = away_form(one, who_may_own(db.session(), one)) if gives else None
    return Doing(progress_form(one) if keeps else None, form, giving, against)
