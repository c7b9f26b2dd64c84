"""Counts come in whole or not at all, and what came in before is never lost."""

import signal
import sys
from collections.abc import Sequence
from threading import Event
from types import FrameType

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.db import transaction
from eia.errors import NotAllowed, NotOffered, Refused, Stale
from eia.notices.jobs import stop_on_signals
from eia.notices.leaving import SIGNALS, Left
from eia.promotions.commands.counting import save_counts
from eia.promotions.commands.importing import ask_for, take_asked
from eia.promotions.commands.processes import set_breakdowns, set_stages
from eia.promotions.computing import compute_new
from eia.promotions.counted import Place, sheets_of
from eia.promotions.figures.counts import StageKind, Tally
from eia.promotions.figures.results import Basis, Verdict, read_table
from eia.promotions.intake import Line
from eia.promotions.models import CountEdition, CountImport, CountSheet, PromotionProcess, ResultRun, ResultTable
from tests.support.promotions import OSPRE_2014, SEX, Run, count, make_process, stage_file
from tests.support.staff import Staff, acting


@pytest.fixture
def run(staff: Staff, neighbour: Staff, database: Session) -> Run:
    made = make_process(staff, neighbour, at="open")
    database.rollback()
    return made


def save(run: Run, sheets: dict[Place, dict[str, Tally]], part: str = "hr_lead", whose: int = 0, seen: int = 0) -> None:
    with transaction() as session:
        by = acting(session, run.staff[whose][part])
        save_counts(session, run.process_id, sheets, came_by="form", seen=seen, by=by)


def test_the_newest_sheet_stands_and_the_older_one_is_kept(run: Run, database: Session) -> None:
    count(run)
    count(run, {"female": Tally(entered=92, passed=79)})
    count(run, {"female": Tally(entered=92, passed=79)})
    assert sheets_of(database, run.process_id) == {run.place(): {"female": Tally(entered=92, passed=79)}}
    editions = database.scalars(select(CountEdition.number).where(CountEdition.process_id == run.process_id)).all()
    assert editions == [1, 2], "what changes nothing is no edition"


def test_nobody_overwrites_counts_they_never_looked_at(run: Run) -> None:
    count(run)
    with pytest.raises(Stale):
        save(run, {run.place(): {}}, seen=0)


def test_an_hr_lead_of_a_partner_enters_their_own_and_no_others(run: Run, database: Session) -> None:
    save(run, {run.place(organisation=1): {"female": Tally(entered=1)}}, whose=1)
    with pytest.raises(NotAllowed):
        save(run, {run.place(): {"female": Tally(entered=1)}}, whose=1, seen=1)
    with pytest.raises(NotAllowed):
        save(run, {run.place(): {"female": Tally(entered=1)}}, part="adviser", seen=1)
    assert set(sheets_of(database, run.process_id)) == {run.place(organisation=1)}


def test_counts_come_in_only_while_it_is_open_or_its_results_are_in(staff: Staff, database: Session) -> None:
    planned = make_process(staff)
    with pytest.raises(NotOffered):
        count(planned)


def test_what_counts_are_in_by_stays(run: Run) -> None:
    count(run)
    with transaction() as session:
        by, seen = acting(session, run.lead["hr_lead"]), session.get_one(PromotionProcess, run.process_id).revision
        with pytest.raises(Refused):
            set_breakdowns(session, run.process_id, {}, seen=seen, by=by)
        with pytest.raises(Refused):
            set_breakdowns(session, run.process_id, {SEX: ("female", False)}, seen=seen, by=by)
        with pytest.raises(Refused):
            set_stages(session, run.process_id, [(StageKind.BOARD, "")], seen=seen, by=by)


def test_results_are_computed_once_for_an_edition_and_say_what_the_vectors_say(run: Run, database: Session) -> None:
    count(run)
    while compute_new():
        pass
    found = database.scalars(select(ResultRun).where(ResultRun.process_id == run.process_id)).one()
    query = select(ResultTable).where(ResultTable.run_id == found.id, ResultTable.organisation == run.lead.code)
    row = database.scalars(query.where(ResultTable.basis == Basis.STAGE)).one()
    comparison = read_table(row.body).comparisons[0]
    assert (found.edition, found.fault, row.verdict) == (1, "", Verdict.FLAGGED)
    assert round(comparison.p.value or 0, 4) == 0.0071


def test_jobs_stopped_while_they_compute_leave_it_and_nothing_is_half_stored(run: Run, database: Session) -> None:
    while compute_new():
        pass
    count(run)
    before, stop = {number: signal.getsignal(number) for number in SIGNALS}, Event()
    stop_on_signals(stop)

    def when_it_computes(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.endswith("computing/pairs.py"):
            sys.setprofile(None)
            signal.raise_signal(signal.SIGTERM)

    try:
        sys.setprofile(when_it_computes)
        with pytest.raises(Left):
            compute_new()
    finally:
        sys.setprofile(None)
        for number, handler in before.items():
            signal.signal(number, handler)
    assert stop.is_set()
    computed = select(ResultRun.id).where(ResultRun.process_id == run.process_id)
    assert database.scalars(computed).all() == []
    assert compute_new() == 1
    assert len(database.scalars(computed).all()) == 1


def test_a_file_is_taken_in_by_jobs_whole_and_its_lines_are_gone_afterwards(run: Run, database: Session) -> None:
    lines = [
        ("exam", SEX, run.lead.code, group, one.entered, one.passed, None, None) for group, one in OSPRE_2014.items()
    ]
    import_id = staged(run, lines)
    assert take_asked() == 1
    row = database.get_one(CountImport, import_id, populate_existing=True)
    assert (row.state, row.fault, row.lines, row.done) == ("taken", "", [], 2)
    assert sheets_of(database, run.process_id) == {run.place(): OSPRE_2014}


def test_a_file_read_before_other_counts_came_in_is_not_taken_in(run: Run, database: Session) -> None:
    import_id = staged(run, [("exam", SEX, run.lead.code, "female", 1, 1, None, None)])
    count(run)
    take_asked()
    row = database.get_one(CountImport, import_id, populate_existing=True)
    assert (row.state, row.lines) == ("failed", [])
    assert "Counts came in" in row.fault
    assert database.scalar(select(func.count(CountSheet.id)).where(CountSheet.process_id == run.process_id)) == 1


def staged(run: Run, lines: Sequence[Line]) -> int:
    import_id = stage_file(run, lines)
    with transaction() as session:
        ask_for(session, run.process_id, import_id, by=acting(session, run.lead["hr_lead"]))
    return import_id
