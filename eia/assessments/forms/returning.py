"""Returning it: where the author starts again, and as many points as it takes, each with section, reason and words."""

import re
from typing import Any

from flask import request

from eia.assessments.case import Case
from eia.assessments.checking.acceptance import acceptance
from eia.assessments.forms.step import StepForm
from eia.assessments.sections import sections_of
from eia.assessments.workflow import TABLE
from eia.forms import Choice, ChoiceField, PickField, ProseField, Required, TickField

MOST = 60
ANOTHER = "another"
"""What the button posts that asks for one more point and returns nothing yet."""
ASKED = {"section": "section_{}", "reason": "code_{}", "remark": "remark_{}"}


class ReturnForm(StepForm):
    """Its points are numbered from 1: section_1, code_1, remark_1, and so on."""

    stage = ChoiceField("Where should the author start again?", [Required()])
    accept_rest = TickField(
        "The other sections are acceptable as they are",
        description="They stay accepted in the next round unless the author changes them.",
    )
    points: range

    def point(self, number: int) -> dict[str, Any]:
        """The three fields of a point."""
        return {name: self._fields[key.format(number)] for name, key in ASKED.items()}

    def answers(self) -> dict[str, Any]:
        given = [{name: str(field.data or "") for name, field in self.point(n).items()} for n in self.points]
        accept = bool("accept_rest" in self._fields and self.accept_rest.data)
        points = [point for point in given if point["section"] and point["reason"]]
        return {"stage": self.stage.data, "points": points, "accept_rest": accept}

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for number in self.points[1:]:
            fine = self._is_whole(**self.point(number)) and fine
        return fine

    def _is_whole(self, section: Any, reason: Any, remark: Any) -> bool:
        if section.data and not reason.data:
            reason.errors = [*reason.errors, "Select what is wrong, or take the section away"]
        if (reason.data or remark.data) and not section.data:
            section.errors = [*section.errors, "Select the section this is about"]
        return not (section.errors or reason.errors)


def return_form(case: Case) -> ReturnForm:
    """With a point for each section that was found wanting, and one more to fill in."""
    known = _found_wanting(case)
    posted = [int(n) for n in re.findall(r"(?:section|code|remark)_(\d{1,2})\b", " ".join(request.form))]
    count = min(max([1, len(known), *posted]) + (request.form.get("then") == ANOTHER), MOST)
    fields: dict[str, Any] = {"points": range(1, count + 1)}
    for number in fields["points"]:
        fields |= _fields(case, number)
    data: dict[str, Any] = {"seen": case.revision}
    for number, point in enumerate(known, start=1):
        data |= {key.format(number): point[name] for name, key in ASKED.items()}
    form: ReturnForm = type("ReturnForm", (ReturnForm,), fields)(data=data)
    stages = TABLE.steps["return_screening" if case.state == "screening_review" else "return_to_author"].dest
    form.stage.choices = [Choice(stage, TABLE.states[stage].title) for stage in stages]
    return form


def _fields(case: Case, number: int) -> dict[str, Any]:
    rules = [Required()] if number == 1 else []
    empty = "Select a section" if number == 1 else "No further point"
    sections = [Choice(section.key, section.title) for section in sections_of(case)]
    codes = [Choice(r.key, r.title, r.plain) for r in case.framework.return_reasons]
    return {
        f"section_{number}": PickField("Section", rules, choices=sections, empty=empty),
        f"code_{number}": ChoiceField("What is wrong?", rules, choices=codes),
        f"remark_{number}": ProseField("Say what to do", rules, render_kw={"rows": 3}),
    }


def _found_wanting(case: Case) -> list[dict[str, str]]:
    """What the verdicts of this round say must change, so that nobody types it twice."""
    standing = acceptance(case)
    return [
        {"section": s.key, "reason": standing[s.key].given.reason, "remark": standing[s.key].given.remark}
        for s in sections_of(case)
        if s.key in standing and standing[s.key].to_correct
    ]
