"""The quick screen: one page, two to three minutes; and what the chair and an adviser say of an item not ready."""

from collections.abc import Iterable
from typing import Any

from eia.forms import (
    Choice,
    ChoiceField,
    DateParts,
    EiaForm,
    LineField,
    Longest,
    PickField,
    ProseField,
    Required,
)
from eia.frameworks.shape import Framework
from eia.meetings.models.items import ANSWERS
from eia.people.forms.administration import AskingForm
from eia.people.models import Person


class QuickScreenForm(AskingForm):
    """`quick_screen_form` adds an answer and a reason for each characteristic."""

    framework: Framework
    shared_reason = LineField(
        "One reason for all that have none of their own", [Longest(300)], description="Leave it empty if each has one."
    )
    who_is_hurt = ProseField("Who may be hurt?", [Required(), Longest(2_000)], render_kw={"rows": 2})
    how_badly = ProseField("How badly?", [Required(), Longest(2_000)], render_kw={"rows": 2})
    what_is_done = ProseField("What is done about it?", [Required(), Longest(2_000)], render_kw={"rows": 2})
    why_now = ProseField("Why can it not wait?", [Required(), Longest(2_000)], render_kw={"rows": 2})
    owner = PickField("Who makes the full assessment afterwards?", [Required()], empty="Select a person")
    due = DateParts("By when?", [Required()])
    decider = PickField("Who decides?", [Required()], empty="Select a person")
    regard = ProseField(
        "What did they have regard to?",
        [Required(), Longest(2_000)],
        description="In the decider’s own words. It is recorded now, before the decision.",
        render_kw={"rows": 3},
    )

    def offer(self, owners: Iterable[Person], deciders: Iterable[Person]) -> None:
        self.owner.choices = [Choice(one.id, one.name) for one in owners]
        self.decider.choices = [Choice(one.id, one.name) for one in deciders]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not self.shared_reason.data:
            for key in self.asked:
                field = self[f"reason-{key}"]
                if self[f"answer-{key}"].data and not field.data:
                    field.errors = [*field.errors, "Give a reason here, or one reason for all above"]
                    valid = False
        return valid

    @property
    def asked(self) -> list[str]:
        return [one.key for one in self.framework.characteristics]

    def answers(self) -> dict[str, dict[str, str]]:
        return {
            key: {
                "answer": self[f"answer-{key}"].data,
                "reason": self[f"reason-{key}"].data or self.shared_reason.data,
            }
            for key in self.asked
        }


def quick_screen_form(framework: Framework) -> QuickScreenForm:
    fields: dict[str, Any] = {"framework": framework}
    choices = [Choice(*one) for one in ANSWERS.items()]
    for one in framework.characteristics:
        says = f"Say whether anybody may be affected because of {one.in_sentence}"
        fields[f"answer-{one.key}"] = ChoiceField(one.title, [Required(says)], choices=choices)
        fields[f"reason-{one.key}"] = LineField(f"Why? ({one.title})", [Longest(300)])
    form: QuickScreenForm = type("AskedQuickScreenForm", (QuickScreenForm,), fields)()
    return form


class OverrideForm(AskingForm):
    reason = ProseField(
        "Why is it decided although it is not ready?",
        [Required(), Longest(2_000)],
        description="Everybody who reads the item sees this, for good.",
    )


class CorrectionForm(AskingForm):
    words = ProseField("What is your view of it?", [Required(), Longest(2_000)])


class PressForm(EiaForm):
    """A button and nothing else."""
