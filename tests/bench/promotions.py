"""A process of ten stages, nine lists and three forces, read; and 50,000 lines taken in by a real `eia jobs`."""

import time
from itertools import islice, product
from pathlib import Path

from sqlalchemy import select

from eia.db import db, transaction
from eia.promotions.commands.importing import ask_for, stage_lines
from eia.promotions.commands.opening import open_figures
from eia.promotions.commands.processes import set_breakdowns, set_stages
from eia.promotions.computing import compute_new
from eia.promotions.counted import Cells, Place
from eia.promotions.figures.counts import StageKind, Tally
from eia.promotions.groups.lists import shipped
from eia.promotions.intake import MOST_LINES, Line
from eia.promotions.models import CountImport, PromotionProcess, ResultRun
from tests.bench.client import Client
from tests.bench.figures import Figures
from tests.bench.packs import jobs
from tests.support.promotions import Run, enter, make_process, take_step
from tests.support.serving import LiveServer
from tests.support.staff import Staff, acting, make_staff

FORCES, LISTS = 3, 9
WIDE = ("ethnicity_18.v1", "ethnicity_19.v1", "ethnicity_16.v1")
CROSSED_WITH = ("religion.v1", "age_bands.v1", "age_police.v1", "sexual_orientation.v1", "disability.v1")
LONGEST = 120


def measure_a_process(figures: Figures, server: LiveServer, staff: Staff, reader: Client, rounds: int) -> None:
    """Its pages as its adviser reads them, who is `reader`; then an import."""
    with server.app.app_context():
        run = full_process(staff, FORCES, len(StageKind))
    pages = {
        "results": f"{run.address}/results",
        "result of a stage": f"{run.address}/results/board/{WIDE[0]}",
        "all stages of a list": f"{run.address}/results/through/{WIDE[0]}",
    }
    for number in range(rounds):
        for name, path in pages.items():
            page = reader.get(path)
            if number:
                figures.seconds[name].append(page.seconds)
            figures.weights[name] = len(page.body.encode())
    figures.told["workers that hold scipy"] = sum("scipy" in _maps(worker.pid) for worker in server.workers())
    _take_in(figures, server, staff)


def full_process(staff: Staff, forces: int, stages: int) -> Run:
    """Open, with every count in and computed, and its figures opened today by its adviser."""
    run = make_process(staff, *(make_staff() for _ in range(forces - 1)))
    lists = [*WIDE[:1], *(name for name in shipped() if name not in WIDE)][:LISTS]
    _set(run, stages, lists)
    sheets = {
        Place(kind, name, one.code): _cells(name)
        for kind, name, one in product(list(StageKind)[:stages], lists, run.staff)
    }
    enter(run, sheets)
    with transaction() as session:
        open_figures(session, run.process_id, by=acting(session, staff["adviser"]))
    compute_new()
    return run


def _set(run: Run, stages: int, lists: list[str]) -> None:
    with transaction() as session:
        by = acting(session, run.lead["hr_lead"])
        set_stages(session, run.process_id, [(kind, "") for kind in list(StageKind)[:stages]], seen=3, by=by)
        chosen = {name: (shipped()[name].compared_with or None, False) for name in lists}
        set_breakdowns(session, run.process_id, chosen, seen=4, by=by)
    take_step(run, "open_without", run.lead["approver"])


def _cells(name: str) -> Cells:
    """Some hundred of each group, of whom a part that differs from group to group passed."""
    keys = [group.key for group in shipped()[name].groups]
    return {key: Tally(entered=100 + 7 * place, passed=40 + 5 * place) for place, key in enumerate(keys)}


def many_lines(staff: Staff, most: int) -> tuple[Run, list[Line]]:
    """A process with enough groups, two lists at once among them, and a file of so many lines for it."""
    run = make_process(staff, *(make_staff() for _ in range(FORCES - 1)))
    crossed = [f"{one}+{other}" for one, other in product(WIDE, CROSSED_WITH)]
    names = [*WIDE, *CROSSED_WITH, *crossed]
    _set(run, len(StageKind), names)
    groups = [(name, group.key) for name in names for group in shipped()[name].groups]
    places = product(StageKind, run.staff, groups)
    return run, [
        (kind.value, name, one.code, group, 40, 20, 1, None) for kind, one, (name, group) in islice(places, most)
    ]


def _take_in(figures: Figures, server: LiveServer, staff: Staff) -> None:
    with server.app.app_context(), jobs(server):
        run, lines = many_lines(staff, MOST_LINES)
        with transaction() as session:
            row = stage_lines(session, run.process_id, lines, by=acting(session, staff["hr_lead"])).id
        time.sleep(6)  # jobs has started and has nothing to do
        with transaction() as session:
            ask_for(session, run.process_id, row, by=acting(session, staff["hr_lead"]))
        begun, seen = time.monotonic(), set[int]()
        while _how_far(row, seen) == "asked" and time.monotonic() < begun + LONGEST:
            time.sleep(0.05)
        figures.told["lines taken in"] = len(lines)
        figures.told["taking them in, s"] = time.monotonic() - begun
        figures.told["times it said how far it was"] = len(seen)
        assert _how_far(row, seen) == "taken"
        while not _is_computed(run.process_id) and time.monotonic() < begun + LONGEST:
            time.sleep(0.5)  # else whoever runs jobs next begins with it


def _is_computed(process_id: int) -> bool:
    newest = select(PromotionProcess.counts_from).where(PromotionProcess.id == process_id).scalar_subquery()
    shown = select(ResultRun.id).where(ResultRun.process_id == process_id, ResultRun.edition == newest)
    found = db.session.scalar(shown)
    db.session.rollback()
    return found is not None


def _how_far(row: int, seen: set[int]) -> str:
    found = db.session.get_one(CountImport, row, populate_existing=True)
    seen.add(found.done)
    state = found.state
    db.session.rollback()
    return state


def _maps(pid: int) -> str:
    return Path(f"/proc/{pid}/maps").read_text()
