"""What somebody relies on who pinned a version: who has signed it, and what has happened to it since.

Meetings pin a version with the digest of its shared part. What that is worth at a given moment is worked out here, for
many versions at once in a constant number of queries.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from eia.assessments.guards.cover import not_covered_by
from eia.assessments.models import Assessment, Cover, Submission, Version
from eia.assessments.models.version import OPEN
from eia.assessments.workflow import TABLE, WRITING
from eia.pages import day

SIGNED = ("signed_off", "screened_out", "stopped")
"""States in which what was signed stands."""
WORDS = {
    "pending": "has not answered yet",
    "signed": "signed",
    "refused": "refused to sign",
    "withdrawn": "withdrew its adoption",
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

    def signed_by(self, organisation_id: int) -> bool:
        return self.state in SIGNED and self.statuses.get(organisation_id) == "signed"

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
    owner = joinedload(Version.assessment)
    parent = selectinload(Version.covers).joinedload(Cover.parent)
    query = (
        select(Version)
        .where(Version.id.in_(sorted(version_ids)))
        .options(
            owner.joinedload(Assessment.subject),
            owner.selectinload(Assessment.versions),
            selectinload(Version.submissions).selectinload(Submission.parts),
            selectinload(Version.adoptions),
            parent.selectinload(Version.adoptions),
            parent.joinedload(Version.assessment).selectinload(Assessment.decisions),
        )
        .execution_options(populate_existing=True)
    )
    return {version.id: _pinned(version) for version in session.scalars(query)}


def _pinned(version: Version) -> PinnedVersion:
    sent = version.submissions[-1] if version.submissions else None
    shared = next((part.digest for part in sent.parts if part.organisation_id is None), "") if sent else ""
    return PinnedVersion(
        version_id=version.id,
        reference=version.assessment.reference,
        number=version.number,
        title=version.assessment.subject.title,
        state=version.state,
        state_title=TABLE.states[version.state].title,
        kind={"screening": "screened_out", "full": "full"}[sent.kind] if sent else "",
        digest=shared,
        statuses={one.organisation_id: one.status for one in version.adoptions if one.round == version.round},
        since=tuple(_since(version)),
    )


def _since(version: Version) -> Iterable[Since]:
    """What happened to it, what keeps decisions from it first."""
    name, when = f"Version {version.number}", day(version.state_since)
    later = [one for one in version.assessment.versions if one.number > version.number]
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
    lost = _cover_lost(version)
    if lost:
        yield Since("cover_lost", f"What covered {name.lower()} covers it no longer: {lost}", True)
    if version.state == "stopped":
        yield Since("stopped", f"{name} was signed with the outcome “stop and remove”.", False)
    newer = [one for one in later if one.state != "withdrawn" and one is not challenge]
    if newer and version.state != "superseded":
        state = TABLE.states[newer[-1].state].title.lower()
        yield Since("newer", f"There is a newer version, {newer[-1].number}: {state}.", False)


def _cover_lost(version: Version) -> str:
    if version.state != "screened_out" or not version.covers:
        return ""
    here = [one.organisation for one in version.adoptions if one.round == version.round]
    return not_covered_by(version.covers[0].parent, here)
