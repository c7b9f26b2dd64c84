"""A tiny application that draws every field in every state and every part of a page, for looking at."""

import errno
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, flash, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader

from config import Settings
from eia import error_pages, forms, logs, pages, security
from eia.errors import NotAllowed, Reason, Refused, Stale
from eia.forms import (
    Choice,
    ChoiceField,
    ChoicesField,
    DateParts,
    DecimalField,
    Divider,
    EiaForm,
    EmailField,
    HiddenNumberField,
    LineField,
    Longest,
    NumberField,
    PickField,
    ProseField,
    Required,
    RequiredWhen,
    SecretField,
    TickField,
    UploadField,
)

TOP = Path(__file__).resolve().parents[2]
AFFECTED = [Choice("no", "No"), Choice("yes", "Yes"), Choice("unknown", "Don’t know")]
NINE = (
    "Age", "Disability", "Gender reassignment", "Marriage and civil partnership", "Pregnancy and maternity",
    "Race", "Religion or belief", "Sex", "Sexual orientation",
)  # fmt: skip


class EveryField(EiaForm):
    revision = HiddenNumberField(default=7)
    title = LineField("Title", [Required()], description="The name people will look for")
    changes = ProseField("What changes, and for whom?", [Required(), Longest(2000)], render_kw={"count": True})
    reason = ProseField("Reason")
    staff = NumberField("Number of staff affected", [Required()], render_kw={"suffix": "people"})
    share = DecimalField("Share of women", render_kw={"suffix": "%"})
    email = EmailField("Email address", [Required()])
    secret = SecretField("Password", [Required()])
    planned = DateParts("Planned date of decision", [Required()])
    decided = ChoiceField(
        "How will it be decided?",
        [Required()],
        choices=[
            Choice("meeting", "At a meeting", "An agenda item, with papers"),
            Choice("officer", "By a named officer"),
            Divider("or"),
            Choice("not_known", "Not known yet"),
        ],
    )
    officer = LineField("Name of the officer", [RequiredWhen("decided", "officer")])
    why_officer = ProseField("Why not at a meeting?")
    areas = ChoicesField("Areas affected", [Required()], choices=[("north", "North"), ("south", "South")])
    owner = PickField("Owner", [Required()], empty="Select a person", choices=[("1", "Ann"), ("2", "Bo")])
    disability_staff = ChoiceField("Staff: could it be affected?", [Required()], choices=AFFECTED)
    disability_public = ChoiceField("Public: could it be affected?", [Required()], choices=AFFECTED)
    regard = TickField("I have read this version and had due regard", [Required()])
    paper = UploadField("Supporting paper")


FILLED: dict[str, Any] = {
    "title": "Uniform and dress standards",
    "changes": "First line\nSecond line\n\nمرحبا بالعالم\n<script>alert(1)</script>",
    "reason": "x" * 300,
    "staff": 1200,
    "planned": date(2026, 12, 3),
    "decided": "officer",
    "officer": "A N Other",
    "why_officer": "One\n  Two, indented\nThree",
    "areas": ["north"],
    "owner": "2",
    "disability_staff": "yes",
    "regard": True,
}


def _trail() -> list[dict[str, Any]]:
    instant = datetime(2026, 12, 3, 14, 2, tzinfo=UTC)
    return [
        {
            "title": "Signed off for Cambridgeshire by the Deputy Chief Constable",
            "byline": "by Sam Reed",
            "instant": instant,
            "details": pages.paragraphs("The version signed was version 1."),
        },
        {"title": "Sent to the adviser", "instant": instant, "html": pages.paragraphs("Two points to look at.")},
    ]


def _nine() -> list[dict[str, Any]]:
    kinds = ["negative", "positive", "both", "none", "unknown", "unanswered", "not_applicable", "none", "none"]
    return [
        {"title": title, "href": "#", "cells": [{"kind": kind, "href": "#"}, {"kind": "none", "href": "#"}]}
        for title, kind in zip(NINE, kinds, strict=True)
    ]


def parts() -> dict[str, Any]:
    states = ["done", "done", "current", "ahead", "ahead", "ahead"]
    titles = ["Draft", "Screening", "Full assessment", "Mitigation", "Adviser", "Sign-off"]
    return {
        "steps": [{"title": t, "state": s} for t, s in zip(titles, states, strict=True)],
        "trail": _trail(),
        "nine": _nine(),
        "reasons": [Reason("Say what is done about the harm to disabled staff.", "home.accessibility"),
                    Reason("Name the person who will sign this off.")],
        "tasks": [
            {"title": "What changes and who decides", "href": "#", "status": "Completed"},
            {"title": "Screening", "href": "#", "status": "To finish", "colour": "blue", "hint": "4 of 18"},
            {"title": "Mitigation", "status": "Cannot start yet"},
        ],
    }  # fmt: skip


def _view() -> str:
    form = EveryField(data=FILLED if "filled" in request.args else {})
    if form.validate_on_submit():
        flash("Saved.", "done")
    return render_template("gallery.html", form=form, **parts())


def _refuse(kind: str) -> str:
    reasons = parts()["reasons"]
    if kind == "broken":
        raise ZeroDivisionError
    if kind in ("full", "unreadable"):
        raise OSError(errno.ENOSPC if kind == "full" else errno.EIO, "in the way")
    raise {"refused": Refused, "stale": Stale, "not_allowed": NotAllowed}[kind](*reasons)


def make_gallery(**config: Any) -> Flask:
    app = logs.App(__name__, static_folder=str(TOP / "static" / "dist"), template_folder=str(TOP / "templates"))
    app.config.update(SECRET_KEY="for looking only", MAX_CONTENT_LENGTH=4_000_000, **config)
    app.extensions["eia_settings"] = Settings()
    for part in (logs, forms, pages, security, error_pages):
        part.init_app(app)
    own = FileSystemLoader(str(Path(__file__).parent))
    app.jinja_env.loader = ChoiceLoader([app.jinja_env.loader or own, own])
    people, home = Blueprint("people", __name__), Blueprint("home", __name__)
    people.add_url_rule("/sign-out", "sign_out", lambda: "", methods=["POST"])
    people.add_url_rule("/your-account", "your_account", lambda: "")
    home.add_url_rule("/accessibility", "accessibility", lambda: "")
    home.add_url_rule("/", "home", _view, methods=["GET", "POST"])
    home.add_url_rule("/refuse/<kind>", "refuse", _refuse, methods=["GET", "POST"])
    app.register_blueprint(people)
    app.register_blueprint(home)
    app.context_processor(
        lambda: {
            "viewer": SimpleNamespace(
                name="Sam Reed", organisation=SimpleNamespace(name="Cambridgeshire Constabulary")
            ),
            "navigation": [("Home", "/", True), ("Assessments", "#", False), ("Policies", "#", False)],
            "demonstration": True,
            "version": "0.1.0",
        }
    )
    return app
