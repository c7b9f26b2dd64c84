"""Does every version agree with its trail, and every signature with what it covers? One finding for what does not.

`Told` listens while the chains are walked (`eia/audit/verify.py`) and remembers what the trail says of each version;
`verify_versions` then holds the rows against it. What is compared: the state and revision with the last entry, the
bytes kept at submission with their digests there, in the signatures and in the trail, the frozen content with those
bytes, the editions of local parts with the trail, and adoptions with signatures.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from eia.assessments.case import Case, load_case
from eia.assessments.checking.acceptance import verdicts_of
from eia.assessments.commands.comments import digest_of
from eia.assessments.content import canonical, local_part, shared_part
from eia.assessments.models import (
    Assessment,
    Comment,
    DecisionRecord,
    Signature,
    SignedPart,
    Submission,
    Version,
)
from eia.assessments.verifying.actions import ActionTrail, verify_actions
from eia.assessments.verifying.corrections import CorrectionTrail
from eia.assessments.verifying.joint import JointTrail
from eia.assessments.verifying.old_forms import OldFormTrail
from eia.assessments.verifying.outside import OutsideTrail
from eia.assessments.verifying.routes import RouteTrail
from eia.assessments.verifying.writers import WriterTrail
from eia.audit.verify import Finding, Progress
from eia.frameworks.models import StoredFramework

SENT = ("screening_sent", "sent_to_adviser")
ANSWERED = ("signed", "refused", "screened_out_signed", "adopted", "adoption_begun")
AMENDED = "local_part_saved"
STREAM = "assessment:"
KEPT = (
    "sections",
    "cover",
    "screening",
    "scope",
    "evidence",
    "gaps",
    "consultations",
    "options",
    "impacts",
    "mitigations",
)
"""What the frozen rows must still yield. Names of people and titles beside them may change later, and may."""


@dataclass(slots=True)
class TrailOfVersion:
    """What the trail says of one version."""

    last: str = ""
    state: str = ""
    revision: int = 0
    sent: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Round -> the entry, and the digest of the shared part it names."""
    local: Counter[tuple[int, str]] = field(default_factory=Counter)
    """(organisation, digest) -> how often its part was sent or amended."""
    conditions: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    """(owner, what, day) -> how often somebody signed on that condition."""
    verdicts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(section, verdict, digest of the section) -> how often the trail has it."""
    answers: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    """(organisation, declaration, digest) -> how often the trail has it."""


class Told:
    """Listens to every entry of the trail and remembers what the streams of assessments say."""

    def __init__(self) -> None:
        self.versions: dict[tuple[str, int], TrailOfVersion] = defaultdict(TrailOfVersion)
        self.decisions: Counter[str] = Counter()
        self.blanked: set[str] = set()
        self.comments: dict[int, tuple[str, str, list[int] | None]] = {}
        """Id of a turn -> the entry that recorded it, the digest of what was said, and who was named, if it tells."""
        self.actions: dict[str, ActionTrail] = defaultdict(ActionTrail)
        """By stream."""
        self.beside = WriterTrail(), OutsideTrail(), JointTrail(), RouteTrail(), CorrectionTrail(), OldFormTrail()

    def hear(self, entry: Row[Any]) -> None:
        if not entry.stream.startswith(STREAM):
            return
        self.decisions[entry.stream] += entry.event == "decision_recorded"
        after = (entry.body or {}).get("after") or {}
        if "version" not in after:
            self.blanked.add(entry.stream)
            return
        version = self.versions[entry.stream, after["version"]]
        version.last = f"{entry.stream}#{entry.sequence}"
        version.state, version.revision = after["state"], after["revision"]
        self.actions[entry.stream].hear(version.last, entry, after)
        for one in self.beside:
            one.hear(version.last, entry, after)
        if entry.event.startswith("comment_"):
            self.comments[after["comment"]] = version.last, after["text"], after.get("mentions")
        if entry.event in SENT:
            version.sent[after["round"]] = version.last, after["content"]
        version.local.update((int(key), digest) for key, digest in after.get("local", {}).items())
        if entry.event == AMENDED and "content" in after:
            version.local[after["organisation"], after["content"]] += 1
        version.verdicts.update((said[0], said[1], said[2]) for said in after.get("verdicts", ()))
        if entry.event in ANSWERED:
            version.answers[after["organisation"], after["declaration"], after["content"]] += 1
        if entry.event in (*ANSWERED, "decision_recorded"):
            version.conditions.update((c["owner"], c["what"], c["due"]) for c in after.get("conditions", ()))


def verify_versions(
    session: Session, told: Told, progress: Progress | None = None, *, only: str = ""
) -> Iterator[Finding]:
    """Hold every version (of the assessment `only`) against its trail; `progress(done, total)` is called after each."""
    changed = set(_changed_frameworks(session))
    for key in sorted(changed):
        yield Finding(f"framework:{key}", "has other bytes than those that were first used; its versions were not read")
    yield from _decisions(session, told)
    yield from _comments(session, told)
    yield from verify_actions(session, told.actions, told.blanked)
    for one in told.beside:
        yield from one.verify(session, told.blanked)
    columns = (Version.id, Assessment.reference, Version.number, Version.framework)
    known = session.execute(select(*columns).join(Version.assessment).order_by(Version.id)).all()
    yield from _gone(told, {(STREAM + reference, number) for _, reference, number, _ in known})
    for done, (version_id, reference, number, framework) in enumerate(known, start=1):
        if framework in changed or only not in ("", reference):
            continue
        session.expunge_all()
        case = load_case(session, version_id)
        trail = told.versions.get((STREAM + reference, number), TrailOfVersion())
        if case.assessment.stream not in told.blanked:
            yield from _state(case, trail)
            yield from _rounds(case, trail)
            yield from _verdicts(case, trail)
        yield from _content(session, case, trail)
        if progress:
            progress(done, len(known))


def _changed_frameworks(session: Session) -> Iterator[str]:
    for framework in session.scalars(select(StoredFramework)):
        if hashlib.sha256(framework.content).hexdigest() != framework.digest:
            yield framework.key


def _decisions(session: Session, told: Told) -> Iterator[Finding]:
    query = select(Assessment.reference, func.count(DecisionRecord.id)).outerjoin(Assessment.decisions)
    for reference, count in session.execute(query.group_by(Assessment.reference)):
        if count != (recorded := told.decisions[STREAM + reference]):
            yield Finding(STREAM + reference, f"recorded {recorded} decisions, and {count} are kept")


def _comments(session: Session, told: Told) -> Iterator[Finding]:
    """Every turn of every thread says what the trail says it said."""
    query = select(Comment, Assessment.reference).join(Comment.version).join(Version.assessment).order_by(Comment.id)
    for comment, reference in session.execute(query):
        entry, digest, named = told.comments.pop(comment.id, (STREAM + reference, "", None))
        kept = sorted(mention.person_id for mention in comment.mentions)
        if STREAM + reference not in told.blanked and (digest != digest_of(comment) or named not in (None, kept)):
            yield Finding(entry, f"comment {comment.id} is not what was recorded")
    for number, (entry, *_) in told.comments.items():
        yield Finding(entry, f"comment {number} is gone")


def _gone(told: Told, known: set[tuple[str, int]]) -> Iterator[Finding]:
    for key in sorted(told.versions.keys() - known):
        yield Finding(told.versions[key].last, f"is about version {key[1]}, which is gone")


def _state(case: Case, trail: TrailOfVersion) -> Iterator[Finding]:
    version = case.version
    if not trail.last:
        yield Finding(case.assessment.stream, f"says nothing of version {version.number}")
        return
    if (version.state, version.revision) != (trail.state, trail.revision):
        yield Finding(
            trail.last,
            f"left version {version.number} at “{trail.state}”, revision {trail.revision}; the record says "
            f"“{version.state}”, revision {version.revision}",
        )
    named = trail.sent.keys() | {submission.round for submission in version.submissions}
    for number in sorted(named - (trail.sent.keys() & {s.round for s in version.submissions})):
        yield Finding(trail.last, f"round {number} of version {version.number} is not both on record and in the trail")


def _rounds(case: Case, trail: TrailOfVersion) -> Iterator[Finding]:
    """The kept bytes, their digests and the signatures under them, round by round."""
    answers: Counter[tuple[int, str, str]] = Counter()
    local: Counter[tuple[int, str]] = Counter()
    for submission in case.version.submissions:
        entry, digest = trail.sent.get(submission.round, (trail.last, ""))
        shared = next((part for part in submission.parts if part.organisation_id is None), None)
        for part in submission.parts:
            if not _is_whole(part):
                yield Finding(entry, f"the bytes kept in round {submission.round} are not those of their digest")
            if part.organisation_id is not None and part.is_recorded:
                local[part.organisation_id, part.digest] += 1
        if shared is None or shared.digest != digest:
            yield Finding(entry, f"the digest kept in round {submission.round} is not the one recorded here")
        for signature in submission.signatures:
            answers[signature.organisation_id, signature.kind, signature.shared_digest] += 1
            covered = [shared.digest if shared else "", _local_digest(submission, signature)]
            if [signature.shared_digest, signature.local_digest] != covered:
                yield Finding(entry, f"the signature of {signature.person.name} covers other bytes than were kept")
        yield from _adoptions(case, submission, entry)
    if _conditions(case) != trail.conditions:
        yield Finding(trail.last, f"the conditions of version {case.version.number} are not those in the trail")
    if answers != trail.answers:
        yield Finding(trail.last, f"the signatures of version {case.version.number} are not those in the trail")
    if local != trail.local:
        yield Finding(trail.last, f"the local parts of version {case.version.number} are not those in the trail")


def _is_whole(part: SignedPart) -> bool:
    """Whether its bytes are those of its digest; who tampers may leave something else than bytes."""
    return isinstance(part.content, bytes) and hashlib.sha256(part.content).hexdigest() == part.digest


def _conditions(case: Case) -> Counter[tuple[int, str, str]]:
    kept = (condition for submission in case.version.submissions for condition in submission.conditions)
    return Counter((condition.owner_id, condition.what, condition.due.isoformat()) for condition in kept)


def _local_digest(submission: Submission, signature: Signature) -> str:
    """Of the newest edition of its organisation's own part when it was signed."""
    own = [p for p in submission.parts if p.organisation_id == signature.organisation_id]
    editions: list[SignedPart] = [p for p in own if p.revision <= signature.revision]
    return editions[-1].digest if editions else ""


