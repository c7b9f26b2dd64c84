"""One row of each list. A field's name is the column's name."""

from collections.abc import Mapping, Sequence
from typing import Any

from eia.assessments.case import Case
from eia.assessments.forms.consulting import ConsultationRowForm, RaisedPointForm, offer_point, offer_who
from eia.assessments.forms.row import RowForm
from eia.assessments.writing.rows import KINDS as KINDS_OF_ROWS
from eia.forms import (
    Choice,
    ChoiceField,
    DateParts,
    HiddenField,
    LineField,
    PickField,
    ProseField,
    Required,
    TickField,
)
from eia.people.models import Person


class ScopeForm(RowForm):
    kind = ChoiceField(
        "Kind", [Required()],
        choices=[("date", "A date"), ("place", "A place"), ("number", "A number"), ("lasts", "How long it lasts")],
    )  # fmt: skip
    label = LineField("What it is", [Required()], description="For example: opening day, or posts affected.")
    value = LineField(
        "Value", [Required()], description="For example: 1 April 2027, or 42, or until 31 March 2028, or permanent."
    )


class EvidenceRowForm(RowForm):
    title = LineField("What is it?", [Required()], description="For example: Staff survey 2025, question 14.")
    says = ProseField("What does it say?", render_kw={"rows": 3})
    source = LineField("Where can it be found?")
    dated = DateParts("Its date")
    area = LineField("Which area or group does it cover?")
    strength = ChoiceField("How strong is it?")
    supplied_by = LineField("Who supplied it?")
    review_by = DateParts("When must somebody look at it again?", description="Its shelf life, if it has one.")


class GapForm(RowForm):
    missing = ProseField("What is not known?", [Required()], render_kw={"rows": 3})
    characteristic = PickField("About whom?", empty="Everyone")


class OptionForm(RowForm):
    title = LineField("Option", [Required()])
    does_nothing = TickField("This is the option of doing nothing")
    effect = ProseField("What would it mean for people with protected characteristics?", render_kw={"rows": 3})
    chosen = ChoiceField("Is it chosen?", choices=[("chosen", "Chosen"), ("rejected", "Not chosen")])
    because = ProseField("Why?", render_kw={"rows": 2})


class MitigationRowForm(RowForm):
    target = HiddenField()
    kind = ChoiceField("What do you do about it?", [Required()])
    what = ProseField("Describe it", [Required()], render_kw={"rows": 3})
    type = ChoiceField("What does the action do?")
    owner_id = PickField("Owner", empty="Select a person")
    due = DateParts("Due")
    measure = LineField("How will you know it worked?")
    aim = ProseField("The legitimate aim", render_kw={"rows": 2})
    necessity = ProseField("Why it is necessary", render_kw={"rows": 2})
    alternatives = ProseField("Why no less harmful way would do", render_kw={"rows": 2})
    residual = ChoiceField("What harm remains?")

    def values(self) -> dict[str, Any]:
        """The columns, with what it meets: `target` is "impact-3", "gap-1" or "cell-7"."""
        values = super().values()
        name, _, number = str(values.pop("target")).partition("-")
        values["owner_id"] = int(values["owner_id"]) if values["owner_id"] else None
        if name in ("impact", "gap", "cell") and number.isascii() and number.isdigit():
            values[f"{name}_id"] = int(number)
        return values


FORMS: Mapping[str, type[RowForm]] = {
    "scope": ScopeForm,
    "evidence": EvidenceRowForm,
    "gap": GapForm,
    "consultation": ConsultationRowForm,
    "raised_point": RaisedPointForm,
    "option": OptionForm,
    "mitigation": MitigationRowForm,
}

KINDS = (
    ("action", "An action", "Somebody does something by a date."),
    ("control", "An existing control", "Something already in place meets it."),
    ("justification", "A justification", "The harm stays, for a reason that holds."),
)
REASON = ("reason", "A reason not to", "Why finding it out is not reasonable.")


def row_form(case: Case, kind: str, row: Any = None, *, people: list[Person] = (), target: str = "") -> RowForm:  # type: ignore[assignment]
    section = case.section(KINDS_OF_ROWS[kind].section)
    given: dict[str, Any] = {"seen": section.revision if section else 0, **({"target": target} if target else {})}
    if kind == "raised_point" and target.removeprefix("consultation-").isdecimal():
        given["consultation_id"] = int(target.removeprefix("consultation-"))
    form = FORMS[kind](obj=row, data=given)
    _offer_choices(case, form, people)
    return form


Rows = Mapping[str, Sequence[RowForm]]
"""Kind -> the empty rows on the page of a section, to be filled in and saved with it."""


def new_rows(case: Case, kinds: Sequence[str]) -> Rows:
    """One empty row for each list, and two options as long as there are none."""
    return {kind: [_new_row(case, kind, number) for number in range(_wanted(case, kind))] for kind in kinds}


def given(rows: Rows) -> list[RowForm]:
    """The rows in which something was typed."""
    return [row for forms in rows.values() for row in forms if row.is_given]


def _wanted(case: Case, kind: str) -> int:
    return max(1, 2 - len(case.version.options)) if kind == "option" else 1


def _new_row(case: Case, kind: str, number: int) -> RowForm:
    form = FORMS[kind](prefix=f"{kind}-{number + 1}-", meta={"csrf": False})
    form.kind_of_row = kind
    _offer_choices(case, form, [])
    return form


def _offer_choices(case: Case, form: RowForm, people: list[Person]) -> None:
    framework = case.framework
    if isinstance(form, EvidenceRowForm):
        form.strength.choices = [Choice(s.key, s.title, s.plain) for s in framework.evidence_strengths]
    if isinstance(form, GapForm):
        form.characteristic.choices = [Choice(c.key, c.title) for c in framework.characteristics]
    if isinstance(form, ConsultationRowForm):
        offer_who(case, form)
    if isinstance(form, RaisedPointForm):
        offer_point(case, form)
    if isinstance(form, MitigationRowForm):
        _mitigation_choices(case, form, people)


def _mitigation_choices(case: Case, form: MitigationRowForm, people: list[Person]) -> None:
    framework = case.framework
    about_gap = str(form.target.data or "").startswith("gap")
    about_cell = str(form.target.data or "").startswith("cell")
    form.kind.choices = [KINDS[0], REASON] if about_gap else KINDS[:1] if about_cell else KINDS
    form.type.choices = [Choice(t.key, t.title, t.plain) for t in framework.mitigation_types]
    form.owner_id.choices = [Choice(str(p.id), p.name) for p in people]
    form.residual.choices = [("none", "None"), *((level.key, level.title, level.plain) for level in framework.levels)]
