"""What a decision on an item rests on now, who decides, and what each of them opened and declared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.assessments.models import Version
from eia.meetings.models import (
    AgendaItem,
    Attendance,
    BodyMember,
    EqualityStatement,
    GateOverride,
    InterestDeclared,
    PaperOpening,
    QuickScreen,
    RegardDeclaration,
)
from eia.meetings.models.bodies import DECIDING, ROLES
from eia.people.models import Person

Row = TypeVar("Row", RegardDeclaration, PaperOpening)
AWAY = ("apologies", "absent")
DOES_NOT_DECIDE = ("no_vote", "leaves")


@dataclass(frozen=True)
class Basis:
    """The newest statement of an item, its newest quick screen and override; none of an item that has none."""

    statement: EqualityStatement | None
    screen: QuickScreen | None
    override: GateOverride | None

    @property
    def version(self) -> Version | None:
        return self.statement.version if self.statement else None

    @property
    def digest(self) -> str:
        return self.statement.content_digest if self.statement else ""

    @property
    def key(self) -> str:
        """Names exactly what it rests on; a declaration and a decision carry what their page showed."""
        return f"{self.statement.id if self.statement else 0}-{self.screen.id if self.screen else 0}"

    def is_what(self, declared: RegardDeclaration) -> bool:
        """Whether somebody declared on exactly this."""
        if self.statement:
            return declared.statement_id == self.statement.id
        return self.screen is not None and declared.quick_screen_id == self.screen.id


@dataclass(frozen=True)
class Decider:
    """One of those who decide on an item, and what is on record of them."""

    person: Person
    role: str
    """In words."""
    declarations: Sequence[RegardDeclaration]
    """All of them, the oldest first."""
    basis: Basis
    away: str
    """How their attendance was recorded, when they were not there."""
    interest: InterestDeclared | None
    """An interest for which they do not decide."""
    openings: Sequence[PaperOpening]

    @cached_property
    def declared(self) -> RegardDeclaration | None:
        """What they declared on exactly what is decided on; the newest counts."""
        return next((one for one in reversed(self.declarations) if self.basis.is_what(one)), None)

    @property
    def before(self) -> RegardDeclaration | None:
        """What they declared on something else that stood there before."""
        return self.declarations[-1] if self.declarations and self.declared is None else None

    @property
    def is_asked(self) -> bool:
        """Whether a declaration is missing: they were there, and decide."""
        return self.declared is None and not self.away and self.interest is None


def basis_of(session: Session, item: AgendaItem) -> Basis:
    def newest(model: type[QuickScreen] | type[GateOverride]) -> object:
        return session.scalars(select(model).where(model.item_id == item.id).order_by(model.id.desc()).limit(1)).first()

    screen, override = newest(QuickScreen), newest(GateOverride)
    return Basis(
        item.statements[-1] if item.statements else None,
        screen if isinstance(screen, QuickScreen) else None,
        override if isinstance(override, GateOverride) else None,
    )


def deciders_of(session: Session, item: AgendaItem, basis: Basis) -> list[Decider]:
    """Everybody who decides on it, by name; in a constant number of queries."""
    seats = _seats(item)
    declared = select(RegardDeclaration).where(RegardDeclaration.item_id == item.id).order_by(RegardDeclaration.id)
    said, opened = _by_person(session.scalars(declared)), _by_person(openings_of(session, item))
    away, interests = _away(session, item), _interests(session, item)
    return [
        Decider(
            person, role, said.get(person.id, []), basis, away.get(person.id, ""), interests.get(person.id),
            opened.get(person.id, []),
        )
        for person, role in seats
    ]  # fmt: skip


def openings_of(session: Session, item: AgendaItem) -> Sequence[PaperOpening]:
    query = select(PaperOpening).where(PaperOpening.item_id == item.id).options(joinedload(PaperOpening.person))
    return session.scalars(query.order_by(PaperOpening.id)).all()


def _seats(item: AgendaItem) -> list[tuple[Person, str]]:
    """Alone: the one person. Together: who sits in it that day. Between meetings: the chair, or the officer."""
    body = item.body
    if item.between == "officer":
        return [(item.author, "Officer who decides")]
    if body.decider is not None:
        return [(body.decider, "Decides alone")]
    roles = ("chair", "deputy_chair") if item.between == "chair" else DECIDING
    day = item.meeting.day if item.meeting else clock.london(item.created_at).date()
    sitting = [m for m in body.members if m.role in roles and _sits(m, day)]
    found = {m.person_id: (m.person, ROLES[m.role]) for m in reversed(sitting)}
    return sorted(found.values(), key=lambda seat: (seat[0].sort_name, seat[0].id))


def _sits(member: BodyMember, day: date) -> bool:
    return member.from_day <= day and (member.until_day is None or member.until_day >= day)


def _by_person(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _away(session: Session, item: AgendaItem) -> dict[int, str]:
    if item.meeting_id is None:
        return {}
    query = select(Attendance.person_id, Attendance.status).where(Attendance.meeting_id == item.meeting_id)
    return {person: status for person, status in session.execute(query) if status in AWAY}


def _interests(session: Session, item: AgendaItem) -> dict[int, InterestDeclared]:
    """Of those who do not decide because of it."""
    if item.meeting_id is None:
        return {}
    query = select(InterestDeclared).where(
        InterestDeclared.meeting_id == item.meeting_id,
        or_(InterestDeclared.item_id.is_(None), InterestDeclared.item_id == item.id),
    )
    newest = {one.person_id: one for one in session.scalars(query.order_by(InterestDeclared.id))}
    return {person: one for person, one in newest.items() if one.consequence in DOES_NOT_DECIDE}
