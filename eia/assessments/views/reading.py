"""The pages people read: an assessment, the one-screen summary, the trail, who can do what."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia import clock
from eia.assessments.afterwards.looking_back import HAPPENED
from eia.assessments.beginning.sources import started_from
from eia.assessments.case import Case
from eia.assessments.checking.acceptance import acceptance
from eia.assessments.commands.after import may_record_decision
from eia.assessments.contracts import considered
from eia.assessments.cumulative.beside import others_that_harm
from eia.assessments.evidence.staleness import Old, newer_editions, old_evidence
from eia.assessments.forms.step import StepForm
from eia.assessments.forms.steps import declaration_of, step_form
from eia.assessments.guards import late
from eia.assessments.guards.cover import cover_lost
from eia.assessments.guards.missing import missing, proposed
from eia.assessments.guards.sameness import same_reasons
from eia.assessments.models import ActionStanding
from eia.assessments.models.living import STATUSES
from eia.assessments.outside.consultees import consulted
from eia.assessments.past.listed import begun_from
from eia.assessments.queries import latest_number, people_of, read
from eia.assessments.readers import RELATIONS, STAGES, Part
from eia.assessments.sections import PUBLIC_SUMMARY, sections_of
from eia.assessments.views.blueprint import VERSION, blueprint, everything, me, whole
from eia.assessments.views.changes import opened, since_last_seen
from eia.assessments.views.consulting import log_of
from eia.assessments.views.coverage import coverage, nobody_answers, overdue
from eia.assessments.views.glance import glance_rows, harms_and_gains, progress_of, screening_in_words
from eia.assessments.views.local import local_lines
from eia.assessments.views.offers import Offer, holder, offers, onward
from eia.assessments.views.remaining import what_remains
from eia.assessments.views.reopening import late_of, reopening
from eia.assessments.views.task_list import section_line, shown_sections
from eia.assessments.views.turns import routes_shown
from eia.assessments.workflow import TABLE
from eia.assessments.workflow.actions import ACTION_TABLE
from eia.assessments.writing.replies import points_to_answer
from eia.assessments.writing.two_languages import in_both
from eia.audit.queries import entries
from eia.db import db
from eia.errors import NotFound
from eia.frameworks.shape import Declaration
from eia.library.views import months
from eia.people.models import Person
from eia.people.queries import Standings
from eia.people.trail_details import details_of

TRAIL_PAGE = 25
STAGES_SHOWN = (
    ("Draft", 1), ("Screening", 2), ("Full assessment", 3), ("Mitigation", 4), ("Adviser", 5), ("Sign-off", 6),
)  # fmt: skip


@dataclass(frozen=True)
class Doing:
    """A step with its form, and the declaration it asks for."""

    offer: Offer
    form: StepForm
    declaration: Declaration | None


def words_of(case: Case, offer: Offer) -> Declaration | None:
    if offer.step.asks != "declaration":
        return None
    return case.framework.declaration(declaration_of(case, offer.step.action))


@blueprint.get("/who-can-do-what")
def who() -> str:
    return render_template(
        "assessments/who.html", tables=(TABLE, ACTION_TABLE), relations=RELATIONS, stages=STAGES, parts=Part
    )


@blueprint.get("/<reference>")
def latest(reference: str) -> Response:
    number = latest_number(db.session(), reference, me())
    return redirect(url_for("assessments.version", reference=reference, number=number), 303)


def title_page(case: Case) -> str:
    """What those see who may know no more than the title, with the steps they can take all the same."""
    return render_template(
        "assessments/title_only.html",
        case=case,
        state=TABLE.states[case.state],
        also=[offer for offer in offers(case, me()) if offer.step.blind],
        nobody_answers=nobody_answers(case),
    )


@blueprint.get(VERSION)
def version(reference: str, number: int) -> str:
    by = me()
    case, part = read(db.session(), reference, number, by, whole=True)
    if part == Part.TITLE:
        return title_page(case)
    standings = progress_of(case)
    standing = acceptance(case)
    return render_template(
        "assessments/version.html",
        past=begun_from(db.session(), case.version.id) if number == 1 else None,
        source=started_from(db.session(), case.version.id, case.assessment.stream) if number == 1 else None,
        case=case,
        state=TABLE.states[case.state],
        states=TABLE.states,
        stages=stages(case),
        sections=[section_line(case, each, standing.get(each.key)) for each in shown_sections(case)],
        local_lines=local_lines(case),
        **steps_of(case, by),
        routes=routes_shown(case, by),
        coverage=coverage(case),
        consultees=consulted(case, by),
        cover_lost=cover_lost(case),
        may_name_parent=by.person_id == case.version.author_id and case.state == "screening",
        holder=holder(case),
        late=late.is_late(case),
        decisions=[(d, late.came_late(case, d)) for d in late.standing_decisions(case)],
        glance=glance_rows(case),
        trail=entries(db.session(), case.assessment.stream, newest=3),
        progress=standings,
        action_states=ACTION_TABLE.states,
        nobody_answers=nobody_answers(case),
        **reviewing(case, by, late_of(standings)),
        is_author=by.person_id == case.version.author_id,
        open_points=open_points(case),
        open_threads=sum(thread.is_open for thread in case.threads),
        may_decide=may_record_decision(case, by) is not None,
        considered=considered(db.session(), case.assessment.id, by),
    )


def steps_of(case: Case, by: Standings) -> dict[str, Sequence[Offer]]:
    """What leads on from here, and what this person can also do. To claim a check is the adviser's way on."""
    offered = offers(case, by)
    ahead = onward(case, offered) or [o for o in offered if o.step.action == "claim" and not o.reasons]
    return {"ahead": ahead, "also": [o for o in offered if o not in ahead]}


