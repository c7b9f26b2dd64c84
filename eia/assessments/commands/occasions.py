"""Recording what happened, and reopening the assessments it affects, all in one go."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.afterwards.occasions import affected, standing_to_record
from eia.assessments.case import Case, load_case
from eia.assessments.commands.recording import record
from eia.assessments.commands.versions import open_for_decision
from eia.assessments.cumulative.touching import IN_FORCE
from eia.assessments.guards.audiences import AUTHORS, CHECKERS
from eia.assessments.models import Assessment, Occasion, Reopened, Version
from eia.assessments.models.occasions import KINDS
from eia.assessments.models.version import OPEN
from eia.audit.record import plain, record_event
from eia.errors import NotAllowed, Reason, Refused, Stale
from eia.notices.outbox import queue_notice
from eia.pages import counted
from eia.people.queries import Standing, Standings

AT_ONCE = 25
"""So many assessments are reopened in one transaction: each is locked and copied in it."""
ONLY_ADVISERS = "Only an equality adviser of this organisation can do this."
DEALT_WITH = "Somebody has dealt with some of these already. Read the list again, then tick."
SAID = (
    "kind", "title", "happened_on", "source", "changed", "framework", "characteristic", "evidence", "area", "words",
)  # fmt: skip
"""What is said of an occasion, by column."""


def record_occasion(session: Session, said: Mapping[str, Any], *, by: Standings) -> Occasion:
    standing = standing_to_record(by)
    if standing is None:
        raise NotAllowed("Only an equality adviser can record what happened.")
    row = Occasion(
        organisation_id=standing.organisation_id, person_id=by.person_id, recorded_at=clock.now(),
        **{name: said[name] for name in SAID},
    )  # fmt: skip
    session.add(row)
    session.flush()
    record_event(
        session, stream=row.stream, event="occasion_recorded", actor=by.actor(standing),
        sentence=f"Recorded: {row.title}", note=row.changed, after={"said": digest_of_occasion(row)},
    )  # fmt: skip
    return row


def reopen(session: Session, occasion_id: int, reasons: Mapping[int, str], *, by: Standings) -> list[Reopened]:
    """Open a review of each of these versions, for its reason; where one is open already, tell whoever writes it.

    All of them or none. The assessments are locked in the order of their numbers.
    """
    occasion = session.get_one(Occasion, occasion_id)
    standing = standing_to_record(by, occasion.organisation_id)
    if standing is None:
        raise NotAllowed(ONLY_ADVISERS)
    if not reasons:
        raise Refused(Reason("Tick the assessments that need a review.", anchor="ticked"))
    if len(reasons) > AT_ONCE:
        raise Refused(Reason(f"Reopen at most {AT_ONCE} at a time: tick the rest afterwards.", anchor="ticked"))
    known = {line.id for line in affected(session, occasion, by)}
    if not reasons.keys() <= known:
        raise Stale(DEALT_WITH)
    numbers = select(Version.id, Assessment.id).join(Version.assessment).where(Version.id.in_(reasons))
    made = [
        _reopen_one(session, occasion_id, version_id, assessment_id, reasons[version_id], by=by, standing=standing)
        for version_id, assessment_id in session.execute(numbers.order_by(Assessment.id)).all()
    ]
    occasion = session.get_one(Occasion, occasion_id)
    record_event(
        session, stream=occasion.stream, event="occasion_reopened", actor=by.actor(standing),
        sentence=f"{counted(len(made), 'assessment')} to be looked at again",
        after={"reopened": [[row.id, digest_of_reopened(row)] for row in made]},
    )  # fmt: skip
    return made


def _reopen_one(
    session: Session, occasion_id: int, version_id: int, assessment_id: int, reason: str, *, by: Standings,
    standing: Standing,
) -> Reopened:  # fmt: skip
    case = load_case(session, version_id, lock=True)
    occasion = session.get_one(Occasion, occasion_id)
    because = f"{KINDS[occasion.kind]}: {occasion.title}. {reason}"
    done = select(Reopened.id).where(Reopened.occasion_id == occasion_id, Reopened.assessment_id == assessment_id)
    if case.state not in IN_FORCE or session.scalar(done) is not None:
        raise Stale(DEALT_WITH)
    already = next((version for version in case.assessment.versions if version.state in OPEN), None)
    if already is None:
        became, number = "opened", open_for_decision(session, case, because, by=by, standing=standing).number
    else:
        became, number = "told", already.number
        _tell_writers(session, load_case(session, already.id), occasion_id, because, by=by, standing=standing)
    row = Reopened(
        occasion_id=occasion_id, assessment_id=assessment_id, became=became, number=number, reason=reason,
        person_id=by.person_id, reopened_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _tell_writers(
    session: Session, case: Case, occasion_id: int, because: str, *, by: Standings, standing: Standing
) -> None:
    """A version is open already: nothing more is opened, and whoever writes or checks it hears of it."""
    sentence = "Something happened that this version has to answer"
    record(session, case, "occasion_noted", actor=by.actor(standing), sentence=sentence, note=because,
           after={"occasion": occasion_id})  # fmt: skip
    told = {person for audience in (AUTHORS, CHECKERS) for person in audience.finds(case)} - {by.person_id}
    if told:
        values = {**case.address, "title": case.subject.title, "sentence": sentence, "who": by.name, "note": because}
        link = {"endpoint": "assessments.version", "values": case.address}
        queue_notice(
            session, event="occasion_noted", to=sorted(told), subject=f"To be answered: {case.subject.title}",
            values={**values, "link": link}, about=case.assessment.stream,
        )  # fmt: skip


def digest_of_occasion(row: Occasion) -> str:
    """What the trail keeps of one, so that `eia verify` notices another."""
    return _digest([row.organisation_id, row.person_id, *(getattr(row, name) for name in SAID)])


def digest_of_reopened(row: Reopened) -> str:
    return _digest([row.occasion_id, row.assessment_id, row.became, row.number, row.reason, row.person_id])


def _digest(values: list[Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(plain(values))).hexdigest()
