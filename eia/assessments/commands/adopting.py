"""Adopting a signed assessment later, checking what an organisation adds to it, and withdrawing an adoption."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.commands.beginning import begin_actions
from eia.assessments.commands.signing import answer, declaration_signed
from eia.assessments.guards.adopting import newest_digest
from eia.assessments.models import Adoption, AdoptionWithdrawal, LocalCheck
from eia.errors import Refused
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def adopt(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """One more signature under the same shared part. The state stays, and the others' signatures too."""
    organisation_id = permitted.standing.organisation_id
    if case.adoption_of(organisation_id) is None:
        case.version.adoptions.append(
            Adoption(round=case.version.round, organisation_id=organisation_id, leads=False, status="pending")
        )
        session.flush()
        case.forget("adoptions", "organisations", "organisation_ids")
    first = not newest_digest(case, organisation_id)
    told = answer(session, case, permitted, answers, status="signed", declaration=declaration_signed(case))
    begin_actions(session, case, by=permitted.by)
    if first:
        told["details"]["local"] = {str(organisation_id): newest_digest(case, organisation_id)}
    return {**told, "sentence": f"Adopted by {permitted.standing.organisation_name}"}


def check_local(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    if case.submission is None:
        raise Refused("There is nothing to check: it was never sent.")
    standing = permitted.standing
    opinion = next(o for o in case.framework.opinions if o.key == answers["opinion"])
    digest, remark = newest_digest(case, standing.organisation_id), str(answers.get("remark") or "")
    case.submission.checks.append(
        LocalCheck(
            organisation_id=standing.organisation_id,
            person_id=permitted.by.person_id,
            opinion=opinion.key,
            remark=remark,
            digest=digest,
            checked_at=clock.now(),
        )
    )
    session.flush()
    details = {"organisation": standing.organisation_id, "opinion": opinion.key, "content": digest, "remark": remark}
    return {"sentence": f"Checked for {standing.organisation_name}: {opinion.title.lower()}", "details": details}


def withdraw_adoption(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """The signature stays on record; the organisation is not covered from now on."""
    submission, standing = case.submission, permitted.standing
    adoption = case.adoption_of(standing.organisation_id)
    signature = submission.answer_of(standing.organisation_id) if submission else None
    if submission is None or signature is None or adoption is None or adoption.status != "signed":
        raise Refused("Your organisation has not signed it.")
    submission.withdrawals.append(
        AdoptionWithdrawal(
            organisation_id=standing.organisation_id,
            signature_id=signature.id,
            person_id=permitted.by.person_id,
            on_behalf_of_id=standing.principal_id,
            cause=str(answers["cause"]),
            reason=str(answers["reason"]),
            withdrawn_at=clock.now(),
        )
    )
    adoption.status = "withdrawn"
    case.version.revision += 1
    session.flush()
    details = {
        "organisation": standing.organisation_id,
        "cause": answers["cause"],
        "signature": signature.id,
        "on_behalf_of": standing.principal_id,
    }
    return {"sentence": f"{standing.organisation_name} withdrew its adoption", "details": details}
