"""Asking somebody by name for an opinion, and giving it. It changes neither the text nor the state."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.models import ConsulteeOpinion
from eia.assessments.models.consultees import CAPACITIES, OPINIONS
from eia.assessments.outside.consultees import can_be_asked, open_request, requests_of
from eia.errors import NotOffered, Reason, Refused
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def ask_opinion(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    capacity, question = str(answers.get("capacity") or ""), str(answers.get("question") or "").strip()
    person = next((p for p in can_be_asked(session, case) if str(p.id) == str(answers.get("person"))), None)
    if person is None:
        words = "Choose somebody of an organisation that takes part, who did not write it and is not asked already."
        raise Refused(Reason(words, anchor="person"))
    if capacity not in CAPACITIES or not question:
        raise Refused(Reason("Say in what capacity you ask them, and what you want to know.", anchor="question"))
    row = ConsulteeOpinion(
        version_id=case.version.id, person_id=person.id, capacity=capacity, question=question,
        asked_by=permitted.by.person_id, asked_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.expire(case.version, ["consultees"])
    sentence = f"Asked {person.name} for an opinion ({CAPACITIES[capacity].lower()})"
    details = {"asked": person.id, "capacity": capacity, "question": digest_of(question)}
    return {"sentence": sentence, "details": details, "reason": "" if row.is_privileged else question}


def answer_opinion(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """The words of legal advice, and what was asked of it, stand in the row alone: no message and no trail has them,
    only their digest.
    """
    row = open_request(case, permitted.by.person_id)
    if row is None:
        raise NotOffered("You have answered already.")
    opinion, words = str(answers.get("opinion") or ""), str(answers.get("words") or "").strip()
    if opinion not in OPINIONS or (opinion == "concerns" and not words):
        raise Refused(Reason("Say what your concerns are.", anchor="words"))
    row.opinion, row.words, row.answered_at = opinion, words, clock.now()
    row.revision, row.round = min(int(answers.get("read") or 0) or case.revision, case.revision), case.version.round
    session.flush()
    details = {"capacity": row.capacity, "opinion": opinion, "words": digest_of(words)}
    sentence = f"{row.in_words}: {OPINIONS[opinion].lower()}"
    return {"sentence": sentence, "details": details, "reason": "" if row.is_privileged else words}


def take_back_request(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """Whoever asked does not want to know any more; what was asked stays on record, with the reason."""
    wanted, reason = str(answers.get("request")), str(answers.get("reason") or "").strip()
    row = next((row for row in requests_of(case, permitted.by.person_id) if str(row.id) == wanted), None)
    if row is None:
        raise Refused(Reason("Choose one of those you asked who have not answered.", anchor="request"))
    if not reason:
        raise Refused(Reason("Say why you do not want to know any more.", anchor="reason"))
    row.taken_back_at, row.taken_back_because = clock.now(), reason
    session.flush()
    sentence = f"Took back the request for an opinion from {row.person.name} ({row.in_words.lower()})"
    return {"sentence": sentence, "details": {"asked": row.person_id, "capacity": row.capacity}, "reason": reason}


def digest_of(words: str) -> str:
    """What the trail keeps of the words, so that `eia verify` notices others."""
    return hashlib.sha256(words.encode()).hexdigest()
