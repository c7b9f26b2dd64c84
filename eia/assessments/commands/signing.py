"""Signing and refusing for one organisation. A signature names the digests of the exact bytes it covers."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.models import Signature
from eia.errors import Refused
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def sign(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    if case.submission is None:
        raise Refused("There is nothing to sign: it was never sent.")
    declaration = case.framework.outcome(case.submission.outcome).declaration
    return _answer(session, case, permitted, answers, status="signed", declaration=declaration)


def screen_out(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    return _answer(session, case, permitted, answers, status="signed", declaration="screened_out")


def refuse(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    told = _answer(session, case, permitted, answers, status="refused", declaration="refusal")
    if told["statuses"][case.lead.id] == "refused" and case.submission:
        case.submission.ended_at, case.submission.ended_as = clock.now(), "returned"
    return told


def _answer(
    session: Session, case: Case, permitted: Permitted[Case], answers: Answers, *, status: str, declaration: str
) -> dict[str, Any]:
    """Write the signature and the adoption; answer with where every organisation stands now."""
    submission, standing = case.submission, permitted.standing
    adoption = case.adoption_of(standing.organisation_id)
    if submission is None or adoption is None:
        raise Refused("Your organisation does not take part in this round.")
    parts = {part.organisation_id: part.digest for part in submission.parts}
    remark = str(answers.get("remark") or answers.get("reason") or "")
    case.version.revision += 1
    words = case.framework.declaration(declaration)
    session.add(
        Signature(
            submission_id=submission.id,
            organisation_id=standing.organisation_id,
            person_id=permitted.by.person_id,
            on_behalf_of_id=standing.principal_id,
            kind=declaration,
            office=standing.words,
            declaration="\n".join([words.text, *words.points]),
            remark=remark,
            signed_over=_over(case, permitted, answers),
            shared_digest=parts[None],
            local_digest=parts[standing.organisation_id],
            revision=case.version.revision,
            signed_at=clock.now(),
        )
    )
    adoption.status = status
    session.flush()
    statuses = {a.organisation_id: a.status for a in case.adoptions}
    if "pending" not in statuses.values() and statuses[case.lead.id] == "signed":
        submission.ended_at, submission.ended_as = clock.now(), "signed"
    sentence = f"{status.capitalize()} for {standing.organisation_name}"
    return {"statuses": statuses, "sentence": sentence, "details": _details(case, permitted, answers, declaration)}


def _over(case: Case, permitted: Permitted[Case], answers: Answers) -> str:
    """Why it is signed although something must be fixed; nothing when nothing must."""
    return str(answers.get("over") or "") if permitted.step.to_be_said(case) else ""


def _details(case: Case, permitted: Permitted[Case], answers: Answers, declaration: str) -> dict[str, Any]:
    """What the trail keeps: what was signed for whom, and what it was signed over."""
    shared = next(p.digest for p in case.submission.parts if p.organisation_id is None) if case.submission else ""
    over = _over(case, permitted, answers)
    blocking = [thread.id for thread in case.threads if thread.blocks] if over else []
    signed = {"organisation": permitted.standing.organisation_id, "declaration": declaration, "content": shared}
    return {**signed, **({"signed_over": over, "must_fix": blocking} if over else {})}
