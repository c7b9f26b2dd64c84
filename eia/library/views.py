"""Pages of the library: the list, one entry with its editions, a new one, a change, retiring it."""

from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia import clock
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound, Refused, Stale
from eia.files.keeping import kept
from eia.files.views import folder, largest, send, takes_files
from eia.library.colliding import collide
from eia.library.commands import ONLY_KEEPERS, add_entry, change_entry, retire_entry, take_up_again
from eia.library.contracts import citations
from eia.library.forms import EntryForm, RetireForm, strengths
from eia.library.models import LibraryEdition, LibraryEntry
from eia.library.queries import (
    LARGEST_ID,
    Wanted,
    areas,
    entry_for,
    library_page,
    may_keep,
    organisations,
    possible_keepers,
    standing_to_add,
)
from eia.library.shelf import grown_old
from eia.people.models import Person
from eia.people.queries import Standings
from eia.people.viewer import current_viewer, standings_now

blueprint = Blueprint("library", __name__, url_prefix="/library")
ENTRY = "/<int:entry_id>"
TRAIL_SHOWN = 20


def me() -> Standings:
    return current_viewer().standings


def months() -> int:
    """After how many months evidence without a shelf life counts as old."""
    return int(current_app.extensions["eia_settings"].evidence_months)


def is_old(edition: LibraryEdition) -> bool:
    return grown_old(edition.dated, edition.review_by, today=clock.today(), months=months())


def wanted_now() -> Wanted:
    """What the address of this request narrows the list to."""
    given = request.args
    number = {name: given.get(name, 0, type=int) for name in ("organisation", "after")}
    safe = {name: value if 0 < value <= LARGEST_ID else 0 for name, value in number.items()}
    words, area = given.get("q", "")[:200].strip(), given.get("area", "")[:100]
    return Wanted(words, area, old=given.get("show") == "old", retired=given.get("show") == "retired", **safe)


def narrowed(wanted: Wanted) -> dict[str, Any]:
    """The same as values for an address, without the place in the list."""
    show = "old" if wanted.old else "retired" if wanted.retired else ""
    values = {"q": wanted.words, "area": wanted.area, "organisation": wanted.organisation, "show": show}
    return {name: value for name, value in values.items() if value}


