"""The page of one item: what it asks, what stands before it, and what is around it."""

from flask import render_template, url_for

from eia.meetings.guards.who import standing_to_run
from eia.meetings.models.items import KINDS
from eia.meetings.queries import ItemRead
from eia.meetings.views.blueprint import ITEM, blueprint, item_for, me


@blueprint.get(ITEM)
def item(item_id: int) -> str:
    read, by = item_for(item_id), me()
    return render_template(
        "meetings/item.html",
        read=read,
        item=read.item,
        trail_of=crumbs(read),
        kinds=KINDS,
        runs=standing_to_run(read.item.body, by) is not None,
    )


def crumbs(read: ItemRead) -> list[tuple[str, str]]:
    """Where an item stands: its meetings, its body, its meeting."""
    body, meeting = read.item.body, read.item.meeting
    found = [("Meetings", url_for("meetings.register")), (body.name, url_for("meetings.body", body_id=body.id))]
    if meeting is not None:
        day = f"{meeting.day.day} {meeting.day:%B %Y}"
        found.append((day, url_for("meetings.meeting", meeting_id=meeting.id)))
    return found
