"""Past assessments, imported and not signed here: the list of them, one of them, and its document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from eia.assessments.commands.past import add_document
from eia.assessments.forms.past import DocumentForm, document_form
from eia.assessments.models import PastAssessment
from eia.assessments.past.columns import WAYS, characteristics, columns
from eia.assessments.past.listed import (
    DUES,
    PAGE,
    Replacing,
    WantedPast,
    count_past,
    keeps,
    past_for,
    past_page,
    replacing,
    standing_to_import,
)
from eia.assessments.register.choices import TITLES, choices
from eia.assessments.register.wanted import WAYS as DIRECTIONS
from eia.assessments.views.blueprint import blueprint, me
from eia.assessments.views.register import Chosen, address_of
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound, Refused
from eia.files.keeping import kept
from eia.files.views import folder, largest, send, takes_files
from eia.people.queries import Standings
from eia.spreadsheets.writing import FORMS, Cell, Listing, sent

ID = "int(max=2147483647)"
ONE = f"/past/<{ID}:past_id>"
LARGEST_ID = 2**31 - 1
BATCH = 500
SIGNED = "Imported, not signed here"
FILTERS = ("text", "organisation", "unit", "characteristic", "direction", "due")
MORE = (("imported_by", "Imported for"), ("replaced_by", "Replaced by"), ("standing", "How it counts"))


@blueprint.get("/past", endpoint="past")
def past() -> str:
    by, known = me(), known_choices(me())
    wanted = wanted_past(request.args, known)
    rows = past_page(db.session(), by, wanted)
    asked = asked_past(wanted)
    return render_template(
        "assessments/past.html",
        rows=rows[:PAGE],
        total=count_past(db.session(), by, wanted),
        replaced=replacing(db.session(), [row.id for row in rows]),
        known=known,
        titles=TITLES,
        asked=asked,
        chosen=[Chosen(TITLES[name], known.get(name, {}).get(value, value), address_of({**asked, name: None}, "past"))
                for name, value in asked.items()],
        turned=bool(wanted.after),
        next=address_of({**asked, "after": rows[PAGE - 1].id}, "past") if len(rows) > PAGE else "",
        forms=[(form.upper(), address_of({**asked, "ending": form}, "past_export")) for form in FORMS],
        may_import=standing_to_import(by) is not None,
        signed=SIGNED,
        full_width=True,
    )  # fmt: skip


@blueprint.get("/past/list.<any(csv, xlsx, json):ending>")
def past_export(ending: str) -> Response:
    """Exactly what is wanted, in the columns a list is read by."""
    by = me()
    wanted = wanted_past(request.args, known_choices(by))
    titles = [*((key, names[0]) for key, names in columns().items()), *MORE]
    return sent(Listing("past-assessments", titles, lambda: _rows(by, wanted)), ending)


@blueprint.route(ONE, methods=["GET", "POST"])
@takes_files
def past_assessment(past_id: int) -> Answer | str:
    row, by = past_for(db.session(), past_id, me()), me()
    form = document_form(largest())
    if request.method == "POST" and keeps(by, row) is None:
        raise NotAllowed(f"Only an equality adviser or an administrator of {row.organisation.name} can add it.")
    if form.validate_on_submit():
        try:
            with kept(form.file.data, folder(), largest()) as received, transaction() as session:
                add_document(session, past_id, received, by=by)
        except Refused as refusal:
            row = past_for(db.session(), past_id, by)
            form.file.errors = [reason.text for reason in refusal.reasons]
        else:
            flash(f"{received.name} was added.", "done")
            return redirect(url_for("assessments.past_assessment", past_id=past_id), 303)
    return _page(row, form, by)


@blueprint.get(f"{ONE}/document")
def past_document(past_id: int) -> Answer:
    row = past_for(db.session(), past_id, me())
    if row.file is None:
        raise NotFound("No document was added to it.")
    return send(row.file, row.file_name)


def wanted_past(args: Mapping[str, str], known: Mapping[str, Mapping[str, str]]) -> WantedPast:
    """What the address asks for; what it cannot ask for is as good as not asked."""
    given = {name: args.get(name, "") if args.get(name, "") in known[name] else "" for name in known}
    after = args.get("after", "")
    last = int(after) if after.isascii() and after.isdigit() and len(after) < 11 else 0
    return WantedPast(
        text=" ".join(args.get("text", "")[:200].replace("\0", " ").split()), organisation=given["organisation"],
        unit=int(given["unit"] or 0), characteristic=given["characteristic"], direction=given["direction"],
        due=given["due"], after=last if last <= LARGEST_ID else 0,
    )  # fmt: skip


def asked_past(wanted: WantedPast) -> dict[str, str]:
    return {name: str(value) for name in FILTERS if (value := getattr(wanted, name))}


def known_choices(by: Standings) -> dict[str, Mapping[str, str]]:
    of = choices(db.session(), by).of
    return {"organisation": of["organisation"], "unit": of["unit"], "characteristic": characteristics(),
            "direction": DIRECTIONS, "due": DUES}  # fmt: skip


def _page(row: PastAssessment, form: DocumentForm, by: Standings) -> str:
    return render_template(
        "assessments/past_assessment.html",
        row=row,
        form=form,
        ways=WAYS,
        characteristics=characteristics(),
        replaced=replacing(db.session(), [row.id]).get(row.id),
        may_add=row.file_id is None and keeps(by, row) is not None,
        trail=entries(db.session(), row.stream, newest=20),
        signed=SIGNED,
    )


def _rows(by: Standings, wanted: WantedPast) -> Iterator[Sequence[Cell]]:
    """In batches along the order of the list, each by a read of its own."""
    while True:
        session = db.session()
        found = past_page(session, by, wanted, BATCH)
        begun = replacing(session, [row.id for row in found])
        yield from (_cells(row, begun.get(row.id)) for row in found[:BATCH])
        if len(found) <= BATCH:
            return
        wanted = replace(wanted, after=found[BATCH - 1].id)
        session.expunge_all()


def _cells(row: PastAssessment, begun: Replacing | None) -> Sequence[Cell]:
    others = "; ".join(one.code for one in row.organisations if one.id != row.organisation_id)
    ways = [WAYS.get(row.effects.get(key, ""), "") for key in characteristics()]
    return [
        row.reference, row.title, row.policy_number, others, row.unit.name if row.unit else "", row.signed_on,
        row.signed_by, row.outcome, row.review_on, row.link or row.file_name, *ways, row.organisation.name,
        begun.reference if begun and begun.is_signed else "", SIGNED,
    ]  # fmt: skip
