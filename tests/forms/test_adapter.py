from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.fields import FieldList, FormField

from eia.forms import (
    ChoiceField,
    DateParts,
    EiaForm,
    HiddenNumberField,
    LineField,
    Part,
    ProseField,
    Required,
    drawn,
    hidden_fields,
    problems,
    text_for_textarea,
)
from tests.forms.asking import APP, ask


class Milestone(Part):
    number = HiddenNumberField()
    due = DateParts("Due date", [Required()])
    note = LineField("Note")


class Plan(EiaForm):
    first = FormField(Milestone)
    others = FieldList(FormField(Milestone))
    areas = FieldList(LineField("Area", [Required()]))


def plan(*posted: tuple[str, str]) -> Any:
    with APP.test_request_context("/"):
        form = Plan(formdata=MultiDict(posted))
        form.validate()
        return form


def test_only_the_parts_of_a_date_to_mend_are_marked() -> None:
    field = ask(DateParts("Due date"), {"q-day": "3", "q-month": "", "q-year": "2026"})
    marked = [item["name"] for item in drawn(field).params["items"] if "--error" in item["classes"]]
    assert marked == ["month"]


def test_date_without_error_is_not_marked() -> None:
    assert "--error" not in str(drawn(ask(DateParts("Due date"))).params)


def test_problems_of_the_parts_of_a_form_are_all_linked_to_their_inputs() -> None:
    form = plan(("first-due-day", "3"), ("others-0-due-day", ""), ("areas-0", ""))
    assert [(each.text, each.href) for each in problems(form)] == [
        ("Due date must include a month and a year", "#first-due-month"),
        ("Enter the due date", "#others-0-due-day"),
        ("Enter the area", "#areas-0"),
    ]


def test_invisible_characters_are_refused_in_the_parts_of_a_form_too() -> None:
    form = plan(("first-note", "a\x00b"))
    assert "invisible character" in form.first.form.note.errors[0]


def test_hidden_fields_of_the_parts_travel_along() -> None:
    form = plan(("first-number", "1"), ("others-0-number", "2"))
    assert [field.name for field in hidden_fields(form)] == ["first-number", "others-0-number"]


def test_no_hint_is_drawn_where_there_is_none() -> None:
    assert "hint" not in drawn(ask(ChoiceField("Outcome", choices=[("a", "A")]))).params


def test_prose_takes_its_direction_from_its_words() -> None:
    assert drawn(ask(ProseField("Reason"))).params["attributes"] == {"dir": "auto"}


def test_first_empty_line_of_a_textarea_is_not_swallowed() -> None:
    assert text_for_textarea("\nx") == "&#10;&#10;x"


def test_what_the_page_says_goes_before_what_the_field_says() -> None:
    field = ask(LineField("Title", description="Short", render_kw={"width": 10}))
    params = drawn(field, hint="As people know it", width=20).params
    assert params["hint"] == {"text": "As people know it"}
    assert "govuk-input--width-20" in params["classes"]
