"""Search over titles, answers, evidence, actions and comments, within what one may read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for

from eia.assessments.listed import Listed
from eia.assessments.register.choices import choices
from eia.assessments.search.asking import Asked, asked
from eia.assessments.search.beginnings import MOST
from eia.assessments.search.finding import Narrowed, key_of
from eia.assessments.search.showing import OTHERS, Hit, Page, page_of
from eia.assessments.search.texts import PARTS, Said
from eia.assessments.sections import FIXED
from eia.assessments.views.blueprint import blueprint, me
from eia.assessments.views.register import Chosen, asked_of, chosen, wanted_of
from eia.assessments.workflow import TABLE
from eia.assessments.writing.rows import KINDS
from eia.db import db

PAGE_OF = {
    "version": ("version", ""),
    "cover": ("cover", ""),
    "section": ("section", "key"),
    "impact": ("impact", "about"),
    "local": ("local", "code"),
    "comment": ("comment", "thread_id"),
    "action": ("action", "action_id"),
}
"""Kind of place -> its page, and what the key is called there. Rows of a list stand on the page of their section."""
CALLED = {
    "version": "Number of what is assessed",
    "screening": "Screening",
    "scope": "Dates, places and numbers",
    "option": "Options",
    "impact": "Impacts",
    "consultation": "Consultation",
    "raised_point": "What was raised",
    "cover": "Covered by a parent",
    "evidence": "Evidence",
    "gap": "What is not known",
    "mitigation": "Action or justification",
    "action": "Progress of an action",
    "comment": "Comment",
    "local": "Local remarks",
}


@blueprint.get("/search")
def search() -> str:
    by, session = me(), db.session()
    known = choices(session, by)
    wanted = replace(wanted_of(request.args, known), text="", decider="", sort="newest")
    part = request.args.get("part", "")
    narrowed = Narrowed(part if part in PARTS else "", wanted, request.args.get("earlier") == "yes")
    typed = asked(request.args.get("q", ""))
    key = key_of(request.args.get("after", ""))
    page = page_of(session, by, typed, narrowed, key) if typed.words else Page((), "")
    given = _given(typed, narrowed)
    return render_template(
        "assessments/search.html",
        typed=typed,
        narrowed=narrowed,
        asked=asked_of(wanted),
        chosen=_chosen(given, wanted, narrowed, known),
        known=known,
        parts=PARTS,
        states=TABLE.states,
        hits=page.hits,
        cut=page.cut,
        most=MOST,
        place=place_words,
        elsewhere=elsewhere,
        to=address_of_place,
        turned=key is not None,
        first=_address(given),
        next=_address(given | {"after": page.next}) if page.next else "",
        with_earlier=_address(given | {"earlier": "yes"}),
    )


def _given(typed: Asked, narrowed: Narrowed) -> dict[str, str]:
    """What is asked for, as it stands in the address."""
    own = {"q": typed.typed, "part": narrowed.part, "earlier": "yes" if narrowed.earlier else ""}
    return {name: value for name, value in (own | asked_of(narrowed.wanted)).items() if value}


def _chosen(given: Mapping[str, str], wanted: Any, narrowed: Narrowed, known: Any) -> list[Chosen]:
    own = [Chosen("Only in", PARTS[narrowed.part], _address({**given, "part": None}))] if narrowed.part else []
    others = chosen(asked_of(wanted), known)
    names = [name for name in asked_of(wanted) if name != "sort"]
    return own + [
        replace(one, without=_address({**given, name: None})) for one, name in zip(others, names, strict=True)
    ]


def _address(given: Mapping[str, Any]) -> str:
    return url_for("assessments.search", **given)


def place_words(said: Said) -> str:
    """ "Screening", or "What changes and who decides"."""
    if said.place == "section":
        return FIXED[said.key].title if said.key in FIXED else PARTS[said.part]
    return CALLED[said.place]


def elsewhere(hit: Hit) -> list[tuple[str, Said]]:
    """Other places that say it too, each kind of place once."""
    named = {place_words(hit.best.said): hit.best.said} if hit.best else {}
    for one in hit.others:
        named.setdefault(place_words(one), one)
    return list(named.items())[1 : OTHERS + 1]


def address_of_place(line: Listed, said: Said | None) -> str:
    """The page on which it stands for everybody who may read it, and where on it."""
    place, key, at = (said.place, said.key, said.at) if said else ("version", "", "")
    if place in KINDS and place != "impact":
        place, key, at = "section", KINDS[place].section, f"{place}-{key}"
    elif place == "screening":
        place, key = "section", "screening"
    endpoint, named = PAGE_OF[place]
    values: dict[str, Any] = {"reference": line.reference, "number": line.number, **({named: key} if named else {})}
    return url_for(f"assessments.{endpoint}", **values, _anchor=at or None)