def _verdicts(case: Case, trail: TrailOfVersion) -> Iterator[Finding]:
    kept = Counter((given.section, given.verdict, given.content) for given, _ in verdicts_of(case))
    if kept != trail.verdicts:
        yield Finding(trail.last, f"the verdicts on version {case.version.number} are not those in the trail")


def _adoptions(case: Case, submission: Submission, entry: str) -> Iterator[Finding]:
    for adoption in case.version.adoptions:
        if adoption.round == submission.round and adoption.status != submission.standing_of(adoption.organisation_id):
            words = f"{adoption.organisation.name} is “{adoption.status}”, and its signature says otherwise"
            yield Finding(entry, words)


def _content(session: Session, case: Case, trail: TrailOfVersion) -> Iterator[Finding]:
    """What was sent and never came back must still be what was sent."""
    submission = case.submission
    if submission is None or submission.ended_as in ("returned", "recalled"):
        return
    entry, _ = trail.sent.get(submission.round, (trail.last, ""))
    shared = next((part.content for part in submission.parts if part.organisation_id is None), b"{}")
    try:
        kept = json.loads(shared)
    except ValueError:
        return  # said already: they are not the bytes of their digest
    framework = session.scalar(select(StoredFramework.digest).where(StoredFramework.key == case.version.framework))
    now = shared_part(case, framework or "")
    for name in ("framework", *KEPT):
        if canonical({name: _nameless(now[name])}) != canonical({name: _nameless(kept.get(name))}):
            yield Finding(entry, f"“{name}” of version {case.version.number} is no longer what was sent")
    yield from _local_content(case, submission, entry)


def _local_content(case: Case, submission: Submission, entry: str) -> Iterator[Finding]:
    """The local parts say what their newest editions say."""
    whole = [part for part in submission.parts if _is_whole(part)]
    newest = {part.organisation_id: part for part in whole if part.organisation_id is not None}
    for organisation in case.bound:
        part = newest.get(organisation.id)
        if part and json.loads(part.content).get("local", {}) != local_part(case, organisation)["local"]:
            yield Finding(entry, f"the local part of {organisation.name} is no longer what was sent")


def _nameless(value: Any) -> Any:
    """Without the names of owners of actions, who may change their name; their number stays."""
    if isinstance(value, list):
        return [{k: v for k, v in row.items() if k != "owner"} if isinstance(row, dict) else row for row in value]
    return value
