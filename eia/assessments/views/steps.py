"""One view for all steps. Each step has its own address, so that the table of routes lists every one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.assessments.case import Case, load_case
from eia.assessments.commands.acting import take_step
from eia.assessments.forms.declaring import DeclarationForm
from eia.assessments.forms.returning import ANOTHER
from eia.assessments.forms.step import StepForm
from eia.assessments.forms.steps import step_form
from eia.assessments.guards.audiences import in_their_place
from eia.assessments.loading import read_to_sign
from eia.assessments.readers import Part
from eia.assessments.views.blueprint import (
    VERSION,
    blueprint,
    everything,
    found,
    me,
    posted_number,
    shown_to,
    to,
    whole,
)
from eia.assessments.views.changes import opened
from eia.assessments.views.offers import Offer, offers
from eia.assessments.views.reading import people_who_may_own, summary_of, words_of
from eia.assessments.workflow import STEPS, TABLE
from eia.assessments.writing.unsaved import ends_writing, unsaved_before
from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered, Stale
from eia.people.models import Person
from eia.people.queries import Standings
from eia.workflow.table import Step

READ_BEFORE = ("declaration", "opinion", "verdicts")
"""What is asked by a page that shows what there is to read."""
SIGNED = ("sign", "screen_out")
"""Steps that look at all lists of the round before they write."""
GONE_BACK = (
    "Already changed while you read it: it is being written again, so nothing of yours was recorded. You will be told "
    "when it comes back to you."
)
"""For whoever loses a race against a return: while it is written they may not read it any more."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, and the number of the version it opened, if it did."""

    action: str
    case: Case
    opened: int = 0


def _show(step: Step[Case], reference: str, number: int) -> str:
    """The page that asks: what will happen, who will be told, and the form."""
    case = shown_to(reference, number) if step.blind else everything(reference, number)
    offered = offers(case, me())
    page = _page(case, _offer(case, step, offered), _form(case, step), offered)
    return opened(page, case, me()) if step.asks in READ_BEFORE else page


def _take(step: Step[Case], reference: str, number: int) -> Response | str:
    """The form is checked on what is acted on, read once; it is asked again outside, when it is not filled in."""
    known, by = found(reference, number), me()
    if known.part != Part.ALL and not step.blind:
        if posted_number("seen"):
            raise Stale(GONE_BACK)
        raise NotAllowed("You may see that this assessment exists, but not what it says yet.")
    taken, is_sent = None, request.form.get("then") != ANOTHER
    if is_sent:
        with transaction() as session:
            case = load_case(session, known.version_id, lock=True)
            if step.action in SIGNED:
                case.know(**read_to_sign(session, case.version))
            taken = _filled_in(session, case, step, by)
    if taken is None:
        case = shown_to(reference, number) if step.blind else whole(reference, number)
        form, offered = _form(case, step), offers(case, me())
        if is_sent:
            form.validate_on_submit()
        return _page(case, _offer(case, step, offered), form, offered)
    return _landed(step, taken)


def _filled_in(session: Session, case: Case, step: Step[Case], by: Standings) -> Taken | None:
    """What was done; nothing when the form is not filled in. Whoever has an interest leaves the signature to others."""
    form = step_form(case, step.action, by, _asked_owners(case, step.action))
    if not form.validate_on_submit():
        return None
    seen = form.seen.data or 0
    if isinstance(form, DeclarationForm) and form.has_interest:
        answers: dict[str, object] = {"reason": str(form.interest_which.data)}
        return Taken(
            "declare_interest", take_step(session, case, "declare_interest", by=by, seen=seen, answers=answers)
        )
    case = take_step(session, case, step.action, by=by, seen=seen, answers=form.answers())
    opens = step.action in ("open_version", "challenge")
    latest = max(version.number for version in case.assessment.versions) if opens else 0
    return Taken(step.action, case, latest)


def _asked_owners(case: Case, action: str) -> Sequence[Person]:
    """Whom a condition may be given to, read where one is set."""
    typed = any(value for name, value in request.form.items() if name.startswith(("what_", "owner_", "due_")))
    return people_who_may_own(case, action) if typed else []


def _landed(step: Step[Case], taken: Taken) -> Response:
    if taken.action == "declare_interest":
        return _left(taken.case)
    flash(f"{step.done}.", "done")
    if request.form.get("back") == "home":
        return redirect(url_for("home.home"), 303)
    if taken.opened:
        return _redirect(taken.case, taken.opened)
    return to("summary" if step.action in ("claim", "give_verdicts") else "version", taken.case)


def _form(case: Case, step: Step[Case]) -> StepForm:
    return step_form(case, step.action, me(), people_who_may_own(case, step.action))


def _left(case: Case) -> Response:
    """Back to the assessment, with who was told."""
    organisation = case.version.recusals[-1].organisation
    if in_their_place(case):
        flash("Your interest is on record. Whoever can answer in your place has been told.", "done")
    else:
        flash(
            f"Your interest is on record. Nobody else can answer for {organisation.name} now: its administrators "
            "have been told to appoint somebody.", "done",
        )  # fmt: skip
    return to("version", case)


def _redirect(case: Case, number: int) -> Response:
    return redirect(url_for("assessments.version", reference=case.assessment.reference, number=number), 303)


def _offer(case: Case, step: Step[Case], offered: Sequence[Offer]) -> Offer:
    """The offer, or the refusal that says why this person cannot take this step now."""
    if case.state not in step.source:
        title = TABLE.states[case.state].title
        raise NotOffered(f"“{step.button}” is not open while this is at “{title}”.")
    offer = next((o for o in offered if o.step.action == step.action), None)
    if offer is None:
        raise NotAllowed(step.only)
    return offer


def _page(case: Case, offer: Offer, form: StepForm, offered: Sequence[Offer]) -> str:
    if offer.step.blind:
        state = TABLE.states[case.state]
        return render_template(
            "assessments/step.html", case=case, state=state, offer=offer, form=form, **_typed(case, offer)
        )
    if "accept_rest" in form and case.version.adviser_id != me().person_id:
        del form.accept_rest  # only who checks it can accept
    shown = {"offer": offer, "form": form, "declaration": words_of(case, offer), "another": ANOTHER}
    return render_template("assessments/step.html", **{**summary_of(case, offered), **shown, **_typed(case, offer)})


def _typed(case: Case, offer: Offer) -> dict[str, object]:
    """What is lost with this step, unless it is saved before."""
    unsaved = unsaved_before(db.session(), case, offer.step, me())
    return {"unsaved": unsaved, "ends_writing": ends_writing(case, offer.step)}


def _view(step: Step[Case]) -> Callable[..., Response | str]:
    def view(reference: str, number: int) -> Response | str:
        return _take(step, reference, number) if request.method == "POST" else _show(step, reference, number)

    return view


for _step in STEPS:
    if _step.by:
        blueprint.add_url_rule(f"{VERSION}/steps/{_step.action}", _step.action, _view(_step), methods=["GET", "POST"])
