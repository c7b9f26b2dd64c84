"""Signing the equality statement of an item, and an adviser's look at a "not needed"."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.db import db
from eia.errors import NotAllowed
from eia.meetings.commands.preparing import prepare_statement, prepared_for
from eia.meetings.commands.stating import attach, attachable, sample_statement, standing_to_sample, state_not_needed
from eia.meetings.forms.equality import ATTACHED, NOT_NEEDED, SampleForm, StatementForm
from eia.meetings.gate import readiness
from eia.meetings.guards.items import why_closed
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import AgendaItem, PreparedStatement
from eia.meetings.queries import ItemRead
from eia.meetings.sampling import not_needed_page
from eia.meetings.views.asking import saved
from eia.meetings.views.blueprint import ITEM, blueprint, item_shown, me
from eia.meetings.views.items import crumbs
from eia.people.offices import Office

SIGNED = "Signed. Everybody who reads the item sees it."
PREPARED = "Prepared. The report author has been told to read and sign it; until then it says nothing."


@blueprint.route(f"{ITEM}/statement", methods=["GET", "POST"])
def statement(item_id: int) -> str | Response:
    read = item_shown(item_id)
    item, by = read.item, me()
    signs, prepares = by.person_id == item.author_id, standing_to_run(item.body, by) is not None
    if not signs and not prepares:
        raise NotAllowed(f"Only the report author, {item.author.name}, signs the equality statement of this item.")
    prepared = prepared_for(db.session(), item)
    form = StatementForm(data={"seen": item.revision, **(_as_prepared(prepared) if signs and prepared else {})})
    versions = attachable(db.session(), by, {one.id for one in item.organisations})
    form.offer(item.body.reasons, versions)
    closed = why_closed(db.session(), item)
    if form.validate_on_submit() and (_sign(item, form) if signs else _prepare(item_id, form)):
        flash(SIGNED if signs else PREPARED, "done")
        return _back(item_id)
    if form.form_errors:
        read = item_shown(item_id)
        form.seen.data = read.item.revision
    return render_template(
        "meetings/item_statement.html",
        read=read,
        item=read.item,
        form=form,
        closed=closed,
        signs=signs,
        prepared=prepared,
        ready=readiness(db.session(), read.item),
        trail_of=[*crumbs(read), (title_of(read), url_for("meetings.item", item_id=item_id))],
    )


@blueprint.get("/not-needed")
def not_needed() -> str:
    """For advisers: what they may look at."""
    by = me()
    if not by.holds(Office.ADVISER):
        raise NotAllowed("Only an equality adviser looks at these.")
    before = request.args.get("before", 0, type=int)
    rows, more = not_needed_page(db.session(), by, before=before if 0 < before < 2**31 else 0)
    return render_template("meetings/not_needed.html", rows=rows, more=more)


@blueprint.route(f"{ITEM}/sample", methods=["GET", "POST"])
def sample(item_id: int) -> str | Response:
    read = item_shown(item_id)
    if standing_to_sample(read.item, me()) is None:
        raise NotAllowed("Only an adviser of an organisation that this item binds, who did not sign it, can say so.")
    ready, form = readiness(db.session(), read.item), SampleForm()
    stated = ready.statement
    if stated is None or stated.kind != "not_needed":
        raise NotAllowed("This item does not say “not needed” now, so there is nothing to look at.")
    statement_id = stated.id
    if form.validate_on_submit() and saved(
        form,
        lambda session, by: sample_statement(
            session, statement_id, agrees=form.agrees.data == "yes", words=form.words.data or "", by=by
        ),
    ):
        flash("Your view stands beside the statement.", "done")
        return _back(item_id)
    return render_template(
        "meetings/item_sample.html",
        read=read,
        item=read.item,
        ready=ready,
        form=form,
        trail_of=[*crumbs(read), (title_of(read), url_for("meetings.item", item_id=item_id))],
    )


def _as_prepared(row: PreparedStatement) -> dict[str, object]:
    kind = ATTACHED if row.version_id else NOT_NEEDED
    return {"kind": kind, "reason": row.reason_id, "because": row.because, "version": row.version_id}


def _prepare(item_id: int, form: StatementForm) -> bool:
    if form.kind.data == ATTACHED:
        said = {"version_id": form.version.data}
    else:
        said = {"reason_id": form.reason.data, "because": form.because.data}
    return saved(form, lambda session, by: prepare_statement(session, item_id, by=by, **said))


def _sign(item: AgendaItem, form: StatementForm) -> bool:
    item_id, seen = item.id, form.seen.data or 0
    if form.kind.data == NOT_NEEDED:
        return saved(
            form,
            lambda session, by: state_not_needed(
                session, item_id, reason_id=form.reason.data, because=form.because.data, seen=seen, by=by
            ),
        )
    return saved(form, lambda session, by: attach(session, item_id, form.version.data, seen=seen, by=by))


def title_of(read: ItemRead) -> str:
    number = f"{read.item.position}. " if read.item.meeting_id else ""
    return f"{number}{read.item.title}" if read.shows else f"{number}Restricted"


def _back(item_id: int) -> Response:
    return redirect(url_for("meetings.item", item_id=item_id, _anchor="equality"), 303)
