"""An old form to add, and what becomes of its lines that were ticked."""

from collections.abc import Mapping
from typing import Any

from eia.assessments.forms.evidence_files import FileForm
from eia.forms import Choice, EiaForm, LineField, PickField


class LinesForm(EiaForm):
    place = PickField("Where do they go?", empty="Select a place")
    reason = LineField("Or why do they go nowhere?", description="For example: it repeats the guidance.")

    def validate(self, extra_validators: Any = None, *, aside: bool = False) -> bool:
        if not super().validate(extra_validators):
            return False
        field, words = (self.reason, "Say why they go nowhere") if aside else (self.place, "Select where they go")
        if field.data:
            return True
        field.errors = [*field.errors, words]
        return False


def lines_form(places: Mapping[str, str]) -> LinesForm:
    form = LinesForm()
    form.place.choices = [Choice(key, words) for key, words in places.items()]
    return form


def old_form_form(most: int) -> FileForm:
    form = FileForm()
    form.file.description = f"A Word document (.docx) up to {most} MB, as it was filled in."
    return form
