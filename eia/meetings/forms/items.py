"""What is asked about an item, its papers and its place on the agenda."""

from collections.abc import Iterable, Sequence

from eia.forms import (
    Choice,
    ChoiceField,
    ChoicesField,
    HiddenField,
    HiddenNumberField,
    LineField,
    Longest,
    NumberField,
    PickField,
    ProseField,
    Required,
    RequiredWhen,
    UploadField,
)
from eia.meetings.models import AgendaItem
from eia.meetings.models.items import KINDS, PAPERS
from eia.people.forms.administration import AskingForm
from eia.people.models import Organisation, Person

YES, NO = "yes", "no"


class ItemForm(AskingForm):
    seen = HiddenNumberField()
    title = LineField("What is it about?", [Required(), Longest(200)])
    kind = ChoiceField("What is asked of the meeting?", [Required()], choices=[Choice(*one) for one in KINDS.items()])
    author = PickField(
        "Report author",
        [Required()],
        empty="Select a person",
        description="They write the report and sign the equality statement.",
    )
    recommendation = ProseField("Recommendation", [Longest(5_000)], render_kw={"rows": 4})
    report = ProseField("Report", description="A paragraph a line. It is numbered in the pack.", render_kw={"rows": 12})
    organisations = ChoicesField(
        "Which organisations does a decision on it bind?",
        description="Each must have signed what is attached before a decision may be recorded.",
    )
    restricted = ChoiceField(
        "Is it restricted?",
        [Required()],
        choices=[Choice(NO, "No"), Choice(YES, "Yes, others see only that there is a restricted item")],
    )
    restricted_reason = LineField(
        "Why is it restricted?",
        [RequiredWhen("restricted", YES), Longest(300)],
        description="Everybody who reads the agenda reads this sentence.",
    )
    legal_advice = ProseField(
        "Legal advice",
        description="Left out of prints, packs and what others than those who decide read.",
        render_kw={"rows": 4},
    )
    late_reason = LineField("Why does it come after the agenda went out?", [Longest(300)])
    why = LineField(
        "Why is it changed after the agenda went out?", [Longest(300)], description="It stays in the trail."
    )

    def offer(self, people: Iterable[Person], organisations: Sequence[Organisation]) -> None:
        self.author.choices = [Choice(one.id, one.name) for one in people]
        if len(organisations) > 1:
            self.organisations.choices = [Choice(one.id, one.name) for one in organisations]
            self.organisations.validators = [Required("Select at least one organisation")]
        else:
            del self.organisations

    @property
    def restriction(self) -> str:
        return self.restricted_reason.data if self.restricted.data == YES else ""


class BetweenForm(ItemForm):
    between = ChoiceField(
        "Who decides it between meetings?",
        [Required()],
        choices=[Choice("chair", "The chair (chair’s action)"), Choice("officer", "A named officer")],
    )


class PaperForm(AskingForm):
    """The file comes last: of a post that is too large, what was typed before the file can be kept."""

    title = LineField(
        "What is it?", [Longest(200)], description="Its name on the agenda. Leave it empty to use the name of the file."
    )
    kind = ChoiceField(
        "What kind of paper is it?", [Required()], choices=[Choice(key, words) for key, words in PAPERS.items()]
    )
    late_reason = LineField("Why does it come late?", [Longest(300)])
    file = UploadField("The file", [Required("Choose a file")])


class RemoveForm(AskingForm):
    seen = HiddenNumberField()
    reason = LineField("Why is it taken off?", [Required(), Longest(300)])


class OrderForm(AskingForm):
    """A number for each item of the agenda; made by `order_form`."""

    seen = HiddenField()

    def numbers(self, items: Iterable[AgendaItem]) -> dict[int, int]:
        return {item.id: self[f"number_{item.id}"].data for item in items}


def order_form(items: Sequence[AgendaItem], seen: str) -> OrderForm:
    fields = {
        f"number_{item.id}": NumberField(
            f"Number of {item.title}", [Required(f"Give “{item.title}” a number")], least=1, most=999
        )
        for item in items
    }
    form: OrderForm = type("OrderForm", (OrderForm,), fields)(
        data={"seen": seen, **{f"number_{item.id}": item.position for item in items}}
    )
    return form
