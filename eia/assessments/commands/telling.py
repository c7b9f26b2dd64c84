"""One way to tell people of a step: its notices, queued with the change."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.notices.outbox import queue_notice
from eia.workflow.table import Step

VERSION = "assessments.version"


def tell(
    session: Session,
    case: Case,
    step: Step[Any],
    told: set[int],
    *,
    who: str,
    sentence: str,
    note: str = "",
    link: str = VERSION,
    values: Mapping[str, Any] | None = None,
    **page: Any,
) -> None:
    """Nothing for a step that tells nobody. `link` and what more its address needs lead to where something is done."""
    if not step.subject or not told:
        return
    told_of = {**case.address, "title": case.subject.title, "sentence": sentence, "who": who, "note": note}
    address = {**case.address, **page} if link.startswith("assessments.") else page
    queue_notice(
        session,
        event=step.event,
        to=sorted(told),
        subject=step.subject.format(title=case.subject.title),
        values={**told_of, **(values or {}), "link": {"endpoint": link, "values": address}},
        about=case.assessment.stream,
        may_wait=not step.at_once,
    )
