"""What an administrator is asked for a route: who signs before the last, in up to two stages, and from when."""

from typing import Any

from eia.forms import Choice, ChoiceField, ChoicesField, DateParts, Required
from eia.people.forms.administration import AskingForm
from eia.people.offices import Office
from eia.people.routes import Level, Stages


class RouteForm(AskingForm):
    first = ChoicesField(
        "Who signs first?",
        description="Choose more than one when they may sign in any order. Choose none for one signature only.",
    )
    second = ChoicesField("Who signs after them?", description="Leave it empty when nobody else signs in between.")
    must_fix = ChoiceField(
        "What if comments marked as “must fix” are still open?",
        [Required()],
        choices=[
            ("over", "Whoever signs may sign over them, and says why", "The reason stands with the signature."),
            ("stops", "They stop the signature", "An adviser or approver settles them first, or it is returned."),
        ],
    )
    from_day = DateParts("First day", [Required()])

    def __init__(self, *arguments: Any, level: Level, **values: Any) -> None:
        super().__init__(*arguments, **values)
        for field in (self.first, self.second):
            field.choices = [Choice(office, office.words) for office in level.before]
        if level.always_stops:
            del self.must_fix

    @property
    def stops(self) -> bool:
        return bool(self.must_fix and self.must_fix.data == "stops")

    def stages(self, level: Level) -> Stages:
        """All of them, the last one included."""
        chosen: list[list[Office]] = [self.first.data, self.second.data]
        return (*(tuple(offices) for offices in chosen if offices), (level.usual,))
