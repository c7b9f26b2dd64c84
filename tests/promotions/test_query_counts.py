"""What the pages of processes ask of the database does not grow with what they show."""

import pytest
from flask import Flask

from eia.db import db, transaction
from eia.promotions.commands.counting import save_counts
from eia.promotions.commands.opening import open_figures
from eia.promotions.commands.processes import set_breakdowns, set_stages
from eia.promotions.computing import compute_new
from eia.promotions.counted import Place
from eia.promotions.figures.counts import StageKind
from eia.promotions.groups.lists import shipped
from tests.meetings.pages import browser
from tests.support.promotions import OSPRE_2014, SEX, Run, make_process, release, stage_file, take_step
from tests.support.rates import COUNTED, make_rates, save
from tests.support.shares import D10, change, make_shares
from tests.support.staff import acting, make_staff
from tests.support.statements import counted

FEW, MANY = 1, 6
PAGES = (
    "/promotions",
    "/promotions/{process}",
    "/promotions/{process}/told",
    "/promotions/{process}/counts",
    "/promotions/{process}/counts/board/sex.v1",
    "/promotions/{process}/counts/template.csv",
    "/promotions/{process}/counts/files/{file}",
    "/promotions/{process}/results",
    "/promotions/{process}/results/board/sex.v1",
    "/promotions/{process}/results/through/sex.v1",
    "/promotions/{process}/trend/board/sex.v1",
    "/promotions/{process}/preview",
    "/promotions/{process}/preview/board/sex.v1",
    "/promotions/{process}/releases",
    "/promotions/{process}/releases/1",
    "/promotions/{process}/releases/1/board/sex.v1",
    "/promotions/disproportionality",
    "/promotions/disproportionality/{rates}",
    "/promotions/disproportionality/{rates}/figures",
    "/promotions/disproportionality/shares",
    "/promotions/disproportionality/shares/{shares}",
    "/promotions/disproportionality/shares/{shares}/change",
)


def grown(times: int) -> tuple[Run, dict[str, int]]:
    """A process of so many organisations, stages, lists and editions, among as many; tables of rates likewise."""
    staff = tuple(make_staff() for _ in range(times))
    lists = {SEX: ("male", False)} | dict.fromkeys(list(shipped())[:times], (None, False))
    for number in range(times):
        run = make_process(*staff, title=f"Process {number}")
    with transaction() as session:
        by, stages = acting(session, staff[0]["hr_lead"]), [(StageKind.BOARD, f"Board {n}") for n in range(times)]
        set_stages(session, run.process_id, stages, seen=3, by=by)
        set_breakdowns(session, run.process_id, lists, seen=4, by=by)
    take_step(run, "open_without", staff[0]["approver"])
    with transaction() as session:
        by = acting(session, staff[0]["hr_lead"])
        for number in range(times):
            key = "board" if not number else f"board_{number + 1}"
            place = Place(key, SEX, staff[number].code)
            save_counts(session, run.process_id, {place: OSPRE_2014}, came_by="form", seen=number, by=by)
        open_figures(session, run.process_id, by=by)
    compute_new()
    take_step(run, "results_in", staff[0]["hr_lead"])
    for number in range(times):
        release(run)
        rates = make_rates(staff[0], title=f"Table {number}")
        save(staff[0], rates, COUNTED, year=f"{number}")
        shares = make_shares(staff[0])
        change(staff[0], shares, D10[:2])
    file = stage_file(run, [("board", SEX, one.code, "female", 91, 79, None, None) for one in staff])
    return run, {"process": run.process_id, "file": file, "rates": rates, "shares": shares}


@pytest.fixture(scope="module")
def pair(app: Flask) -> tuple[tuple[Run, dict[str, int]], ...]:
    with app.app_context():
        made = grown(FEW), grown(MANY)
        db.session.remove()
    return made


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_processes_asks_no_more_when_it_shows_more(
    app: Flask, pair: tuple[tuple[Run, dict[str, int]], ...], page: str
) -> None:
    counts = []
    for run, values in pair:
        client = browser(app, run.lead["hr_lead"])
        path = page.format(**values)
        client.get(path)
        with counted(app) as statements:
            client.get(path)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 22, (page, counts)
