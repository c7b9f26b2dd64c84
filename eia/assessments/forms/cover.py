"""Covered by a parent: which one, and how."""

from collections.abc import Sequence

from eia.assessments.case import Case
from eia.assessments.forms.writing import WritingForm
from eia.assessments.models import Version
from eia.assessments.writing.saying import cover_said, revision_of_cover
from eia.forms import Choice, PickField, ProseField, Required


class CoverForm(WritingForm):
    parent = PickField("Which assessment covers it?", [Required()], empty="Select an assessment")
    reason = ProseField(
        "How does it cover this?",
        [Required()],
        description="Say that the people, places and numbers here are within what was assessed there.",
    )


def cover_form(case: Case, parents: Sequence[Version]) -> CoverForm:
    form = CoverForm(data={"seen": revision_of_cover(case), **cover_said(case)})
    form.parent.choices = [
        Choice(str(p.id), f"{p.assessment.subject.title} ({p.assessment.reference}, version {p.number})")
        for p in parents
    ]
    return form
