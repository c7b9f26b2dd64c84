"""Floor (b): the smallest Flask app of the same shape, on the same database.

A page: whose session it is, one row, a template. A post: the same, the CSRF check, a conditional UPDATE and an entry
chained to the one before it. Nothing of eia is imported.
"""

import hashlib
import json
import os
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


class FloorEntry(Base):
    __tablename__ = "floor_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(index=True)
    body: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


PAGE = """<!doctype html><html lang="en"><head><title>{{ row.state }}</title></head><body>
<p>{{ who.name }}</p><h1>Record {{ row.id }}</h1><p>{{ row.state }}, revision {{ row.revision }}</p>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}"><button>Sign</button></form>
</body></html>"""
db = SQLAlchemy(model_class=Base)


def create_app(url: str) -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="only for measuring", SQLALCHEMY_DATABASE_URI=url, WTF_CSRF_TIME_LIMIT=None)
    app.jinja_loader = DictLoader({"page.html": PAGE})  # compiled once, as any app's
    db.init_app(app)
    CSRFProtect(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _open_sqlite)
    app.add_url_rule("/sign-in/<token>", view_func=sign_in)
    app.add_url_rule("/<int:number>", view_func=page)
    app.add_url_rule("/<int:number>", endpoint="change", view_func=change, methods=["POST"])
    return app


def sign_in(token: str) -> dict[str, str]:
    session["token"] = token
    return {"csrf_token": generate_csrf()}


def page(number: int) -> str:
    return render_template("page.html", who=_who(), row=db.session.get(FloorRecord, number))


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
    with app.app_context():
        db.engine.dispose()


if url_given := os.environ.get("FLOOR_DATABASE_URL"):
    app = create_app(url_given)
