"""The packs of a meeting as its reader finds them: one shelf for each part of the whole and of each supplement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from eia.errors import NotFound
from eia.meetings.case import MeetingCase
from eia.meetings.models import AgendaItem, EqualityStatement, ItemPaper, Pack, PackFile
from eia.meetings.queries import MeetingRead
from eia.meetings.readers import Part

NO_PACK = "There is no such pack, or you may not see it."
READ_AT = {"open": Part.OPEN, "restricted": Part.RESTRICTED}
"""How much of the meeting somebody must be able to read, to read that part."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Shelf:
    """The packs of one part, newest first."""

    part: str
    supplement: int
    revision: int
    """Of the meeting as it is now."""
    packs: Sequence[Pack]

    @property
    def newest(self) -> Pack | None:
        return self.packs[0] if self.packs else None

    @property
    def is_under_way(self) -> bool:
        return self.newest is not None and self.newest.state in ("asked", "building")

    @property
    def ready(self) -> Pack | None:
        """The last one that was built."""
        return next((pack for pack in self.packs if pack.state == "ready"), None)

    @property
    def is_old(self) -> bool:
        """Whether the agenda has changed since it was built."""
        return self.ready is not None and self.ready.meeting_revision != self.revision

    @property
    def earlier(self) -> Sequence[Pack]:
        return [pack for pack in self.packs if pack.state == "ready" and pack is not self.ready]


@dataclass(frozen=True, slots=True)
class Late:
    """An item or a paper that came after the agenda went out, and has not been sent out yet."""

    words: str
    why: str


def late_additions(session: Session, case: MeetingCase) -> list[Late]:
    """What the next supplement holds, in the order of the agenda."""
    if case.state != "circulated":
        return []
    number = case.meeting.supplements + 1
    new = select(ItemPaper).join(AgendaItem, AgendaItem.id == ItemPaper.item_id)
    new = new.where(AgendaItem.meeting_id == case.meeting.id, AgendaItem.removed_at.is_(None))
    papers = session.scalars(
        new.where(ItemPaper.supplement == number, ItemPaper.removed_at.is_(None), ItemPaper.kind == "paper").order_by(
            ItemPaper.id
        )
    ).all()
    found = []
    for item in case.items:
        if item.supplement == number:
            found.append(Late(f"Item {item.position}: {item.title}.", item.late_reason))
        found += [
            Late(f"Item {item.position}, {item.title}: the paper “{one.title}”.", one.late_reason)
            for one in papers
            if one.item_id == item.id
        ]
    return found


def shelves(session: Session, read: MeetingRead) -> list[Shelf]:
    """What this reader may have, the whole pack first, then the newest supplement."""
    query = select(Pack).where(Pack.meeting_id == read.case.meeting.id, _readable(read)).order_by(Pack.id.desc())
    files = selectinload(Pack.files).joinedload(PackFile.file)
    found = session.scalars(query.options(files).limit(MOST)).all()
    revision = read.case.revision
    return [
        Shelf(part, number, revision, [one for one in found if (one.part, one.supplement) == (part, number)])
        for part, number in _wanted(session, read)
    ]


def pack_for(session: Session, read: MeetingRead, pack_id: int) -> Pack:
    """One pack that was built; NotFound when there is none that this reader may have."""
    query = select(Pack).where(Pack.id == pack_id, Pack.meeting_id == read.case.meeting.id, Pack.state == "ready")
    files = joinedload(Pack.files).joinedload(PackFile.file)
    pack = session.scalars(query.where(_readable(read)).options(files)).unique().one_or_none()
    if pack is None:
        raise NotFound(NO_PACK)
    return pack


def pinned_in(session: Session, case: MeetingCase, pack: Pack) -> list[EqualityStatement]:
    """The statements with a version that a pack shows, one for each item.

    Of a pack that the agenda has changed since, those alone that were signed before it was asked for: what came while
    it was built may be in it or not, and an opening that never was is worse than one that is not recorded.
    """
    items = [item for item in case.items if _holds(pack, item)]
    query = select(EqualityStatement).where(EqualityStatement.item_id.in_([item.id for item in items]))
    if pack.meeting_revision != case.revision:
        query = query.where(EqualityStatement.signed_at <= pack.asked_at)
    newest = {one.item_id: one for one in session.scalars(query.order_by(EqualityStatement.id))}
    return [one for one in newest.values() if one.version_id is not None]


def _holds(pack: Pack, item: AgendaItem) -> bool:
    """Whether an item stands in that pack with what it rests on, and not only as “Restricted”."""
    if item.restricted != (pack.part == "restricted"):
        return False
    new = pack.supplement
    return not new or item.supplement == new or any(p.supplement == new and p.kind == "paper" for p in item.papers)


def _readable(read: MeetingRead) -> ColumnElement[bool]:
    return Pack.part.in_([part for part, least in READ_AT.items() if read.part >= least])


def _wanted(session: Session, read: MeetingRead) -> Iterator[tuple[str, int]]:
    restricted = restricted_in(session, read.case)
    for number in (0, *range(read.case.meeting.supplements, 0, -1)):
        for part, least in READ_AT.items():
            if read.part >= least and (part == "open" or number in restricted):
                yield part, number


def restricted_in(session: Session, case: MeetingCase) -> set[int]:
    """Which packs have a restricted part: 0, the whole one, and each supplement that adds something restricted."""
    if not any(item.restricted for item in case.items):
        return set()
    there = (AgendaItem.meeting_id == case.meeting.id, AgendaItem.removed_at.is_(None), AgendaItem.restricted)
    papers = select(ItemPaper.supplement).join(AgendaItem, AgendaItem.id == ItemPaper.item_id)
    papers = papers.where(*there, ItemPaper.removed_at.is_(None), ItemPaper.kind == "paper")
    return {0, *session.scalars(select(AgendaItem.supplement).where(*there).union(papers))}
