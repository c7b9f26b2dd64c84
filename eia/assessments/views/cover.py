"""The page on which an author says that the assessment of something larger covers this one."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from eia.assessments.commands.covering import cover_by_parent, take_cover_back
from eia.assessments.covers import possible_parents
from eia.assessments.forms.cover import cover_form
from eia.assessments.guards.cover import cover_lost
from eia.assessments.views.blueprint import VERSION, blueprint, me, posted_number, to, whole, writable
from eia.assessments.views.going_on import can_write
from eia.assessments.views.offers import where_it_is
from eia.db import db, transaction


@blueprint.route(f"{VERSION}/cover", methods=["GET", "POST"])
def cover(reference: str, number: int) -> Response | str:
    case = whole(reference, number)
    form = cover_form(case, possible_parents(db.session(), case, me()))
    if form.validate_on_submit():
        version_id = case.version.id
        with transaction() as session:
            case = cover_by_parent(
                session, version_id, int(form.parent.data), form.reason.data, by=me(), seen=form.seen.data or 0
            )
        flash("Saved. Nothing else has to be answered to screen it out.", "done")
        return to("version", case)
    return render_template(
        "assessments/cover.html",
        case=case,
        form=form,
        lost=cover_lost(case),
        writable=can_write(case, "screening"),
        where=where_it_is(case, me()),
    )


@blueprint.post(f"{VERSION}/cover/remove")
def remove_cover(reference: str, number: int) -> Response:
    version_id = writable(reference, number)
    with transaction() as session:
        case = take_cover_back(session, version_id, by=me(), seen=posted_number("seen"))
    flash("Taken back. The screening is answered for each characteristic.", "done")
    return to("version", case)
