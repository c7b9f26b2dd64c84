"""Replies to what was returned, point by point. One trail entry for each save."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.commands.revising import CHANGED
from eia.assessments.commands.writing import open_for_writing, saved
from eia.assessments.models import SectionRevision
from eia.assessments.writing.replies import POINTS, points_to_answer, replies_said, revision_of_replies
from eia.errors import Stale
from eia.people.queries import Standings


def reply_to_points(session: Session, version_id: int, replies: Mapping[int, str], *, by: Standings, seen: int) -> Case:
    """Save the author's replies. `seen` is the revision of the replies that were read (`replies.py`)."""
    case = open_for_writing(session, version_id, POINTS, by)
    at = revision_of_replies(case)
    if at != seen:
        raise Stale(CHANGED)
    said, changes = replies_said(case), dict[str, tuple[Any, Any]]()
    for point in points_to_answer(case):
        if replies.get(point.id, point.reply) != point.reply:
            changes[f"point {point.id}"] = (point.reply, replies[point.id])
            point.reply, point.replied_at = replies[point.id], clock.now()
    if session.get(SectionRevision, (version_id, POINTS, at)) is None:
        session.add(SectionRevision(version_id=version_id, key=POINTS, revision=at, said=said, ended_at=clock.now()))
    return saved(session, case, "", by, changes, what="Replies to the points returned")