@blueprint.get("")
def register() -> str:
    session, by, wanted = db.session(), me(), wanted_now()
    return render_template(
        "library/register.html",
        page=library_page(session, by, wanted, today=clock.today(), months=months()),
        wanted=wanted,
        narrowed=narrowed(wanted),
        areas=areas(session, by),
        organisations=organisations(session, by),
        strengths=strengths(),
        is_old=is_old,
        may_add=standing_to_add(by) is not None,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@takes_files
def new_entry() -> Response | str:
    standing = standing_to_add(me())
    if standing is None:
        raise NotAllowed(ONLY_KEEPERS.format("an organisation"))
    form = EntryForm(data={"keeper": me().person_id, "seen": 0})
    form.offer(possible_keepers(db.session(), standing.organisation_id), None, largest())
    if form.validate_on_submit():
        try:
            entry_id = _keep(form, None)
        except Refused as refusal:
            _show(form, refusal)
        else:
            flash("Added to the library.", "done")
            return redirect(url_for("library.entry", entry_id=entry_id), 303)
    return render_template("library/new_entry.html", form=form, organisation=standing.organisation_name)


@blueprint.get(ENTRY)
def entry(entry_id: int) -> str:
    session, by = db.session(), me()
    found = entry_for(session, entry_id, by)
    return render_template(
        "library/entry.html",
        entry=found,
        edition=found.editions[0],
        strengths=strengths(),
        is_old=is_old,
        cited=citations(session, found.id, by),
        may_keep=may_keep(by, found.organisation_id) is not None,
        trail=entries(session, found.stream, newest=TRAIL_SHOWN),
    )


@blueprint.route(f"{ENTRY}/change", methods=["GET", "POST"])
@takes_files
def change(entry_id: int) -> Response | str:
    found = _to_keep(db.session(), entry_id)
    now = found.editions[0]
    form = EntryForm(data=_facts(found, now))
    form.offer(_keepers(found), now, largest())
    if form.is_submitted() and form.seen.data != found.number:
        return _collided(form, found)
    if form.validate_on_submit():
        try:
            _keep(form, entry_id)
        except Stale:
            found = _to_keep(db.session(), entry_id)
            form.offer(_keepers(found), found.editions[0], largest())
            return _collided(form, found)
        except Refused as refusal:
            _show(form, refusal)
            found = _to_keep(db.session(), entry_id)
        else:
            flash("Saved as a new edition. Assessments that cite the one before keep it.", "done")
            return redirect(url_for("library.entry", entry_id=entry_id), 303)
    return render_template("library/change.html", form=form, entry=found, edition=found.editions[0])


def _collided(form: EntryForm, found: LibraryEntry) -> Response:
    """The form with what this person wrote, and what somebody saved meanwhile; answers 409."""
    collision = collide(form, found)
    page = render_template(
        "library/change.html", form=form, entry=found, edition=found.editions[0], collision=collision,
        again=form.file.data is not None,
    )  # fmt: skip
    return make_response(page, 409)


@blueprint.route(f"{ENTRY}/retire", methods=["GET", "POST"])
def retire(entry_id: int) -> Response | str:
    found = _to_keep(db.session(), entry_id)
    form = RetireForm()
    if form.validate_on_submit():
        with transaction() as session:
            retire_entry(session, entry_id, str(form.because.data), by=standings_now(session))
        flash("Retired. Assessments that cite it keep what they cite.", "done")
        return redirect(url_for("library.entry", entry_id=entry_id), 303)
    return render_template("library/retire.html", form=form, entry=found, edition=found.editions[0])


@blueprint.post(f"{ENTRY}/take-up-again")
def take_up(entry_id: int) -> Response:
    with transaction() as session:
        take_up_again(session, entry_id, by=standings_now(session))
    flash("It is in the library again.", "done")
    return redirect(url_for("library.entry", entry_id=entry_id), 303)


@blueprint.get(f"{ENTRY}/files/<int:library_file_id>")
def entry_file(entry_id: int, library_file_id: int) -> Response:
    """A file of any edition, for those who may read the entry."""
    for edition in entry_for(db.session(), entry_id, me()).editions:
        for one in edition.files:
            if one.id == library_file_id:
                return send(one.file, one.name)
    raise NotFound("There is no such file in a library you may read.")


def _keep(form: EntryForm, entry_id: int | None) -> int:
    """Keep the file, when there is one, then commit the edition; the id of the entry."""
    upload = form.file.data
    if upload is None:
        return _commit(form, entry_id, None)
    with kept(upload, folder(), largest()) as received:
        return _commit(form, entry_id, received)


def _commit(form: EntryForm, entry_id: int | None, received: Any) -> int:
    with transaction() as session:
        by, values = standings_now(session), form.values()
        if entry_id is None:
            return add_entry(session, values, received, by=by).id
        keeping, seen = form.keeping.data, form.seen.data or 0
        change_entry(session, entry_id, values, received, keeping=keeping, seen=seen, by=by)
        return entry_id


def _show(form: EntryForm, refusal: Refused) -> None:
    """The refusal beside the form, in which everything typed still stands; only a file must be chosen again."""
    first = form.file if form.file.data is not None else form.title
    for reason in refusal.reasons:
        field = form._fields.get(reason.anchor, first)
        field.errors = [*field.errors, reason.text]


def _to_keep(session: Session, entry_id: int) -> LibraryEntry:
    by = me()
    found = entry_for(session, entry_id, by)
    if may_keep(by, found.organisation_id) is None:
        raise NotAllowed(ONLY_KEEPERS.format(found.organisation.name))
    return found


def _keepers(found: LibraryEntry) -> list[Person]:
    """Whoever keeps it now stays among them, whatever became of them."""
    people = list(possible_keepers(db.session(), found.organisation_id))
    return people if found.keeper_id in {person.id for person in people} else [found.keeper, *people]


def _facts(found: LibraryEntry, edition: LibraryEdition) -> dict[str, Any]:
    facts = ("title", "says", "source", "dated", "area", "strength", "licence", "review_by")
    values: dict[str, Any] = {name: getattr(edition, name) for name in facts}
    return {**values, "seen": found.number, "keeper": found.keeper_id, "keeping": [one.id for one in edition.files]}
