"""What somebody relies on who pinned a version: who has signed it, and what has happened to it since.

Meetings pin a version with the digest of its shared part. What that is worth at a given moment is worked out here, for
many versions at once in a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, select
from sqlalchemy.orm import Session, aliased, joinedload

from eia.assessments.guards.cover import not_covered_by
from eia.assessments.models import Adoption, Assessment, Cover, SignedPart, Submission, Version
from eia.assessments.models.version import OPEN
from eia.assessments.workflow import TABLE, WRITING
from eia.pages import day
from eia.people.models import Organisation
from eia.subjects.models import Subject

Told = Row[*tuple[Any, ...]]
SIGNED = ("signed_off", "screened_out", "stopped")
"""States in which what was signed stands."""
WORDS = {
    "pending": "has not answered yet",
    "signed": "signed",
    "refused": "refused to sign",
    "withdrawn": "withdrew its adoption",
    "signing": "has begun to sign",
    "": "has not adopted it",
}


@dataclass(frozen=True, slots=True)
class Since:
    """Something that happened to a version. `gates`: no decision may rest on it while it is so."""

    kind: str
    words: str
    gates: bool


@dataclass(frozen=True, slots=True)
class PinnedVersion:
    """A version as it stands now."""

    version_id: int
    reference: str
    number: int
    title: str
    state: str
    state_title: str
    kind: str
    """ "screened_out" or "full"; "" before it was ever sent for checking."""
    digest: str
    """Of the shared part that was sent last; "" before."""
    statuses: Mapping[int, str]
    """Organisation -> where it stands in the present round, a key of `WORDS`."""
    since: tuple[Since, ...]

    @property
    def stands(self) -> bool:
        """Whether it is signed and nothing happened to it that keeps decisions from it."""
        return self.state in SIGNED and not any(one.gates for one in self.since)

    @property
    def is_written(self) -> bool:
        """Whether its author has it in hand, so that its text may change."""
        return self.state in WRITING

    def has_signed(self, organisation_id: int) -> bool:
        """Whether this organisation signed, though others of its round may still have to."""
        return self.statuses.get(organisation_id) == "signed"

    def signed_by(self, organisation_id: int) -> bool:
        return self.state in SIGNED and self.has_signed(organisation_id)

    def words_of(self, organisation_id: int) -> str:
        """Where one organisation stands: "signed"."""
        status = self.statuses.get(organisation_id, "")
        if self.state in OPEN and self.state not in ("sign_off", "screening_review"):
            return f"has not answered: it is at “{self.state_title}”"
        if self.state in OPEN and status == "signed":
            return "signed, and others have still to sign"
        return WORDS[status]


def pinned_versions(session: Session, version_ids: Collection[int]) -> dict[int, PinnedVersion]:
    """Each of these versions as it stands now, read anew."""
    if not version_ids:
        return {}
    ids = sorted(version_ids)
    every = session.execute(_EVERY, {"ids": ids}).all()
    pinned = [one for one in every if one.id in version_ids]
    sent = {row.version_id: row for row in session.execute(_SENT, {"ids": ids})}  # the last one stays
    adopting: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for row in session.execute(_ADOPTING, {"ids": ids}):
        adopting[row.version_id][row.organisation_id] = row.status
    lost = _covers_lost(session, {one.id: [*adopting[one.id]] for one in pinned if one.state == "screened_out"})
    found = {}
    for one in pinned:
        later = [other for other in every if other.assessment_id == one.assessment_id and other.number > one.number]
        since = tuple(_since(one, later, lost.get(one.id, "")))
        found[one.id] = _pinned(one, sent.get(one.id), adopting[one.id], since)
    return found


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_WITH = aliased(Version)
_EVERY = (
    select(
        Version.id,
        Version.assessment_id,
        Version.number,
        Version.state,
        Version.state_since,
        Version.challenges,
        Version.opened_because,
        Assessment.reference,
        Subject.title,
    )
    .join(Version.assessment)
    .join(Assessment.subject)
    .where(Version.assessment_id.in_(select(_WITH.assessment_id).where(_WITH.id.in_(_IDS))))
    .order_by(Version.number)
)
"""Every version of the assessments they belong to."""
_SENT = (
    select(Submission.version_id, Submission.kind, SignedPart.digest)
    .outerjoin(SignedPart, and_(SignedPart.submission_id == Submission.id, SignedPart.organisation_id.is_(None)))
    .where(Submission.version_id.in_(_IDS))
    .order_by(Submission.id)
)
_ADOPTING = (
    select(Adoption.version_id, Adoption.organisation_id, Adoption.status)
    .join(Version, and_(Version.id == Adoption.version_id, Version.round == Adoption.round))
    .where(Version.id.in_(_IDS))
    .order_by(Adoption.id)
)


def _pinned(one: Told, sent: Told | None, statuses: Mapping[int, str], since: tuple[Since, ...]) -> PinnedVersion:
    return PinnedVersion(
        version_id=one.id,
        reference=one.reference,
        number=one.number,
        title=one.title,
        state=one.state,
        state_title=TABLE.states[one.state].title,
        kind={"screening": "screened_out", "full": "full"}[sent.kind] if sent else "",
        digest=sent.digest or "" if sent else "",
        statuses=statuses,
        since=since,
    )


def _since(version: Told, later: Sequence[Told], lost: str) -> Iterable[Since]:
    """What happened to it, what keeps decisions from it first."""
    name, when = f"Version {version.number}", day(version.state_since)
    signed = [one for one in later if one.state in SIGNED]
    if version.state == "withdrawn":
        yield Since("withdrawn", f"{name} was withdrawn on {when}.", True)
    if version.state == "superseded":
        by = f" by version {signed[-1].number}" if signed else ""
        yield Since("superseded", f"{name} was superseded on {when}{by}.", True)
    challenge = next((one for one in later if one.challenges and one.state in OPEN), None)
    if challenge:
        words = f"{name} is challenged: version {challenge.number} looks at it again. {challenge.opened_because}"
        yield Since("challenged", words.strip(), True)
    if lost:
        yield Since("cover_lost", f"What covered {name.lower()} covers it no longer: {lost}", True)
    if version.state == "stopped":
        yield Since("stopped", f"{name} was signed with the outcome “stop and remove”.", False)
    newer = [one for one in later if one.state != "withdrawn" and one is not challenge]
    if newer and version.state != "superseded":
        state = TABLE.states[newer[-1].state].title.lower()
        yield Since("newer", f"There is a newer version, {newer[-1].number}: {state}.", False)


def _covers_lost(session: Session, screened_out: Mapping[int, Collection[int]]) -> dict[int, str]:
    """Version -> why its parent covers it no longer for the organisations that adopt it, where that is so."""
    if not screened_out:
        return {}
    parent = joinedload(Cover.parent)
    covers = session.scalars(
        select(Cover)
        .where(Cover.version_id.in_(sorted(screened_out)))
        .options(
            parent.selectinload(Version.adoptions),
            parent.joinedload(Version.assessment).selectinload(Assessment.decisions),
        )
        .order_by(Cover.id.desc())
        .execution_options(populate_existing=True)
    ).all()
    ids = {organisation for one in covers for organisation in screened_out[one.version_id]}
    known = {one.id: one for one in session.scalars(select(Organisation).where(Organisation.id.in_(sorted(ids))))}
    return {
        one.version_id: not_covered_by(one.parent, [known[key] for key in screened_out[one.version_id]])
        for one in covers  # the first cover of each is its cover, and comes last
    }
