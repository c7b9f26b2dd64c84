"""What is done to processes, counts and results behind the back of the service: refused, and found."""

from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from eia.db import db, transaction
from eia.promotions.commands.opening import open_figures
from eia.promotions.computing import compute_new
from eia.promotions.reporting.building import build_new
from tests.support.promotions import SMALL, Run, count, make_process, release, take_step
from tests.support.staff import acting, make_staff
from tests.support.tampering import Tampered, findings, refused_to_everybody

ATTEMPTS = {
    "UPDATE promotion_process SET state = 'closed', revision = 99": "the record says “closed”, 99",
    "UPDATE promotion_process SET counts_from = counts_from": "",
    "UPDATE count_sheet SET cells = X'7B7D'": "is not what its digest says",
    "DELETE FROM count_sheet": "is not what its digest says",
    "UPDATE count_edition SET digest = 'x'": "has another digest in the trail",
    "UPDATE result_table SET body = X'7B7D'": "are not what their digest says",
    "UPDATE result_run SET digest = 'x'": "are not in the trail as they are",
    "UPDATE figures_opening SET id = id + 1": "says nothing of opening",
    "UPDATE release_table SET body = X'7B7D'": "of a release: is not what its digest says",
    "UPDATE release_table SET hidden = '[]'": "of a release: is not what its digest says",
    "UPDATE release_content SET small = 0, shown = X'5B5D'": "of a release: is not what its digest says",
    "UPDATE release_content SET digest = 'x'": "of a release: is not in the trail as it is",
    "UPDATE promotion_release SET number = 2": "release 1: is in the trail and gone from the records",
    "UPDATE release_report SET csv = X'7B7D'": "report of release 1: is not what its digest says",
    "UPDATE release_report SET digest = 'x'": "report of release 1: is not in the trail as it is",
    "DELETE FROM release_withdrawal": "do not agree on the withdrawal",
}


@pytest.fixture(scope="module")
def tampered(engine_name: str, folder: Path) -> tuple[Tampered, Run]:
    made = Tampered(engine_name, folder)
    with made.app.app_context():
        run = make_process(make_staff(), at="open")
        count(run, SMALL)
        compute_new()
        with transaction() as session:
            open_figures(session, run.process_id, by=acting(session, run.lead["adviser"]))
        take_step(run, "results_in", run.lead["hr_lead"])
        release(run)
        build_new(made.app)
        take_step(run, "withdraw_release", run.lead["hr_lead"])
        db.session.remove()
    return made, run


def test_nothing_is_found_where_nobody_did_anything(tampered: tuple[Tampered, Run]) -> None:
    with tampered[0].as_owner() as connection:
        assert findings(connection) == []


@pytest.mark.parametrize("statement", ATTEMPTS)
@pytest.mark.first_on("postgresql", because="it reads the same rows for each, and there too")
def test_what_was_changed_behind_its_back_is_found(tampered: tuple[Tampered, Run], statement: str) -> None:
    said = statement
    if tampered[0].database.engine == "postgresql":
        said = said.replace("X'7B7D'", "'{}'::bytea").replace("X'5B5D'", "'[]'::bytea")
    with tampered[0].as_owner(without_triggers=True) as connection:
        connection.exec_driver_sql(said)
        found = findings(connection)
    assert any(ATTEMPTS[statement] in one for one in found) if ATTEMPTS[statement] else found == []


FIXED = ("count_edition", "count_sheet", "result_run", "result_table", "figures_opening", "release_preview",
         "release_content", "release_table", "promotion_release", "release_withdrawal",
         "release_report")  # fmt: skip


@pytest.mark.parametrize("table", FIXED)
def test_the_database_refuses_to_change_them(tampered: tuple[Tampered, Run], table: str) -> None:
    refused_to_everybody(tampered[0], f"UPDATE {table} SET id = id")


def test_a_process_is_never_taken_away(tampered: tuple[Tampered, Run]) -> None:
    with pytest.raises(DBAPIError), tampered[0].as_owner() as connection:
        connection.exec_driver_sql("DELETE FROM promotion_process")
