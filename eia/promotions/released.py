"""What everybody may read of the counts of a process: its releases, and nothing else.

Pages, pictures, files, reports, meetings and evidence take their figures from here, whoever asks. Only the pages of
"Results as they are" read anything else, and keep who opened them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer, joinedload

from eia.promotions.figures.results import Basis, Table, Verdict, read_table
from eia.promotions.models import PromotionRelease, ReleaseContent, ReleasePreview, ReleaseTable, ReleaseWithdrawal

NOUGHTS = {"shown": "Noughts are shown: there is nobody to be found."}
"""What the rule for noughts says, by its name."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    who: str
    when: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Released:
    """One release. `small` and `besides` say how many numbers it hides, `nothing_of` where nothing at all is shown:
    (stage, breakdown), "" for every breakdown."""

    id: int
    process_id: int
    number: int
    content_id: int
    evidence: int
    """The entry of the library of evidence that it is an edition of."""
    evidence_edition: tuple[int, int]
    """The id and the number of that edition."""
    edition: int
    """Of the counts it was made from."""
    made_by: str
    made_at: datetime
    threshold: int
    noughts: str
    method: str
    limits: str
    scipy: str
    small: int
    besides: int
    nothing_of: tuple[tuple[str, str], ...]
    digest: str
    """Of the counts, keyed: nobody can try it out without the key."""
    withdrawn: Withdrawn | None

    @property
    def hides(self) -> int:
        return self.small + self.besides


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """One table as everybody reads it. `hidden` names what of it is hidden: (group, counted), "+" for everyone."""

    table: Table
    hidden: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Said:
    """Of one table, what stands in an overview."""

    basis: Basis
    stage: str
    breakdown: str
    organisation: str
    verdict: Verdict
    findings: int


def standing_release(session: Session, process_id: int) -> Released | None:
    """The release that everybody reads; None while there is none, or when the newest was withdrawn."""
    return standing_releases(session, [process_id]).get(process_id)


def standing_releases(session: Session, process_ids: Sequence[int]) -> Mapping[int, Released]:
    """The same of several processes, in one query."""
    newest: dict[int, Released] = {}
    for row in session.scalars(_whole().where(PromotionRelease.process_id.in_(process_ids))):
        newest.setdefault(row.process_id, _released(row))
    return {process_id: one for process_id, one in newest.items() if one.withdrawn is None}


def releases_of(session: Session, process_id: int) -> Sequence[Released]:
    """Every release of a process, the newest first, the withdrawn among them."""
    return [_released(row) for row in session.scalars(_whole().where(PromotionRelease.process_id == process_id))]


def tables_of(
    session: Session,
    content_id: int,
    *,
    stage: str = "",
    breakdowns: Collection[str] = (),
    organisation: str = "",
    basis: Basis | None = None,
) -> Sequence[ReleasedTable]:
    """The tables of a release (or of a preview), in their order."""
    query = _tables(content_id)
    if stage:
        query = query.where(ReleaseTable.stage == stage)
    if breakdowns:
        query = query.where(ReleaseTable.breakdown.in_(breakdowns))
    if organisation:
        query = query.where(ReleaseTable.organisation == organisation)
    if basis:
        query = query.where(ReleaseTable.basis == basis)
    return [ReleasedTable(read_table(row.body), _hidden(row)) for row in session.scalars(query)]


def overview_of(session: Session, content_id: int) -> Sequence[Said]:
    """Of every table what stands in an overview, without reading its figures."""
    rows = session.scalars(_tables(content_id).options(defer(ReleaseTable.body), defer(ReleaseTable.hidden)))
    return [Said(row.basis, row.stage, row.breakdown, row.organisation, row.verdict, row.findings) for row in rows]


def _whole() -> Select[PromotionRelease]:
    return (
        select(PromotionRelease)
        .options(
            joinedload(PromotionRelease.person),
            joinedload(PromotionRelease.evidence),
            joinedload(PromotionRelease.withdrawal).joinedload(ReleaseWithdrawal.person),
            joinedload(PromotionRelease.content).options(
                defer(ReleaseContent.shown), joinedload(ReleaseContent.preview)
            ),
        )
        .order_by(PromotionRelease.process_id, PromotionRelease.number.desc())
    )


def _tables(content_id: int) -> Select[ReleaseTable]:
    return select(ReleaseTable).where(ReleaseTable.content_id == content_id).order_by(ReleaseTable.position)


def _hidden(row: ReleaseTable) -> frozenset[tuple[str, str]]:
    return frozenset((group, counted) for group, counted in row.hidden)


def _released(row: PromotionRelease) -> Released:
    content, gone = row.content, row.withdrawal
    preview: ReleasePreview = content.preview
    return Released(
        id=row.id, process_id=row.process_id, number=row.number, content_id=content.id,
        evidence=row.evidence.entry_id, evidence_edition=(row.evidence.id, row.evidence.number),
        edition=preview.edition, made_by=row.person.name, made_at=row.made_at,
        threshold=preview.threshold, noughts=content.noughts, method=content.method, limits=content.limits,
        scipy=content.scipy, small=content.small, besides=content.besides,
        nothing_of=tuple((stage, breakdown) for stage, breakdown in content.nothing_of), digest=content.counts_digest,
        withdrawn=Withdrawn(gone.person.name, gone.made_at, gone.reason) if gone else None,
    )  # fmt: skip
