"""Two raw commits at once, past the application: one makes a person a contributor, the other lets them sign.

Each alone would be right. The triggers lock the version's row first (on SQLite writers queue anyway), so never both.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from eia.db import WRITE, db, prepare_engine
from eia.people.routes import Level
from tests.support.assessments import Made, start, take
from tests.support.counts import times
from tests.support.databases import make_app, new_database
from tests.support.routing import HEAD, lay_route
from tests.support.staff import Staff, make_staff
from tests.support.writing import write_the_least

RACES = times(50, else_few=3)
BECOME = "INSERT INTO contributor (version_id, person_id, since) VALUES (:version, :person, '2026-01-01 00:00:00')"
SIGN = (
    "INSERT INTO signature (submission_id, organisation_id, person_id, kind, office, declaration, remark,"
    " shared_digest, local_digest, signed_at) SELECT id, :organisation, :person, 'sign_off', '', '', '', '', '',"
    " submitted_at FROM submission WHERE version_id = :version"
)


@dataclass(frozen=True)
class Place:
    app: Flask
    engine: Engine
    staff: Staff


@pytest.fixture(scope="module")
def place(engine_name: str, folder: Path) -> Iterator[Place]:
    database = new_database(engine_name, folder)
    app, engine = make_app(database), create_engine(database.url)
    prepare_engine(engine)
    with app.app_context():
        yield Place(app, engine, make_staff())
        db.session.rollback()
    engine.dispose()


def open_for_signature(place: Place) -> Made:
    made = start((place.staff,))
    write_the_least(made.version_id)
    take(made, "send_to_adviser", made.lead["owner"])
    take(made, "claim", made.lead["adviser"])
    take(made, "give_opinion", made.lead["adviser"], opinion="agrees")
    db.session.rollback()
    return made


def race(engine: Engine, made: Made) -> list[str]:
    """Both insert and commit at once; answers with who got through."""
    keys = {"version": made.version_id, "person": made.lead["auditor"], "organisation": made.lead.organisation_id}
    return race_of(engine, ("become", BECOME, keys), ("sign", SIGN, keys))


def race_of(engine: Engine, *inserts: tuple[str, str, dict[str, int]]) -> list[str]:
    gate, through = threading.Barrier(2), list[str]()

    def insert(name: str, statement: str, keys: dict[str, int]) -> None:
        with engine.connect().execution_options(**{WRITE: True}) as connection:
            gate.wait()
            try:
                connection.execute(text(statement), keys)
                connection.commit()
            except DBAPIError:
                connection.rollback()
            else:
                through.append(name)

    threads = [threading.Thread(target=insert, args=one) for one in inserts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return through


IN_TURN = SIGN.replace("signed_at)", "signed_at, stage, seat)").replace("submitted_at FROM", "submitted_at, {} FROM")


def test_no_later_stage_is_signed_before_the_one_below_it_in_two_commits_at_once(place: Place) -> None:
    lay_route(place.staff, Level.FULL, (HEAD,))
    first, last = IN_TURN.format("1, 'head_of_department'"), IN_TURN.format("2, 'approver'")
    for _ in range(RACES):
        made = open_for_signature(place)
        keys = {"version": made.version_id, "organisation": made.lead.organisation_id}
        head, approver = keys | {"person": made.lead["auditor"]}, keys | {"person": made.lead["chair"]}
        through = race_of(place.engine, ("first", first, head), ("last", last, approver))
        assert "first" in through
        again = race_of(place.engine, ("one", last, approver), ("other", last, keys | {"person": made.lead["hr_lead"]}))
        assert len(again) == (0 if "last" in through else 1)
    lay_route(place.staff, Level.FULL)


def test_nobody_becomes_a_contributor_and_signs_in_two_commits_at_once(place: Place) -> None:
    for _ in range(RACES):
        assert len(race(place.engine, open_for_signature(place))) == 1
