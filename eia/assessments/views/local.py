"""The local part of an organisation: its page, and its line on the page of the assessment."""

from dataclasses import replace

from flask import flash, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.local import save_local
from eia.assessments.forms.local import LocalForm, local_form
from eia.assessments.guards.local import may_write_local, organisation_here, parts_to_give
from eia.assessments.joint.jointly import local_key
from eia.assessments.views.beside import beside
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.assessments.views.colliding import Sheet
from eia.assessments.views.offers import in_whose_hands, offer_of, where_it_is
from eia.assessments.views.saving import write
from eia.assessments.writing.sheets import local_place
from eia.errors import NotAllowed, NotOffered
from eia.people.models import Organisation


@blueprint.route(f"{VERSION}/local/<code>", methods=["GET", "POST"])
def local(reference: str, number: int, code: str) -> Response | str:
    def read(case: Case) -> Sheet:
        organisation = organisation_here(case, code)
        form = local_form(case, organisation.id)
        title = f"Local remarks for {organisation.name}"
        return Sheet(case, local_place(code), title, form, show=lambda: _page(case, organisation, form))

    def save(session: Session, sheet: Sheet) -> Case:
        return save_local(session, sheet.case.version_id, code, sheet.form.answers(), by=me(), seen=sheet.seen)

    def after(saved: Case) -> Response:
        flash("Saved.", "done")
        return to("version", saved)

    return write(whole(reference, number), read, save, after)


def _page(case: Case, organisation: Organisation, form: LocalForm) -> str:
    key = local_key(organisation.code)
    own, where = beside(case, local_place(organisation.code), form), where_it_is(case, me())
    asked = [row for row in case.in_hand if row.section == key and row.person_id == me().person_id]
    if asked and where.next and where.next.step.action == "hand_back_sections":
        where = replace(where, next=None)  # it stands beside what was asked, once
    return render_template(
        "assessments/local_part.html",
        case=case,
        organisation=organisation,
        own=case.local_of(organisation.id),
        form=form,
        beside=own,
        asked=asked,
        gives=offer_of(case, "give_local_part", me()) is not None and organisation in parts_to_give(case, me()),
        refusal=_refusal(case, organisation),
        where=where,
    )


def _refusal(case: Case, organisation: Organisation) -> str:
    """Why this person cannot write it now; "" when they can."""
    try:
        may_write_local(case, organisation, me())
    except (NotAllowed, NotOffered) as refusal:
        return refusal.reasons[0].text
    return ""


def local_lines(case: Case) -> list[dict[str, str]]:
    """A line of the task list for each organisation, when there is more than one."""
    return [_line(case, organisation) for organisation in case.bound] if len(case.bound) > 1 else []


def _line(case: Case, organisation: Organisation) -> dict[str, str]:
    own = case.local_of(organisation.id)
    written = own is not None and own.says_something
    return {
        "title": f"Local remarks for {organisation.name}",
        "href": url_for("assessments.local", code=organisation.code, **case.address),  # type: ignore[arg-type]
        "hint": in_whose_hands(case, local_key(organisation.code), me()),
        "status": "Carried over" if own and own.carried_over else "Written" if written else "Nothing added",
        "colour": "yellow" if own and own.carried_over else "",
    }
