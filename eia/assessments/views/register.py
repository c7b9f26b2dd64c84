"""The register of assessments: narrowed by what stands in the address, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import Response, jsonify, render_template, request, url_for

from eia.assessments.commands.saved_views import views_of
from eia.assessments.models import SavedView
from eia.assessments.past.listed import COUNTED, WantedPast, count_past
from eia.assessments.register.choices import TITLES, Choices, choices
from eia.assessments.register.export import COLUMNS, rows, schema
from eia.assessments.register.page import page_of
from eia.assessments.register.wanted import Wanted
from eia.assessments.views.blueprint import blueprint, me
from eia.assessments.workflow import TABLE
from eia.db import db
from eia.people.queries import Standings
from eia.spreadsheets.writing import FORMS, Listing, sent


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on: what it is called, what was chosen, and the address without it."""

    title: str
    words: str
    without: str


LONGEST = 200
"""So many letters are read of what somebody typed."""


@blueprint.get("", endpoint="register")
def register() -> str:
    by = me()
    known = choices(db.session(), by)
    wanted = wanted_of(request.args, known)
    after, before = request.args.get("after", ""), request.args.get("before", "")
    found = page_of(db.session(), by, wanted, after=after, before=before)
    asked = asked_of(wanted)
    return render_template(
        "assessments/register.html",
        found=found,
        wanted=wanted,
        asked=asked,
        chosen=chosen(asked, known),
        known=known,
        states=TABLE.states,
        views=[(view, address_of_view(view)) for view in views_of(db.session(), by.person_id)],
        keep=address_of(asked, "saved_views") if asked else "",
        previous=address_of(asked | {"before": found.previous}) if found.previous else "",
        next=address_of(asked | {"after": found.next}) if found.next else "",
        taken_away=[(form.upper(), address_of(asked | {"ending": form}, "register_export")) for form in FORMS],
        turned=bool(after or before),
        past=past_like(by, wanted),
        full_width=True,
    )


@blueprint.get("/register.<any(csv, xlsx, json):ending>")
def register_export(ending: str) -> Response:
    """Exactly what is wanted, in one of three forms."""
    by = me()
    known = choices(db.session(), by)
    wanted = wanted_of(request.args, known)
    columns = [(key, title) for key, (title, _, _) in COLUMNS.items()]
    return sent(Listing("assessments", columns, lambda: rows(db.session(), by, wanted, known)), ending)


@blueprint.get("/register.schema.json")
def register_schema() -> Response:
    return jsonify(schema())


def past_like(by: Standings, wanted: Wanted) -> tuple[str, str] | None:
    """How many past assessments are like that, and where they are; None where a filter asks what they cannot say."""
    if wanted.state or wanted.outcome or wanted.late or wanted.decider or wanted.due.startswith("decision"):
        return None
    same = ("text", "organisation", "unit", "characteristic", "direction", "due")
    total = count_past(db.session(), by, WantedPast(**{name: getattr(wanted, name) for name in same}))
    asked = {name: value for name, value in asked_of(wanted).items() if name in same}
    words = f"More than {COUNTED:,}" if total > COUNTED else f"{total:,}"
    return (words, address_of(asked, "past")) if total else None


def wanted_of(args: Mapping[str, str], known: Choices) -> Wanted:
    """What the address asks for; what it cannot ask for is as good as not asked."""
    given = {name: known.known(name, args.get(name, "")) for name in known.of}
    typed = {name: _typed(args.get(name, "")) for name in ("text", "decider")}
    return Wanted(
        **{**given, **typed}  # type: ignore[arg-type]
        | {"unit": int(given["unit"] or 0), "late": bool(given["late"]), "sort": given["sort"] or "newest"},
    )


def asked_of(wanted: Wanted) -> dict[str, str]:
    """What is wanted as it stands in the address, nothing where nothing is."""
    values = {name: str(getattr(wanted, name) or "") for name in TITLES}
    values |= {"late": "yes" if wanted.late else "", "sort": "" if wanted.sort == "newest" else wanted.sort}
    return {name: value for name, value in values.items() if value}


def _typed(text: str) -> str:
    return " ".join(text[:LONGEST].replace("\0", " ").split())


def address_of(asked: Mapping[str, Any], endpoint: str = "register") -> str:
    return url_for(f"assessments.{endpoint}", **asked)


def chosen(asked: Mapping[str, str], known: Choices) -> list[Chosen]:
    """Each filter that is on, in the order of the page."""
    return [
        Chosen(TITLES[name], known.of.get(name, {}).get(value, value), address_of({**asked, name: None}))
        for name, value in asked.items()
        if name != "sort"
    ]


def address_of_view(view: SavedView) -> str:
    """What the view shows, for anybody."""
    return address_of(dict(parse_qsl(view.asked)))
