"""What is asked of those who correct a signed version, and of those who object."""

from eia.assessments.afterwards.correctable import LONGEST
from eia.forms import EiaForm, LineField, Longest, ProseField, Required


class CorrectionForm(EiaForm):
    wrong = LineField("The wrong words, as they stand", [Required("Copy the wrong words"), Longest(LONGEST)])
    right = LineField("The right words", [Required("Type the right words"), Longest(LONGEST)])
    reason = ProseField("Why?", [Required("Say why"), Longest(1000)], render_kw={"rows": 2})


class ObjectionForm(EiaForm):
    reason = ProseField("Why do you object?", [Required("Say why you object"), Longest(1000)], render_kw={"rows": 2})
