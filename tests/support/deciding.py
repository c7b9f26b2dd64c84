"""What those who decide do, by the real commands."""

from datetime import datetime, timedelta
from typing import Any

from eia import clock
from eia.db import db, transaction
from eia.meetings.commands.deciding import record_item_decision
from eia.meetings.commands.regarding import declare
from eia.meetings.decided import Said
from eia.meetings.item_case import load_item
from eia.meetings.models import GateOverride, ItemDecision
from eia.meetings.regard import basis_of
from tests.support.assessments import Made, start, walk
from tests.support.meetings import Sat, make_meeting, pin
from tests.support.staff import Staff, acting
from tests.support.writing import write_row

SCOPE = (("date", "Opening day", "1 April 2027"), ("place", "Where it moves to", "Parkside"))


def make_ready(*staff: Staff, at: str = "held") -> tuple[Sat, Made]:
    """A meeting with an item whose attached assessment is signed: it can be decided."""
    made = start(staff)
    for kind, label, value in SCOPE:
        write_row(made.version_id, "scope", kind=kind, label=label, value=value)
    walk(made, "signed_off")
    sat = make_meeting(*staff, at=at)
    pin(sat, made)
    return sat, made


def seen_of(item_id: int) -> str:
    """What a page of the item shows now as that on which it is decided."""
    session = db.session()
    key = basis_of(session, load_item(session, item_id)).key
    session.rollback()
    return key


def a_minute_ago() -> datetime:
    return clock.now() - timedelta(minutes=1)


def record_decision_on(sat: Sat, person_id: int = 0, *, seen: str = "", **said: Any) -> int:
    """Record it as the secretary unless somebody is named; answers with its id."""
    told = {"outcome": "followed", "wording": "Agreed.", "regard": "We weighed the harm to older visitors."} | said
    seen = seen or seen_of(sat.item_id)
    with transaction() as session:
        by = acting(session, person_id or sat.lead["secretary"])
        whole = Said(**{"decided_at": a_minute_ago(), **told})
        return record_item_decision(session, sat.item_id, whole, seen=seen, by=by).id


def declare_as(sat: Sat, part: str, word: str = "regard", *, seen: str = "") -> None:
    seen = seen or seen_of(sat.item_id)
    with transaction() as session:
        person = sat.lead[part]
        declare(session, sat.item_id, {person: word}, seen=seen, words="", by=acting(session, person))


def override(sat: Sat) -> None:
    """The chair lets it be decided although it is not ready."""
    with transaction() as session:
        session.add(
            GateOverride(item_id=sat.item_id, person_id=sat.lead["chair"], reason="It is urgent", at=clock.now())
        )


def decision(decision_id: int) -> ItemDecision:
    return db.session().get_one(ItemDecision, decision_id, populate_existing=True)
