"""Past assessments from a list: kept until somebody says yes, taken in whole; a document added; a draft begun."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import rfc8785
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.contracts import kept_beside
from eia.assessments.models import PastAssessment, PastImport
from eia.assessments.past.comparing import Compared, Comparison, Facts, compare_past, facts_of
from eia.assessments.past.listed import keeps, past_for, standing_to_import
from eia.assessments.past.reading import Line
from eia.audit.record import lock_streams, record_event
from eia.errors import NotAllowed, NotFound, Refused
from eia.files.keeping import Received, store
from eia.pages import counted
from eia.people.models import Organisation
from eia.people.names import sort_name_of
from eia.people.queries import Standing, Standings
from eia.spreadsheets.cells import folded

ONLY_KEEPERS = "Only an equality adviser or an administrator can import past assessments. Ask one of them."
MOVED = (
    "Past assessments of this file were changed since you were shown what it does. Send it again and look once more."
)
THERE = "It has its document already, “{}”. What was imported is kept as it is."


def stage_past(session: Session, lines: Sequence[Line], digest: str, *, by: Standings) -> PastImport:
    """Keep the lines until somebody says yes or no. An older list of the same person is put aside."""
    standing = standing_of(by)
    session.execute(delete(PastImport).where(PastImport.made_by == by.person_id))
    row = PastImport(organisation_id=standing.organisation_id, lines=[dict(line) for line in lines], digest=digest,
                     made_by=by.person_id)  # fmt: skip
    session.add(row)
    session.flush()
    return row


def past_import_of(session: Session, import_id: int, by: Standings, *, lock: bool = False) -> PastImport:
    """The list of this person; nobody else may know of it."""
    query = select(PastImport).where(PastImport.id == import_id, PastImport.made_by == by.person_id)
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("There is no such list. It was taken in or put aside already; send it again if you need it.")
    return row


def drop_past(session: Session, import_id: int, *, by: Standings) -> None:
    session.delete(past_import_of(session, import_id, by, lock=True))


def take_in_past(session: Session, import_id: int, *, by: Standings) -> str:
    """All of the list, in the transaction of the caller. Says what was done."""
    standing, waiting = standing_of(by), past_import_of(session, import_id, by, lock=True)
    if standing.organisation_id != waiting.organisation_id:
        raise NotAllowed(ONLY_KEEPERS)
    found = compare_past(session, waiting.lines, waiting.organisation_id)
    if found.digest != waiting.digest:
        raise Refused(MOVED)
    session.delete(waiting)
    _write(session, found, standing, by)
    new, changed = len(found.new), len(found.changed)
    return f"{counted(new, 'past assessment')} imported, {changed:,} changed, {found.same:,} as before."


def add_document(session: Session, past_id: int, received: Received, *, by: Standings) -> None:
    """The document itself, once: it is kept for good."""
    row = past_for(session, past_id, by)
    standing = keeps(by, row)
    if standing is None:
        raise NotAllowed(f"Only an equality adviser or an administrator of {row.organisation.name} can add it.")
    session.execute(select(PastAssessment.id).where(PastAssessment.id == past_id).with_for_update())
    session.refresh(row)
    if row.file_id is not None:
        raise Refused(THERE.format(row.file_name))
    row.file_id, row.file_name = store(session, received, by=by.person_id).id, received.name
    row.revision += 1
    session.flush()
    after = {"file": received.name, "sha256": received.digest, "said": digest_of_past(row)}
    record_event(session, stream=row.stream, event="past_assessment_document", actor=by.actor(standing), after=after,
                 sentence=f"Added the document “{received.name}”")  # fmt: skip


def digest_of_past(row: PastAssessment) -> str:
    """Over everything it says, for `eia verify`."""
    said: list[Any] = [row.organisation_id, facts_of(row), row.file_name, row.file_id or 0, row.revision]
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def standing_of(by: Standings) -> Standing:
    standing = standing_to_import(by)
    if standing is None:
        raise NotAllowed(ONLY_KEEPERS)
    return standing


def _write(session: Session, found: Comparison, standing: Standing, by: Standings) -> None:
    everybody = {one.id: one for one in session.scalars(select(Organisation))}
    touched: list[tuple[Compared, PastAssessment, Facts]] = []
    with session.no_autoflush:
        for one in (*found.new, *found.changed):
            before = facts_of(one.row) if one.row else {}
            row = one.row or PastAssessment(
                organisation_id=standing.organisation_id, file_name="", imported_by=by.person_id, revision=0,
                imported_at=clock.now(),
            )  # fmt: skip
            _put(row, one.facts, everybody)
            row.revision += 1
            session.add(row)
            touched.append((one, row, before))
        session.flush()
    heads = lock_streams(session, [row.stream for _, row, _ in touched])
    actor = by.actor(standing)
    _tell_beside(session, {said.get("subject") for one, _, before in touched for said in (before, one.facts)})
    for one, row, before in touched:
        after = one.facts if not before else {key: one.facts[key] for key in before if before[key] != one.facts[key]}
        old = {key: before[key] for key in after if key in before}
        words = ", ".join(what.lower() for what, _, _ in one.changes)
        sentence = f"Changed from a list: {words}" if before else f"{row.reference} “{row.title}” was imported"
        event = "past_assessment_changed" if before else "past_assessment_imported"
        told: dict[str, Any] = {**after, "said": digest_of_past(row)}
        record_event(session, stream=row.stream, event=event, actor=actor, before=old, after=told, sentence=sentence,
                     head=heads[row.stream])  # fmt: skip


def _tell_beside(session: Session, subjects: set[int | None]) -> None:
    """What is kept beside those that were assessed before, and beside those that no longer were."""
    if beside := kept_beside():
        for subject_id in filter(None, subjects):
            beside.subject_changed(session, subject_id)


def _put(row: PastAssessment, facts: Facts, everybody: Mapping[int, Organisation]) -> None:
    row.reference, row.reference_key = facts["reference"], folded(facts["reference"])
    row.title, row.sort_title = facts["title"], sort_name_of(facts["title"])
    row.policy_number, row.subject_id, row.unit_id = facts["policy_number"], facts["subject"], facts["unit"]
    row.organisations = [everybody[one] for one in sorted({row.organisation_id, *facts["organisations"]})]
    row.signed_by, row.outcome, row.link = facts["signed_by"], facts["outcome"], facts["link"]
    row.effects = dict(facts["effects"])
    for day in ("signed_on", "review_on"):
        setattr(row, day, date.fromisoformat(facts[day]) if facts[day] else None)
