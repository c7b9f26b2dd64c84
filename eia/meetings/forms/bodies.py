"""A body, somebody who sits in it, what stands on its agendas, and the reasons it accepts."""

from collections.abc import Iterable

from eia.forms import (
    Choice,
    ChoiceField,
    ChoicesField,
    DateParts,
    HiddenField,
    HiddenNumberField,
    LineField,
    Longest,
    NumberField,
    PickField,
    ProseField,
    Required,
    RequiredWhen,
)
from eia.meetings.deadlines import COUNTED_BACK, LEFT_OUT
from eia.meetings.models.bodies import COUNTS, DECIDES, ROLES
from eia.meetings.models.items import KINDS
from eia.people.forms.administration import AskingForm
from eia.people.models import Organisation, Person

ROLE_HINTS = {
    "chair": "Runs its meetings, decides and signs the minutes.",
    "deputy_chair": "As the chair.",
    "secretary": "Runs its meetings.",
    "member": "Decides, where the members decide together.",
    "in_attendance": "Reads the agenda, and does not decide.",
}


class BodyForm(AskingForm):
    """`seen` is the revision of the body that the reader saw; nothing for a new one."""

    seen = HiddenNumberField()
    name = LineField("Name", [Required(), Longest(200)])
    organisations = ChoicesField(
        "Which other organisations does it decide for?",
        description="Each has its own legal duty. Leave all empty if it decides for yours alone.",
    )
    terms = ProseField("Terms of reference (if any)", description="What it decides, and who set it up.")
    decides = ChoiceField("Who decides?", [Required()], choices=[Choice(key, words) for key, words in DECIDES.items()])
    decider = PickField(
        "Who decides alone?",
        [RequiredWhen("decides", "alone", message="Select who decides alone")],
        empty="Select a person",
        description="The others advise. For example a commissioner.",
    )
    quorum = NumberField(
        "Quorum (if there is one)",
        least=1,
        most=200,
        description="How many of those who decide must be there.",
        render_kw={"width": "3"},
    )
    deadline_days = NumberField(
        "How many days before a meeting are papers due?",
        [Required()],
        least=0,
        most=COUNTED_BACK,
        render_kw={"width": "3"},
    )
    deadline_counts = ChoiceField(
        "How are these days counted?",
        [Required()],
        choices=[Choice(key, words.capitalize(), LEFT_OUT[key]) for key, words in COUNTS.items()],
    )

    def offer(self, people: Iterable[Person], organisations: Iterable[Organisation]) -> None:
        self.decider.choices = [Choice(person.id, f"{person.name}, {person.organisation.name}") for person in people]
        self.organisations.choices = [Choice(organisation.id, organisation.name) for organisation in organisations]


class SeatForm(AskingForm):
    person = PickField("Who?", [Required(message="Select a person")], empty="Select a person")
    role = ChoiceField(
        "In which role?",
        [Required()],
        choices=[Choice(key, words, ROLE_HINTS[key]) for key, words in ROLES.items()],
    )
    from_day = DateParts("First day", [Required()])
    until_day = DateParts("Last day (if there is one)", description="Leave it empty when no end is known.")

    def offer(self, people: Iterable[Person]) -> None:
        self.person.choices = [Choice(person.id, f"{person.name}, {person.organisation.name}") for person in people]


class EndSeatForm(AskingForm):
    last_day = DateParts("Last day", [Required()], description="They sit in it until the end of that day.")


class CloseForm(AskingForm):
    seen = HiddenField()
    reason = ProseField("Why is it closed?", [Required(), Longest(1_000)], render_kw={"rows": 3})


class StandingItemForm(AskingForm):
    title = LineField("Title", [Required(), Longest(200)])
    kind = ChoiceField("What is it for?", [Required()], choices=[Choice(key, words) for key, words in KINDS.items()])


class AcceptedReasonForm(AskingForm):
    words = LineField(
        "Reason",
        [Required(), Longest(300)],
        description="It ends the sentence “No equality impact assessment is needed, because …”. "
        "For example: the decision changes nothing for anybody.",
    )
