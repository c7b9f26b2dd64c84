"""One way to write to the trail of a process, and to tell people of it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.queries import entries
from eia.audit.record import Actor, record_event
from eia.notices.outbox import queue_notice
from eia.promotions.case import ProcessCase
from eia.promotions.models import PromotionProcess
from eia.workflow.table import Step


def record(
    session: Session,
    process: PromotionProcess,
    event: str,
    *,
    actor: Actor,
    sentence: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """`after` always carries the state and revision, which `eia verify` holds against the record."""
    standing = {"state": process.state, "revision": process.revision}
    record_event(
        session,
        stream=process.stream,
        event=event,
        actor=actor,
        before=before,
        after={**standing, **(after or {})},
        sentence=sentence,
        note=note,
    )


def said_since(session: Session, stream: str) -> str:
    """Who wrote in that trail last, for the one who came too late."""
    last = entries(session, stream, newest=1)
    body = last[0].payload.body if last and last[0].payload else None
    if not body:
        return ""
    at = clock.london(last[0].at)
    who, what = body["actor"]["name"], body["sentence"]
    return f"Already changed by {who} at {at:%H:%M} on {at.day} {at:%B %Y}: {what}. Read it again, then decide."


def tell_of_step(
    session: Session, case: ProcessCase, step: Step[ProcessCase], told: set[int], *, who: str, note: str
) -> None:
    """Nothing for a step that tells nobody."""
    if not step.subject:
        return
    process = case.process
    values = {
        "title": process.title,
        "number": process.number,
        "who": who,
        "note": note,
        "happened": step.done + ".",
        "link": {"endpoint": "promotions.process", "values": {"process_id": process.id}},
    }
    queue_notice(
        session,
        event=step.event,
        to=sorted(told),
        subject=step.subject.format(title=process.title),
        values=values,
        about=process.stream,
        may_wait=not step.at_once,
    )
