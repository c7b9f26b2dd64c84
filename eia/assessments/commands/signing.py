"""Signing and refusing for one organisation, or leaving it to others.

A signature names the digests of the exact bytes it covers.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.commands.conditions import keep_conditions, take_up_conditions
from eia.assessments.commands.local import amend
from eia.assessments.commands.telling import tell
from eia.assessments.joint.turns import due, given, in_turn, stage_now, stages
from eia.assessments.models import Adoption, Recusal, Signature, Submission
from eia.assessments.workflow import TABLE
from eia.errors import Refused
from eia.people.models import Organisation
from eia.people.queries import Standings
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def declaration_signed(case: Case) -> str:
    """The framework's declaration for the outcome that was sent."""
    outcome = case.submission.outcome if case.submission else ""
    return case.framework.outcome(outcome).declaration


def sign(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    if case.submission is None:
        raise Refused("There is nothing to sign: it was never sent.")
    return answer(session, case, permitted, answers, status="signed", declaration=declaration_signed(case))


def screen_out(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    return answer(session, case, permitted, answers, status="signed", declaration="screened_out")


def refuse(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    told = answer(session, case, permitted, answers, status="refused", declaration="refusal")
    if told["statuses"][case.lead.id] == "refused" and case.submission:
        case.submission.ended_at, case.submission.ended_as = clock.now(), "returned"
    return told


def answer(
    session: Session, case: Case, permitted: Permitted[Case], answers: Answers, *, status: str, declaration: str
) -> dict[str, Any]:
    """Write the signature and the adoption; answer with where every organisation stands now."""
    submission, standing = case.submission, permitted.standing
    adoption = case.adoption_of(standing.organisation_id)
    if submission is None or adoption is None:
        raise Refused("Your organisation does not take part in this round.")
    case.version.revision += 1
    signature = _signature(session, case, submission, permitted, declaration)
    signature.remark = str(answers.get("remark") or answers.get("reason") or "")
    signature.signed_over = _over(case, permitted, answers)
    submission.signatures.append(signature)
    session.flush()
    conditions = keep_conditions(session, case, signature, answers.get("conditions", ()))
    _stands_now(case, adoption, status)
    statuses = {a.organisation_id: a.status for a in case.adoptions}
    late = submission.ended_as == "signed" and adoption.status == "signed"
    if late or (not case.unanswered and statuses[case.lead.id] == "signed"):
        _complete(session, case, submission)
    verb = {"signed": "Signed", "refused": "Refused"}[status]
    counted = {0: "", 1: ", on one condition"}.get(len(conditions), f", on {len(conditions)} conditions")
    as_office = f" as {standing.words.lower()}" if adoption.status == "signing" else ""
    sentence = f"{verb} for {standing.organisation_name}{as_office}{counted}"
    _tell_the_next(session, case, permitted.by, sentence)
    details = _details(case, signature, conditions)
    return {"statuses": statuses, "sentence": sentence, "details": details}


def _stands_now(case: Case, adoption: Adoption, status: str) -> None:
    """An organisation that has a route has signed when every stage is complete; a refusal at any stage refuses."""
    if status == "signed":
        adoption.status = "signing"
        status = "signing" if due(case, adoption.organisation_id) else "signed"
    adoption.status = status
    adoption.waits_for = in_turn(due(case, adoption.organisation_id)) if status == "signing" else ""


def _tell_the_next(session: Session, case: Case, by: Standings, sentence: str) -> None:
    """Whose turn it is now that a stage of a route is complete."""
    step = TABLE.steps["pass_on"]
    told = {person for audience in step.tells for person in audience.finds(case)} - {by.person_id}
    tell(session, case, step, told, who=by.name, sentence=sentence, link="assessments.summary")


def _over(case: Case, permitted: Permitted[Case], answers: Answers) -> str:
    """Why it is signed although something must be fixed; nothing when nothing must."""
    return str(answers.get("over") or "") if permitted.step.to_be_said(case) else ""


def _details(case: Case, signature: Signature, conditions: list[dict[str, Any]]) -> dict[str, Any]:
    """What the trail keeps: what was signed for whom, on which conditions, and what it was signed over."""
    signed = {
        "organisation": signature.organisation_id,
        "declaration": signature.kind,
        "content": signature.shared_digest,
        "conditions": conditions,
    }
    if signature.seat:
        signed |= {"stage": signature.stage, "seat": signature.seat}
    if not signature.signed_over:
        return signed
    blocking = [thread.id for thread in case.threads if thread.blocks]
    return {**signed, "signed_over": signature.signed_over, "must_fix": blocking}


def _signature(
    session: Session, case: Case, submission: Submission, permitted: Permitted[Case], declaration: str
) -> Signature:
    """Under the shared part and the newest edition of the organisation's own, which is made when there is none."""
    standing, words = permitted.standing, case.framework.declaration(declaration)
    own = [one.turn for one in submission.turn_of(standing.organisation_id)]
    begun = bool(given(case, standing.organisation_id))
    on_a_route = len(stages(case, standing.organisation_id)) > 1
    parts = {part.organisation_id: part.digest for part in submission.parts}
    if standing.organisation_id not in parts:
        organisation = session.get_one(Organisation, standing.organisation_id)
        parts[standing.organisation_id] = amend(session, case, organisation, made_by=None).digest
    return Signature(
        submission_id=submission.id,
        organisation_id=standing.organisation_id,
        person_id=permitted.by.person_id,
        on_behalf_of_id=standing.principal_id,
        turn=max(own, default=0) + (not begun),
        stage=stage_now(case, standing.organisation_id)[0],
        seat=standing.office.value if on_a_route else "",
        kind=declaration,
        office=standing.words,
        declaration="\n".join([words.text, *words.points]),
        shared_digest=parts[None],
        local_digest=parts[standing.organisation_id],
        revision=case.version.revision,
        signed_at=clock.now(),
    )


def _complete(session: Session, case: Case, submission: Submission) -> None:
    """Every organisation has answered and the lead has signed; what adopts it later adds only its conditions."""
    if not submission.ended_as:
        submission.ended_at, submission.ended_as = clock.now(), "signed"
    take_up_conditions(session, case, submission)


def declare_interest(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """This person leaves the answer to another holder of the office, for this version."""
    standing = permitted.standing
    session.add(
        Recusal(
            version_id=case.version.id,
            organisation_id=standing.organisation_id,
            person_id=permitted.by.person_id,
            office=standing.words,
            interest=str(answers["reason"]),
            declared_at=clock.now(),
        )
    )
    session.flush()
    session.expire(case.version, ["recusals"])
    case.forget("recused")
    sentence = f"Declared an interest and does not answer for {standing.organisation_name}"
    return {"sentence": sentence, "details": {"organisation": standing.organisation_id}}
