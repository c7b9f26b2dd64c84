"""The page on which sources are taken from the library into a version."""

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from eia import clock
from eia.assessments.case import Case
from eia.assessments.commands.taking import take_from_library
from eia.assessments.evidence.released import offered
from eia.assessments.forms.taking import TakingForm
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.assessments.views.going_on import can_write
from eia.assessments.views.offers import where_it_is
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound, Refused
from eia.library.forms import strengths
from eia.library.queries import LibraryPage, Wanted, areas, library_page, organisations
from eia.library.views import is_old, months, narrowed, wanted_now
from eia.pages import counted

ONLY_WRITERS = "Evidence is taken from the library by those who can write in this section now."


@blueprint.route(f"{VERSION}/evidence/library", methods=["GET", "POST"])
def take_evidence(reference: str, number: int) -> Response | str:
    case = whole(reference, number)
    if not can_write(case, "evidence"):
        raise NotAllowed(ONLY_WRITERS)
    wanted = wanted_now()
    page = library_page(db.session(), me(), wanted, today=clock.today(), months=months())
    form = TakingForm()
    form.offer(page.editions, {(row.library_entry_id, row.library_edition) for row in case.version.evidence})
    if form.validate_on_submit():
        version_id, ticked = case.version.id, form.taken.data
        try:
            with transaction() as session:
                case = take_from_library(session, version_id, ticked, by=me())
        except Refused as refusal:
            form.taken.errors = [reason.text for reason in refusal.reasons]
            case = whole(reference, number)
        else:
            flash(f"{counted(len(ticked), 'source')} taken from the library.", "done")
            return to("section", case, key="evidence", anchor="list-evidence")
    return _page(case, form, page, wanted)


@blueprint.post(f"{VERSION}/evidence/released/<int(max=2147483647):source_id>")
def put_in_release(reference: str, number: int, source_id: int) -> Response:
    """A release of figures about what is assessed, with one press; back to the page the button stood on."""
    case = whole(reference, number)
    if not can_write(case, "evidence"):
        raise NotAllowed(ONLY_WRITERS)
    if source_id not in {one.source.edition_id for one in offered(db.session(), case)}:
        raise NotFound("There is no such release, or it was withdrawn. Read the process again.")
    version_id, about = case.version.id, request.form.get("about", "")
    with transaction() as session:
        case = take_from_library(session, version_id, [source_id], by=me())
    flash("It stands in the evidence now. Tick it where an answer rests on it.", "done")
    known = {one.key for one in case.framework.characteristics}
    return to("impact", case, about=about) if about in known else to("section", case, key="evidence")


def _page(case: Case, form: TakingForm, page: LibraryPage, wanted: Wanted) -> str:
    session, by = db.session(), me()
    return render_template(
        "assessments/take_evidence.html",
        case=case,
        form=form,
        page=page,
        wanted=wanted,
        narrowed=narrowed(wanted),
        areas=areas(session, by),
        organisations=organisations(session, by),
        strengths=strengths(),
        is_old=is_old,
        where=where_it_is(case, by),
    )
