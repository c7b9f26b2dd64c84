"""What is asked about a policy."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms.validators import ValidationError

from eia import clock
from eia.forms import (
    Choice,
    ChoiceField,
    ChoicesField,
    DateParts,
    HiddenField,
    HiddenNumberField,
    LineField,
    Longest,
    PickField,
    ProseField,
    Required,
    RequiredWhen,
    UploadField,
)
from eia.people.forms.administration import AskingForm
from eia.people.models import Organisation, Person, Unit
from eia.policies.catalogue.lists import classes
from eia.policies.catalogue.triggers import LEVELS, STAGES, TAKEN, triggers
from eia.policies.facts import LinkFault, links_from
from eia.policies.models import DRAFT, IN_FORCE


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
    unit = PickField("Unit", empty="No unit", description="The part of the organisation that answers for it.")
    policy_class = PickField("Class", empty="No class", description="The kind of policy it is.")
    shared_with = ChoicesField(
        "Which other organisations share it?",
        description="Each has its own legal duty and signs the assessment for itself. Leave all empty if none does.",
    )

    adopted_on = DateParts(
        "Date of adoption", description="When it came into force. Leave it empty if you do not know."
    )
    review_on = DateParts("Date of review", description="When it is to be looked at again.")
    links = ProseField(
        "Links",
        [Longest(4_000)],
        description="Where the document is. One link to a line: its name, then its address, for example "
        "Policy https://example.org/a.pdf",
        render_kw={"rows": 3, "spellcheck": False},
    )

    def offer(self, people: Iterable[Person], organisations: Iterable[Organisation], units: Iterable[Unit]) -> None:
        self.owner.choices = [Choice(person.id, person.name) for person in people]
        self.shared_with.choices = [Choice(organisation.id, organisation.name) for organisation in organisations]
        self.unit.choices = [Choice(unit.id, unit.name) for unit in units]
        self.policy_class.choices = [Choice(one.key, one.title) for one in classes().values()]

    def validate_links(self, field: ProseField) -> None:
        try:
            links_from(field.data or "")
        except LinkFault as fault:
            raise ValidationError(str(fault)) from fault


class NewPolicyForm(PolicyForm):
    state = ChoiceField(
        "How does it stand?",
        choices=(
            Choice(DRAFT, "Draft", "It is being written. Nobody follows it yet."),
            Choice(IN_FORCE, "In force", "People follow it, so it must have an assessment in date."),
        ),
    )


class StepForm(AskingForm):
    """`seen` is the revision of the policy that the person read."""

    seen = HiddenNumberField()

    def answers(self) -> dict[str, Any]:
        return {name: field.data for name, field in self._fields.items() if name not in ("seen", "csrf_token")}


class AdoptionForm(StepForm):
    adopted_on = DateParts("Date of adoption", [Required()], description="For example, 3 12 2026")
    review_on = DateParts("Date of review", [Required()], description="When it is to be looked at again.")


class ReviewForm(StepForm):
    review_on = DateParts("Next date of review", [Required()])
    reason = ProseField("What was found, and what was changed?", [Required()], description="It stands in its trail.")


class ReasonForm(StepForm):
    reason = ProseField("Reason", [Required()], description="It stands in its trail and in the message that is sent.")


STEP_FORMS: Mapping[str, type[StepForm]] = {
    "": StepForm, "adoption": AdoptionForm, "review": ReviewForm, "reason": ReasonForm,
}  # fmt: skip


class FileForm(AskingForm):
    file = UploadField(
        "File of policies",
        [Required()],
        description="A workbook (.xlsx) or comma-separated values (.csv), at most 20,000 lines.",
        render_kw={"attributes": {"accept": ".xlsx,.csv,text/csv,text/plain"}},
    )


class NeedForm(AskingForm):
    """Do I need one? What it is about and three questions; another level than the table’s with a reason."""

    title = LineField("What is it about?", [Required(), Longest(200)], description="For example, Closing a front desk.")
    kind = ChoiceField("What is being decided?", [Required()])
    reach = ChoiceField("How many people does it touch?", [Required()])
    stage = ChoiceField("Has the decision been taken already?", [Required()])
    taken_on = DateParts("When was it taken?", [RequiredWhen("stage", TAKEN)])
    decider = LineField("Who took it?", [RequiredWhen("stage", TAKEN), Longest(200)], description="The office or body.")

    level = ChoiceField(
        "Will you do otherwise than the table says?",
        choices=[Choice(key, title) for key, title in LEVELS.items()],
        description="Leave it empty to do what the table of thresholds says.",
    )
    because = ProseField("Why?", [Longest(2_000)], description="Needed where you do otherwise.", render_kw={"rows": 3})

    def offer(self) -> None:
        known = triggers()
        self.kind.choices = [Choice(one.key, one.title) for one in known.kinds.values()]
        self.reach.choices = [Choice(one.key, one.title, one.hint) for one in known.reaches.values()]
        self.stage.choices = [Choice(key, title, hint) for key, (title, hint) in STAGES.items()]

    def validate_taken_on(self, field: DateParts) -> None:
        if self.stage.data == TAKEN and field.data and field.data > clock.today():
            raise ValidationError("The day it was taken cannot be still to come")

    def validate_because(self, field: ProseField) -> None:
        asked = self.level.data and self.kind.data in triggers().kinds and self.reach.data in triggers().reaches
        if asked and self.level.data != triggers().proposed(self.kind.data, self.reach.data) and not field.data:
            raise ValidationError("Say why you do otherwise than the table says")
