"""The receipt of an opening: a named exception to “no page writes”, in a table of its own."""

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Opening

_RECEIPT: dict[str, Insert] = {
    "sqlite": sqlite.insert(Opening.__table__).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(Opening.__table__).on_conflict_do_nothing(),
}


def remember_opening(session: Session, *, version_id: int, person_id: int, revision: int, round: int) -> None:
    """Once for each person, version and revision; whoever comes second at the same instant finds it there."""
    values = {"version_id": version_id, "person_id": person_id, "revision": revision, "round": round}
    session.execute(_RECEIPT[session.get_bind().dialect.name], values | {"opened_at": clock.now()})
