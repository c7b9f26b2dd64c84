"""The author's replies to what was returned: one text per point, named `reply-<id>`."""

from typing import Any

from eia.assessments.case import Case
from eia.assessments.forms.writing import WritingForm
from eia.assessments.writing.replies import points_to_answer, replies_said, reply_name, revision_of_replies
from eia.forms import ProseField


class PointsForm(WritingForm):
    """Its fields come from the points of the last return."""

    def reply(self, point_id: int) -> Any:
        return self._fields[f"reply-{point_id}"]

    def replies(self) -> dict[int, str]:
        """Point id -> reply."""
        return {int(name.removeprefix("reply-")): field.data for name, field in self.written()}


def points_form(case: Case) -> PointsForm:
    fields = {reply_name(point): ProseField("Your reply", render_kw={"rows": 3}) for point in points_to_answer(case)}
    form: PointsForm = type("RepliesForm", (PointsForm,), fields)(
        data={**replies_said(case), "seen": revision_of_replies(case)}
    )
    return form
