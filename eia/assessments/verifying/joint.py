"""What decides who answers and who is covered, beside the signatures: held against the trail by `eia verify`.

Declarations of interest, adoptions withdrawn, local parts checked or amended once they were sent, covers lost, and
opinions of consultees. Each row has one entry, and each entry one row.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from eia.assessments.commands.consultees import digest_of
from eia.assessments.models import (
    AdoptionWithdrawal,
    Assessment,
    ConsulteeOpinion,
    Cover,
    CoverLoss,
    LocalCheck,
    Recusal,
    SignedPart,
    Submission,
    Version,
)
from eia.audit.verify import Finding

STREAM = "assessment:"
Key = tuple[str, int]
"""Stream and number of a version."""
Said = dict[Key, Counter[tuple[Any, ...]]]

WORDS = {
    "interest_declared": "declarations of interest",
    "adoption_withdrawn": "withdrawn adoptions",
    "local_part_checked": "checks of local parts",
    "local_part_saved": "amended local parts",
    "cover_lost": "losses of its cover",
    "opinion_asked": "opinions asked for",
    "consultee_answered": "opinions of consultees",
    "opinion_request_taken_back": "requests that were taken back",
}
"""Event -> what its rows are called."""


class JointTrail:
    def __init__(self) -> None:
        self.last: dict[Key, str] = {}
        self.said: dict[str, Said] = {event: defaultdict(Counter) for event in WORDS}

    def hear(self, name: str, entry: Row[Any], after: Mapping[str, Any]) -> None:
        key = (entry.stream, after["version"])
        self.last[key] = name
        if entry.event in WORDS and (said := _said(entry, after)):
            self.said[entry.event][key][said] += 1

    def verify(self, session: Session, blanked: set[str]) -> Iterator[Finding]:
        for event, words in WORDS.items():
            kept, told = _kept(session, event), self.said[event]
            for key in sorted(kept.keys() | told.keys()):
                said, rows = told.get(key, Counter()), kept.get(key, Counter())
                if key[0] not in blanked and said != as_far_as_told(event, rows, said):
                    where = self.last.get(key, key[0])
                    yield Finding(where, f"the {words} of version {key[1]} are not those in the trail")


def _said(entry: Row[Any], after: Mapping[str, Any]) -> tuple[Any, ...]:
    """What the row of this entry must say; () for a local part that was saved before anything was sent."""
    body, who = entry.body or {}, entry.actor_id
    if entry.event == "interest_declared":
        return (after["organisation"], who, body["actor"]["office"], body["note"])
    if entry.event == "adoption_withdrawn":
        whose = after.get("signature"), after.get("on_behalf_of")
        return (after["organisation"], who, after["cause"], body["note"], *whose)
    if entry.event == "local_part_checked":
        return (after["organisation"], who, after["opinion"], after["content"], after.get("remark"))
    if entry.event == "opinion_asked":
        return (after["asked"], after["capacity"], who, after["question"])
    if entry.event == "consultee_answered":
        return (who, after["capacity"], after["opinion"], after["words"])
    if entry.event == "opinion_request_taken_back":
        return (after["asked"], after["capacity"], who, body["note"])
    if entry.event == "cover_lost":
        return (body["note"],)
    return (after["organisation"], who, after["content"]) if "content" in after else ()


LACKED = {"adoption_withdrawn": 2, "local_part_checked": 1}
"""Event -> how many of its last words an older entry did not say: which signature a withdrawal ends, a remark."""


def as_far_as_told(event: str, rows: Counter[tuple[Any, ...]], said: Counter[tuple[Any, ...]]) -> Counter[Any]:
    """The rows, without what the entry of one did not say. Entries never change, so an older one never will say it."""
    lacked = LACKED.get(event, 0)
    older = {one[:-lacked] for one in said if lacked and one[-lacked] is None}
    told: Counter[Any] = Counter()
    for row, count in rows.items():
        told[(*row[:-lacked], *[None] * lacked) if row[:-lacked] in older else row] += count
    return told


def _kept(session: Session, event: str) -> Said:
    found: Said = defaultdict(Counter)
    for reference, number, *row in session.execute(_ROWS[event]):
        if event in ("opinion_asked", "consultee_answered"):
            row[-1] = digest_of(row[-1])
        found[STREAM + reference, number][tuple(row)] += 1
    return found


def _rows(*columns: Any) -> Select[Any]:
    return select(Assessment.reference, Version.number, *columns).join(Version.assessment)


_ROUND = Submission.version_id == Version.id
_ROWS: dict[str, Select[Any]] = {
    "interest_declared": _rows(Recusal.organisation_id, Recusal.person_id, Recusal.office, Recusal.interest).join(
        Recusal, Recusal.version_id == Version.id
    ),
    "adoption_withdrawn": _rows(
        AdoptionWithdrawal.organisation_id, AdoptionWithdrawal.person_id, AdoptionWithdrawal.cause,
        AdoptionWithdrawal.reason, AdoptionWithdrawal.signature_id, AdoptionWithdrawal.on_behalf_of_id,
    ).join(Submission, _ROUND).join(AdoptionWithdrawal, AdoptionWithdrawal.submission_id == Submission.id),
    "local_part_checked": _rows(
        LocalCheck.organisation_id, LocalCheck.person_id, LocalCheck.opinion, LocalCheck.digest, LocalCheck.remark
    ).join(Submission, _ROUND).join(LocalCheck, LocalCheck.submission_id == Submission.id),
    "local_part_saved": _rows(SignedPart.organisation_id, SignedPart.made_by, SignedPart.digest)
    .join(Submission, _ROUND).join(SignedPart, SignedPart.submission_id == Submission.id)
    .where(SignedPart.made_by.is_not(None)),
    "opinion_asked": _rows(
        ConsulteeOpinion.person_id, ConsulteeOpinion.capacity, ConsulteeOpinion.asked_by, ConsulteeOpinion.question
    ).join(Version.consultees),
    "consultee_answered": _rows(
        ConsulteeOpinion.person_id, ConsulteeOpinion.capacity, ConsulteeOpinion.opinion, ConsulteeOpinion.words
    ).join(Version.consultees).where(ConsulteeOpinion.answered_at.is_not(None)),
    "opinion_request_taken_back": _rows(
        ConsulteeOpinion.person_id, ConsulteeOpinion.capacity, ConsulteeOpinion.asked_by,
        ConsulteeOpinion.taken_back_because,
    ).join(Version.consultees).where(ConsulteeOpinion.taken_back_at.is_not(None)),
    "cover_lost": _rows(CoverLoss.why).join(Cover, Cover.version_id == Version.id)
    .join(CoverLoss, CoverLoss.cover_id == Cover.id),
}  # fmt: skip
"""Reference and number of the version, then what the entry must say."""
