"""Pages of a body: adding and changing it, who sits in it, its standing items and the reasons it accepts."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia import clock
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound
from eia.meetings.commands import bodies, standing
from eia.meetings.commands.bodies import BodyFacts
from eia.meetings.deadlines import rule_in_words
from eia.meetings.forms.bodies import AcceptedReasonForm, BodyForm, EndSeatForm, SeatForm, StandingItemForm
from eia.meetings.guards.who import standing_to_add_body, standing_to_run
from eia.meetings.models import Body
from eia.meetings.models.bodies import DECIDES, DECIDING, ROLES
from eia.meetings.models.items import KINDS
from eia.meetings.queries import body_for, meetings_of, organisations_but, people_in, people_to_seat
from eia.meetings.views.asking import saved
from eia.meetings.views.blueprint import NUMBER, blueprint, body_of_mine, me, me_now
from eia.meetings.workflow import MEETING_TABLE
from eia.people.models import Organisation, Person

BODY = f"/bodies/<{NUMBER}:body_id>"
TRAIL_SHOWN = 10
SHOWN = 10
"""Meetings to come, and as many that were; the register has the others."""


@blueprint.get(BODY)
def body(body_id: int) -> str:
    by, session = me(), db.session()
    found = body_for(session, body_id, by)
    today = clock.today()
    now = [member for member in found.members if member.sits_on(today)]
    return render_template(
        "meetings/body.html",
        body=found,
        **shown_of(found),
        sitting=sorted(now, key=lambda member: list(ROLES).index(member.role)),
        to_come=[member for member in found.members if member.from_day > today],
        left=[member for member in found.members if member not in now and member.from_day <= today],
        meetings_to_come=meetings_of(session, body_id, by, past=False, limit=SHOWN + 1),
        meetings_past=meetings_of(session, body_id, by, past=True, limit=SHOWN + 1),
        shown=SHOWN,
        runs=standing_to_run(found, by) is not None,
        states=MEETING_TABLE.states,
        roles=ROLES,
        kinds=KINDS,
        missing=_missing(found),
        today=today,
        trail=entries(session, found.stream, newest=TRAIL_SHOWN),
    )


@blueprint.route("/bodies/new", methods=["GET", "POST"])
def new_body() -> str | Response:
    allowed = standing_to_add_body(me())
    if allowed is None:
        raise NotAllowed("Only a meeting secretary can add a body. Ask an administrator who holds that office.")
    form = BodyForm(data={"seen": 0, "deadline_days": 5, "deadline_counts": "clear_days"})
    _offer(form, allowed.organisation_id)
    if form.validate_on_submit():
        made: list[Body] = []
        if saved(form, lambda session, by: made.append(_added(session, form, by))):
            flash(f"{made[0].name} was added. Name its chair and members next.", "done")
            return redirect(url_for("meetings.body", body_id=made[0].id), 303)
    return render_template("meetings/new_body.html", form=form, keeper=allowed.organisation_name)


@blueprint.route(f"{BODY}/change", methods=["GET", "POST"])
def change_body(body_id: int) -> str | Response:
    found = body_of_mine(body_id)
    form = BodyForm(data=_facts(found))
    _offer(form, found.organisation_id, found.decider)
    if form.validate_on_submit():
        seen = form.seen.data or 0
        if saved(
            form, lambda session, by: bodies.change_body(session, body_id, _given(session, form), seen=seen, by=by)
        ):
            flash("The change was saved. It counts for what is called from now on.", "done")
            return redirect(url_for("meetings.body", body_id=body_id), 303)
        found = body_of_mine(body_id)
        form.seen.data = found.revision
    return render_template("meetings/change_body.html", form=form, body=found, **shown_of(found))


@blueprint.route(f"{BODY}/members/new", methods=["GET", "POST"])
def seat_member(body_id: int) -> str | Response:
    found = body_of_mine(body_id)
    form = SeatForm(data={"from_day": clock.today()})
    form.offer(people_to_seat(db.session(), found))
    if form.validate_on_submit():
        person_id, role = form.person.data, str(form.role.data)
        first, last = form.from_day.data or clock.today(), form.until_day.data

        def seat(session: Session, by: Any) -> None:
            who = session.get_one(Person, person_id)
            bodies.seat(session, session.get_one(Body, body_id), who, role, from_day=first, until_day=last, by=by)
            flash(f"{who.name} was seated.", "done")

        if saved(form, seat):
            return redirect(url_for("meetings.body", body_id=body_id, _anchor="members"), 303)
        found = body_of_mine(body_id)
    return render_template("meetings/seat.html", form=form, body=found)


@blueprint.route(f"{BODY}/members/<{NUMBER}:member_id>/end", methods=["GET", "POST"])
def end_seat(body_id: int, member_id: int) -> str | Response:
    found = body_of_mine(body_id)
    member = next((member for member in found.members if member.id == member_id), None)
    if member is None:
        raise NotFound("There is no such member, or you may not see it.")
    form = EndSeatForm(data={"last_day": clock.today()})
    if form.validate_on_submit():
        day = form.last_day.data or clock.today()
        if saved(form, lambda session, by: bodies.end_seat(session, body_id, member_id, last_day=day, by=by)):
            flash("The last day was saved.", "done")
            return redirect(url_for("meetings.body", body_id=body_id, _anchor="members"), 303)
        found = body_of_mine(body_id)
        member = next(one for one in found.members if one.id == member_id)
    return render_template("meetings/end_seat.html", form=form, body=found, member=member, roles=ROLES)


@blueprint.route(f"{BODY}/standing", methods=["GET", "POST"])
def standing_items(body_id: int) -> str | Response:
    found, form = body_of_mine(body_id), StandingItemForm()
    if request.method == "POST" and request.form.get("then"):
        return _order(body_id, request.form.get("then", ""))
    if form.validate_on_submit():
        title, kind = str(form.title.data), str(form.kind.data)
        if saved(form, lambda s, by: standing.add_standing_item(s, body_id, title=title, kind=kind, by=by)):
            flash(f"“{title}” stands on every agenda from now on.", "done")
            return redirect(url_for("meetings.standing_items", body_id=body_id), 303)
        found = body_of_mine(body_id)
    return render_template("meetings/standing.html", form=form, body=found, kinds=KINDS)


@blueprint.route(f"{BODY}/reasons", methods=["GET", "POST"])
def reasons(body_id: int) -> str | Response:
    found, form = body_of_mine(body_id), AcceptedReasonForm()
    if request.method == "POST" and request.form.get("end"):
        reason_id = request.form.get("end", 0, type=int)
        with transaction() as session:
            standing.end_reason(session, body_id, reason_id, by=me_now(session))
        flash("It is no longer offered. What was signed with it stays.", "done")
        return redirect(url_for("meetings.reasons", body_id=body_id), 303)
    if form.validate_on_submit():
        words = str(form.words.data)
        if saved(form, lambda s, by: standing.accept_reason(s, body_id, words=words, by=by)):
            flash("Authors of reports can choose it from now on.", "done")
            return redirect(url_for("meetings.reasons", body_id=body_id), 303)
        found = body_of_mine(body_id)
    return render_template("meetings/reasons.html", form=form, body=found)


def _order(body_id: int, pressed: str) -> Response:
    """One of the buttons beside a standing item: “up-4”, “down-4”, “off-4”."""
    what, _, number = pressed.partition("-")
    item_id = int(number) if number.isdecimal() and len(number) < 10 else 0
    seen = request.form.get("seen", 0, type=int)
    with transaction() as session:
        by = me_now(session)
        if what == "off":
            standing.remove_standing_item(session, body_id, item_id, by=by)
        else:
            standing.move_standing_item(session, body_id, item_id, down=what == "down", seen=seen, by=by)
    flash("The standing items were changed, for agendas begun from now on.", "done")
    return redirect(url_for("meetings.standing_items", body_id=body_id), 303)


def shown_of(found: Body) -> dict[str, Any]:
    """What a page says of a body in words."""
    alone = f": {found.decider.name}, of {found.decider.organisation.name}" if found.decider else ""
    return {"who_decides": f"{DECIDES[found.decides]}{alone}", "rule": rule_in_words(found)}


def _missing(found: Body) -> list[str]:
    """What this body lacks before it can meet, in sentences."""
    sitting = [member for member in found.members if member.sits_on(clock.today())]
    said = []
    if not any(member.role in ("chair", "deputy_chair") for member in sitting):
        said.append("It has no chair. Its agendas cannot be circulated until one is named.")
    deciding = sum(member.role in DECIDING for member in sitting)
    if found.decides == "together" and found.quorum and deciding < found.quorum:
        who = f"only {deciding}" if deciding else "none"
        said.append(f"Its quorum is {found.quorum}, and {who} of those who sit in it decide.")
    return said


def _offer(form: BodyForm, keeper_id: int, now: Person | None = None) -> None:
    """The one who decides alone can work for any of the organisations; who does now stays among them."""
    session = db.session()
    others = organisations_but(session, keeper_id)
    people = list(people_in(session, [keeper_id, *(one.id for one in others)]))
    if now is not None and now.id not in {person.id for person in people}:
        people.insert(0, now)
    form.offer(people, others)


def _facts(found: Body) -> dict[str, Any]:
    return {
        "seen": found.revision,
        "name": found.name,
        "organisations": [one.id for one in found.organisations if one.id != found.organisation_id],
        "terms": found.terms,
        "decides": found.decides,
        "decider": found.decider_id,
        "quorum": found.quorum,
        "deadline_days": found.deadline_days,
        "deadline_counts": found.deadline_counts,
    }


def _given(session: Session, form: BodyForm) -> BodyFacts:
    alone = form.decides.data == "alone"
    return BodyFacts(
        name=str(form.name.data),
        organisations=[session.get_one(Organisation, key) for key in form.organisations.data],
        terms=str(form.terms.data),
        decides=str(form.decides.data),
        decider=session.get_one(Person, form.decider.data) if alone else None,
        quorum=form.quorum.data,
        deadline_days=form.deadline_days.data,
        deadline_counts=str(form.deadline_counts.data),
    )


def _added(session: Session, form: BodyForm, by: Any) -> Body:
    facts = _given(session, form)
    return bodies.add_body(
        session, name=facts.name, organisations=facts.organisations, terms=facts.terms, decides=facts.decides,
        decider=facts.decider, quorum=facts.quorum, deadline_days=facts.deadline_days,
        deadline_counts=facts.deadline_counts, by=by,
    )  # fmt: skip
