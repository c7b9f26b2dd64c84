"""Who came, apologies, and interests."""

from collections.abc import Iterable, Sequence
from typing import Any

from eia.forms import Choice, ChoiceField, HiddenField, LineField, Longest, PickField, ProseField, Required, TickField
from eia.meetings.models import AgendaItem, Attendance
from eia.meetings.models.meetings import ATTENDED, CONSEQUENCES
from eia.people.forms.administration import AskingForm
from eia.people.models import Person

WHOLE_MEETING = "whole"


class ApologiesForm(AskingForm):
    note = LineField("Anything to say (if you like)", [Longest(300)], description="It stands in the minutes.")


class InterestForm(AskingForm):
    person = PickField("Who declares it?", [Required(message="Select who declares it")], empty="Select a person")
    item = PickField("At which item?", [Required(message="Select the item, or the whole meeting")])
    what = ProseField(
        "What is the interest?",
        [Required()],
        description="A personal, family, financial or working interest in what is decided. It stands on record.",
    )
    consequence = ChoiceField(
        "What follows from it?", [Required()], choices=[Choice(key, words) for key, words in CONSEQUENCES.items()]
    )

    def offer(self, people: Iterable[Person], items: Iterable[tuple[AgendaItem, bool]]) -> None:
        """Items with whether their title may be read."""
        self.person.choices = [Choice(person.id, person.name) for person in people]
        titled = [Choice(item.id, f"{item.position}. {item.title if shown else 'Restricted'}") for item, shown in items]
        self.item.choices = [Choice(WHOLE_MEETING, "The whole meeting"), *titled]


class AttendanceForm(AskingForm):
    """A question per person: `status_<id>`, `note_<id>` and what stood there, `was_<id>`."""

    rest_came = TickField("Everybody else was present", description="Whoever is still “not recorded yet” above.")
    chaired_by = PickField("Who chaired?", empty="Not said yet")
    guest = PickField(
        "Who else came? (one at a time)", empty="Nobody else", description="Their role is “in attendance”."
    )

    def of(self, person_id: int) -> tuple[Any, Any]:
        return self[f"status_{person_id}"], self[f"note_{person_id}"]


def attendance_form(people: Sequence[Person], kept: Iterable[Attendance], chaired_by: int | None) -> AttendanceForm:
    """Nobody is marked before somebody marks them."""
    rows = {row.person_id: row for row in kept}
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {"chaired_by": chaired_by}
    for person in people:
        row, key = rows.get(person.id), person.id
        status = row.status if row else "expected"
        choices = [Choice(word, text) for word, text in ATTENDED.items()]
        fields[f"status_{key}"] = ChoiceField(person.name, [Required()], choices=choices)
        fields[f"note_{key}"] = LineField("Note (if any)", [Longest(300)])
        fields[f"was_{key}"] = HiddenField()
        values |= {f"status_{key}": status, f"note_{key}": row.note if row else "", f"was_{key}": status}
    form: AttendanceForm = type("AttendanceOfThese", (AttendanceForm,), fields)(data=values)
    return form
