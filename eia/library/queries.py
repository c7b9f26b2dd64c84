"""Looking up the library: what somebody may read of it, the list, one entry, and what has grown old."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from eia.errors import NotFound
from eia.library.models import LibraryEdition, LibraryEntry
from eia.library.shelf import months_from
from eia.people.models import Organisation, Person
from eia.people.names import sort_name_of
from eia.people.offices import Office
from eia.people.queries import KEPT, Standing, Standings
from eia.subjects.models import subject_organisation

PAGE = 50
LARGEST_ID = 2**31 - 1
KEEPERS = (Office.ADVISER, Office.POLICY_OWNER)
"""The offices that keep the library of their organisation: those who check evidence and those who bring it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to. `organisation` is an id, 0 for all."""

    words: str = ""
    area: str = ""
    organisation: int = 0
    old: bool = False
    retired: bool = False
    after: int = 0


@dataclass(frozen=True, slots=True)
class LibraryPage:
    editions: Sequence[LibraryEdition]
    """The newest edition of each entry, by title."""
    next_after: int
    """The id of the last entry, when there are more; else 0."""


@lru_cache(KEPT)
def readable_by(by: Standings) -> ColumnElement[bool]:
    """SQL for the entries of the reader's organisations, and of those that share a subject with one of them.

    Who signs a shared assessment for one organisation must be able to read what another brought as evidence.
    """
    own = sorted({by.organisation_id, *(standing.organisation_id for standing in by.held)})
    mine, theirs = subject_organisation.alias("mine"), subject_organisation.alias("theirs")
    sharing = (
        select(theirs.c.organisation_id)
        .join(mine, mine.c.subject_id == theirs.c.subject_id)
        .where(mine.c.organisation_id.in_(own))
    )
    return or_(LibraryEntry.organisation_id.in_(own), LibraryEntry.organisation_id.in_(sharing))


def may_keep(by: Standings, organisation_id: int) -> Standing | None:
    """The office this person may add to and change this library in."""
    held = (by.standing(office, {organisation_id}) for office in KEEPERS)
    return next((standing for standing in held if standing), None)


def standing_to_add(by: Standings) -> Standing | None:
    """The office a new entry is added in: one of their own organisation comes first."""
    held = [standing for standing in by.held if standing.office in KEEPERS]
    return min(held, key=lambda s: (s.organisation_id != by.organisation_id, KEEPERS.index(s.office)), default=None)


def library_page(session: Session, by: Standings, wanted: Wanted, *, today: date, months: int) -> LibraryPage:
    """Fifty entries by title, each with its newest edition; in a constant number of queries."""
    query = _newest(by).where(*_narrowed(wanted, today, months))
    query = query.order_by(LibraryEntry.sort_title, LibraryEntry.id).limit(PAGE + 1)
    if wanted.after:
        last = session.execute(
            select(LibraryEntry.sort_title, LibraryEntry.id).where(LibraryEntry.id == wanted.after, readable_by(by))
        ).one_or_none()
        if last is not None:
            query = query.where(tuple_(LibraryEntry.sort_title, LibraryEntry.id) > tuple(last))
    found = session.scalars(query).all()
    shown = found[:PAGE]
    return LibraryPage(shown, shown[-1].entry_id if len(found) > PAGE else 0)


def _newest(by: Standings) -> Select[LibraryEdition]:
    newest = and_(LibraryEdition.entry_id == LibraryEntry.id, LibraryEdition.number == LibraryEntry.number)
    return (
        select(LibraryEdition)
        .join(LibraryEntry, newest)
        .where(readable_by(by))
        .options(
            contains_eager(LibraryEdition.entry).options(
                joinedload(LibraryEntry.organisation, innerjoin=True),
                joinedload(LibraryEntry.keeper, innerjoin=True).lazyload(Person.organisation),
            ),
            selectinload(LibraryEdition.files),
        )
    )


def _narrowed(wanted: Wanted, today: date, months: int) -> list[ColumnElement[bool]]:
    """Every word must stand somewhere in the entry; how it is written (capitals, accents) does not matter."""
    found = [LibraryEntry.words.contains(word, autoescape=True) for word in sort_name_of(wanted.words).split()]
    narrowed = [*found, LibraryEntry.retired_at.is_not(None) if wanted.retired else LibraryEntry.retired_at.is_(None)]
    if wanted.area:
        narrowed.append(LibraryEdition.area == wanted.area)
    if wanted.organisation:
        narrowed.append(LibraryEntry.organisation_id == wanted.organisation)
    if wanted.old:
        narrowed.append(_has_grown_old(today, months))
    return narrowed


def _has_grown_old(today: date, months: int) -> ColumnElement[bool]:
    """The same as `shelf.grown_old`, for lists; a test holds them together."""
    by_date = and_(LibraryEdition.review_by.is_(None), LibraryEdition.dated < months_from(today, -months))
    return or_(LibraryEdition.review_by < today, by_date)


def areas(session: Session, by: Standings) -> Sequence[str]:
    """The areas that stand in the library, for the filter; the hundred most frequent, by name."""
    query = (
        select(LibraryEdition.area)
        .join(LibraryEntry, LibraryEdition.entry_id == LibraryEntry.id)
        .where(readable_by(by), LibraryEdition.number == LibraryEntry.number, LibraryEdition.area != "")
        .group_by(LibraryEdition.area)
        .order_by(func.count().desc(), LibraryEdition.area)
        .limit(100)
    )
    return sorted(session.scalars(query), key=sort_name_of)


def organisations(session: Session, by: Standings) -> Sequence[Organisation]:
    """Those whose library this person may read and that have one."""
    has = select(LibraryEntry.organisation_id).where(readable_by(by))
    return session.scalars(select(Organisation).where(Organisation.id.in_(has)).order_by(Organisation.name)).all()


def entry_for(session: Session, entry_id: int, by: Standings, *, lock: bool = False) -> LibraryEntry:
    """The entry with every edition; NotFound when there is none that this person may read."""
    query = (
        select(LibraryEntry)
        .where(LibraryEntry.id == min(entry_id, LARGEST_ID), readable_by(by))
        .options(
            joinedload(LibraryEntry.organisation, innerjoin=True),
            joinedload(LibraryEntry.keeper, innerjoin=True).lazyload(Person.organisation),
            selectinload(LibraryEntry.editions).options(
                joinedload(LibraryEdition.maker, innerjoin=True).lazyload(Person.organisation),
                selectinload(LibraryEdition.files),
            ),
        )
        .execution_options(populate_existing=True)
    )
    entry = session.scalars(query.with_for_update(of=LibraryEntry) if lock else query).one_or_none()
    if entry is None:
        raise NotFound("There is no such entry in a library you may read.")
    return entry


def editions_for(session: Session, edition_ids: Sequence[int], by: Standings) -> Sequence[LibraryEdition]:
    """The newest editions among these that this person may read and that are not retired, by title."""
    query = _newest(by).where(LibraryEdition.id.in_(sorted(edition_ids)), LibraryEntry.retired_at.is_(None))
    return session.scalars(query.order_by(LibraryEntry.sort_title, LibraryEntry.id)).all()


def possible_keepers(session: Session, organisation_id: int) -> Sequence[Person]:
    """Everybody who works for the organisation now, by name."""
    query = (
        select(Person)
        .where(Person.organisation_id == organisation_id, Person.closed_at.is_(None))
        .order_by(Person.sort_name, Person.id)
    )
    return session.scalars(query).all()
