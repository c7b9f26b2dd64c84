"""What the decision log is narrowed to. It is asked by GET, so it carries no token."""

from typing import Any

from wtforms.validators import ValidationError

from eia.forms import Choice, DateParts, EiaForm, PickField
from eia.meetings.log import MARKED, Narrowed
from eia.meetings.models.decisions import DECIDED


class LogForm(EiaForm):
    outcome = PickField("Outcome", empty="Any", choices=[Choice(*one) for one in DECIDED.items()])
    marked = PickField("Marked", empty="All", choices=[Choice(*one) for one in MARKED.items()])
    first = DateParts("From", description="For example, 1 4 2026")
    last = DateParts("To")

    def validate_last(self, field: DateParts) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError("“To” must be on or after “From”")

    def narrowed(self) -> Narrowed:
        """What is understood of it; the rest is not narrowed to."""
        said: dict[str, Any] = {name: field.data for name, field in self._fields.items() if not field.errors}
        return Narrowed(said.get("outcome") or "", said.get("marked") or "", said.get("first"), said.get("last"))
