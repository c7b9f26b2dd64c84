"""Assessments by the thousand, which `make bench` reads lists of: each with a trail and lines that hold."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from eia.assessments.models import Adoption, Assessment, LiveEffect, RegisterEffect, RegisterLine, SearchText, Version
from eia.db import db
from eia.triggers import triggers
from eia.verify import everything, one_snapshot
from tests.support.bulk import many_assessments
from tests.support.databases import FILES, make_app, new_database
from tests.support.staff import new_staff

BLOCK, TIMES = 20, 3


@pytest.fixture
def own_app(engine_name: str, folder: Path) -> Flask:
    return make_app(new_database(engine_name, folder))


def test_what_is_copied_is_found_whole(own_app: Flask) -> None:
    with own_app.app_context():
        many_assessments([new_staff() for _ in range(3)], BLOCK * TIMES, block=BLOCK)
        session = one_snapshot(db.session())
        assert list(everything(session, FILES, lambda *_: None)) == []
        for table in (Assessment, RegisterLine, RegisterEffect, LiveEffect, SearchText, Adoption):
            count = session.scalar(select(func.count()).select_from(table))
            assert count
            assert count % TIMES == 0, table
        assert session.scalar(select(func.count()).select_from(Assessment)) == BLOCK * TIMES
        assert _pointing_nowhere(session) == []


def _pointing_nowhere(session: Session) -> list[object]:
    """Rows whose foreign key leads to nothing: PostgreSQL is asked of those that lists read."""
    if session.get_bind().dialect.name == "sqlite":
        return list(session.execute(text("PRAGMA foreign_key_check")))
    known = select(Version.id)
    lost = select(RegisterLine.version_id).where(RegisterLine.version_id.not_in(known))
    return list(session.scalars(lost))


@pytest.mark.only_on("sqlite", because="PostgreSQL has no INSERT OR REPLACE, and so no such triggers")
def test_what_a_trigger_looks_for_before_an_insert_it_finds_by_an_index(database: Session) -> None:
    """One that read the whole trail made every decision slower than the last."""
    asked = 0
    for trigger in triggers("sqlite"):
        for found in re.findall(r"EXISTS \((SELECT 1 FROM \w+ WHERE [^()]+)\)", " ".join(trigger.statements("sqlite"))):
            query = re.sub(r"(NEW|OLD)\.\w+", "1", found)
            plan = database.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")
            assert not [row[3] for row in plan if row[3].startswith("SCAN")], found
            asked += 1
    assert asked > 50
