"""What an administrator is asked: a person, an appointment, a deputy, a unit."""

from collections.abc import Iterable
from typing import Any

from eia.errors import Refusal
from eia.forms import (
    Choice,
    ChoiceField,
    DateParts,
    EiaForm,
    EmailField,
    LineField,
    Longest,
    PickField,
    ProseField,
    Required,
    RequiredWhen,
)
from eia.people.languages import LANGUAGES
from eia.people.models import Person, Unit
from eia.people.offices import TWO_ADMINISTRATORS, Office


class AskingForm(EiaForm):
    """A form that can show beside its questions what a command refused."""

    def show(self, refusal: Refusal) -> None:
        """Put each reason beside the question its anchor names; the rest stands in the summary."""
        for reason in refusal.reasons:
            name = reason.anchor.removesuffix("-day")
            field = self._fields.get(name)
            if field is None:
                self.form_errors.append(reason.text)
            else:
                field.errors = [*field.errors, reason.text]
                if isinstance(field, DateParts):
                    field.bad = set(field.parts)


class PersonForm(AskingForm):
    name = LineField("Name", [Required(), Longest(200)], render_kw={"autocomplete": "off"})
    unit = PickField("Unit (if any)")

    def offer(self, units: Iterable[Unit]) -> None:
        self.unit.choices = [Choice(unit.id, unit.name) for unit in units]


class NewPersonForm(PersonForm):
    email = EmailField(
        "Email address",
        [Required(), Longest(254)],
        description="The person signs in with it, and messages go to it. It cannot be changed later.",
        render_kw={"autocomplete": "off"},
    )


class AppointmentForm(AskingForm):
    office = ChoiceField("Office", [Required()])
    from_day = DateParts("First day", [Required()])
    until_day = DateParts("Last day (if there is one)", description="Leave it empty when no end is known.")

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.office.choices = [
            Choice(office, office.words, "A second administrator must agree." if office in TWO_ADMINISTRATORS else "")
            for office in Office
        ]


class EndForm(AskingForm):
    when = ChoiceField(
        "When does it end?",
        [Required()],
        choices=[
            Choice("now", "At once", "The person cannot act in this office from this moment on."),
            Choice("later", "At the end of a day"),
        ],
    )
    last_day = DateParts("Last day", [RequiredWhen("when", "later")])


class DeputyForm(AskingForm):
    deputy = PickField("Who acts as the deputy?", [Required()])
    office = ChoiceField("In which office?", [Required()])
    from_day = DateParts("First day", [Required()])
    until_day = DateParts("Last day", [Required()], description="At most a year after the first day.")
    reason = ProseField(
        "Why?", [Required(), Longest(1000)], description="For example: on leave until 4 January. It is kept on record."
    )

    def offer(self, people: Iterable[Person], offices: Iterable[Office]) -> None:
        self.deputy.choices = [Choice(person.id, person.name) for person in people]
        self.office.choices = [Choice(office, office.words) for office in offices]


class DefaultDeputyForm(AskingForm):
    deputy = PickField("Who stands in?", [Required()])

    def offer(self, people: Iterable[Person]) -> None:
        self.deputy.choices = [Choice(person.id, person.name) for person in people]


class HeadForm(AskingForm):
    person = PickField("Who heads it?", [Required()])
    from_day = DateParts("First day", [Required()])
    until_day = DateParts("Last day (if there is one)", description="Leave it empty when no end is known.")

    def offer(self, people: Iterable[Person]) -> None:
        self.person.choices = [Choice(person.id, person.name) for person in people]


class LeaveForm(AskingForm):
    from_day = DateParts("First day away", [Required()])
    until_day = DateParts("Last day away", [Required()])


class CloseForm(AskingForm):
    note = ProseField(
        "Why is the account closed?",
        [Required(), Longest(1000)],
        description="For example: left the organisation on 30 November. It is kept on record.",
    )


class UnitForm(AskingForm):
    name = LineField("Name of the unit", [Required(), Longest(200)])


class LanguageForm(AskingForm):
    language = ChoiceField(
        "What do you publish in?",
        choices=[
            Choice("", "English only"),
            *(Choice(key, f"English and {words}") for key, words in LANGUAGES.items()),
        ],
    )
