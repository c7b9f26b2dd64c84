"""What is looked up about readers outside: the link behind a secret, links with their openings, comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.assessments.models import LinkOpening, OutsideComment, OutsideLink
from eia.people.sessions import digest_of

PAGE = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A link on its maker's page."""

    link: OutsideLink
    openings: int
    last_opened: datetime | None
    comments: int

    @property
    def status(self) -> str:
        if self.link.revoked_at is not None:
            return "Revoked"
        return "Over" if self.link.until_day < clock.today() else "Open"


def link_behind(session: Session, token: str) -> OutsideLink | None:
    """The link this secret opens today; None for one that is unknown, revoked or over."""
    link = session.scalar(select(OutsideLink).where(OutsideLink.token_digest == digest_of(token)))
    if link is None or link.revoked_at is not None or link.until_day < clock.today():
        return None
    return link


def links_of(session: Session, version_id: int, *, below: int = 0) -> list[Shown]:
    """The links of a version, newest first; one more than a page when there are more."""
    query = (
        select(OutsideLink)
        .where(OutsideLink.version_id == version_id)
        .options(joinedload(OutsideLink.revoker))
        .order_by(OutsideLink.id.desc())
        .limit(PAGE + 1)
    )
    links = session.scalars(query.where(OutsideLink.id < below) if below else query).all()
    ids = [link.id for link in links]
    opened = select(LinkOpening.link_id, func.count(), func.max(LinkOpening.at)).group_by(LinkOpening.link_id)
    openings = {key: (count, last) for key, count, last in session.execute(opened.where(LinkOpening.link_id.in_(ids)))}
    written = select(OutsideComment.link_id, func.count()).group_by(OutsideComment.link_id)
    comments = {row[0]: row[1] for row in session.execute(written.where(OutsideComment.link_id.in_(ids)))}
    none: tuple[int, datetime | None] = (0, None)
    return [Shown(link, *openings.get(link.id, none), comments.get(link.id, 0)) for link in links]


def comments_of(session: Session, version_id: int, *, below: int = 0) -> Sequence[OutsideComment]:
    """What readers outside wrote about a version, newest first; one more than a page when there are more."""
    query = select(OutsideComment).where(OutsideComment.version_id == version_id).order_by(OutsideComment.id.desc())
    return session.scalars((query.where(OutsideComment.id < below) if below else query).limit(PAGE + 1)).all()
