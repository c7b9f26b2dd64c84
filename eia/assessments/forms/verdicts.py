"""What a checker says of each section; nothing is preselected, and a section without a word is asked nothing."""

from typing import Any

from eia.assessments.case import Case
from eia.assessments.checking.acceptance import acceptance
from eia.assessments.forms.step import StepForm
from eia.assessments.sections import SectionInfo, sections_in_play
from eia.forms import Choice, ChoiceField, PickField, ProseField
from eia.frameworks.shape import Verdict

ASKED = ("verdict", "reason", "remark")


class VerdictsForm(StepForm):
    """Its fields come from the sections: verdict-<section>, reason-<section>, remark-<section>."""

    sections: tuple[SectionInfo, ...]
    words: dict[str, Verdict]

    def of(self, section: str) -> dict[str, Any]:
        return {name: self._fields[f"{name}-{section}"] for name in ASKED}

    def answers(self) -> dict[str, Any]:
        given = [
            {"section": s.key, **{name: str(field.data or "") for name, field in self.of(s.key).items()}}
            for s in self.sections
        ]
        return {"verdicts": [one for one in given if one["verdict"]]}

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for section in self.sections:
            fine = self._is_whole(section.title, **self.of(section.key)) and fine
        return fine

    def _is_whole(self, title: str, verdict: Any, reason: Any, remark: Any) -> bool:
        """Each sentence names its section, for they stand together at the top of the page."""
        said = self.words.get(str(verdict.data or ""))
        if said is None:
            if (reason.data or remark.data) and not verdict.errors:
                verdict.errors = [*verdict.errors, f"Choose what you say of “{title}”"]
            return not verdict.errors
        if said.must_change and not reason.data:
            reason.errors = [*reason.errors, f"Select what is wrong with “{title}”"]
        if said.needs_comment and not remark.data:
            remark.errors = [*remark.errors, f"Say what should change in “{title}”"]
        return not (reason.errors or remark.errors)


def verdicts_form(case: Case) -> VerdictsForm:
    sections = sections_in_play(case, screening=case.state == "screening_review")
    framework = case.framework
    choices = [Choice(v.key, v.title, v.plain) for v in framework.verdicts]
    codes = [Choice(r.key, r.title) for r in framework.return_reasons]
    fields: dict[str, Any] = {"sections": tuple(sections), "words": {v.key: v for v in framework.verdicts}}
    data: dict[str, Any] = {"seen": case.revision}
    standing = acceptance(case)
    for section in sections:
        key = section.key
        fields |= {
            f"verdict-{key}": ChoiceField(section.title, choices=choices),
            f"reason-{key}": PickField("What is wrong?", choices=codes, empty="Nothing must change"),
            f"remark-{key}": ProseField("Say what should change", render_kw={"rows": 3}),
        }
        if key in standing and standing[key].unchanged:
            data |= {f"{name}-{key}": getattr(standing[key].given, name) for name in ASKED}
    form: VerdictsForm = type("VerdictsForm", (VerdictsForm,), fields)(data=data)
    return form
