"""Correcting a wrong word of a signed version, and objecting to it. What was signed stays, byte by byte."""

import hashlib

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.afterwards.correctable import against, as_it_reads, place_of, texts_of
from eia.assessments.case import Case, load_case
from eia.assessments.commands.recording import record
from eia.assessments.guards.audiences import LEADERS, SIGNERS
from eia.assessments.guards.who import ANY_APPROVER, AUTHOR, OWNER
from eia.assessments.models import Correction, CorrectionObjection
from eia.errors import NotAllowed, NotFound, NotOffered, Reason, Refused
from eia.notices.outbox import queue_notice
from eia.people.queries import Standing, Standings

SIGNED = ("signed_off", "screened_out", "stopped")


def may_correct(case: Case, by: Standings) -> Standing | None:
    """The author or the owner, once it is signed."""
    return (AUTHOR.finds(case, by) or OWNER.finds(case, by)) if case.state in SIGNED else None


def may_object(case: Case, by: Standings) -> Standing | None:
    return ANY_APPROVER.finds(case, by) if case.state in SIGNED else None


def signed_content(case: Case) -> bytes:
    """The shared part as it was signed last."""
    parts = case.submission.parts if case.submission else []
    return next((part.content for part in parts if part.organisation_id is None), b"")


def correct(session: Session, version_id: int, *, by: Standings, wrong: str, right: str, reason: str) -> Correction:
    case = load_case(session, version_id, lock=True)
    actor = may_correct(case, by)
    if case.state not in SIGNED:
        raise NotOffered("Only what was signed is corrected. Change the text itself.")
    if actor is None:
        raise NotAllowed("Only the author or the owner of what is assessed can correct it.")
    made = case.version.corrections
    texts = as_it_reads(texts_of(signed_content(case)), made)
    if refusals := list(against(texts, wrong, right)):
        raise Refused(*(Reason(words, anchor="wrong") for words in refusals))
    text = place_of(texts, wrong)
    row = Correction(
        version_id=version_id, number=len(made) + 1, place=text.place, label=text.label, wrong=wrong, right=right,
        reason=reason, person_id=by.person_id, made_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    sentence = f"Corrected, version {case.version.number}.{row.number}: {row.label}"
    record(
        session, case, "corrected", actor=by.actor(actor), sentence=sentence, note=reason,
        before={"words": wrong}, after={"words": right, "correction": row.id, "said": digest_of_correction(row)},
    )  # fmt: skip
    told = {person for audience in (LEADERS, SIGNERS) for person in audience.finds(case)} - {by.person_id}
    _tell(session, case, "corrected", told, "Corrected", by.name, sentence, reason)
    return row


def object_to(session: Session, version_id: int, correction_id: int, *, by: Standings, reason: str) -> None:
    """The correction no longer holds."""
    case = load_case(session, version_id, lock=True)
    row = next((one for one in case.version.corrections if one.id == correction_id), None)
    if row is None:
        raise NotFound("There is no such correction.")
    actor = may_object(case, by)
    if actor is None:
        raise NotAllowed("Only an approver of an organisation that takes part can object.")
    if row.objection is not None:
        raise NotOffered("Somebody has objected already, and the correction does not hold.")
    if not reason.strip():
        raise Refused(Reason("Say why you object.", anchor="reason"))
    session.add(CorrectionObjection(correction_id=row.id, person_id=by.person_id, reason=reason, made_at=clock.now()))
    session.flush()
    sentence = f"Objected to version {case.version.number}.{row.number}: it reads as it was signed"
    said = hashlib.sha256(reason.encode()).hexdigest()
    record(
        session, case, "correction_objected", actor=by.actor(actor), sentence=sentence, note=reason,
        after={"correction": row.id, "said": said},
    )  # fmt: skip
    told = {row.person_id, case.version.author_id} - {by.person_id}
    _tell(session, case, "correction_objected", told, "Not corrected", by.name, sentence, reason)


def digest_of_correction(row: Correction) -> str:
    """What the trail keeps of one, so that `eia verify` notices another."""
    said = "\n".join((str(row.number), row.place, row.label, row.wrong, row.right, row.reason))
    return hashlib.sha256(said.encode()).hexdigest()


def _tell(
    session: Session, case: Case, event: str, to: set[int], subject: str, who: str, sentence: str, note: str
) -> None:
    if to:
        link = {"endpoint": "assessments.corrections", "values": case.address}
        title = case.subject.title
        values = {**case.address, "title": title, "sentence": sentence, "who": who, "note": note, "link": link}
        queue_notice(
            session, event=event, to=sorted(to), subject=f"{subject}: {title}", values=values,
            about=case.assessment.stream,
        )  # fmt: skip
