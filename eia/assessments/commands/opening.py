"""The receipt of an opening: a named exception to “no page writes”, in a table of its own."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Opening


def remember_opening(session: Session, *, version_id: int, person_id: int, revision: int, round: int) -> None:
    """Once for each person, version and revision; whoever comes second at the same instant finds it there."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    values = {"version_id": version_id, "person_id": person_id, "revision": revision, "round": round}
    insert = (sqlite.insert if on_sqlite else postgresql.insert)(Opening)
    session.execute(insert.values(**values, opened_at=clock.now()).on_conflict_do_nothing())
