"""Two people changed the same thing: the page with both texts and the common base, and what was decided there.

It needs no script and nothing on the server: the person's own text travels in the page. It is kept as a working copy
too, so that closing the browser here loses nothing.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.copies import keep_copy
from eia.assessments.forms.writing import WritingForm, as_posted, both, holds_both, in_words, like, spoken
from eia.assessments.views.blueprint import me
from eia.assessments.writing.merging import FINISHED, Merged, Value, merge, thoughts_of
from eia.assessments.writing.replies import POINTS
from eia.assessments.writing.sheets import Place
from eia.assessments.writing.writers import revision_of, row_of, said_at
from eia.db import db, transaction
from eia.errors import Refusal
from eia.forms import without_refused
from eia.forms.dates import PARTS
from eia.people.models import Person

KEEP = "keep-"
NOT_TYPED = ("csrf_token", "started", "seen", "copy")


@dataclass
class Sheet:
    """One page as it was read for this request, with its form. `show` is the page, with whatever the form refuses."""

    case: Case
    place: Place
    title: str
    form: WritingForm
    show: Callable[[], str]
    valid: Callable[[], bool] | None = None
    heading: Callable[[str], str] = field(default=lambda name: "")
    """Field -> whom it is about, where its label does not say."""
    taken: list[str] = field(default_factory=list)
    """What others changed and was kept beside this person's text, in words."""

    def holds(self) -> bool:
        return self.valid() if self.valid else bool(self.form.validate())

    @property
    def seen(self) -> int:
        return self.form.seen.data or 0

    def label(self, name: str) -> str:
        about = self.heading(name)
        words = self.form[name].label.text
        return f"“{words}” ({about})" if about else f"“{words}”"


@dataclass(frozen=True, slots=True)
class Dispute:
    """One field that a person must decide; texts in words, "" for nothing."""

    name: str
    label: str
    theirs: str
    yours: str
    base: str
    changed_by: str
    """ "both", "them" or "you"."""
    both: bool
    chosen: str
    error: str
    lang: str
    """The language of the texts, where it is not English."""


def chosen(sheet: Sheet, base: Mapping[str, Any] | None, theirs: Mapping[str, Any]) -> dict[str, Value] | None:
    """The values as they were decided; None when something is left undecided."""
    merged, mine, others, _ = _held(sheet, base, theirs)
    values = dict(merged.values)
    for name in merged.disputed:
        options = {"yours": mine[name], "theirs": others[name]}
        if holds_both(sheet.form[name]):
            options["both"] = both(sheet.form[name], others[name], mine[name])
        pressed = request.form.get(KEEP + name, "")
        if pressed not in options:
            return None
        values[name] = options[pressed]
    if FINISHED in values:
        values[FINISHED] = mine[FINISHED]  # they have read the other's words now
    return values


def collided(sheet: Sheet, started: int, *, undecided: bool = False) -> Response:
    """The page with both texts; answers 409."""
    session, section = db.session(), sheet.place.section
    now = revision_of(sheet.case, section)
    base = said_at(session, sheet.case, section, started)
    merged, mine, others, begun = _held(sheet, base, said_at(session, sheet.case, section, now) or {})
    disputes = [_dispute(sheet, name, mine, others, begun, undecided) for name in merged.disputed]
    typed = typed_in(sheet.form)
    row = row_of(sheet.case, section)
    saver = session.get(Person, row.saved_by) if row else None
    page = render_template(
        "assessments/collision.html",
        case=sheet.case,
        sheet=sheet,
        disputes=disputes,
        base_known=base is not None,
        undecided=undecided and any(dispute.error for dispute in disputes),
        taken=[
            (sheet.label(name), in_words(sheet.form[name], others[name]), spoken(sheet.form[name]))
            for name in merged.taken
        ],
        saver=saver.name if saver and saver.id != me().person_id else "",
        known=row is not None or section == POINTS,
        saved_at=row.saved_at if row else None,
        carried=[(name, text) for name, texts in typed.items() for text in texts],
        started=started,
        seen=now,
    )
    if not undecided:
        keep_typed(sheet.case, sheet.place, sheet.form, started)
    return make_response(page, 409)


def _held(
    sheet: Sheet, base: Mapping[str, Any] | None, theirs: Mapping[str, Any]
) -> tuple[Merged, dict[str, Value], dict[str, Value], dict[str, Value] | None]:
    form, prefix = sheet.form, sheet.place.prefix
    mine, others = form.yours(), form.theirs(theirs, prefix)
    begun = None if base is None else form.theirs(base, prefix)
    return merge(begun, others, mine, thoughts_of(sheet.place.path)), mine, others, begun


def _dispute(
    sheet: Sheet, name: str, mine: Mapping[str, Value], others: Mapping[str, Value],
    begun: Mapping[str, Value] | None, undecided: bool,
) -> Dispute:  # fmt: skip
    question = sheet.form[name]
    base = begun[name] if begun else ""
    changed_by = "you" if begun and others[name] == base else "them" if begun and mine[name] == base else "both"
    pressed = request.form.get(KEEP + name, "") if undecided else ""
    return Dispute(
        name, f"{sheet.heading(name)}: {question.label.text}" if sheet.heading(name) else question.label.text,
        in_words(question, others[name]), in_words(question, mine[name]), in_words(question, base), changed_by,
        holds_both(question), pressed, "Choose what to keep" if undecided and not pressed else "", spoken(question),
    )  # fmt: skip


def typed_in(form: WritingForm) -> dict[str, list[str]]:
    """What stands in the form now, and what else was posted with it; not what these pages say anew."""
    fields = [(name, question, like(question, question.data)) for name, question in form.written()]
    own = {f"{name}{part}" for name, _, _ in fields for part in ("", *(f"-{each}" for each in PARTS))}
    typed = {
        name: [without_refused(text) for text in texts]
        for name, texts in request.form.lists()
        if name not in own and name not in NOT_TYPED and not name.startswith(KEEP)
    }
    for _, question, value in fields:
        typed |= dict(as_posted(question, value).lists())
    return typed


def keep_typed(case: Case, place: Place, form: WritingForm, started: int = 0) -> None:
    """As a working copy. Where it cannot be kept it still stands in the page."""
    fields = {**typed_in(form), "seen": [str(started)]}
    with suppress(Refusal), transaction() as session:
        keep_copy(
            session, case.version.id, place.path, fields, person_id=me().person_id, window=form.copy.data or "",
            revision=started,
        )  # fmt: skip
