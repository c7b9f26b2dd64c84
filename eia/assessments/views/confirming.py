"""What was carried over still holds, in one press; when it changed meanwhile, what changed is shown first."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from flask import flash, make_response, render_template
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.changes.compare import EntryChange, FieldChange
from eia.assessments.changes.words import Effort, changed_words, says_the_same
from eia.assessments.commands.writing import may_write, save_section
from eia.assessments.forms.grids import aims_of, impact_form, screening_form
from eia.assessments.forms.impacts import confirm_form
from eia.assessments.forms.rows import row_form
from eia.assessments.forms.sections import section_form
from eia.assessments.forms.writing import WritingForm, in_words, spoken
from eia.assessments.queries import people_of
from eia.assessments.sections import FIXED, sections_of
from eia.assessments.views.blueprint import VERSION, blueprint, me, posted_number, to, whole
from eia.assessments.views.grids import cell_words
from eia.assessments.writing.merging import FINISHED
from eia.assessments.writing.rows import KINDS
from eia.assessments.writing.sheets import section_place
from eia.assessments.writing.writers import copy_of, revision_of, said_at
from eia.db import db, transaction
from eia.errors import NotFound, Stale
from eia.people.models import Person

CALLED = ("title", "who", "label", "missing", "what", "point")
"""Columns a row is called by, the first it has."""


@blueprint.post(f"{VERSION}/sections/<key>/confirm")
def confirm_section(reference: str, number: int, key: str) -> Response:
    """What was carried over from the version before still holds, without a change."""
    case = whole(reference, number)
    if key not in {s.key for s in sections_of(case)}:
        raise NotFound("There is no such section.")
    may_write(case, key, me())
    seen, version_id = posted_number("seen"), case.version.id
    try:
        with transaction() as session:
            case = save_section(session, version_id, key, {}, by=me(), seen=seen, finished=True, verb="Confirmed")
    except Stale:
        return _changed_meanwhile(whole(reference, number), key, seen)
    flash("Confirmed: it still holds.", "done")
    return to("version", case)


def _changed_meanwhile(case: Case, key: str, seen: int) -> Response:
    """What changed since the person read it, and the same button again; answers 409."""
    section, now = case.section(key), revision_of(case, key)
    saver = db.session.get(Person, section.saved_by) if section else None
    base, said = (said_at(db.session(), case, key, revision) for revision in (seen, now))
    page = render_template(
        "assessments/changed_meanwhile.html",
        case=case,
        section=FIXED[key],
        entries=None if base is None else [*_entries(case, key, base, said or {})],
        saver=saver.name if saver and saver.id != me().person_id else "",
        saved_at=section.saved_at if section else None,
        waits=bool(section and section.carried_over),
        seen=now,
        typed=copy_of(db.session(), case.version.id, section_place(key).path, me().person_id),
    )
    return make_response(page, 409)


def _entries(case: Case, key: str, base: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[EntryChange]:
    """Page by page of the section, in the words of its forms."""
    names = sorted(n for n in {*base, *now} if base.get(n) != now.get(n))
    effort = Effort()
    for prefix, changed in groupby(names, key=_prefix):
        fields = {name.removeprefix(prefix) for name in changed}
        form, title = _form_of(case, key, prefix, {**base, **now})
        was, is_now = form.theirs(base, prefix), form.theirs(now, prefix)
        shown = []
        for name, field in form.written():
            before, after = in_words(field, was[name]), in_words(field, is_now[name])
            if name in fields and name != FINISHED and before != after:
                label = f"{cell_words(case, name)}: {field.label.text}".removeprefix(": ")
                runs = changed_words(before, after, effort)
                shown.append(FieldChange(label, runs, bool(before) and says_the_same(before, after), spoken(field)))
        if shown:
            yield EntryChange(_how(prefix, base, now) if title else "changed", title, shown)


def _prefix(name: str) -> str:
    """ "evidence/12/title" -> "evidence/12/"."""
    return name[: name.rfind("/") + 1]


def _how(prefix: str, base: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    there = [any(name.startswith(prefix) for name in said) for said in (base, now)]
    return {(False, True): "added", (True, False): "removed"}.get((there[0], there[1]), "changed")


def _form_of(case: Case, key: str, prefix: str, said: Mapping[str, Any]) -> tuple[WritingForm, str]:
    """The form these fields stand in, and what the entry is called; "" for the section's own answers."""
    kind, _, rest = prefix.partition("/")
    if kind in KINDS and rest:
        people = people_of(db.session(), case.organisation_ids) if kind == "mitigation" else []
        name = next(
            (str(said[prefix + n]) for n in ("title", "who", "label", "missing", "what") if prefix + n in said), ""
        )
        return row_form(case, kind, people=people), f"{KINDS[kind].title}: {name}"
    if kind:
        populations = [p for p in case.framework.populations if aims_of(case, kind, p.key)]
        return impact_form(case, kind, populations), case.about_words(kind)
    made = {"screening": screening_form, "impacts": confirm_form}.get(key)
    return (made(case) if made else section_form(case, key)), ""
