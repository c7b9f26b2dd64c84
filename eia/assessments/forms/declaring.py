"""What is asked of whoever signs: an interest, the declaration, conditions, a remark."""

from collections.abc import Sequence
from typing import Any

from eia import clock
from eia.assessments.forms.step import StepForm
from eia.forms import Choice, ChoiceField, ChoicesField, DateParts, PickField, ProseField, Required, RequiredWhen
from eia.people.models import Person

CONDITIONS = ("1", "2", "3")


class DeclarationForm(StepForm):
    """Whoever has an interest says which, and nothing else is asked of them: they leave it to others."""

    interest = ChoiceField("Do you have an interest in this?", [Required()], choices=[("no", "No"), ("yes", "Yes")])
    interest_which = ProseField(
        "Which interest?",
        [RequiredWhen("interest", "yes")],
        description="You then do not sign. Another holder of your office is told, and what you say stands on record.",
        render_kw={"rows": 3},
    )
    declared = ChoicesField("I declare that", [Required("Tick every point to sign. If one does not hold, return it.")])
    what_1 = ProseField("What must be done", render_kw={"rows": 3})
    owner_1 = PickField("Owner", empty="Select a person")
    due_1 = DateParts("Due")
    what_2 = ProseField("What must be done", render_kw={"rows": 3})
    owner_2 = PickField("Owner", empty="Select a person")
    due_2 = DateParts("Due")
    what_3 = ProseField("What must be done", render_kw={"rows": 3})
    owner_3 = PickField("Owner", empty="Select a person")
    due_3 = DateParts("Due")
    remark = ProseField("Remark", description="If you want to add something. It belongs to your signature.")
    over = ProseField(
        "Why do you sign although this must be fixed?",
        [Required("Say why you sign although this must be fixed, or return it")],
        description="It stands with your signature and in the trail.",
        render_kw={"rows": 3},
    )

    def offer_conditions(self, people: Sequence[Person]) -> None:
        """Nobody to own a condition: none can be set."""
        for number in CONDITIONS:
            if people:
                self._fields[f"owner_{number}"].choices = [Choice(str(person.id), person.name) for person in people]
            else:
                for part in ("what", "owner", "due"):
                    delattr(self, f"{part}_{number}")

    @property
    def has_interest(self) -> bool:
        return bool(self.interest.data == "yes")

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """For the page: the three fields of each condition that can be set."""
        return [self._condition(number) for number in CONDITIONS if f"what_{number}" in self._fields]

    def _condition(self, number: str) -> dict[str, Any]:
        parts = {part: self._fields[f"{part}_{number}"] for part in ("what", "owner", "due")}
        return {**parts, "number": number, "is_given": self._is_given(parts)}

    def _is_given(self, parts: dict[str, Any]) -> bool:
        return bool(parts["what"].data or parts["owner"].data or any(parts["due"].parts.values()))

    def answers(self) -> dict[str, Any]:
        given = [one for one in self.conditions if one["is_given"]]
        over = self.over.data if "over" in self else ""
        conditions = [
            {"what": one["what"].data, "owner_id": int(one["owner"].data), "due": one["due"].data} for one in given
        ]
        return {"remark": self.remark.data, "over": over, "conditions": conditions}

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.has_interest:
            self.declared.errors = []
            return not any(field.errors for name, field in self._fields.items() if name not in ("declared", "over"))
        for one in self.conditions:
            fine = self._is_whole(one) and fine
        return fine

    def _is_whole(self, one: dict[str, Any]) -> bool:
        """A condition says what, who and by when, or nothing at all."""
        if not one["is_given"]:
            return True
        lacking = {"what": "Say what must be done", "owner": "Choose who does it", "due": "Give the day it is due"}
        for part, words in lacking.items():
            if not one[part].data and not one[part].errors:
                one[part].errors = [words]
        if one["due"].data and one["due"].data < clock.today():
            one["due"].errors = ["Give a day from today on"]
        return not any(one[part].errors for part in lacking)
