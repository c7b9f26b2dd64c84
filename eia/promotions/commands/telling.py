"""One way to tell people of a step of a process: its notices, queued with the change."""

from sqlalchemy.orm import Session

from eia.notices.outbox import queue_notice
from eia.promotions.case import ProcessCase
from eia.workflow.table import Step


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
