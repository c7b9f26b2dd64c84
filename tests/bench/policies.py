"""A file of 5,000 policies taken in by a real `eia jobs`, while somebody reads pages and somebody writes."""

import time

from sqlalchemy import select

from eia.db import db, transaction
from eia.people.models import Organisation
from eia.policies.commands.importing import ask_for, compared, digest_of, stage_policies
from eia.policies.models import PolicyImport
from tests.bench.client import Client
from tests.bench.figures import MEANWHILE, Figures
from tests.bench.packs import jobs
from tests.support.serving import LiveServer
from tests.support.staff import Staff, acting

POLICIES = 5_000
PAGES = ("/policies", "/assessments", "/")
LONGEST = 120


def measure_an_import(figures: Figures, server: LiveServer, staff: Staff, reader: Client) -> None:
    with server.app.app_context(), jobs(server):
        row = _staged(staff)
        time.sleep(6)  # jobs has started and has nothing to do
        with transaction() as session:
            ask_for(session, row, by=acting(session, staff["owner"]))
        begun, seen, waits, turn = time.monotonic(), set[int](), [0.0], 0
        while _how_far(row, seen) == "asked" and time.monotonic() < begun + LONGEST:
            figures.seconds[MEANWHILE].append(reader.get(PAGES[turn % len(PAGES)]).seconds)
            waits.append(_write())
            turn += 1
        figures.told["policies taken in"] = POLICIES
        figures.told["taking in policies, s"] = time.monotonic() - begun
        figures.told["times it said how many policies were ready"] = len(seen)
        figures.told["longest wait of a write meanwhile, s"] = max(waits)
        assert _how_far(row, seen) == "taken"


def _staged(staff: Staff) -> int:
    lines = [
        {"line": at + 2, "number": f"BENCH {at}", "title": f"Policy of the bench {at}", "owner": staff["owner"],
         "unit": None, "class": "", "organisations": [], "state": "in_force", "adopted_on": "2024-01-01",
         "review_on": "2027-01-01", "links": [["Document", f"https://policies.example.org/{at}"]]}
        for at in range(POLICIES)
    ]  # fmt: skip
    with transaction() as session:
        by = acting(session, staff["owner"])
        digest = digest_of(compared(session, [dict(line) for line in lines], by))
        return stage_policies(session, lines, digest, by=by).id


def _write() -> float:
    """How long the smallest write waits for its turn, in seconds."""
    begun = time.monotonic()
    with transaction() as session:
        session.execute(select(Organisation.id).limit(1).with_for_update(key_share=True))
    return time.monotonic() - begun


def _how_far(row: int, seen: set[int]) -> str:
    found = db.session.get_one(PolicyImport, row, populate_existing=True)
    seen.add(found.done)
    state = found.state
    db.session.rollback()
    return state
