"""What is asked for the equality statement of an item, and of an adviser who looks at one."""

from collections.abc import Iterable
from typing import Any

from eia.assessments.models import Version
from eia.assessments.workflow import TABLE
from eia.forms import Choice, ChoiceField, HiddenNumberField, LineField, Longest, PickField, ProseField, Required
from eia.forms import RequiredWhen as When
from eia.meetings.models import NotNeededReason
from eia.people.forms.administration import AskingForm

NOT_NEEDED, ATTACHED = "not_needed", "attached"


class StatementForm(AskingForm):
    seen = HiddenNumberField()
    kind = ChoiceField(
        "What do you put in front of those who decide?",
        [Required("Select whether no assessment is needed, or attach one")],
        choices=[
            Choice(NOT_NEEDED, "No assessment is needed, because ..."),
            Choice(ATTACHED, "An assessment is attached", "Screened, or a full assessment. This version is pinned."),
        ],
    )
    reason = ChoiceField("The reason", [When("kind", NOT_NEEDED)])
    because = LineField(
        "Why does that hold for this item?",
        [When("kind", NOT_NEEDED), Longest(300)],
        description="One sentence. Advisers look at some of these.",
    )
    version = PickField("The assessment", empty="Select an assessment")
    reference = LineField(
        "Or type its reference",
        [Longest(40)],
        description="For example, CAMBS-EIA-2026-0042. The newest version that you may attach is taken.",
    )

    def offer(self, reasons: Iterable[NotNeededReason], versions: Iterable[Version]) -> None:
        self.reason.choices = [Choice(one.id, one.words) for one in reasons if one.ended_at is None]
        self.versions = list(versions)
        self.version.choices = [Choice(one.id, _words(one)) for one in self.versions]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.kind.data != ATTACHED or not valid:
            return valid
        if self.reference.data:
            typed = self.reference.data.upper()
            found = [one.id for one in self.versions if one.assessment.reference == typed]
            if not found:
                why = "There is no assessment with this reference that you may read and that was sent or signed"
                self.reference.errors = [*self.reference.errors, why]
                return False
            self.version.data = max(found)
        if self.version.data is None:
            self.version.errors = [*self.version.errors, "Select an assessment, or type its reference"]
            return False
        return True


class SampleForm(AskingForm):
    agrees = ChoiceField(
        "Does “not needed” hold for this item?",
        [Required("Select whether it holds")],
        choices=[Choice("yes", "It holds"), Choice("no", "It does not hold")],
    )
    words = ProseField(
        "Why?",
        [Longest(2_000), When("agrees", "no")],
        description="Everybody who reads the item sees this beside the statement, for good.",
    )


def _words(version: Version) -> str:
    state = TABLE.states[version.state].title.lower()
    return f"{version.assessment.reference}, version {version.number}: {version.assessment.subject.title} ({state})"
