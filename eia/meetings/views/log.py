"""The decision log of a body, as a page and as a table for a spreadsheet."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, url_for

from eia import clock
from eia.db import db
from eia.downloads import table
from eia.meetings.forms.log import LogForm
from eia.meetings.log import Line, decisions_of_body, every_decision
from eia.meetings.models.decisions import DECIDED, MADE_BY, MARKS
from eia.meetings.queries import body_for
from eia.meetings.views.blueprint import NUMBER, blueprint, me

COLUMNS = (
    "Decided on", "At", "Meeting", "Item", "Title", "Outcome", "Decision", "Decided by", "Equality statement",
    "Assessment", "Version", "SHA-256 of its text", "Papers issued", "Late because", "Mark", "Over the gate",
    "Quick screen", "Otherwise than assessed", "Conditions", "Corrected later", "Dissent",
)  # fmt: skip


@blueprint.get(f"/bodies/<{NUMBER}:body_id>/decisions")
def log(body_id: int) -> str:
    session, by, form = db.session(), me(), _asked()
    body = body_for(session, body_id, by)
    lines, following = decisions_of_body(
        session, body_id, by, form.narrowed(), after=request.args.get("after", "")[:60]
    )
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "after"}
    return render_template(
        "meetings/log.html", body=body, lines=lines, form=form, decided=DECIDED,
        next_page=url_for("meetings.log", body_id=body_id, **kept, after=following) if following else "",
        as_table=url_for("meetings.log_table", body_id=body_id, **kept),
    )  # fmt: skip


@blueprint.get(f"/bodies/<{NUMBER}:body_id>/decisions.csv")
def log_table(body_id: int) -> Response:
    by, narrowed = me(), _asked().narrowed()
    body_for(db.session(), body_id, by)

    def rows() -> Iterator[list[str]]:
        for line in every_decision(db.session(), body_id, by, narrowed):
            yield _cells(line)

    return table(COLUMNS, rows, f"decisions-{body_id}.csv")


def _asked() -> LogForm:
    form = LogForm(request.args, meta={"csrf": False})
    form.validate()
    return form


def _cells(line: Line) -> list[str]:
    row, item, stated, at = line.row, line.item, line.statement, clock.london(line.row.decided_at)
    meeting, version = item.meeting, stated.version if stated else None
    issued = (
        clock.london(meeting.circulated_at).isoformat(timespec="minutes") if meeting and meeting.circulated_at else ""
    )
    open_text = [item.title, row.wording, row.dissent, "; ".join(f"{one.what} ({one.due})" for one in row.conditions)]
    title, wording, dissent, conditions = open_text if line.shown else ["Restricted", "Restricted", "", ""]
    return [
        at.date().isoformat(), f"{at:%H:%M}", meeting.day.isoformat() if meeting else "", str(item.position), title,
        DECIDED[row.outcome], wording, row.decider.name if row.decider else MADE_BY[row.made_by],
        stated.kind if stated else "", version.assessment.reference if version else "",
        str(version.number) if version else "", row.content_digest, issued, item.late_reason if line.shown else "",
        MARKS.get(row.mark, ""), _yes(row.override_id), _yes(row.quick_screen_id),
        "; ".join(f"{one['name']}: {one['decided']}" for one in row.drift) if line.shown else _yes(row.drift),
        conditions, _yes(line.corrected), dissent,
    ]  # fmt: skip


def _yes(found: object) -> str:
    return "Yes" if found else ""
