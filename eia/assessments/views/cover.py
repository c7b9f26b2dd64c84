"""The page on which an author says that the assessment of something larger covers this one."""

from flask import flash, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.covering import cover_by_parent, take_cover_back
from eia.assessments.forms.cover import CoverForm, cover_form
from eia.assessments.guards.cover import cover_lost
from eia.assessments.joint.covers import possible_parents
from eia.assessments.joint.jointly import COVER
from eia.assessments.views.beside import beside
from eia.assessments.views.blueprint import VERSION, blueprint, me, posted_number, to, whole, writable
from eia.assessments.views.colliding import Sheet
from eia.assessments.views.going_on import can_write
from eia.assessments.views.offers import where_it_is
from eia.assessments.views.saving import write
from eia.assessments.writing.sheets import Place
from eia.db import db, transaction
from eia.errors import Refused

PLACE = Place(COVER, COVER)


@blueprint.route(f"{VERSION}/cover", methods=["GET", "POST"])
def cover(reference: str, number: int) -> Response | str:
    def read(case: Case) -> Sheet:
        form = cover_form(case, possible_parents(db.session(), case, me()))
        return Sheet(case, PLACE, "Covered by another assessment", form, show=lambda: _page(case, form))

    def save(session: Session, sheet: Sheet) -> Case:
        form = sheet.form
        parent_id, reason = int(form["parent"].data), str(form["reason"].data)
        return cover_by_parent(session, sheet.case.version_id, parent_id, reason, by=me(), seen=sheet.seen)

    def after(saved: Case) -> Response:
        flash("Saved. Nothing else has to be answered to screen it out.", "done")
        return to("version", saved)

    try:
        return write(whole(reference, number), read, save, after)
    except Refused as refusal:
        sheet = read(whole(reference, number))
        sheet.form["parent"].errors = [reason.text for reason in refusal.reasons]
        return sheet.show()


def _page(case: Case, form: CoverForm) -> str:
    own = beside(case, PLACE, form)
    return render_template(
        "assessments/cover.html",
        case=case,
        form=form,
        beside=own,
        lost=cover_lost(case),
        writable=can_write(case, COVER),
        where=where_it_is(case, me()),
    )


@blueprint.post(f"{VERSION}/cover/remove")
def remove_cover(reference: str, number: int) -> Response:
    version_id = writable(reference, number)
    with transaction() as session:
        case = take_cover_back(session, version_id, by=me(), seen=posted_number("seen"))
    flash("Taken back. The screening is answered for each characteristic.", "done")
    return to("version", case)
