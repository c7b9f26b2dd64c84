"""The page behind a link for readers outside: one version, no way into the system, and a place to comment.

No cookie is made or read here: the secret in the address is all that lets anybody in. It stays out of referrers, of
caches and of search engines. Unknown, revoked and over look alike.
"""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.assessments.case import Case, load_case
from eia.assessments.commands.outside import note_opening, write_comment
from eia.assessments.forms.outside import CommentForm, comment_form
from eia.assessments.guards.outside import closed_because
from eia.assessments.loading import read_whole
from eia.assessments.models import OutsideLink
from eia.assessments.outside.readers import link_behind
from eia.assessments.sections import sections_of
from eia.assessments.views.consulting import log_of
from eia.assessments.views.glance import harms_and_gains, screening_in_words
from eia.assessments.workflow import TABLE
from eia.assessments.writing.two_languages import in_both
from eia.db import db, transaction
from eia.error_pages import Kept, kept_text
from eia.errors import Busy, NotFound, NotOffered
from eia.forms import Choice, csrf
from eia.people.access import public
from eia.people.throttle import Subject, count_try, network_of

blueprint = Blueprint("outside", __name__, url_prefix="/outside")
csrf.exempt(blueprint)
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"}
TOO_OFTEN = "Too much came from your network at once. Nothing was saved."


@blueprint.get("/<token>")
@public
def read(token: str) -> Response:
    if wait := _wait("outside_reading", network_of(request.remote_addr or "")):
        return _slow_down(wait)
    link = link_behind(db.session(), token)
    if link is None:
        return _nothing_here()
    link_id = link.id
    try:
        with transaction() as session:
            note_opening(session, link_id)
    except Busy:
        return _slow_down(5)
    link = link_behind(db.session(), token)
    return _page(link, _form(link)) if link else _nothing_here()


@blueprint.post("/<token>")
@public
def comment(token: str) -> Response:
    link = link_behind(db.session(), token)
    if link is None:
        return _nothing_here()
    form = _form(link)
    if not form.validate():
        return _page(link, form)
    if form.website.data:
        form.comment.errors = ["This was not sent, because a box that people do not see was filled in. Send it again."]
        form.website.data = ""
        return _page(link, form)
    if wait := _wait("outside_comment", f"{link.id} {network_of(request.remote_addr or '')}"):
        return _slow_down(wait)
    given = {"words": form.comment.data, "name": form.name.data, "section": form.section.data or ""}
    try:
        with transaction() as session:
            write_comment(session, token, **given)
    except NotOffered:
        return _page(link_behind(db.session(), token), form, status=409)
    except NotFound:
        return _nothing_here()
    return _with_headers(redirect(url_for("outside.read", token=token, sent=1, _anchor="sent"), 303))


def _wait(kind: str, value: str) -> int:
    """Seconds to wait, or 0 when this was counted. What is counted by is kept as a digest, a quarter of an hour."""
    with transaction() as session:
        return count_try(session, [Subject(kind, value)])


def _form(link: OutsideLink) -> CommentForm:
    case = load_case(db.session(), link.version_id)
    return comment_form([Choice(s.key, s.title) for s in sections_of(case) if _is_shown(link, s.key)])


def _is_shown(link: OutsideLink, key: str) -> bool:
    return not link.parts or key in link.parts.split("+")


def _page(link: OutsideLink | None, form: CommentForm, *, status: int = 200) -> Response:
    if link is None:
        return _nothing_here()
    case = load_case(db.session(), link.version_id)
    read_whole(db.session(), case.version)
    closed = closed_because(case)
    return _answer(
        render_template(
            "outside/version.html",
            case=case,
            link=link,
            state=TABLE.states[case.state],
            shown=[s for s in sections_of(case) if _is_shown(link, s.key) and _says_something(case, s.key)],
            **log_of(case),
            **in_both(case),
            findings=harms_and_gains(case),
            screened=screening_in_words(case),
            form=form,
            closed=closed,
            kept=_typed() if closed else [],
            sent="sent" in request.args and not form.errors,
        ),
        status,
    )


def _says_something(case: Case, key: str) -> bool:
    rows = {
        "screening": case.version.cells,
        "evidence": [*case.version.evidence, *case.version.gaps],
        "consultation": case.version.consultations,
        "options": case.version.options,
        "impacts": case.version.impacts,
        "mitigation": case.version.mitigations,
    }
    section = case.section(key)
    return bool(rows.get(key)) or bool(section and any(section.answers.values()))


def _typed() -> list[Kept]:
    """What a reader typed that was not saved, to be copied."""
    return [kept for kept in kept_text() if kept.label in ("Comment", "Name")]


def _nothing_here() -> Response:
    return _answer(render_template("outside/nothing_here.html", kept=_typed()), 404)


def _slow_down(wait: int) -> Response:
    answer = _answer(render_template("outside/slow_down.html", wait=wait, kept=_typed()), 429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _answer(page: str, status: int) -> Response:
    return _with_headers(make_response(page, status))


def _with_headers(answer: Response) -> Response:
    answer.headers.update(HEADERS)
    return answer
