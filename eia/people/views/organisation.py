"""The languages an organisation publishes in, and the trail of who was let do what in it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.audit.models import AuditEntry
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotAllowed
from eia.people.commands.languages import name_second_language
from eia.people.forms.administration import LanguageForm
from eia.people.offices import Office
from eia.people.streams import stream_of
from eia.people.viewer import current_viewer, standings_now
from eia.people.views.blueprint import administrator, blueprint

ENTRIES = 50


@blueprint.route("/people/languages", methods=["GET", "POST"])
def languages() -> str | Response:
    organisation = administrator().person.organisation
    form = LanguageForm(language=organisation.second_language)
    if form.validate_on_submit():
        organisation_id = organisation.id
        with transaction() as session:
            name_second_language(session, organisation_id, form.language.data or "", by=standings_now(session))
        flash("The change was saved.")
        return redirect(url_for("people.administration"), 303)
    return render_template("people/languages.html", form=form)


@blueprint.get("/people/trail")
def trail() -> str:
    viewer = current_viewer()
    here = [viewer.person.organisation_id]
    if not (viewer.standings.holds(Office.ADMINISTRATOR, here) or viewer.standings.holds(Office.AUDITOR, here)):
        raise NotAllowed("Only administrators and auditors of this organisation may read this trail.")
    before = request.args.get("before", 0, type=int)
    stream = stream_of(viewer.person.organisation)
    found = entries(db.session(), stream, newest=ENTRIES + 1, before=before if 0 < before < 2**31 else 0)
    shown = found[:ENTRIES]
    return render_template(
        "people/trail.html",
        entries=[_line(entry) for entry in shown],
        older=shown[-1].sequence if len(found) > ENTRIES else 0,
        turned=before > 0,
    )


def _line(entry: AuditEntry) -> dict[str, object]:
    """One entry as the timeline shows it; what was blanked is said to be."""
    body = entry.payload.body if entry.payload else None
    if body is None:
        return {"title": "Details removed", "instant": entry.at}
    actor = body["actor"]
    by = f"by {actor['name']}" + (f", {actor['office']}" if actor["office"] else "")
    return {"title": body["sentence"] or entry.event, "byline": by, "instant": entry.at, "html": body["note"]}
