"""What is asked about a policy."""

from collections.abc import Iterable

from eia.forms import Choice, ChoicesField, HiddenField, LineField, Longest, PickField, Required
from eia.people.forms.administration import AskingForm
from eia.people.models import Organisation, Person


class PolicyForm(AskingForm):
    """`seen` is the fingerprint of the facts the reader saw; empty for a new policy."""

    seen = HiddenField()
    number = LineField(
        "Number",
        [Required(), Longest(60)],
        description="As it stands on the document, for example BCH17/001.",
        render_kw={"width": "20", "autocomplete": "off", "spellcheck": False},
    )
    title = LineField("Title", [Required(), Longest(200)])
    owner = PickField(
        "Owner",
        [Required()],
        empty="Select a person",
        description="Who answers for the policy. They are told what happens to its assessment.",
    )
    shared_with = ChoicesField(
        "Which other organisations share it?",
        description="Each has its own legal duty and signs the assessment for itself. Leave all empty if none does.",
    )

    def offer(self, people: Iterable[Person], organisations: Iterable[Organisation]) -> None:
        self.owner.choices = [Choice(person.id, person.name) for person in people]
        self.shared_with.choices = [Choice(organisation.id, organisation.name) for organisation in organisations]
