"""Views of the register that people name for themselves. They say nothing of any assessment: no trail keeps them."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.assessments.models import SavedView
from eia.errors import NotFound, Reason, Refused
from eia.people.queries import Standings

MOST = 30


def views_of(session: Session, person_id: int) -> Sequence[SavedView]:
    query = select(SavedView).where(SavedView.person_id == person_id).order_by(SavedView.name, SavedView.id)
    return session.scalars(query).all()


def save_view(session: Session, *, name: str, asked: str, by: Standings) -> SavedView:
    """Under a name that this person has given to no other; another view of that name is put in its place."""
    mine = SavedView.person_id == by.person_id
    known = session.scalars(select(SavedView).where(mine, SavedView.name == name)).first()
    if known is None and (session.scalar(select(func.count(SavedView.id)).where(mine)) or 0) >= MOST:
        raise Refused(Reason(f"You have {MOST} views. Remove one that you do not need any more.", anchor="name"))
    view = known or SavedView(person_id=by.person_id, name=name)
    view.asked = asked
    session.add(view)
    return view


def remove_view(session: Session, view_id: int, *, by: Standings) -> None:
    mine = SavedView.id == view_id, SavedView.person_id == by.person_id
    view = session.scalars(select(SavedView).where(*mine)).one_or_none()
    if view is None:
        raise NotFound("You have no such view.")
    session.delete(view)
