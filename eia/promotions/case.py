"""A process and all that is asked about it, loaded in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, object_session, selectinload

from eia.assessments.afterwards.pinned import SIGNED, PinnedVersion, pinned_versions
from eia.assessments.models import Assessment, Version
from eia.errors import NotFound
from eia.people.models import Organisation
from eia.promotions.models import PromotionProcess, PromotionRelease, ReleaseContent, ReleasePreview, ResultRun

NO_PROCESS = "There is no such promotion process, or you may not see it."


@dataclass(frozen=True)
class ProcessCase:
    """What the table of processes looks at. `assessed` is the newest signed version of its assessment, or else the
    newest that was withdrawn."""

    process: PromotionProcess
    assessed: PinnedVersion | None
    run: ResultRun | None
    """The newest computation of its counts."""

    @property
    def state(self) -> str:
        return self.process.state

    @property
    def revision(self) -> int:
        return self.process.revision

    @property
    def organisation_ids(self) -> set[int]:
        return {one.id for one in self.process.organisations}

    @property
    def unsigned(self) -> Sequence[Organisation]:
        """The organisations that take part without a signed assessment that stands."""
        if self.assessed is None or not self.assessed.stands:
            return self.process.organisations
        return [one for one in self.process.organisations if not self.assessed.signed_by(one.id)]

    @property
    def is_computed(self) -> bool:
        """Whether the results show the newest counts."""
        process, run = self.process, self.run
        return run is not None and not run.fault and run.edition == process.counts_from > 0

    @cached_property
    def preview(self) -> ReleasePreview | None:
        """The newest preview somebody asked for; its content is None while it is made."""
        query = select(ReleasePreview).where(ReleasePreview.process_id == self.process.id)
        query = query.options(joinedload(ReleasePreview.content).defer(ReleaseContent.shown))
        return _session(self.process).scalars(query.order_by(ReleasePreview.id.desc()).limit(1)).one_or_none()

    @cached_property
    def release(self) -> PromotionRelease | None:
        """The newest release, withdrawn or not."""
        query = select(PromotionRelease).where(PromotionRelease.process_id == self.process.id)
        query = query.options(joinedload(PromotionRelease.withdrawal), joinedload(PromotionRelease.person))
        return _session(self.process).scalars(query.order_by(PromotionRelease.number.desc()).limit(1)).one_or_none()

    @property
    def is_preview_current(self) -> bool:
        """Whether the preview is of the counts as they stand, and protected with every release there is."""
        preview, release = self.preview, self.release
        if preview is None:
            return False
        return (preview.edition, preview.after) == (self.process.counts_from, release.number if release else 0)

    @property
    def is_preview_being_made(self) -> bool:
        return self.is_preview_current and self.preview is not None and self.preview.content is None

    @property
    def is_release_standing(self) -> bool:
        return self.release is not None and self.release.withdrawal is None


def load_process(session: Session, process_id: int, *, lock: bool = False) -> ProcessCase:
    """The case; `lock` holds the row of the process until the transaction ends."""
    if lock:
        row = select(PromotionProcess.__table__.c.id).where(PromotionProcess.__table__.c.id == process_id)
        session.execute(row.with_for_update())
    query = (
        select(PromotionProcess)
        .where(PromotionProcess.id == process_id)
        .options(
            joinedload(PromotionProcess.organisation),
            joinedload(PromotionProcess.owner),
            joinedload(PromotionProcess.overridden_by),
            joinedload(PromotionProcess.follows),
            joinedload(PromotionProcess.followed_by),
            selectinload(PromotionProcess.organisations),
            selectinload(PromotionProcess.stages),
            selectinload(PromotionProcess.breakdowns),
        )
        .execution_options(populate_existing=True)
    )
    process = session.scalars(query).one_or_none()
    if process is None:
        raise NotFound(NO_PROCESS)
    run = session.scalars(
        select(ResultRun).where(ResultRun.process_id == process_id).order_by(ResultRun.edition.desc()).limit(1)
    ).one_or_none()
    return ProcessCase(process, _assessed(session, process_id), run)


def _session(process: PromotionProcess) -> Session:
    session = object_session(process)
    if session is None:
        raise RuntimeError("a process is asked about that belongs to no session")
    return session


def _assessed(session: Session, process_id: int) -> PinnedVersion | None:
    query = (
        select(Version.id)
        .join(Version.assessment)
        .where(Assessment.subject_id == process_id, Version.state.in_((*SIGNED, "withdrawn")))
        .order_by(Version.state == "withdrawn", Version.number.desc())
        .limit(1)
    )
    version_id = session.scalar(query)
    return pinned_versions(session, [version_id])[version_id] if version_id else None
