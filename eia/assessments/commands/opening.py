"""The receipt of an opening: a named exception to “no page writes”, in a table of its own."""

from typing import cast

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Opening

_TABLE = cast("Table", Opening.__table__)
_RECEIPT: dict[str, Insert] = {
    "sqlite": sqlite.insert(_TABLE).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing(),
}


def remember_opening(session: Session, *, version_id: int, person_id: int, revision: int, round: int) -> None:
    """Once for each person, version and revision; whoever comes second at the same instant finds it there."""
    values = {"version_id": version_id, "person_id": person_id, "revision": revision, "round": round}
    session.execute(_RECEIPT[session.get_bind().dialect.name], values | {"opened_at": clock.now()})
