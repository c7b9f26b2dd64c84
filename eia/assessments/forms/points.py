"""The author's replies to what was returned: one text per point, named `reply-<id>`."""

from typing import Any

from eia.assessments.case import Case
from eia.forms import EiaForm, ProseField


class PointsForm(EiaForm):
    """Its fields come from the points of the last return."""

    def reply(self, point_id: int) -> Any:
        return self._fields[f"reply-{point_id}"]

    def replies(self) -> dict[int, str]:
        """Point id -> reply."""
        return {int(n.removeprefix("reply-")): f.data for n, f in self._fields.items() if n.startswith("reply-")}


def points_form(case: Case) -> PointsForm:
    returned = [s for s in case.version.submissions if s.ended_as == "returned"]
    points = returned[-1].points if returned else []
    fields = {f"reply-{point.id}": ProseField("Your reply", render_kw={"rows": 3}) for point in points}
    form: PointsForm = type("RepliesForm", (PointsForm,), fields)(
        data={f"reply-{point.id}": point.reply for point in points}
    )
    return form
