"""Covered by a parent: which one, and how."""

from collections.abc import Sequence

from eia.assessments.case import Case
from eia.assessments.models import Version
from eia.forms import Choice, EiaForm, HiddenNumberField, PickField, ProseField, Required


class CoverForm(EiaForm):
    """`seen` is the revision of the version when the page was read."""

    seen = HiddenNumberField()
    parent = PickField("Which assessment covers it?", [Required()], empty="Select an assessment")
    reason = ProseField(
        "How does it cover this?",
        [Required()],
        description="Say that the people, places and numbers here are within what was assessed there.",
    )


def cover_form(case: Case, parents: Sequence[Version]) -> CoverForm:
    said = {"parent": str(case.cover.parent_id), "reason": case.cover.reason} if case.cover else {}
    form = CoverForm(data={"seen": case.revision, **said})
    form.parent.choices = [
        Choice(str(p.id), f"{p.assessment.subject.title} ({p.assessment.reference}, version {p.number})")
        for p in parents
    ]
    return form
