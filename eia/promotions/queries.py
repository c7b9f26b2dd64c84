"""Looking up processes for a reader: the register, one process, what stands of its counts and results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, contains_eager, defer, joinedload, selectinload

from eia import clock
from eia.assessments.models import Assessment, Version
from eia.assessments.readers import readable_by
from eia.errors import NotFound, Refused
from eia.people.contracts import Work
from eia.people.models import Person
from eia.people.offices import Office
from eia.people.queries import Standings
from eia.promotions.case import NO_PROCESS, ProcessCase, load_process
from eia.promotions.contracts import decides_for
from eia.promotions.figures.results import Table, read_table
from eia.promotions.models import (
    CountEdition,
    FiguresOpening,
    PromotionProcess,
    PromotionRelease,
    ReleaseContent,
    ReleasePreview,
    ReleaseReport,
    ResultRun,
    ResultTable,
)
from eia.promotions.models.processes import KIND
from eia.subjects.models import Subject, subject_organisation
from eia.subjects.queries import visible_to

PAGE = 50
WAITS_TO_BE_LOOKED_AT = timedelta(days=14)
"""So long home says that a preview is ready."""


@dataclass(frozen=True, slots=True)
class ProcessesPage:
    processes: Sequence[PromotionProcess]
    next_after: int
    """The id of the last process, when there are more; else 0."""


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest version of its assessment that a reader may know of."""

    reference: str
    number: int
    state: str


def known_to(session: Session, by: Standings) -> ColumnElement[bool]:
    """SQL over Subject: whoever belongs to or acts in an organisation that takes part, or decides for one."""
    decides = sorted(decides_for(session, by))
    binds = select(subject_organisation.c.subject_id).where(
        subject_organisation.c.subject_id == Subject.id, subject_organisation.c.organisation_id.in_(decides)
    )
    return or_(visible_to(by), binds.exists()) if decides else visible_to(by)


def processes_page(session: Session, by: Standings, *, after: int = 0) -> ProcessesPage:
    """Fifty processes by title, those after the process `after`; in a constant number of queries."""
    known = known_to(session, by)
    query = (
        select(PromotionProcess)
        .where(known)
        .options(
            joinedload(PromotionProcess.owner),
            joinedload(PromotionProcess.organisation),
            selectinload(PromotionProcess.organisations),
        )
        .order_by(PromotionProcess.sort_title, PromotionProcess.id)
    )
    if after:
        last = session.execute(
            select(Subject.sort_title, Subject.id).where(Subject.id == after, Subject.kind == KIND, known)
        ).one_or_none()
        if last is not None:
            query = query.where(tuple_(Subject.sort_title, Subject.id) > tuple(last))
    found = session.scalars(query.limit(PAGE + 1)).all()
    shown = found[:PAGE]
    return ProcessesPage(shown, shown[-1].id if len(found) > PAGE else 0)


def process_for(session: Session, process_id: int, by: Standings) -> ProcessCase:
    """The case; NotFound when there is none that this person may see."""
    found = session.scalar(
        select(Subject.id).where(Subject.id == process_id, Subject.kind == KIND, known_to(session, by))
    )
    if found is None:
        raise NotFound(NO_PROCESS)
    return load_process(session, process_id)


def process_named(session: Session, name: str) -> int:
    """The id of the process with this number, or with this id; NotFound when there is none, Refused when several."""
    query = select(PromotionProcess.id).where(
        or_(PromotionProcess.number == name, PromotionProcess.id == (int(name) if name.isdecimal() else 0))
    )
    found = session.scalars(query.limit(2)).all()
    if len(found) > 1:
        raise Refused("Several organisations have a process of this number. Name it by its id, as its address does.")
    if not found:
        raise NotFound("There is no promotion process of this number or id.")
    return found[0]


def latest_of(session: Session, process_ids: Sequence[int], by: Standings) -> Mapping[int, Latest]:
    """By process: the latest version of its assessment that this person may know of."""
    query = (
        select(Assessment.subject_id, Assessment.reference, Version.number, Version.state)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Assessment.subject_id.in_(process_ids), readable_by(by))
        .order_by(Version.number)
    )
    return {row.subject_id: Latest(row.reference, row.number, row.state) for row in session.execute(query)}


def editions_of(session: Session, process_id: int, *, newest: int) -> Sequence[CountEdition]:
    query = select(CountEdition).where(CountEdition.process_id == process_id).options(joinedload(CountEdition.person))
    return session.scalars(query.order_by(CountEdition.number.desc()).limit(newest)).all()


def openings_of(session: Session, process_id: int, *, newest: int) -> Sequence[FiguresOpening]:
    query = select(FiguresOpening).where(FiguresOpening.process_id == process_id)
    query = query.options(joinedload(FiguresOpening.person).joinedload(Person.organisation))
    return session.scalars(query.order_by(FiguresOpening.id.desc()).limit(newest)).all()


def verdicts_of(session: Session, run: ResultRun) -> Sequence[ResultTable]:
    """Every table of a run without its body, in its order."""
    query = select(ResultTable).where(ResultTable.run_id == run.id).order_by(ResultTable.position)
    return session.scalars(query.options(defer(ResultTable.body))).all()


