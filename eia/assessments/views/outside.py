"""For the author and advisers: links for readers outside, how often they were opened, and what came back."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.outside import decline, make_link, revoke_link, take_over
from eia.assessments.forms.outside import DeclineForm, LinkForm, link_form
from eia.assessments.guards.outside import closed_because, keeper
from eia.assessments.guards.who import writer_of
from eia.assessments.models import OutsideComment
from eia.assessments.outside import readers
from eia.assessments.sections import section_titles
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole, writable
from eia.assessments.views.going_on import can_write
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound

ID = "int(max=2147483647)"


@blueprint.get(f"{VERSION}/outside-readers")
def outside_readers(reference: str, number: int) -> str:
    case = _kept(reference, number)
    return _links_page(case, link_form(case))


@blueprint.post(f"{VERSION}/outside-readers")
def make_outside_link(reference: str, number: int) -> Response | str:
    """The page that answers shows the secret, once: it is not kept, so no other page could."""
    case = _kept(reference, number)
    form = link_form(case)
    if not form.validate_on_submit():
        return _links_page(case, form)
    version_id, group, days, parts = case.version.id, form.group_name.data, form.days.data, form.parts.data
    with transaction() as session:
        link, token = make_link(session, version_id, by=me(), group_name=group, days=days, parts=parts)
        until = link.until_day
    address = url_for("outside.read", token=token, _external=True)
    return _links_page(_kept(reference, number), link_form(case), made=address, group=group, until=until, bare=True)


@blueprint.post(f"{VERSION}/outside-readers/<{ID}:link_id>/revoke")
def revoke_outside_link(reference: str, number: int, link_id: int) -> Response:
    case = _kept(reference, number)
    version_id = case.version.id
    with transaction() as session:
        group = revoke_link(session, version_id, link_id, by=me()).group_name
    flash(f"The link for “{group}” opens nothing any more.", "done")
    return to("outside_readers", case)


@blueprint.get(f"{VERSION}/outside-comments")
def outside_comments(reference: str, number: int) -> str:
    case = whole(reference, number)
    rows = readers.comments_of(db.session(), case.version.id, below=_below())
    return render_template(
        "assessments/outside_comments.html",
        case=case,
        comments=rows[: readers.PAGE],
        more=rows[readers.PAGE - 1].id if len(rows) > readers.PAGE else 0,
        titles=section_titles(case),
        closed=closed_because(case),
        may_answer=writer_of(case, "consultation", me()) is not None and not closed_because(case),
        may_take=can_write(case, "consultation"),
    )


@blueprint.post(f"{VERSION}/outside-comments/<{ID}:comment_id>/take-over")
def take_outside_comment(reference: str, number: int, comment_id: int) -> Response:
    version_id = writable(reference, number)
    with transaction() as session:
        case = take_over(session, version_id, comment_id, by=me(), seen=0)
        point = case.version.raised_points[-1].id
    flash("Taken over. Now say what was done about it.", "done")
    return to("change_row", case, kind="raised_point", row_id=point)


@blueprint.route(f"{VERSION}/outside-comments/<{ID}:comment_id>/decline", methods=["GET", "POST"])
def decline_outside_comment(reference: str, number: int, comment_id: int) -> Response | str:
    case = whole(reference, number)
    comment = db.session().get(OutsideComment, comment_id)
    if comment is None or comment.version_id != case.version.id:
        raise NotFound("There is no such comment.")
    form = DeclineForm()
    if form.validate_on_submit():
        version_id, reason = case.version.id, form.reason.data
        with transaction() as session:
            case = decline(session, version_id, comment_id, by=me(), reason=reason)
        flash("Not taken over. The comment and your reason stay on record.", "done")
        return to("outside_comments", case)
    return render_template("assessments/outside_decline.html", case=case, comment=comment, form=form)


def _kept(reference: str, number: int) -> Case:
    """The version, for those who may let others read it."""
    case = whole(reference, number)
    if keeper(case, me()) is None:
        raise NotAllowed("Only the author or an equality adviser can let readers outside read this.")
    return case


def _links_page(case: Case, form: LinkForm, *, bare: bool = False, **made: object) -> str:
    links = readers.links_of(db.session(), case.version.id, below=_below())
    return render_template(
        "assessments/outside_readers.html",
        case=case,
        form=None if bare else form,
        links=links[: readers.PAGE],
        more=links[readers.PAGE - 1].link.id if len(links) > readers.PAGE else 0,
        titles=section_titles(case),
        closed=closed_because(case),
        **made,
    )


def _below() -> int:
    before = request.args.get("before", "")
    return int(before) if before.isascii() and before.isdigit() and len(before) < 10 else 0
