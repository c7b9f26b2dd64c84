"""What is asked of whoever records a decision: what was decided, on what, by whom, and how they had regard."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from wtforms.validators import ValidationError

from eia import clock
from eia.assessments.models import ScopeItem
from eia.assessments.models.living import OUTCOMES
from eia.forms import (
    Choice,
    ChoiceField,
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
from eia.meetings.decided import Said
from eia.meetings.models import AgendaItem, ItemDecision
from eia.meetings.models.decisions import DECIDED
from eia.people.forms.administration import AskingForm
from eia.people.models import Person

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
CONDITIONS = ("1", "2", "3")
PROPOSAL = ("amend", "keep", "reject")


class DecisionForm(AskingForm):
    seen = HiddenField()
    corrects = HiddenNumberField()
    outcome = ChoiceField(
        "What was decided?", [Required()], choices=[(k, v) for k, v in DECIDED.items() if k != "deferred"]
    )
    reasons = ProseField("Why otherwise than recommended?", [RequiredWhen("outcome", "departed")],
                         render_kw={"rows": 3})  # fmt: skip
    proposal = ChoiceField("What becomes of the proposal?", [RequiredWhen("outcome", "departed")],
                           choices=[(key, OUTCOMES[key]) for key in PROPOSAL])  # fmt: skip
    what_1 = ProseField("What must be done", render_kw={"rows": 2})
    owner_1 = PickField("Owner", empty="Select a person")
    due_1 = DateParts("Due")
    what_2 = ProseField("What must be done", render_kw={"rows": 2})
    owner_2 = PickField("Owner", empty="Select a person")
    due_2 = DateParts("Due")
    what_3 = ProseField("What must be done", render_kw={"rows": 2})
    owner_3 = PickField("Owner", empty="Select a person")
    due_3 = DateParts("Due")
    decider = ChoiceField("Who decided it?", [Required("Say who decided it")])
    wording = ProseField("The decision, word for word", [Required()], render_kw={"rows": 4})
    other_name = LineField("What", description="For example: how long it lasts.")
    other_value = LineField("As decided", description="For example: permanent, or until 31 March 2028.")
    drift_reason = ProseField("Why does it go on although this was not assessed?", render_kw={"rows": 3})
    decided_on = DateParts("On which day?", [Required()])
    decided_at = LineField("At what time?", [Required()], description="Like 14:30.", render_kw={"width": 5})
    regard = ProseField(
        "Their statement of regard",
        [Required()],
        description="How those who decided weighed what the assessment says: which harm, for whom, and what they made "
        "of it. It may be disclosed.",
        render_kw={"rows": 5},
    )
    votes_for = NumberField("For", render_kw={"width": 3})
    votes_against = NumberField("Against", render_kw={"width": 3})
    votes_abstained = NumberField("Abstained", render_kw={"width": 3})
    dissent = ProseField("Dissent", [Longest(5_000)], description="Who did not agree, and why, if they want it noted.",
                         render_kw={"rows": 3})  # fmt: skip

    def validate_decided_at(self, field: LineField) -> None:
        if field.data and not TIME.fullmatch(field.data):
            raise ValidationError("Write the time with four digits, like 09:30")

    def validate_other_value(self, field: LineField) -> None:
        if bool(field.data) != bool(self.other_name.data):
            raise ValidationError("Say both what was fixed and how it was decided, or neither")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        given = [self._is_whole(number) for number in CONDITIONS if self._is_given(number)]
        if self.outcome.data == "with_conditions" and not given:
            self.what_1.errors = ["Name at least one condition, or choose “As recommended”"]
            return False
        return fine and all(given)

    @property
    def decides(self) -> datetime:
        """The instant they gave, in UTC; call it once the form is valid."""
        at = time.fromisoformat(self.decided_at.data)
        return datetime.combine(self.decided_on.data, at, tzinfo=clock.LONDON).astimezone(UTC)  # type: ignore[arg-type]

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """None but of a decision with conditions, whatever stands in boxes that were closed again."""
        if self.outcome.data != "with_conditions":
            return []
        parts = [self.condition(number) for number in CONDITIONS if self._is_given(number)]
        return [{"what": p["what"].data, "owner_id": int(p["owner"].data), "due": p["due"].data} for p in parts]

    def condition(self, number: str) -> dict[str, Any]:
        return {part: self._fields[f"{part}_{number}"] for part in ("what", "owner", "due")}

    def _is_given(self, number: str) -> bool:
        parts = self.condition(number)
        return bool(parts["what"].data or parts["owner"].data or any(parts["due"].parts.values()))

    def _is_whole(self, number: str) -> bool:
        if self.outcome.data != "with_conditions":
            return True
        parts = self.condition(number)
        lacking = {"what": "Say what must be done", "owner": "Choose who does it", "due": "Give the day it is due"}
        for part, words in lacking.items():
            if not parts[part].data and not parts[part].errors:
                parts[part].errors = [words]
        if parts["due"].data and parts["due"].data < clock.today():
            parts["due"].errors = ["Give a day from today on"]
        return not any(parts[part].errors for part in lacking)

    def decided(self, scope: Sequence[ScopeItem]) -> dict[int, str]:
        """Scope item -> the value decided, "" for as assessed."""
        return {
            one.id: self[f"scope_{one.id}_value"].data if self[f"scope_{one.id}"].data == "other" else ""
            for one in scope
        }

    @property
    def other(self) -> list[tuple[str, str]]:
        return [(self.other_name.data, self.other_value.data)] if self.other_name.data else []

    def said(self, scope: Sequence[ScopeItem]) -> Said:
        departed = self.outcome.data == "departed"
        return Said(
            outcome=self.outcome.data, wording=self.wording.data, regard=self.regard.data, decided_at=self.decides,
            reasons=self.reasons.data if departed else "", proposal=(self.proposal.data or "") if departed else "",
            votes=(self.votes_for.data, self.votes_against.data, self.votes_abstained.data),
            dissent=self.dissent.data, conditions=self.conditions, decided=self.decided(scope), other=self.other,
            drift_reason=self.drift_reason.data, corrects_id=self.corrects.data or None,
            decider_id=int(self.decider.data) if "decider" in self else None,
        )  # fmt: skip


def decision_form(
    item: AgendaItem, scope: Sequence[ScopeItem], people: Sequence[Person], *, seen: str,
    deciders: Sequence[Person] = (), corrects: ItemDecision | None = None,
) -> DecisionForm:  # fmt: skip
    """With a question for each date, place and number that the pinned version assumes. Nothing is answered before.

    `deciders` are those of whom one decided it alone; it is asked who, where there are several.
    """
    asked: dict[str, Any] = {}
    for one in scope:
        choices = [("as", f"As assessed: {one.value}"), ("other", "Otherwise")]
        asked[f"scope_{one.id}"] = ChoiceField(one.label, [Required(f"Say whether “{one.label}” is as assessed")],
                                               choices=choices)  # fmt: skip
        needed = RequiredWhen(f"scope_{one.id}", "other", message="Say how it was decided")
        asked[f"scope_{one.id}_value"] = LineField(f"{one.label}, as decided", [needed])
    day = item.meeting.day if item.meeting else clock.today()
    first = {"seen": seen, "decided_on": day, "corrects": corrects.id if corrects else 0}
    if corrects is not None:
        kept = ("outcome", "reasons", "wording", "regard", "votes_for", "votes_against", "votes_abstained", "dissent")
        at = clock.london(corrects.decided_at)
        first |= {name: getattr(corrects, name) for name in kept} | {
            "decided_on": at.date(),
            "decided_at": f"{at:%H:%M}",
            "decider": str(corrects.decider_id or ""),
        }
    form: DecisionForm = type("DecisionForm", (DecisionForm,), asked)(data=first)
    form.decider.choices = [Choice(str(person.id), person.name) for person in deciders]
    if len(deciders) < 2:
        del form.decider
    for number in CONDITIONS:
        form[f"owner_{number}"].choices = [Choice(str(person.id), person.name) for person in people]
    return form
