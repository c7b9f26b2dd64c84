"""A pack of forty items with twenty-five assessments, built by a real `eia jobs` while pages are asked for."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from eia.db import db, transaction
from eia.meetings.commands.items import add_item
from eia.meetings.models import Pack
from eia.people.models import Person
from tests.bench import machine
from tests.bench.client import Client
from tests.bench.figures import Figures
from tests.support.assessments import start, walk
from tests.support.databases import FILES, SECRET_KEY
from tests.support.meetings import Sat, make_meeting, pin
from tests.support.packs import add_paper, ask, pdf_of
from tests.support.serving import TOP, LiveServer
from tests.support.staff import Staff, acting

ITEMS, ASSESSMENTS, PAPERS, PAGES = 40, 25, 20, 12
STANDING = 3
"""Items that a meeting of the tests begins with; the last is for decision."""
REPORT = "\n".join(["The front desk moves to the library, and people who used it go there. " * 8] * 12)
LONGEST = 120


def measure_a_pack(figures: Figures, server: LiveServer, staff: Staff, reader: Client) -> None:
    """Seconds from when it was asked for until it lay there, what `eia jobs` took, and how pages fared meanwhile."""
    with server.app.app_context():
        sat = _meeting(staff)
    with jobs(server) as process:
        time.sleep(6)  # it has started and has nothing to do
        figures.told["jobs process at rest, MB"] = process.memory_info().rss / 2**20
        with server.app.app_context():
            pack_id = ask(sat)
        used = machine.processor_seconds([process])
        begun, most = time.monotonic(), 0.0
        while _state(server, pack_id) not in ("ready", "failed") and time.monotonic() < begun + LONGEST:
            figures.seconds["home while a pack is built"].append(reader.get("/").seconds)
            most = max(most, process.memory_info().rss / 2**20)
        assert _state(server, pack_id) == "ready"
        figures.told["pack of 40 items and 25 assessments, s"] = time.monotonic() - begun
        figures.told["processor time of that pack, s"] = machine.processor_seconds([process]) - used
        figures.told["jobs process while it builds, MB"] = most


def _meeting(staff: Staff) -> Sat:
    """Its pages: an agenda, thirty-eight reports, twenty-five assessments and two hundred and forty of papers."""
    sat = make_meeting(staff)
    items = [sat.item_id, *(_item(sat, number) for number in range(ITEMS - STANDING))]
    for item_id in items[:ASSESSMENTS]:
        made = start((staff,))
        walk(made, "signed_off")
        pin(Sat(sat.body_id, sat.meeting_id, item_id, sat.staff), made)
    for item_id in items[:PAPERS]:
        add_paper(sat, "map.pdf", pdf_of(PAGES), item_id=item_id)
    return sat


def _item(sat: Sat, number: int) -> int:
    with transaction() as session:
        by, author = acting(session, sat.lead["secretary"]), session.get_one(Person, sat.lead["owner"])
        return add_item(
            session, sat.meeting_id, kind="decision", title=f"Proposal {number}", author=author, report=REPORT,
            recommendation="Agree to it.", by=by,
        ).id  # fmt: skip


@contextmanager
def jobs(server: LiveServer) -> Iterator[psutil.Process]:
    settings = {
        "EIA_SECRET_KEY": SECRET_KEY,
        "EIA_DATABASE_URL": server.database.url,
        "EIA_ADDRESS": server.address,
        "EIA_COOKIE_SECURE": "0",
        "EIA_FILES": str(FILES),
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("EIA_")}
    with server.log.with_suffix(".jobs").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "eia", "jobs"], cwd=TOP, env=inherited | settings, stdout=log, stderr=log
        )
    try:
        yield psutil.Process(process.pid)
    finally:
        process.kill()  # what it was computing is of no interest here
        process.wait()


def _state(server: LiveServer, pack_id: int) -> str:
    with server.app.app_context():
        state = db.session.get_one(Pack, pack_id).state
        db.session.rollback()
        return state
