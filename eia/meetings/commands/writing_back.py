"""A decision goes back to the assessment it rests on, its conditions become actions, and people are told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.commands.after import write_decision
from eia.assessments.contracts import Decided
from eia.assessments.models import ActionStanding, Assessment, Condition, Mitigation, Version
from eia.assessments.models.living import OUTCOMES
from eia.errors import Reason, Refused
from eia.meetings.models import AgendaItem, ItemDecision, QuickScreen
from eia.meetings.models.decisions import DECIDED
from eia.notices.outbox import queue_notice
from eia.people.models import Person
from eia.people.queries import Standing, Standings
from eia.subjects.models import Subject

BECAME = {"followed": "adopt", "with_conditions": "amend", "in_principle": "principle"}
"""Outcome of an item -> what became of the subject; a departure says it by itself."""


def write_back(
    session: Session, item: AgendaItem, row: ItemDecision, proposal: str, conditions: Sequence[Mapping[str, Any]],
    case: Case | None, *, by: Standings, standing: Standing,
) -> list[int | None]:  # fmt: skip
    """One record for each organisation it binds; answers with the action of each condition, None where none is."""
    _refuse_conditions(session, item, conditions)
    nothing: list[int | None] = [None] * len(conditions)
    if case is None:
        return nothing
    version_id, given = case.version.id, conditions if case.state in ("signed_off", "screened_out") else ()
    said = decided(item, row, proposal, screened_at(session, row))
    bound = [one.id for one in item.organisations if one.id in case.organisation_ids]
    for organisation_id in bound:
        record = write_decision(
            session, case, said, organisation_id=organisation_id, by=by, standing=standing, had_it=True,
            conditions=given if organisation_id == bound[0] else (),
        )  # fmt: skip
        row.written.append(record)
        session.flush()
    actions = select(Mitigation.id).join(Condition, Condition.id == Mitigation.condition_id)
    mine = actions.where(Mitigation.version_id == version_id, Condition.decision_record_id == row.written[0].id)
    return [*session.scalars(mine.order_by(Condition.id))] if given and bound else nothing


def write_to_follow_up(
    session: Session, item: AgendaItem, row: ItemDecision, proposal: str, case: Case | None,
    *, by: Standings, standing: Standing,
) -> None:  # fmt: skip
    """Into the full assessment that follows a quick screen, when it is there before the decision is recorded.

    One that is started later finds it itself (`taken_before`). Both lock the subject, so that one of them writes it.
    """
    if item.subject_id is None or row.quick_screen_id is None:
        return
    session.execute(select(Subject.id).where(Subject.id == item.subject_id).with_for_update())
    query = select(Version.id).join(Version.assessment).where(Assessment.subject_id == item.subject_id)
    version_id = session.scalar(query.order_by(Version.number.desc()).limit(1))
    if version_id is None or (case is not None and case.assessment.subject_id == item.subject_id):
        return
    after, said = load_case(session, version_id, lock=True), decided(item, row, proposal, screened_at(session, row))
    for one in (one for one in item.organisations if one.id in after.organisation_ids):
        record = write_decision(session, after, said, organisation_id=one.id, by=by, standing=standing, had_it=False,
                                sentence=on_quick_screen(said))  # fmt: skip
        row.written.append(record)
        session.flush()
        after = load_case(session, version_id)


def screened_at(session: Session, row: ItemDecision) -> datetime | None:
    """When the decider's regard was recorded on the quick screen it was decided on."""
    return session.get_one(QuickScreen, row.quick_screen_id).completed_at if row.quick_screen_id else None


def decided(item: AgendaItem, row: ItemDecision, proposal: str, regarded_at: datetime | None = None) -> Decided:
    """In the words of the assessment. Of a restricted item no more than that it was decided."""
    at = clock.london(row.decided_at)
    who = item.body.name + (f", {row.decider.name}" if row.decider else "")
    regard = row.regard
    if item.restricted:
        regard = f"The item is restricted. Its record is kept with {item.body.name}, item {item.id}."
    outcome = BECAME.get(row.outcome) or proposal or "amend"
    return Decided(outcome, who, at.date(), at.time().replace(second=0, microsecond=0), regard, regarded_at)


def on_quick_screen(said: Decided) -> str:
    """For the trail of the assessment that follows."""
    return f"Decided on a quick screen, before this assessment: {OUTCOMES[said.outcome].lower()} by {said.decider}"


def tell_of_decision(
    session: Session, item: AgendaItem, row: ItemDecision, case: Case | None, *, by: Standings
) -> None:
    """The authors of the report and of the assessment, and the owners of its subject and its open actions."""
    told = {item.author_id}
    values: dict[str, Any] = {
        "title": "A restricted item" if item.restricted else item.title, "body": item.body.name, "who": by.name,
        "outcome": DECIDED[row.outcome], "wording": "" if item.restricted else row.wording,
        "link": {"endpoint": "meetings.item", "values": {"item_id": item.id}},
    }  # fmt: skip
    if case is not None:
        open_now = (ActionStanding.version_id == case.version.id, ActionStanding.is_open)
        owners = session.scalars(select(ActionStanding.owner_id).where(*open_now))
        told |= {case.version.author_id, case.subject.owner_id, *owners}
        values |= case.address | {"link": {"endpoint": "assessments.version", "values": case.address}}
    told |= {one.owner_id for one in row.conditions if one.mitigation_id is not None}
    queue_notice(
        session, event="item_decided", to=sorted(told - {by.person_id}),
        subject=f"Decided by {item.body.name}: {values['title']}", values=values, about=item.stream, may_wait=True,
    )  # fmt: skip


def _refuse_conditions(session: Session, item: AgendaItem, conditions: Sequence[Mapping[str, Any]]) -> None:
    owners = {one["owner_id"] for one in conditions}
    here = {one.id for one in item.organisations} | {one.id for one in item.body.organisations}
    query = select(Person.id).where(Person.id.in_(sorted(owners)), Person.closed_at.is_(None))
    known = set(session.scalars(query.where(Person.organisation_id.in_(sorted(here))))) if owners else set()
    if owners - known:
        raise Refused(Reason("Choose somebody of an organisation this body decides for as the owner of a condition.",
                             anchor="owner_1"))  # fmt: skip
    if any(one["due"] < clock.today() for one in conditions):
        raise Refused(Reason("The day a condition is due has passed. Give a day from today on.", anchor="due_1"))
