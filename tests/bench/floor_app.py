"""Floor (b): the smallest Flask app of the same shape, on the same database.

The smallest page: whose session it is, one row, a template. The page of the same shape: that, and what any such service
has around and in a page: a frame with the navigation, and forty lines, read as rows, each with a link, a day and a
state. A post: the session, the CSRF check, a conditional UPDATE and an entry chained to the one before it. Nothing of
eia is imported.
"""

import hashlib
import json
import os
from datetime import date
from typing import Any

from flask import Flask, abort, redirect, render_template, session
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect, generate_csrf
from jinja2 import DictLoader
from sqlalchemy import event, insert, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.wrappers import Response


class Base(DeclarativeBase):
    pass


class FloorSession(Base):
    __tablename__ = "floor_session"
    token: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class FloorRecord(Base):
    __tablename__ = "floor_record"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    revision: Mapped[int]


class FloorLine(Base):
    """A line of a page: what an assessment, its sections, findings and steps are to eia."""

    __tablename__ = "floor_line"
    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(index=True)
    title: Mapped[str]
    state: Mapped[str]
    due: Mapped[date]


class FloorEntry(Base):
    __tablename__ = "floor_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(index=True)
    body: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


LINES = 40
"""As many as the page of an assessment has; home with full lists has sixty."""
ROOMS = ("Home", "Checks", "Assessments", "Actions", "Policies", "Promotion processes", "Meetings", "Evidence")
PAGE = """<!doctype html><html lang="en"><head><title>{{ row.state }}</title></head><body>
<p>{{ who.name }}</p><h1>Record {{ row.id }}</h1><p>{{ row.state }}, revision {{ row.revision }}</p>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}"><button>Sign</button></form>
</body></html>"""
FRAME = """<!doctype html><html lang="en" class="govuk-template">
<head><meta charset="utf-8"><title>{% block title %}{% endblock %} – Floor</title>
<link rel="stylesheet" href="{{ url_for('static', filename='app.css') }}"></head>
<body class="govuk-template__body"><a href="#main-content" class="govuk-skip-link">Skip to main content</a>
<header class="govuk-header"><div class="govuk-width-container"><a href="{{ url_for('page', number=1) }}">Floor</a>
<a class="govuk-link" href="{{ url_for('page', number=2) }}">{{ who.name }}</a>
<form method="post" action="{{ url_for('change', number=2) }}"><input type="hidden" name="csrf_token"
value="{{ csrf_token() }}"><button type="submit">Sign out</button></form></div></header>
<nav aria-label="Main"><ul>{% for room in rooms %}<li><a class="govuk-link"
href="{{ url_for('page', number=loop.index) }}"{% if loop.first %} aria-current="true"{% endif %}>{{ room }}</a></li>
{% endfor %}</ul></nav>
<div class="govuk-width-container"><main class="govuk-main-wrapper" id="main-content">
{% block content %}{% endblock %}</main></div>
<footer class="govuk-footer"><a class="govuk-link" href="{{ url_for('page', number=3) }}">Accessibility</a></footer>
<script type="module" src="{{ url_for('static', filename='app.js') }}"></script></body></html>"""
SHAPED = """{% extends "frame.html" %}
{% macro line(one) %}<li class="govuk-task-list__item govuk-task-list__item--with-link">
<div class="govuk-task-list__name-and-hint"><a class="govuk-link govuk-task-list__link"
href="{{ url_for('page', number=one.id) }}">{{ one.title }}</a>
<div class="govuk-task-list__hint">Due {{ one.due.day }} {{ one.due.strftime("%B %Y") }}</div></div>
<div class="govuk-task-list__status"><strong class="govuk-tag">{{ one.state }}</strong></div></li>{% endmacro %}
{% block title %}{{ row.state }}{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Record {{ row.id }}</h1>
<p class="govuk-body">{{ row.state }}, revision {{ row.revision }}</p>
<ul class="govuk-task-list">{% for one in lines %}{{ line(one) }}{% endfor %}</ul>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<button class="govuk-button">Sign</button></form>{% endblock %}"""
db = SQLAlchemy(model_class=Base)


def create_app(url: str) -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="only for measuring", SQLALCHEMY_DATABASE_URI=url, WTF_CSRF_TIME_LIMIT=None)
    app.jinja_loader = DictLoader(
        {"page.html": PAGE, "frame.html": FRAME, "shaped.html": SHAPED}
    )  # compiled once, as any app's
    db.init_app(app)
    CSRFProtect(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _open_sqlite)
    app.add_url_rule("/sign-in/<token>", view_func=sign_in)
    app.add_url_rule("/<int:number>", view_func=page)
    app.add_url_rule("/shaped/<int:number>", view_func=shaped)
    app.add_url_rule("/<int:number>", endpoint="change", view_func=change, methods=["POST"])
    return app


def sign_in(token: str) -> dict[str, str]:
    session["token"] = token
    return {"csrf_token": generate_csrf()}


def page(number: int) -> str:
    return render_template("page.html", who=_who(), row=db.session.get(FloorRecord, number))


def shaped(number: int) -> str:
    lines = db.session.scalars(select(FloorLine).where(FloorLine.record_id == number).order_by(FloorLine.id)).all()
    row = db.session.get(FloorRecord, number)
    return render_template("shaped.html", who=_who(), row=row, lines=lines, rooms=ROOMS)


def change(number: int) -> Response:
    who = _who()
    row = db.session.get_one(FloorRecord, number)
    last = db.session.scalars(
        select(FloorEntry).where(FloorEntry.record_id == number).order_by(FloorEntry.id.desc()).limit(1)
    ).first()
    changed = db.session.execute(
        update(FloorRecord)
        .where(FloorRecord.id == number, FloorRecord.state == row.state, FloorRecord.revision == row.revision)
        .values(state="b" if row.state == "a" else "a", revision=row.revision + 1)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        abort(409)
    body = json.dumps({"actor": who.name, "before": "a", "after": "b", "record": number}, sort_keys=True)
    previous = last.hash if last else ""
    digest = hashlib.sha256((previous + body).encode()).hexdigest()
    db.session.add(FloorEntry(record_id=number, body=body, previous=previous, hash=digest))
    db.session.commit()
    return redirect(f"/{number}", 303)


def _who() -> FloorSession:
    return db.session.get(FloorSession, session.get("token", "")) or abort(403)


def _open_sqlite(connection: Any, entry: Any) -> None:
    """What any app on SQLite with more than one worker needs."""
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def prepare(url: str) -> None:
    """The tables, one session and one record."""
    app = create_app(url)
    with app.app_context(), db.engine.begin() as connection:
        Base.metadata.create_all(connection)
        connection.execute(insert(FloorSession).values(token="t", name="Somebody"))
        connection.execute(insert(FloorRecord).values(id=1, state="a", revision=1))
        line = {"record_id": 1, "state": "Still open", "due": date(2027, 4, 1)}
        connection.execute(insert(FloorLine), [{**line, "title": f"Build ramp {n}"} for n in range(LINES)])
    with app.app_context():
        db.engine.dispose()


if url_given := os.environ.get("FLOOR_DATABASE_URL"):
    app = create_app(url_given)
