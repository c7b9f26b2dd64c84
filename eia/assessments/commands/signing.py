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
    verb = {"signed": "Signed", "refused": "Refused"}[status]
    return {
        "statuses": statuses,
        "sentence": f"{verb} for {standing.organisation_name}",
        "details": {"organisation": standing.organisation_id, "declaration": declaration, "content": parts[None]},
    }
