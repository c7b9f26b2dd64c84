"""What was returned, point by point, and the author's replies."""

from flask import flash, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.replying import reply_to_points
from eia.assessments.forms.points import PointsForm, points_form
from eia.assessments.sections import section_titles
from eia.assessments.views.beside import beside
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.assessments.views.colliding import Sheet
from eia.assessments.views.going_on import can_write
from eia.assessments.views.offers import where_it_is
from eia.assessments.views.saving import write
from eia.assessments.writing.replies import POINTS, points_to_answer, reply_name
from eia.assessments.writing.sheets import Place
from eia.errors import Stale

PLACE = Place(POINTS, POINTS)


@blueprint.route(f"{VERSION}/points", methods=["GET", "POST"])
def points(reference: str, number: int) -> Response | str:
    def read(case: Case) -> Sheet:
        _refuse_another_return(case)
        form = points_form(case)
        return Sheet(
            case, PLACE, "What was returned", form,
            show=lambda: _page(case, form), heading=lambda name: _point_words(case, name),
        )  # fmt: skip

    def save(session: Session, sheet: Sheet) -> Case:
        return reply_to_points(session, sheet.case.version_id, sheet.form.replies(), by=me(), seen=sheet.seen)

    def after(saved: Case) -> Response:
        flash("Your replies are saved.", "done")
        return to("version", saved)

    return write(whole(reference, number), read, save, after)


def _refuse_another_return(case: Case) -> None:
    """Replies to points that were sent since, and returned anew, belong to no point that can be answered now."""
    known = {reply_name(point) for point in points_to_answer(case)}
    if any(name.startswith("reply-") and name not in known for name in request.form):
        raise Stale(
            "This was sent and returned again since you opened it, and other points wait for your reply now. Copy what "
            "you typed, then open the points again."
        )


def _point_words(case: Case, name: str) -> str:
    """Which point a reply is about: “Evidence and gaps, point 2”."""
    points = points_to_answer(case)
    number = next(number for number, point in enumerate(points, start=1) if reply_name(point) == name)
    title = section_titles(case).get(points[number - 1].section, "")
    return f"{title}, point {number}"


def _page(case: Case, form: PointsForm) -> str:
    own = beside(case, PLACE, form)
    return render_template(
        "assessments/points.html",
        case=case,
        titles=section_titles(case),
        form=form,
        may_reply=can_write(case, POINTS),
        beside=own,
        where=where_it_is(case, me()),
    )
