"""What is asked of those who give sections, hand them back, or hand over the authorship."""

from wtforms.validators import ValidationError

from eia import clock
from eia.assessments.case import Case
from eia.assessments.forms.step import StepForm
from eia.assessments.guards.local import parts_to_give, rows_to_take_back
from eia.assessments.joint.jointly import local_key
from eia.assessments.models import Assignment
from eia.assessments.queries import people_of
from eia.assessments.sections import sections_of
from eia.assessments.writing.hands import can_become_author, part_titles
from eia.db import db
from eia.forms import Choice, ChoicesField, DateParts, PickField, ProseField, Required
from eia.pages import day
from eia.people.queries import Standings


class GiveForm(StepForm):
    sections = ChoicesField("Which sections?", [Required("Tick at least one section")])
    person = PickField(
        "Who should write them?",
        [Required()],
        empty="Select a person",
        description="Whoever writes here can no longer check or sign it.",
    )
    wanted_by = DateParts("By when would you like it back?", description="You can leave this empty.")
    remark = ProseField("Tell them what you need", render_kw={"rows": 3})

    def validate_wanted_by(self, field: DateParts) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError("The day you would like it back must be today or later")


class GiveLocalForm(GiveForm):
    """The same questions, in the same order, about local parts."""


class HandBackForm(StepForm):
    assignments = ChoicesField("What do you hand back?", [Required("Tick at least one section")])
    remark = ProseField("A word to the author", description="What you did, and what is still open.")


class TakeBackForm(StepForm):
    assignments = ChoicesField("What do you take back?", [Required("Tick at least one section")])
    remark = ProseField("Why?", description="It is in the message they get.", render_kw={"rows": 3})


class HandOverForm(StepForm):
    person = PickField("Who takes it over?", [Required()], empty="Select a person")
    reason = ProseField("Reason", [Required()], description="It stands in the trail and in the message that is sent.")


def fill(case: Case, form: StepForm, by: Standings | None) -> None:
    """The people and sections to choose from."""
    if isinstance(form, GiveLocalForm):
        _fill_local(case, form, by)
    elif isinstance(form, GiveForm):
        editable = [Choice(s.key, s.title, _with_whom(case, s.key)) for s in sections_of(case)]
        people = [p for p in people_of(db.session(), case.organisation_ids) if p.id != case.version.author_id]
        form.sections.choices = editable
        form.person.choices = [Choice(str(p.id), p.name) for p in people]
    if isinstance(form, HandOverForm):
        form.person.choices = [Choice(str(p.id), p.name) for p in can_become_author(db.session(), case)]
    if isinstance(form, HandBackForm):
        mine = [row for row in case.in_hand if by and row.person_id == by.person_id]
        form.assignments.choices = [_line(case, row) for row in mine]
        if not form.is_submitted():
            form.assignments.data = [row.id for row in mine]
    if isinstance(form, TakeBackForm):
        form.assignments.choices = [_line(case, row, whose=True) for row in (rows_to_take_back(case, by) if by else ())]


def _fill_local(case: Case, form: GiveLocalForm, by: Standings | None) -> None:
    """The local parts this person may give, ticked when there is one, and the people of those organisations."""
    parts = parts_to_give(case, by) if by else []
    form.sections.label.text = "Which local remarks?"
    form.sections.choices = [
        Choice(key, part_titles(case)[key], _with_whom(case, key)) for key in (local_key(part.code) for part in parts)
    ]
    if len(parts) == 1 and not form.is_submitted():
        form.sections.data = [local_key(parts[0].code)]
    people = people_of(db.session(), {part.id for part in parts})
    form.person.choices = [Choice(str(person.id), person.name) for person in people if by and person.id != by.person_id]


def _with_whom(case: Case, key: str) -> str:
    names = [row.person.name for row in case.in_hand if row.section == key]
    return f"With {', '.join(names)}" if names else ""


def _line(case: Case, row: Assignment, *, whose: bool = False) -> Choice:
    """One section in somebody's hands, with what was asked."""
    title = part_titles(case).get(row.section, row.section)
    wanted = f"Wanted by {day(row.wanted_by)}. " if row.wanted_by else ""
    return Choice(str(row.id), f"{title}, with {row.person.name}" if whose else title, f"{wanted}{row.note}".strip())
