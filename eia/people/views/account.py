"""One's own account: where one is signed in, the password, who acts for one and for whom one acts."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia import clock
from eia.db import db, transaction
from eia.errors import NotFound
from eia.people import lists, passwords, reset_links, sessions
from eia.people.access import carries_nothing, public
from eia.people.commands.accounts import set_password_by_link
from eia.people.commands.choices import choose_messages
from eia.people.commands.deputies import confirm_deputy, end_deputy
from eia.people.commands.signing_in import change_password, kept_hash
from eia.people.forms.signing_in import ChangePasswordForm, MessagesForm, NewPasswordForm
from eia.people.leave import leaves_to_come
from eia.people.models import Deputy, MessageChoice, ResetLink
from eia.people.viewer import current_viewer, standings_now
from eia.people.views.blueprint import NUMBER, blueprint
from eia.people.views.offices import deputy_page

HERE = "people.your_account"


@blueprint.get("/your-account")
def your_account() -> str:
    viewer = current_viewer()
    session = db.session()
    return render_template(
        "people/your_account.html",
        person=viewer.person,
        standings=viewer.standings,
        session_id=viewer.session_id,
        sessions=sessions.open_sessions(session, viewer.person.id),
        deputies=lists.deputies_around(session, viewer.person.id),
        leaves=leaves_to_come(session, viewer.person.id),
        today=clock.today(),
        has_password=kept_hash(session, viewer.person.id) is not None,
        daily=_daily(viewer.person.id),
    )


def _daily(person_id: int) -> bool:
    choice = db.session().get(MessageChoice, person_id)
    return choice is not None and choice.daily


@blueprint.route("/your-account/messages", methods=["GET", "POST"])
def choose_your_messages() -> str | Response:
    """At once, or one message a day."""
    form = MessagesForm(data={"messages": "daily" if _daily(current_viewer().person.id) else "at_once"})
    if form.validate_on_submit():
        with transaction() as session:
            choose_messages(session, by=standings_now(session), daily=form.messages.data == "daily")
        flash("Your choice is saved.", "done")
        return redirect(url_for(HERE), 303)
    return render_template("people/messages.html", form=form)


@blueprint.post(f"/your-account/sessions/<{NUMBER}:session_id>/end")
def end_your_session(session_id: int) -> Response:
    with transaction() as session:
        ended = sessions.end(session, current_viewer().person.id, only=session_id)
    if not ended:
        raise NotFound
    flash("That browser was signed out.")
    return redirect(url_for(HERE), 303)


@blueprint.post("/your-account/sessions/end-others")
def end_your_other_sessions() -> Response:
    viewer = current_viewer()
    with transaction() as session:
        sessions.end(session, viewer.person.id, but=viewer.session_id)
    flash("Every other browser was signed out.")
    return redirect(url_for(HERE), 303)


@blueprint.route("/your-account/password", methods=["GET", "POST"])
@carries_nothing
def change_your_password() -> str | Response:
    viewer = current_viewer()
    form = ChangePasswordForm()
    if form.validate_on_submit() and not form.asks_more(viewer.person.name, viewer.person.email):
        old = kept_hash(db.session(), viewer.person.id)
        db.session().rollback()
        if old is not None and passwords.is_password(form.password.data, old):
            new = passwords.hash_password(form.new_password.data)
            with transaction() as session:
                by = standings_now(session)
                changed = change_password(session, by=by, session_id=viewer.session_id, old=old, new=new)
            if changed:
                flash("Your password was changed. Every other browser was signed out.")
                return redirect(url_for(HERE), 303)
        form.password.errors = ["This is not your password now. Enter it again."]
    return render_template("people/change_password.html", form=form)


@blueprint.route("/your-account/deputies/new", methods=["GET", "POST"])
def new_deputy_of_yours() -> str | Response:
    return deputy_page(current_viewer().person, back=url_for(HERE))


@blueprint.post(f"/your-account/deputies/<{NUMBER}:deputy_id>/agree")
def agree_to_your_deputy(deputy_id: int) -> Response:
    row = _deputy_of_yours(deputy_id)
    with transaction() as session:
        confirm_deputy(session, row, by=standings_now(session))
    flash(f"{row.deputy.name} may act for you.")
    return redirect(url_for(HERE), 303)


@blueprint.post(f"/your-account/deputies/<{NUMBER}:deputy_id>/end")
def end_your_deputy(deputy_id: int) -> Response:
    row = _deputy_of_yours(deputy_id)
    with transaction() as session:
        end_deputy(session, row, by=standings_now(session))
    flash(f"{row.deputy.name} no longer acts for {row.principal.name}.")
    return redirect(url_for(HERE), 303)


def _deputy_of_yours(deputy_id: int) -> Deputy:
    row = db.session().get(Deputy, deputy_id)
    if row is None or current_viewer().person.id not in (row.principal_id, row.deputy_id):
        raise NotFound
    return row


@blueprint.route("/set-password/<token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> str | Response:
    """Opening the page uses nothing up: mail programs open links before people do."""
    link = reset_links.find(db.session(), token)
    if link is None:
        return render_template("people/link_over.html")
    form = NewPasswordForm()
    if form.validate_on_submit() and not form.asks_more(link.person.name, link.person.email):
        link_id = link.id
        db.session().rollback()
        hashed = passwords.hash_password(form.new_password.data)
        with transaction() as session:
            set_password_by_link(session, session.get_one(ResetLink, link_id), hashed)
        flash("Your password is set. Sign in with it.")
        return redirect(url_for("people.sign_in"), 303)
    return render_template("people/set_password.html", form=form, email=link.person.email)
