"""What `eia jobs` does when counts came in: computes what they show, and stores it. Only here scipy is imported."""

import secrets
from hashlib import sha256

import structlog
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import SYSTEM
from eia.audit.recording import record
from eia.db import db, transaction
from eia.notices.jobs import Job
from eia.notices.leaving import left_when_stopped
from eia.promotions.case import load_process
from eia.promotions.counted import counts_of, sheets_of
from eia.promotions.figures.results import FORMAT, ProcessResults, canonical
from eia.promotions.models import PromotionProcess, ResultRun, ResultTable

EVERY_SECONDS = 4
AT_ONCE = 5
BROKE = "Something went wrong, and it is in the log of the service. Tell your administrator."

log = structlog.get_logger()


def computing() -> Job:
    """The job that computes what is new. One node at a time does it: the lease is the job's own."""
    return Job("compute results of promotion processes", EVERY_SECONDS, compute_new)


def compute_new(*, most: int = AT_ONCE) -> int:
    """Compute what has newer counts than results; how many processes."""
    ids = db.session.scalars(select(PromotionProcess.id).where(_is_behind()).order_by(PromotionProcess.id).limit(most))
    waiting = list(ids)
    db.session.rollback()
    for process_id in waiting:
        compute_one(process_id)
    return len(waiting)


def compute_one(process_id: int) -> None:
    """The results of the counts as they stand, or the fault. Counts that come in meanwhile are computed next."""
    session: Session = db.session()
    process = load_process(session, process_id).process
    edition, counts = process.counts_from, counts_of(process, sheets_of(session, process_id))
    session.rollback()
    session.expunge_all()
    try:
        from eia.promotions.figures.computing.process import compute

        with left_when_stopped():
            results: ProcessResults | None = compute(counts)
    except Exception:
        log.exception("results could not be computed", process=process_id, edition=edition)
        results = None
    with transaction() as session:
        _keep(session, process_id, edition, counts.digest, results)


def _keep(session: Session, process_id: int, edition: int, digest: str, results: ProcessResults | None) -> None:
    """The run with its tables, each the bytes its digest is made of; the trail says what was computed."""
    process = load_process(session, process_id, lock=True).process
    known = select(ResultRun.id).where(ResultRun.process_id == process_id, ResultRun.edition == edition)
    if session.scalar(known) is not None:
        return
    bodies = [canonical(table) for table in results.tables] if results else []
    salt = secrets.token_hex(16)
    run = ResultRun(
        process_id=process_id, edition=edition, counts_digest=digest, salt=salt, digest=digest_of(salt, bodies),
        limits=results.limits if results else "", scipy=results.scipy if results else "", format=FORMAT,
        fault="" if results else BROKE, computed_at=clock.now(),
    )  # fmt: skip
    session.add(run)
    session.flush()
    tables = zip(results.tables if results else (), bodies, strict=True)
    session.add_all(
        ResultTable(
            run_id=run.id, position=position, basis=table.basis, stage=table.stage, breakdown=table.breakdown,
            organisation=table.organisation, verdict=table.verdict, findings=len(table.findings), body=body,
        )
        for position, (table, body) in enumerate(tables)
    )  # fmt: skip
    session.flush()
    done = f"Computed what edition {edition} of the counts shows" if results else "The results could not be computed"
    after = {"run": run.id, "edition": edition, "results": run.digest, "scipy": run.scipy, "limits": run.limits}
    record(session, process, "promotion_results_computed", actor=SYSTEM, sentence=done, after=after)


def digest_of(salt: str, bodies: list[bytes]) -> str:
    """One digest over the salt and the digests of the tables, in their order."""
    return sha256("\n".join([salt, *(sha256(body).hexdigest() for body in bodies)]).encode()).hexdigest()


def _is_behind() -> ColumnElement[bool]:
    newest = exists().where(
        ResultRun.process_id == PromotionProcess.id, ResultRun.edition == PromotionProcess.counts_from
    )
    return (PromotionProcess.counts_from > 0) & ~newest