def reviewing(case: Case, by: Standings, late: Sequence[ActionStanding]) -> dict[str, object]:
    """What is overdue, and the one press that opens a new version because of it."""
    return {
        "overdue": overdue(case, late),
        "late_ids": {one.mitigation_id for one in late},
        "reopening": reopening(case, by, late),
    }


@blueprint.get(f"{VERSION}/summary")
def summary(reference: str, number: int) -> str:
    case = everything(reference, number)
    offered = offers(case, me())
    page = render_template("assessments/summary.html", **summary_of(case, offered), doing=doing(case, offered))
    return opened(page, case, me())


def doing(case: Case, offered: Sequence[Offer]) -> Doing | None:
    """What this person came for, on the same screen as what they read: to sign, or to give an opinion."""
    wanted = (o for o in offered if o.step.asks in ("declaration", "opinion") and not o.step.quiet and not o.reasons)
    offer = next(wanted, None)
    if offer is None:
        return None
    owners = people_who_may_own(case, offer.step.action)
    return Doing(offer, step_form(case, offer.step.action, me(), owners), words_of(case, offer))


def people_who_may_own(case: Case, action: str) -> Sequence[Person]:
    """Whom a signer may give a condition to."""
    return people_of(db.session(), {o.id for o in case.bound}) if action in ("sign", "adopt") else []


@blueprint.get(f"{VERSION}/trail")
def trail(reference: str, number: int) -> str:
    case = whole(reference, number)
    before = request.args.get("before", "")
    below = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else 0
    lines = entries(db.session(), case.assessment.stream, newest=TRAIL_PAGE + 1, before=below)
    more = lines[TRAIL_PAGE - 1].sequence if len(lines) > TRAIL_PAGE else 0
    shown = lines[:TRAIL_PAGE]
    details = details_of(db.session(), shown, {name: state.title for name, state in TABLE.states.items()})
    return render_template("assessments/trail.html", case=case, lines=shown, more=more, details=details)


def summary_of(case: Case, offered: Sequence[Offer]) -> dict[str, object]:
    """Everything on the adviser's and approver's one screen; `offered` are the steps this person may take."""
    standings, findings = progress_of(case), harms_and_gains(case)
    return {
        "case": case,
        "state": TABLE.states[case.state],
        "states": TABLE.states,
        "sections": sections_of(case),
        "offers": [offer for offer in offered if offer.step.action != "supersede"],
        "findings": findings,
        "remains": what_remains(case, findings),
        "happened": HAPPENED,
        "statuses": STATUSES,
        "pushed": others_that_harm(db.session(), me(), case),
        "screened": screening_in_words(case),
        "since": since_last_seen(case, me()),
        "standing": acceptance(case),
        "same": same_reasons(case),
        **log_of(case),
        **in_both(case),
        "behind": missing(case, PUBLIC_SUMMARY.key) if TABLE.states[case.state].open else [],
        "old": old_now(case),
        "newer": newer_editions(db.session(), case) if TABLE.states[case.state].open else [],
        "glance": glance_rows(case),
        "proposal": proposed(case) if case.version.cells else None,
        "late": late.is_late(case),
        "decisions": [(d, late.came_late(case, d)) for d in late.standing_decisions(case)],
        "progress": standings,
        "late_ids": {one.mitigation_id for one in late_of(standings)},
        "action_states": ACTION_TABLE.states,
        "holder": holder(case),
        "routes": routes_shown(case, me()),
        "coverage": coverage(case),
        "consultees": consulted(case, me()),
        "cover_lost": cover_lost(case),
    }


def old_now(case: Case) -> Sequence[Old]:
    """Evidence past its shelf life, while there is still something to decide."""
    if not TABLE.states[case.state].open:
        return ()
    return old_evidence(case, today=clock.today(), months=months())


def stages(case: Case) -> list[dict[str, str]]:
    """The way through, with where it is now."""
    now = TABLE.states[case.state].stage
    shown = [(title, number) for title, number in STAGES_SHOWN if case.state != "screened_out" or number <= 2]
    return [
        {"title": title, "state": "current" if number == now else "done" if number < now else "ahead"}
        for title, number in shown
        if now
    ]


def open_points(case: Case) -> list[object]:
    return [point for point in points_to_answer(case) if not point.reply]


@blueprint.get("/<reference>/signed/<int:submission_id>")
def signed_bytes(reference: str, submission_id: int) -> Response:
    """The exact bytes that were signed, as they are kept."""
    number = latest_number(db.session(), reference, me())
    case = whole(reference, number)
    for one in case.assessment.versions:
        for submission in one.submissions:
            if submission.id == submission_id:
                whole(reference, one.number)
                shared = next(part for part in submission.parts if part.organisation_id is None)
                name = f"{reference}-v{one.number}-round-{submission.round}.json"
                disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
                return Response(shared.content, mimetype="application/json", headers=disposition)
    raise NotFound("There is no such round.")
