"""What is asked of whoever puts an item off."""

from collections.abc import Sequence
from datetime import date, time

from wtforms.validators import ValidationError

from eia.forms import Choice, ChoiceField, DateParts, EiaForm, LineField, ProseField, Required, RequiredWhen
from eia.meetings.forms.deciding import TIME
from eia.meetings.models import Meeting
from eia.pages import day

NEW = "new"


class PutOffForm(EiaForm):
    to = ChoiceField("To which meeting?", [Required()])
    day = DateParts("On which day?", [RequiredWhen("to", NEW)])
    begins = LineField("At what time?", [RequiredWhen("to", NEW)], description="Like 14:30.", render_kw={"width": 5})
    why = ProseField("Why?", [Required()], render_kw={"rows": 3})

    def validate_begins(self, field: LineField) -> None:
        if field.data and not TIME.fullmatch(field.data):
            raise ValidationError("Write the time with four digits, like 09:30")

    @property
    def meeting_id(self) -> int | None:
        return None if self.to.data == NEW else int(self.to.data)

    @property
    def new(self) -> tuple[date, time] | None:
        """Day and time of a meeting to be called, or None."""
        if self.to.data != NEW or self.day.data is None:
            return None
        return self.day.data, time.fromisoformat(self.begins.data)


def put_off_form(meetings: Sequence[Meeting]) -> PutOffForm:
    form = PutOffForm()
    form.to.choices = [
        *(Choice(str(one.id), f"{day(one.day)}, {one.begins:%H:%M}") for one in meetings),
        Choice(NEW, "A new meeting, called with this"),
    ]
    return form
