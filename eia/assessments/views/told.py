"""Who was told: every message about an assessment, to whom, when, and whether it was sent."""

from flask import render_template, request

from eia.assessments.views.blueprint import VERSION, blueprint, me, whole
from eia.db import db
from eia.notices.queries import notices_about
from eia.people.lists import offices_today
from eia.people.offices import Office


@blueprint.get(f"{VERSION}/told")
def told(reference: str, number: int) -> str:
    case = whole(reference, number)
    found = notices_about(db.session(), case.assessment.stream, before=request.args.get("before", type=int))
    people = {notice.person_id for notice in found.notices}
    return render_template(
        "assessments/told.html",
        case=case,
        found=found,
        offices=offices_today(db.session(), sorted(people)),
        administered=me().organisations_of(Office.ADMINISTRATOR),
        turned="before" in request.args,
    )