def tables_of(session: Session, run: ResultRun, stage: str, breakdown: str) -> Sequence[Table]:
    """What was computed of one stage by one list of groups, in its order."""
    query = select(ResultTable.body).where(
        ResultTable.run_id == run.id, ResultTable.stage == stage, ResultTable.breakdown == breakdown
    )
    return [read_table(body) for body in session.scalars(query.order_by(ResultTable.position))]


def tables_through(session: Session, run: ResultRun, breakdown: str, organisation: str) -> Sequence[Table]:
    """What was computed of one organisation by one list of groups, of every stage."""
    query = select(ResultTable.body).where(
        ResultTable.run_id == run.id, ResultTable.breakdown == breakdown, ResultTable.organisation == organisation
    )
    return [read_table(body) for body in session.scalars(query.order_by(ResultTable.position))]


def organisations_counted(session: Session, run: ResultRun, breakdown: str) -> set[str]:
    """Their codes; POOLED among them where there are several."""
    query = select(ResultTable.organisation).where(ResultTable.run_id == run.id, ResultTable.breakdown == breakdown)
    return set(session.scalars(query.distinct()))


def report_file(session: Session, release_id: int, kind: str) -> bytes:
    """Its bytes; none while it is not built."""
    query = select(getattr(ReleaseReport, kind)).where(ReleaseReport.release_id == release_id)
    return session.scalar(query) or b""


def report_sizes(session: Session, release_id: int) -> Mapping[str, int] | None:
    """How large each file is, in bytes; empty where they could not be built, None while they are not."""
    kinds = ("pdf", "docx", "html", "csv")
    sizes = [func.length(getattr(ReleaseReport, kind)) for kind in kinds]
    row = session.execute(select(*sizes).where(ReleaseReport.release_id == release_id)).one_or_none()
    if row is None:
        return None
    return {kind: size for kind, size in zip(kinds, row, strict=True) if size}


def processes_waiting(session: Session, by: Standings, *, most: int) -> Sequence[tuple[PromotionProcess, str]]:
    """What waits for this person, the longest first, each with what to do: to assess or to review."""
    advised = sorted(by.organisations_of(Office.ADVISER))
    given = {"person": by.person_id, "advised": advised, "most": most}
    found = session.scalars(waiting(bool(advised)), given)
    todo = {
        "planned": "Start the assessment of this process",
        "results_in": "Look at what the counts show, and review it",
    }
    return [(one, todo[one.state]) for one in found]


@cache
def waiting(advises: bool) -> Select[PromotionProcess]:
    """Home asks it of everybody, so it is put together once for advisers and once for all others."""
    assessed = select(Assessment.id).where(Assessment.subject_id == PromotionProcess.id).exists()
    wanted = and_(PromotionProcess.owner_id == bindparam("person"), PromotionProcess.state == "planned", ~assessed)
    if advises:
        advised = subject_organisation.c.organisation_id.in_(bindparam("advised", expanding=True))
        here = select(subject_organisation.c.subject_id).where(advised)
        wanted = or_(wanted, and_(PromotionProcess.state == "results_in", PromotionProcess.id.in_(here)))
    query = select(PromotionProcess).where(wanted).order_by(PromotionProcess.state_since, PromotionProcess.id)
    return query.limit(bindparam("most", type_=Integer))


ASKED_FOR = select(ReleasePreview).where(
    ReleasePreview.asked_by == bindparam("person", type_=Integer), ReleasePreview.asked_at > bindparam("asked_since")
)
"""The previews this person asked for lately, ready or not."""


def previews_ready(session: Session, by: Standings, *, most: int) -> Sequence[ReleasePreview]:
    """Previews this person asked for lately that wait to be looked at: made, of the counts as they stand, and not
    released. Home asks it only of those who can release."""
    released = select(func.coalesce(func.max(PromotionRelease.number), 0)).where(
        PromotionRelease.process_id == ReleasePreview.process_id
    )
    later = aliased(ReleasePreview)
    newest = select(func.max(later.id)).where(later.process_id == ReleasePreview.process_id).scalar_subquery()
    query = (
        select(ReleasePreview)
        .join(ReleasePreview.content)
        .join(PromotionProcess, PromotionProcess.id == ReleasePreview.process_id)
        .where(
            ReleasePreview.asked_by == by.person_id, ReleasePreview.id == newest,
            ReleasePreview.asked_at > clock.now() - WAITS_TO_BE_LOOKED_AT,
            ReleasePreview.edition == PromotionProcess.counts_from,
            ReleasePreview.after == released.scalar_subquery(),
            PromotionProcess.organisation_id.in_(by.organisations_of(Office.HR_LEAD)),
        )
        .options(contains_eager(ReleasePreview.content).defer(ReleaseContent.shown), joinedload(ReleasePreview.process))
    )  # fmt: skip
    return session.scalars(query.order_by(ReleasePreview.id).limit(most)).all()


def open_work(session: Session, person_id: int) -> Sequence[Work]:
    """The processes that somebody leaves behind without an owner."""
    query = select(Subject).where(Subject.kind == KIND, Subject.owner_id == person_id).order_by(Subject.sort_title)
    return [
        Work(f"Owns {one.number} “{one.title}”", "promotions.process", {"process_id": one.id})
        for one in session.scalars(query)
    ]
