"""One way to write to the trail of an assessment."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.contracts import kept_beside
from eia.assessments.register.keeping import put_in_order
from eia.audit.record import Actor, record_event


def record(
    session: Session,
    case: Case,
    event: str,
    *,
    actor: Actor,
    sentence: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """`after` always carries the state and revision, which `eia verify` holds against the record.

    The lines of the register, and what floors above keep beside, are put in order before the commit.
    """
    state = {"version": case.version.number, "state": case.version.state, "revision": case.version.revision}
    put_in_order(session, case.assessment.id)
    if beside := kept_beside():
        beside.assessment_changed(session, case.assessment.id)
    record_event(
        session,
        stream=case.assessment.stream,
        event=event,
        actor=actor,
        before=before,
        after={**state, **(after or {})},
        sentence=sentence,
        note=note,
    )


def wrote_already(case: Case) -> dict[str, list[int]]:
    """What the trail keeps when a version begins: whose text it is already, which `eia verify` holds on to."""
    return {"writers": sorted(contributor.person_id for contributor in case.version.contributors)}
