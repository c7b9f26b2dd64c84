"""Does the trail say what the records say of each promotion process, its counts and its results?

`TrailOfProcesses` listens while the chains are walked (`eia/audit/verify.py`); `verify_processes` then holds against
what it heard: the state and revision, the digest of every edition and run, and who opened the figures.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from eia.audit.verify import Finding
from eia.promotions import computing, preparing
from eia.promotions.commands import counting
from eia.promotions.counted import Place
from eia.promotions.models import (
    CountEdition,
    FiguresOpening,
    PromotionProcess,
    PromotionRelease,
    ReleaseContent,
    ReleaseReport,
    ReleaseWithdrawal,
    ResultRun,
    ResultTable,
)
from eia.promotions.reporting import building

STREAM = "promotion:"


class TrailOfProcesses:
    """Remembers what the trails of processes said."""

    def __init__(self) -> None:
        self.left: dict[str, tuple[str, str, int]] = {}
        """Stream -> its last entry, and the state and revision it says."""
        self.editions: dict[tuple[str, int], str] = {}
        self.runs: dict[tuple[str, int], str] = {}
        self.opened: set[tuple[str, int]] = set()
        self.contents: dict[tuple[str, int], str] = {}
        self.reports: dict[tuple[str, int], str] = {}
        self.releases: dict[tuple[str, int], int] = {}
        self.withdrawn: set[tuple[str, int]] = set()
        self.blanked: set[str] = set()
        """Streams that have lost details, as a recorded redaction may take them."""

    def hear(self, entry: Row[Any]) -> None:
        if not entry.stream.startswith(STREAM):
            return
        if entry.body is None:
            self.blanked.add(entry.stream)
            return
        after: Mapping[str, Any] = entry.body.get("after") or {}
        if "revision" in after:
            self.left[entry.stream] = (f"{entry.stream}#{entry.sequence}", after["state"], after["revision"])
        if entry.event == "promotion_counts_saved":
            self.editions[entry.stream, after["edition"]] = after["digest"]
        if entry.event == "promotion_results_computed":
            self.runs[entry.stream, after["edition"]] = after["results"]
        if entry.event == "promotion_figures_opened":
            self.opened.add((entry.stream, after["opening"]))
        self._hear_of_releases(entry, after)

    def _hear_of_releases(self, entry: Row[Any], after: Mapping[str, Any]) -> None:
        if entry.event == "promotion_report_built":
            self.reports[entry.stream, after["report"]] = after["digest"]
        if entry.event == "promotion_preview_made":
            self.contents[entry.stream, after["content"]] = after["digest"]
        if entry.event == "promotion_released":
            self.releases[entry.stream, after["number"]] = after["content"]
        if entry.event == "promotion_release_withdrawn":
            self.withdrawn.add((entry.stream, after["withdrawal"]))


def verify_processes(session: Session, told: TrailOfProcesses) -> Iterator[Finding]:
    """Hold every process, edition, run and opening against its trail."""
    table = PromotionProcess.__table__.c
    known = {
        f"{STREAM}{row.id}": (row.state, row.revision)
        for row in session.execute(select(table.id, table.state, table.revision).order_by(table.id))
    }
    for stream, now in known.items():
        entry, *left = told.left.get(stream, ("", "", 0))
        if not entry and stream not in told.blanked:
            yield Finding(stream, "has no entry, and there is a record")
        elif entry and tuple(left) != now and stream not in told.blanked:
            yield Finding(entry, f"left it at “{left[0]}”, revision {left[1]}; the record says “{now[0]}”, {now[1]}")
    for stream in sorted(told.left.keys() - known.keys()):
        yield Finding(told.left[stream][0], f"is about {stream}, which is gone")
    yield from _counts(session, told)
    yield from _results(session, told)
    yield from _openings(session, told)
    yield from _contents(session, told)
    yield from _releases(session, told)
    yield from _reports(session, told)


def _counts(session: Session, told: TrailOfProcesses) -> Iterator[Finding]:
    heard = dict(told.editions)
    query = select(CountEdition).options(selectinload(CountEdition.sheets)).order_by(CountEdition.id)
    for edition in session.scalars(query.execution_options(yield_per=50)):
        stream = f"{STREAM}{edition.process_id}"
        name = f"{stream}, edition {edition.number} of the counts"
        content = [(Place(one.stage, one.breakdown, one.organisation), one.cells) for one in edition.sheets]
        if counting.digest_of(edition.salt, content) != edition.digest:
            yield Finding(name, "is not what its digest says")
        said = heard.pop((stream, edition.number), None)
        if said != edition.digest and stream not in told.blanked:
            yield Finding(name, "has another digest in the trail" if said else "is not in the trail")
    for stream, number in sorted(heard):
        yield Finding(f"{stream}, edition {number} of the counts", "is in the trail and gone from the records")


def _results(session: Session, told: TrailOfProcesses) -> Iterator[Finding]:
    for run in session.scalars(select(ResultRun).order_by(ResultRun.id)):
        stream = f"{STREAM}{run.process_id}"
        name = f"{stream}, results of edition {run.edition}"
        bodies = select(ResultTable.body).where(ResultTable.run_id == run.id).order_by(ResultTable.position)
        if computing.digest_of(run.salt, list(session.scalars(bodies))) != run.digest:
            yield Finding(name, "are not what their digest says")
        if told.runs.get((stream, run.edition)) != run.digest and stream not in told.blanked:
            yield Finding(name, "are not in the trail as they are")


def _openings(session: Session, told: TrailOfProcesses) -> Iterator[Finding]:
    for row in session.execute(select(FiguresOpening.id, FiguresOpening.process_id).order_by(FiguresOpening.id)):
        stream = f"{STREAM}{row.process_id}"
        if (stream, row.id) not in told.opened and stream not in told.blanked:
            yield Finding(stream, f"says nothing of opening {row.id} of its figures")


def _contents(session: Session, told: TrailOfProcesses) -> Iterator[Finding]:
    """Everything that was ever previewed: a release is one of these."""
    query = select(ReleaseContent).options(joinedload(ReleaseContent.preview), selectinload(ReleaseContent.tables))
    for content in session.scalars(query.order_by(ReleaseContent.id).execution_options(yield_per=10)):
        stream = f"{STREAM}{content.preview.process_id}"
        name = f"{stream}, content {content.id} of a release"
        if preparing.digest_of(content, content.tables) != content.digest:
            yield Finding(name, "is not what its digest says")
        if told.contents.get((stream, content.id)) != content.digest and stream not in told.blanked:
            yield Finding(name, "is not in the trail as it is")


def _reports(session: Session, told: TrailOfProcesses) -> Iterator[Finding]:
    files = [undefer(getattr(ReleaseReport, kind)) for kind in building.KINDS]
    query = select(ReleaseReport).options(joinedload(ReleaseReport.release), *files).order_by(ReleaseReport.id)
    for report in session.scalars(query.execution_options(yield_per=10)):
        stream = f"{STREAM}{report.release.process_id}"
        name = f"{stream}, report of release {report.release.number}"
        if building.digest_of({kind: getattr(report, kind) for kind in building.KINDS}) != report.digest:
            yield Finding(name, "is not what its digest says")
        if told.reports.get((stream, report.id)) != report.digest and stream not in told.blanked:
            yield Finding(name, "is not in the trail as it is")


def _releases(session: Session, told: TrailOfProcesses) -> Iterator[Finding]:
    heard = dict(told.releases)
    table = PromotionRelease.__table__.c
    rows = session.execute(select(table.process_id, table.number, table.content_id).order_by(table.id))
    for row in rows:
        stream = f"{STREAM}{row.process_id}"
        said = heard.pop((stream, row.number), None)
        if said != row.content_id and stream not in told.blanked:
            yield Finding(f"{stream}, release {row.number}", "is not in the trail as it is")
    for stream, number in sorted(heard):
        yield Finding(f"{stream}, release {number}", "is in the trail and gone from the records")
    gone = select(ReleaseWithdrawal.id, PromotionRelease.process_id).join(ReleaseWithdrawal.release)
    withdrawn = {(f"{STREAM}{row.process_id}", row.id) for row in session.execute(gone)}
    for stream, withdrawal in sorted(withdrawn ^ told.withdrawn):
        if stream not in told.blanked:
            yield Finding(stream, f"and the records do not agree on the withdrawal {withdrawal} of a release")
