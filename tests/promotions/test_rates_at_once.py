"""Two tables saved at the same moment are looked at together too."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from flask import Flask

from eia.db import db
from eia.errors import Refused
from eia.promotions.figures.disproportion import Events
from eia.promotions.rates.given import Given
from tests.support.databases import make_app, new_database
from tests.support.rates import make_rates, save
from tests.support.staff import Staff, make_staff

ROUNDS = 5


def test_of_two_saved_at_once_one_is_refused(engine_name: str, folder: Path) -> None:
    app = make_app(new_database(engine_name, folder))
    with app.app_context():
        staff = make_staff()
        db.session.remove()
    for year in range(2001, 2001 + ROUNDS):
        with app.app_context():
            tables = [make_rates(staff, None) for _ in range(2)]
            db.session.remove()
        start = Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            done = [
                threads.submit(saved, app, staff, table, number, year, start)
                for table, number in zip(tables, (800, 805), strict=True)
            ]
            assert sorted(one.result(timeout=60) for one in done) == [False, True]


def saved(app: Flask, staff: Staff, table: int, number: int, year: int, start: Barrier) -> bool:
    with app.app_context():
        start.wait(timeout=30)
        try:
            save(staff, table, Given([Events(group="white", events=number, population=90_000)]), year=str(year))
        except Refused:
            return False
        finally:
            db.session.remove()
        return True
