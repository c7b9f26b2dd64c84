"""Signing in and out. What was posted after a session had ended travels through the sign-in page (carried.py)."""

from flask import abort, flash, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.people import access, demonstration, known_browser, sessions
from eia.people.access import public
from eia.people.carried import Carried, pack, unpack
from eia.people.commands.signing_in import CheckedIn, check_in, sign_in_for_demonstration
from eia.people.forms.signing_in import SignInForm
from eia.people.models import Person
from eia.people.names import folded_address
from eia.people.views.blueprint import blueprint

LONGEST_PATH = 300
WRONG = "The email address or the password is wrong. Check both and try again."


@blueprint.get("/sign-in")
@public
def sign_in() -> str | Response:
    wanted = access.local_path(request.args.get("next", ""))
    if current_user.is_authenticated:
        return redirect(wanted or "/", 303)
    return sign_in_page(wanted=wanted)


@blueprint.post("/sign-in")
@public
def sign_in_try() -> str | Response | tuple[str, int]:
    form = SignInForm()
    carried = unpack(request.form.get("carried", ""))
    if not form.validate():
        return sign_in_page(form=form, carried=carried)
    mark = known_browser.mark_for(request, folded_address(form.email.data))
    agent = request.headers.get("User-Agent", "")
    came = check_in(
        form.email.data,
        form.password.data,
        address=request.remote_addr or "",
        browser=sessions.browser_in_words(agent),
        mark=mark,
    )
    if not came.token:
        form.email.errors = [_why_not(came)]
        return sign_in_page(form=form, carried=carried), 429 if came.wait else 200
    access.sign_in(came.token)
    response = _welcome(carried, access.local_path(form.next.data or ""))
    known_browser.remember(response, request, folded_address(form.email.data))
    return response


@blueprint.post("/sign-out")
def sign_out() -> Response:
    with transaction() as writing:
        sessions.end(writing, current_user.person.id, only=current_user.session_id)
    access.sign_out()
    flash("You have signed out.")
    return redirect(url_for("people.sign_in"), 303)


@blueprint.post("/sign-in/demonstration")
@public
def sign_in_as() -> Response:
    """One click, and only where `demonstration.py` allows it; elsewhere the page does not exist."""
    if not _offers_one_click():
        abort(404)
    with transaction() as writing:
        person = writing.get(Person, request.form.get("person", type=int) or 0)
        if person is None or person.closed_at is not None:
            abort(404)
        browser = sessions.browser_in_words(request.headers.get("User-Agent", ""))
        token = sign_in_for_demonstration(writing, person, browser=browser)
    access.sign_in(token)
    carried = unpack(request.form.get("carried", ""))
    return _welcome(carried, access.local_path(request.form.get("next", "")))


def sign_in_page(
    *, form: SignInForm | None = None, carried: Carried | None = None, wanted: str = "", posted: bool = False
) -> str:
    """The page to sign in on. `posted`: it answers a post that came after the session had ended."""
    form = form or SignInForm(formdata=None, next=wanted if len(wanted) <= LONGEST_PATH else "")
    packed = pack(carried) if carried else ""
    one_click = _offers_one_click()
    return render_template(
        "people/sign_in.html",
        form=form,
        packed=packed,
        to_copy=carried.for_reading if carried and not packed else [],
        posted=posted,
        was_here=access.TOKEN in session and not current_user.is_authenticated,
        accounts=demonstration.accounts(db.session()) if one_click else [],
    )


def _welcome(carried: Carried | None, wanted: str) -> Response:
    if carried is None:
        return redirect(wanted or "/", 303)
    if carried.person_id != current_user.person.id:
        flash("Somebody else was writing in this browser before you. What they wrote was not kept.")
        return redirect("/", 303)
    return make_response(render_template("people/carried.html", carried=carried))


def _why_not(came: CheckedIn) -> str:
    if not came.wait:
        return WRONG
    seconds = "1 second" if came.wait == 1 else f"{came.wait} seconds"
    return f"There were many tries to sign in. Wait {seconds}, then try again: nothing is locked."


def _offers_one_click() -> bool:
    return demonstration.is_on_this_machine(request) and demonstration.is_demonstration(db.session())
