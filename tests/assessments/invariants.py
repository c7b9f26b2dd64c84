"""What must hold of an assessment at every moment, as sentences about what does not."""

from collections.abc import Iterator

from sqlalchemy import select

from eia.assessments.case import Case
from eia.assessments.models import Submission, Version
from eia.assessments.workflow import CHECKING, TABLE
from eia.audit.queries import entries
from eia.db import db

ENDED = {"signed_off": "signed", "screened_out": "signed", "stopped": "signed"}


def broken(case: Case) -> list[str]:
    """Every sentence about this version, and about the others of its assessment."""
    open_ones = [v.number for v in case.assessment.versions if TABLE.states[v.state].open]
    found = [f"several open versions: {open_ones}"] if len(open_ones) > 1 else []
    for version in case.assessment.versions:
        found += [f"version {version.number}: {words}" for words in _of_version(version)]
    return [*found, *_trail(case)]


def _of_version(version: Version) -> Iterator[str]:
    if version.state not in TABLE.states:
        yield f"the table has no state “{version.state}”"
    for submission in version.submissions:
        yield from _signers(version, submission)
        yield from _adoptions(version, submission)
        yield from _turns(submission)
    last = version.submissions[-1] if version.submissions else None
    if last is None:
        if version.state not in ("draft", "screening", "full_assessment", "mitigation", "withdrawn"):
            yield f"“{version.state}” without a round"
    elif version.state in CHECKING and last.ended_as:
        yield f"the round ended as “{last.ended_as}” and goes on"
    elif last.ended_as != ENDED.get(version.state, last.ended_as):
        yield f"“{version.state}”, but the round ended as “{last.ended_as}”"


def _signers(version: Version, submission: Submission) -> Iterator[str]:
    """Of a round that stands: in the next one, somebody who signed a voided one may write."""
    if submission.ended_as not in ("", "signed"):
        return
    wrote = {version.author_id, submission.submitted_by, *(c.person_id for c in version.contributors)}
    wrote |= {part.made_by for part in submission.parts if part.made_by}
    left = {recusal.person_id: recusal.declared_at for recusal in version.recusals}
    for signature in submission.signatures:
        if {signature.person_id, signature.on_behalf_of_id} & wrote:
            yield f"{signature.person.name} wrote or sent it, and signed it"
        for person, since in left.items():
            if person in (signature.person_id, signature.on_behalf_of_id) and since < signature.signed_at:
                yield f"{signature.person.name} signed it in spite of an interest"


def _adoptions(version: Version, submission: Submission) -> Iterator[str]:
    said = {s.organisation_id: _said(submission, s.organisation_id) for s in submission.signatures}
    adoptions = [a for a in version.adoptions if a.round == submission.round]
    for adoption in adoptions:
        if adoption.status != said.get(adoption.organisation_id, "pending"):
            yield f"{adoption.organisation.name} is “{adoption.status}”, and its signature says otherwise"
    statuses = {a.organisation_id: a.status for a in adoptions}
    if submission.ended_as == "signed":
        if "pending" in statuses.values():
            yield "complete, and somebody has not answered"
        if statuses[version.assessment.organisation_id] != "signed":
            yield "complete, and the lead has not signed"


def _said(submission: Submission, organisation_id: int) -> str:
    """Where its signatures leave an organisation, of the last time it began to sign."""
    own = [s for s in submission.signatures if s.organisation_id == organisation_id]
    last = [s for s in own if s.turn == own[-1].turn]
    owed = {(o.stage, o.office.value) for o in submission.owed if o.organisation_id == organisation_id}
    if {s.id for s in last} & {withdrawal.signature_id for withdrawal in submission.withdrawals}:
        return "withdrawn"
    if any(s.kind == "refusal" for s in last):
        return "refused"
    return "signed" if owed <= {(s.stage, s.seat) for s in last} else "signing"


def _turns(submission: Submission) -> Iterator[str]:
    """On a route each stage waits for those before it, each office signs once, and nobody signs twice."""
    for organisation_id in {s.organisation_id for s in submission.signatures}:
        own = [s for s in submission.signatures if s.organisation_id == organisation_id]
        owed = {(o.stage, o.office.value) for o in submission.owed if o.organisation_id == organisation_id}
        for at, s in enumerate(own):
            before = [one for one in own[:at] if one.turn == s.turn]
            if owed and (s.stage, s.seat) not in owed:
                yield f"{s.person.name} signed as somebody who is not on the route"
            if not {seat for seat in owed if seat[0] < s.stage} <= {(one.stage, one.seat) for one in before}:
                yield f"{s.person.name} signed before their turn"
            people = {who for one in before for who in (one.person_id, one.on_behalf_of_id) if who}
            if people & {s.person_id, s.on_behalf_of_id}:
                yield f"{s.person.name} signed twice for one organisation, or for somebody who had"


def _trail(case: Case) -> Iterator[str]:
    """The last entry about each version says its state and revision."""
    said = {}
    for entry in reversed(entries(db.session(), case.assessment.stream)):
        body = entry.payload.body if entry.payload else None
        after = body["after"] if body else {}
        said[after["version"]] = (after["state"], after["revision"])
    query = select(Version.number, Version.state, Version.revision).where(Version.assessment_id == case.assessment.id)
    for number, state, revision in db.session.execute(query):
        if said.get(number) != (state, revision):
            yield f"version {number} is at {state}, {revision}; the trail says {said.get(number)}"
