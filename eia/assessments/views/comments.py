"""Comments: all of a version on one page, one thread with its form, and what stands beside a section."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.comments import begin_thread, take_turn, thread_in
from eia.assessments.forms.comments import CommentForm, comment_form, is_there, place_words, reply_form
from eia.assessments.guards.comments import is_worked_on, turns_open_to
from eia.assessments.models import Assignment
from eia.assessments.models.comments import TURNS
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.assessments.workflow import TABLE
from eia.assessments.writing.mentions import can_be_mentioned
from eia.assessments.writing.threads import Thread
from eia.db import db, transaction

PAGE = 20
BESIDE = 5
SHOWN = {"open": "To answer", "must_fix": "Must be fixed", "all": "All"}


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said beside a section: open threads, a form to begin one, what the author asked of this person."""

    section: str
    threads: Sequence[Thread]
    more: int
    places: dict[int, str]
    form: CommentForm | None
    asked: Sequence[Assignment]


def talk_on(case: Case, section: str, about: str = "") -> Talk:
    """For the page of a section, or of one characteristic (`about`) in it."""
    here = [t for t in case.threads if t.section == section and (not about or t.first.about == about)]
    threads = [thread for thread in here if thread.is_open]
    form = comment_form(case, me(), (), section=section, about=about) if is_worked_on(case) else None
    return Talk(
        section=section,
        threads=threads[-BESIDE:],
        more=len(here) - len(threads[-BESIDE:]),
        places={thread.id: place_words(case, section, thread.first.about) for thread in threads[-BESIDE:]},
        form=form,
        asked=[row for row in case.in_hand if row.section == section and row.person_id == me().person_id],
    )


@blueprint.route(f"{VERSION}/comments", methods=["GET", "POST"])
def comments(reference: str, number: int) -> Response | str:
    """Every thread of the version; posting begins one."""
    case = whole(reference, number)
    people = can_be_mentioned(db.session(), case) if is_worked_on(case) else []
    form = comment_form(case, me(), people)
    if not form.validate_on_submit():
        return _page(case, form if is_worked_on(case) else None)
    version_id, (section, about) = case.version.id, form.where
    with transaction() as session:
        begin_thread(
            session, version_id, by=me(), section=section, about=about, text=form.comment.data,
            must_fix=bool(form.must_fix and form.must_fix.data), tell=form.told,
        )  # fmt: skip
    flash("Your comment is there, and whoever it concerns is told.", "done")
    if request.form.get("beside") != "section":
        return to("comments", case)
    if section == "impacts" and about:
        return to("impact", case, about=about, anchor="comments")
    return to("section", case, key=section, anchor="comments")


def _page(case: Case, form: CommentForm | None) -> str:
    show = request.args.get("show", "open" if is_worked_on(case) else "all")
    show = show if show in SHOWN else "all"
    typed = request.args.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    kinds = {
        "open": [thread for thread in case.threads if thread.is_open],
        "must_fix": [thread for thread in case.threads if thread.blocks],
        "all": case.threads,
    }
    later = [thread for thread in kinds[show] if thread.id > after]
    shown = later[:PAGE]
    return render_template(
        "assessments/comments.html",
        case=case,
        state=TABLE.states[case.state],
        threads=[thread for thread in shown if is_there(case, thread.section, thread.first.about)],
        gone=[thread for thread in shown if not is_there(case, thread.section, thread.first.about)],
        places={thread.id: place_words(case, thread.section, thread.first.about) for thread in shown},
        turns=TURNS,
        more=shown[-1].id if len(later) > PAGE else 0,
        show=show,
        kinds=SHOWN,
        counts={kind: len(threads) for kind, threads in kinds.items()},
        form=form,
        earlier=[one.number for one in case.assessment.versions if one.number < case.version.number],
        later=next((one.number for one in case.assessment.versions if one.number > case.version.number), 0),
    )


@blueprint.route(f"{VERSION}/comments/<int:thread_id>", methods=["GET", "POST"])
def comment(reference: str, number: int, thread_id: int) -> Response | str:
    """One thread; the pressed button says which turn is taken."""
    case = whole(reference, number)
    thread = thread_in(case, thread_id)
    turns = turns_open_to(case, thread, me())
    form = reply_form(can_be_mentioned(db.session(), case) if turns else [])
    turn = request.form.get("turn", "replied")
    if form.is_submitted() and form.validate() and _has_words(form, turn):
        version_id = case.version.id
        with transaction() as session:
            take_turn(session, version_id, thread_id, turn, by=me(), text=form.comment.data or "", tell=form.told)
        flash(f"{TURNS.get(turn, 'Done')}.", "done")
        return to("comment", case, thread_id=thread_id)
    return render_template(
        "assessments/comment.html",
        case=case,
        state=TABLE.states[case.state],
        thread=thread,
        is_there=is_there(case, thread.section, thread.first.about),
        place=place_words(case, thread.section, thread.first.about),
        words=TURNS,
        turns=turns,
        form=form,
    )


def _has_words(form: object, turn: str) -> bool:
    """Resolving and withdrawing may go without a word."""
    field = form.comment  # type: ignore[attr-defined]
    if field.data or turn in ("resolved", "withdrawn", "reopened"):
        return True
    field.errors = [*field.errors, "Write what you want to say"]
    return False
